"""``name__folded__contains``: a column folded in the database as `biomes.rules.folding` folds a word."""

from __future__ import annotations

from typing import Any

from django.db import models

from biomes.rules.folding import DROPPED, TWINS

_SQL = (
    "translate(regexp_replace(lower(normalize((%(inner)s)::text, NFKD)), '[{dropped}\u0621]', '', 'g'),"
    " '{letters}', '{twins}')"
).format(
    dropped=DROPPED,
    letters="".join(TWINS),
    twins="".join(TWINS.values()),
)


class Folded(models.Transform):
    """A text without accents, capitals and twin letters; a JSON column as the text it is."""

    lookup_name = "folded"
    output_field = models.TextField()

    def as_sql(self, compiler: Any, connection: Any, *_how: Any, **_context: Any) -> Any:
        inner, params = compiler.compile(self.lhs)
        return _SQL % {"inner": inner}, params


for field in (models.CharField, models.TextField, models.JSONField):
    field.register_lookup(Folded)
