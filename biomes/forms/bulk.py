"""The shape of a file that comes in, and of the decision to apply it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes import bulk_files
from biomes.rules import bulk as rule
from biomes.rules.bulk import BadSheet, Noun
from biomes.words import curation

NOUNS = [(Noun.BIOMES.value, _("Living systems")), (Noun.ZONES.value, _("Zones"))]


class SheetForm(forms.Form):
    """A file of rows; cleaned, it carries them in ``rows``."""

    noun = forms.ChoiceField(label=_("What it holds"), choices=NOUNS)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV (UTF-8), GeoJSON or XLSX with the columns of the export; at most 20 MB and 500 rows."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.geojson,.json,.xlsx"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent = cleaned.get("file")
        if sent and cleaned.get("noun"):
            try:
                if sent.size > rule.MOST_BYTES:
                    raise BadSheet("too_large")
                cleaned["rows"] = bulk_files.read(sent.read(), sent.name, Noun(cleaned["noun"]))
            except BadSheet as why:
                self.add_error("file", curation.sheet(why.code, why.about))
        return cleaned


class ApplyForm(forms.Form):
    how = forms.ChoiceField(
        label=_("If a row cannot be taken in"),
        choices=[
            ("all", _("Change nothing at all")),
            ("rows", _("Leave that row out and take in the others")),
        ],
        initial="all",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why this change"), max_length=200, help_text=_("Stays beside each revision for good.")
    )
