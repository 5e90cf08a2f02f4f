"""Charters: reading, drafting, duties."""

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from charters.views import drafting, founding, legal, reading


class Eid(StringConverter):
    regex = "art_[1-9][0-9]{0,3}[a-z]{0,2}"


class Number(StringConverter):
    """A number that fits a database key."""

    regex = "[0-9]{1,15}"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        return int(value)


register_converter(Eid, "eid")
register_converter(Number, "number")

app_name = "charters"
urlpatterns: list[URLPattern | URLResolver] = [
    path("charters/", reading.index, name="index"),
    path("charters/duties/", reading.duties, name="duties"),
    path("charters/of/<slug:slug>/", reading.of_biome, name="of_biome"),
    path("charters/amendments/<number:number>/", drafting.amendment, name="amendment"),
    path("charters/amendments/<number:number>/table/", drafting.table, name="table"),
    path("charters/amendments/<number:number>/withdraw/", drafting.withdraw, name="withdraw"),
    path("charters/amendments/<number:number>/rebase/", drafting.rebase, name="rebase"),
    path(
        "charters/amendments/<number:number>/steps/<number:position>/remove/",
        drafting.remove_step,
        name="remove_step",
    ),
    path("charters/new/", founding.new, name="new"),
    path("charters/drafts/<number:number>/", founding.draft, name="draft"),
    path("charters/drafts/<number:number>/name/", founding.rename, name="rename_draft"),
    path("charters/drafts/<number:number>/table/", founding.table, name="table_draft"),
    path("charters/drafts/<number:number>/withdraw/", founding.withdraw, name="withdraw_draft"),
    path(
        "charters/drafts/<number:number>/articles/<number:position>/", founding.article, name="draft_article"
    ),
    path(
        "charters/drafts/<number:number>/articles/<number:position>/remove/",
        founding.remove_article,
        name="remove_draft_article",
    ),
    path("charters/<slug:slug>/", reading.charter, name="charter"),
    path("charters/<slug:slug>/legal/", legal.legal, name="legal"),
    path("charters/<slug:slug>/<eid:eid>/", reading.article, name="article"),
    path("charters/<slug:slug>/<eid:eid>/amend/", drafting.amend, name="amend"),
]
