"""What the desk sends about sheets of paper: a number and a scan, twenty lines, a settled line, a sample."""

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biomes import queries as biomes
from petitions.forms.auditing import DayField
from petitions.forms.fields import NAME_FAULTS, NameField, PlainField, TextField
from petitions.models import Line
from petitions.rules import names, paper
from petitions.rules.names import Fault
from petitions.rules.paper import BLANK, LINES, Written

MOST_BYTES = 20 * 1024 * 1024
# The name is somebody else's here, so it is not "your name".
EMPTY_LINE = gettext_lazy("Write the name as you read it, or choose that nobody signed")
SIDES = {
    "first": gettext_lazy("As the first reads it"),
    "second": gettext_lazy("As the second reads it"),
    "other": gettext_lazy("As I read it:"),
    "empty": gettext_lazy("No signature on this line"),
}


class ScanField(forms.FileField):
    """A scan, of which only the hash is taken: the file is read once, here, and kept nowhere."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("The scan"),
            widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.tif,.tiff"}),
            error_messages={
                "required": gettext_lazy("Choose the file of the scan"),
                "invalid": gettext_lazy("Choose the file of the scan"),
                "missing": gettext_lazy("Choose the file of the scan"),
                "empty": gettext_lazy("This file is empty. Choose the file of the scan"),
            },
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = super().clean(data, initial)
        if sent.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than 20 MB. Scan the sheet in grey, or less finely"))
        digest = sha256()
        for chunk in sent.chunks():
            digest.update(chunk)
        return digest.hexdigest()


class NumberField(PlainField):
    """A sheet's number; a slip of the pen is noticed by its last letter."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Number of the sheet"))
        options.setdefault("error_messages", {"required": gettext_lazy("Write the number of the sheet")})
        super().__init__(
            widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
            **options,
        )  # fmt: skip

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        if not text.strip() and not self.required:
            return ""
        number = paper.read_number(text)
        if number is None:
            raise ValidationError(
                _("Write the eight letters and digits beside the square code, like abcd-efgh")
            )
        return number


class RegisterForm(forms.Form):
    """A sheet came back."""

    number = NumberField(help_text=gettext_lazy("Eight letters and digits, printed beside the square code."))
    collected_on = DayField(
        label=gettext_lazy("Last day of collecting"),
        help_text=gettext_lazy("The latest day written on the sheet."),
        required=True,
        error_messages={"required": gettext_lazy("Write the last day on which somebody signed this sheet")},
    )
    scan = ScanField(
        help_text=gettext_lazy(
            "Only its SHA-256 hash is kept and published; the file stays with you. At most 20 MB."
        )
    )


def zone_choices() -> list[tuple[str, Any]]:
    return [("", _("Somewhere else")), *((zone.slug, zone.name) for zone in biomes.zones())]


class LinesForm(forms.Form):
    """Twenty lines as one person reads them. A line without a signature stays empty."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = zone_choices()
        for number in range(1, LINES + 1):
            self.fields[f"name_{number}"] = NameField(
                required=False,
                label=_("Name on line %(number)s") % {"number": number},
                widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"}),
            )
            self.fields[f"zone_{number}"] = forms.ChoiceField(
                required=False,
                label=_("Zone on line %(number)s") % {"number": number},
                choices=choices,
                error_messages={"invalid_choice": _("Choose one of the zones of the list")},
            )

    def rows(self) -> list[tuple[int, Any, Any]]:
        return [(n, self[f"name_{n}"], self[f"zone_{n}"]) for n in range(1, LINES + 1)]

    def written(self) -> list[Written]:
        return [written(self.cleaned_data, n) for n in range(1, LINES + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if not self.errors and all(written(cleaned, n).is_empty for n in range(1, LINES + 1)):
            self.add_error("name_1", _("Write what you read: at least one line of the sheet is signed"))
        return cleaned


def written(data: dict[str, Any], number: int) -> Written:
    """An empty name is no signature, whatever zone was left beside it."""
    name = data.get(f"name_{number}") or ""
    return Written(name, data.get(f"zone_{number}") or "") if name else BLANK


class SettleForm(forms.Form):
    """The lines that differ: what it says for each of them. A line that is left open stays open."""

    def __init__(self, differing: dict[int, tuple[Written, Written]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.differing = differing
        choices = zone_choices()
        for number in differing:
            self.fields[f"side_{number}"] = forms.ChoiceField(
                required=False,
                label=_("What line %(number)s says") % {"number": number},
                choices=list(SIDES.items()),
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose one of the readings")},
            )
            self.fields[f"name_{number}"] = forms.CharField(
                required=False, max_length=names.LONGEST, strip=False,
                label=_("Name on line %(number)s") % {"number": number},
                widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"zone_{number}"] = forms.ChoiceField(
                required=False, label=_("Zone on line %(number)s") % {"number": number}, choices=choices
            )

    def rows(self) -> list[dict[str, Any]]:
        said = dict(zone_choices())
        return [
            {
                "number": number,
                "readings": [(reading.name, said.get(reading.zone, reading.zone)) for reading in pair],
                "side": self[f"side_{number}"], "name": self[f"name_{number}"], "zone": self[f"zone_{number}"],
            }
            for number, pair in self.differing.items()
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        chosen = [number for number in self.differing if cleaned.get(f"side_{number}")]
        for number in chosen:
            fault = names.fault(cleaned.get(f"name_{number}") or "")
            if cleaned[f"side_{number}"] == "other" and fault:
                self.add_error(f"name_{number}", EMPTY_LINE if fault is Fault.EMPTY else NAME_FAULTS[fault])
        if not chosen and not self.errors:
            self.add_error(f"side_{min(self.differing)}", _("Say of one line at least what it says"))
        return cleaned

    def settled(self) -> dict[int, Written]:
        return {
            number: self._reading(number, pair)
            for number, pair in self.differing.items()
            if self.cleaned_data.get(f"side_{number}")
        }

    def _reading(self, number: int, pair: tuple[Written, Written]) -> Written:
        side = self.cleaned_data[f"side_{number}"]
        if side == "empty":
            return BLANK
        if side == "other":
            found = written(self.cleaned_data, number)
            return Written(names.tidy(found.name), found.zone)
        return pair[side == "second"]


class CheckForm(forms.Form):
    """The sample beside the scan: of each line, whether it agrees."""

    scan = ScanField(
        help_text=gettext_lazy(
            "The file you look at. Its hash must be the one that was registered; it is not kept."
        )
    )

    def __init__(self, lines: Sequence[Line], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = lines
        for line in lines:
            self.fields[f"line_{line.number}"] = forms.ChoiceField(
                label=_("Line %(number)s: %(name)s, %(zone)s")
                % {
                    "number": line.number,
                    "name": line.name,
                    "zone": line.zone.name if line.zone else _("Somewhere else"),
                },
                choices=[("agrees", _("Agrees")), ("wrong", _("Does not agree"))],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Say whether line %(number)s agrees") % {"number": line.number}
                },
            )

    def rows(self) -> list[Any]:
        return [self[f"line_{line.number}"] for line in self.lines]

    def wrong(self) -> set[int]:
        return {line.number for line in self.lines if self.cleaned_data[f"line_{line.number}"] == "wrong"}


class AsideForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Why"), thing=gettext_lazy("the reason"), longest=paper.REASON,
        shortest=paper.SHORTEST_REASON, help_text=gettext_lazy("It is published. Name no person."),
    )  # fmt: skip


class LookForm(forms.Form):
    """Of a line that looks signed twice: the same person, or somebody else."""

    same = forms.ChoiceField(
        choices=[("yes", gettext_lazy("The same person")), ("no", gettext_lazy("Somebody else"))],
        error_messages={"required": gettext_lazy("Say whether it is the same person"),
                        "invalid_choice": gettext_lazy("Say whether it is the same person")},
    )  # fmt: skip


def lines_of(rows: Iterable[Any], known: Collection[str]) -> dict[int, Written]:
    """As a program sends lines: number, name, slug of a zone. Refuses what the pages refuse."""
    found: dict[int, Written] = {}
    for row in rows:
        name, zone = row["name"], row["zone"]
        if name and (fault := names.fault(name)):
            raise ValidationError(f"{row['number']}: {NAME_FAULTS[fault]}")
        if zone and zone not in known:
            raise ValidationError(f"{row['number']}: " + _("Choose one of the zones of the list"))
        if row["number"] in found:
            raise ValidationError(_("Send each line once."))
        found[row["number"]] = Written(names.tidy(name), zone) if name else BLANK
    return found
