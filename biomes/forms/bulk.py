"""The shape of a file that comes in, and of the decision to apply it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes import bulk_files, tables, workbooks
from biomes.rules import bulk as rule
from biomes.rules.bulk import BadSheet, Noun
from biomes.words import curation
from biomes.words import imports as said

NOUNS = [
    (Noun.BIOMES.value, _("Living systems")),
    (Noun.ZONES.value, _("Zones")),
    (Noun.LINKS.value, _("Links of the lattice")),
]


class SheetForm(forms.Form):
    """A file of rows; only its heading is read here. Cleaned, ``kind`` is what its bytes say it is."""

    kind = ""
    noun = forms.ChoiceField(
        label=_("What it holds"),
        choices=NOUNS,
        error_messages={"required": _("Say what the file holds.")},
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV (UTF-8) or GeoJSON, at most 64 MB, or XLSX, at most 20 MB, with the columns of the export; "
            "at most 50,000 rows."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.geojson,.json,.xlsx"}),
        error_messages={
            "required": _("Choose the file with the rows."),
            "empty": _("This file is empty. Choose the file with the rows."),
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent = cleaned.get("file")
        if sent and cleaned.get("noun"):
            try:
                self._check(sent, Noun(cleaned["noun"]))
            except BadSheet as why:
                self.add_error("file", curation.sheet(why.code, why.about))
            except tables.Broken as why:
                self.add_error("file", said.failure(why.code, why.line))
        return cleaned

    def _check(self, sent: Any, noun: Noun) -> None:
        if sent.size > rule.MOST_BYTES:
            raise BadSheet("too_large")
        self.kind = bulk_files.kind_of(sent.read(bulk_files.HEADING))
        if not self.kind:
            raise BadSheet("unknown_form")
        if self.kind == tables.XLSX and sent.size > workbooks.MOST_BYTES:
            raise BadSheet("large_workbook")
        sent.seek(0)
        bulk_files.check_heading(sent, self.kind, noun)


class ApplyForm(forms.Form):
    how = forms.ChoiceField(
        label=_("If a row cannot be taken in"),
        choices=[
            ("all", _("Change nothing at all")),
            ("rows", _("Leave that row out and take in the others")),
        ],
        initial="all",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what becomes of the other rows.")},
    )
    reason = forms.CharField(
        label=_("Why this change"),
        max_length=200,
        help_text=_("Stays beside each revision for good."),
        error_messages={"required": _("Say why this changes.")},
    )
