"""Pictures: public ones for everyone; others for who sent them and who decides about them."""

from tests.permissions.format import HIDDEN, A, Row
from tests.permissions.who import EVERYONE, Who

DECIDE = {Who.CURATOR, Who.MODERATOR}


def build(w):
    from biomes import actions
    from tests.biomes import makers

    for name in ("shown picture", "kept picture"):
        w[name] = actions.keep_picture(
            data=makers.photograph(), subject=f"biomes.biome/{name[:5]}", alt="Reeds", by="p-0", at=w.at
        )
    actions.show_pictures(subject="biomes.biome/shown")


def of(name):
    return lambda w: {"uuid": w[name].uuid, "width": 64}


ROWS = [
    Row("biomes-picture", "GET", {A: EVERYONE}, args=of("shown picture")),
    Row("biomes-picture", "GET", {A: DECIDE, HIDDEN: EVERYONE - DECIDE}, state="not public", args=of("kept picture")),
]  # fmt: skip
