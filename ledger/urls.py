"""Ledger: pages in every language, and plain addresses for programs."""

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from ledger.views import machine as programs
from ledger.views import pages, whole


class Sha256(StringConverter):
    regex = "[0-9a-f]{64}"


class Seq(StringConverter):
    """A place in the log: at most sixteen digits, so that it always fits."""

    regex = "[0-9]{1,16}"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        return int(value)


register_converter(Sha256, "sha256")
register_converter(Seq, "seq")

app_name = "ledger"
urlpatterns: list[URLPattern | URLResolver] = [
    path("log/", pages.log, name="log"),
    path("log/verify/", pages.verify, name="verify"),
    path("log/verify.html", pages.browser_verifier, name="browser-verifier"),
    path("log/<seq:seq>/", pages.entry, name="entry"),
]

# Without a language prefix and without a namespace: programs know these addresses by heart.
machine: list[URLPattern | URLResolver] = [
    path("log/checkpoint", programs.checkpoint, name="log-checkpoint"),
    path("log/entries", programs.entries, name="log-entries"),
    path("log/export.zip", whole.export_file, name="log-export"),
    path("log/proof/inclusion", programs.inclusion, name="log-inclusion"),
    path("log/proof/consistency", programs.consistency, name="log-consistency"),
    path("log/keys.json", programs.keys, name="log-keys"),
    path("log/epochs.json", programs.epochs, name="log-epochs"),
    path("log/checkpoints.atom", programs.checkpoints_feed, name="log-checkpoints-feed"),
    path("log/documents/<sha256:sha256>", programs.document, name="log-document"),
    path("log/verify.py", programs.verifier, name="log-verifier"),
    path("log/monitor.py", programs.watcher, name="log-monitor"),
]
