"""What tellers type from a sheet, what they say of the lines that differ, and what a seat disputes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from council.forms import Words
from council.models.roll_call import SAYS, WORDS
from council.queries import PaperRow
from council.rules import blackout
from council.rules.blackout import HELD_AT
from council.rules.roll_call import Difference, Lines, Says, Word
from council.words import line_words

CLOCK = {"type": "time"}
WORD_OR_NONE = [("", "–"), *WORDS]


class RollCallForm(forms.Form):
    """One word for each line of the roll."""

    def __init__(self, *args: Any, rows: Sequence[PaperRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[row.line] = forms.ChoiceField(
                label=line_words(row),
                choices=WORD_OR_NONE,
                required=self.asks_each,
                error_messages={"required": _("Choose the word that was called for this seat.")},
            )

    asks_each = True

    @property
    def told(self) -> dict[str, str]:
        """Line -> word."""
        return {row.line: self.cleaned_data[row.line] for row in self.rows}


class PaperForm(forms.Form):
    """A sheet of paper: the code printed on it says for which agenda and words it is."""

    paper = forms.SlugField(
        label=_("Code on the sheet"),
        min_length=8,
        max_length=64,
        help_text=_("The first eight letters and digits beside the square code."),
    )

    def __init__(self, *args: Any, starts_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts_at = starts_at

    def hour(self, when: time | None) -> str:
        """An hour of that sitting: the first one so called from its beginning on."""
        return on_the_day(self.starts_at, when)


def on_the_day(starts_at: datetime, when: time | None) -> str:
    if when is None:
        return ""
    begins = starts_at.replace(second=0, microsecond=0)
    found = datetime.combine(begins.date(), when, tzinfo=begins.tzinfo)
    return f"{found if found >= begins else found + timedelta(days=1):{blackout.FORMAT}}"


class PaperVoteForm(PaperForm, RollCallForm):
    """The sheet of a motion: when it was called, and its words; nothing at all where no vote was taken."""

    asks_each = False
    held_at = forms.TimeField(
        label=_("Called at (UTC)"),
        required=False,
        widget=forms.TimeInput(attrs=CLOCK),
        help_text=_("Leave it and every word empty where no vote was taken."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for row in self.rows:
            word = cleaned.get(row.line)
            if cleaned.get("held_at") and not word:
                self.add_error(row.line, _("Choose the word that was called for this seat."))
            if not cleaned.get("held_at") and word:
                self.add_error("held_at", _("Say when the vote was called."))
                break
        return cleaned

    @property
    def told(self) -> dict[str, str]:
        words = {row.line: self.cleaned_data[row.line] or Word.ABSENT.value for row in self.rows}
        return {**words, HELD_AT: self.hour(self.cleaned_data["held_at"])}


class TimesForm(PaperForm):
    """The sheet of times: the sitting's own hours, each seat's, each point's."""

    def __init__(self, *args: Any, named: Iterable[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = []
        for what, which, name in named:
            for end, label in (("since", _("%(name)s: from")), ("until", _("%(name)s: to"))):
                key = blackout.key(what, which, end)
                self.keys.append(key)
                self.fields[key] = forms.TimeField(
                    label=str(label) % {"name": name},
                    required=what == blackout.SITTING,
                    widget=forms.TimeInput(attrs=CLOCK),
                )

    @property
    def told(self) -> dict[str, str]:
        return {key: self.hour(self.cleaned_data[key]) for key in self.keys}


class LinesSettleForm(forms.Form):
    """What this teller says of the lines on which the two sheets differ."""

    def __init__(
        self, *args: Any, differences: Iterable[Difference], names: Lines, starts_at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.starts_at, self.lines = starts_at, []
        for row in differences:
            self.lines.append(row.line)
            field = self._hour() if ":" in row.line or row.line == HELD_AT else self._word()
            field.label = names.get(row.line, row.line)
            read = {"first": self.shown(row.first), "second": self.shown(row.second)}
            field.help_text = _now("The first reads: %(first)s. The second reads: %(second)s.") % read
            self.fields[row.line] = field

    @staticmethod
    def _word() -> forms.Field:
        return forms.ChoiceField(
            choices=WORD_OR_NONE, error_messages={"required": _("Choose the word that holds.")}
        )

    @staticmethod
    def _hour() -> forms.Field:
        return forms.TimeField(required=False, widget=forms.TimeInput(attrs=CLOCK))

    @staticmethod
    def shown(text: str) -> str:
        """A word in the reader's language; of an hour, the clock."""
        words = {value: str(name) for value, name in WORDS}
        return words.get(text) or text.rpartition("T")[2] or "–"

    @property
    def told(self) -> dict[str, str]:
        found = self.cleaned_data
        return {
            line: found[line] if isinstance(found[line], str) else on_the_day(self.starts_at, found[line])
            for line in self.lines
        }


class DisputeForm(forms.Form):
    """The word a seat says it gave."""

    word = forms.ChoiceField(
        label=_("The word that was given"),
        choices=WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the word that was given.")},
    )
    reason = Words(
        label=_("What happened in the room"),
        max_length=400,
        block=True,
        rows=4,
        help_text=_("Published with the dispute; it does not enter the log."),
        error_messages={"required": _("Say what happened in the room.")},
    )

    @property
    def claimed(self) -> Word:
        return Word(self.cleaned_data["word"])


class JudgeForm(forms.Form):
    says = forms.ChoiceField(choices=SAYS, error_messages={"required": _("Say whether the seat is right.")})

    @property
    def voice(self) -> Says:
        return Says(self.cleaned_data["says"])
