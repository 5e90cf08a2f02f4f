"""Start-up discovery: what apps offer upward without being imported downward.

Each installed app may have `reactions.py`, `cards.py` and `personal.py`; they are found here,
once, and handed to the ledger's registries, so that no lower app ever imports an upper one.
"""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from ledger import registry

        for app in apps.get_app_configs():
            for room in ("reactions", "cards", "personal"):
                if find_spec(f"{app.name}.{room}"):
                    registry.take(room, import_module(f"{app.name}.{room}"))
