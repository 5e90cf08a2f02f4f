"""Fields that refuse what the rules refuse, each fault in a sentence that says what to do."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from biomes import queries as biomes
from petitions.rules import names, texts

NAME_FAULTS = {
    names.Fault.EMPTY: gettext_lazy("Write your name"),
    names.Fault.LONG: gettext_lazy("Write a name of at most 80 characters"),
    names.Fault.LINK: gettext_lazy("Write your name without a link or an address"),
    names.Fault.FORMULA: gettext_lazy("Write your name so that it does not begin with =, +, - or @"),
    names.Fault.CONTROL: gettext_lazy("Write your name without invisible characters"),
    names.Fault.NOT_A_NAME: gettext_lazy("Write your name with letters"),
}


class PlainField(forms.CharField):
    """Text as typed: Django's own null check is ours too, and says more."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)
        self.validators = []


class NameField(PlainField):
    """A person's name, in any script."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Your name"))
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}))
        options.setdefault("error_messages", {"required": NAME_FAULTS[names.Fault.EMPTY]})
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = str(value or "")
        if not self.required and not text.strip():
            return ""
        if fault := names.fault(text):
            raise ValidationError(NAME_FAULTS[fault])
        return names.tidy(text)


class TextField(PlainField):
    """A text of a petition; ``thing`` names it in the sentences ("the title").

    One that is not required may stay empty; what is written in it must still be long enough.
    """

    def __init__(
        self, *, thing: Any, longest: int, shortest: int = 0, block: bool = False, empty: Any = "",
        **options: Any,
    ) -> None:  # fmt: skip
        self.thing, self.longest, self.shortest, self.block = thing, longest, shortest, block
        self.empty = empty
        widget = (
            forms.Textarea(attrs={"rows": 5, "dir": "auto"})
            if block
            else forms.TextInput(attrs={"dir": "auto"})
        )
        options.setdefault("widget", widget)
        options.setdefault("required", bool(shortest))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = str(value or "")
        if not self.required and not text.strip():
            return ""
        if fault := texts.fault(text, longest=self.longest, shortest=self.shortest, block=self.block):
            raise ValidationError(self.sentence(fault, text))
        return texts.tidy_block(text) if self.block else texts.tidy_line(text)

    def sentence(self, fault: texts.Fault, text: str) -> str:
        if fault is texts.Fault.EMPTY:
            return str(self.empty or _("Write %(thing)s") % {"thing": self.thing})
        if fault is texts.Fault.SHORT:
            return ngettext(
                "Say more in %(thing)s: it needs %(number)s character",
                "Say more in %(thing)s: it needs %(number)s characters",
                self.shortest,
            ) % {"thing": self.thing, "number": self.shortest}
        if fault is texts.Fault.CONTROL:
            return _("Remove the invisible characters from %(thing)s") % {"thing": self.thing}
        excess = texts.excess(text, self.longest, block=self.block)
        return ngettext(
            "Shorten %(thing)s by %(number)s character", "Shorten %(thing)s by %(number)s characters", excess
        ) % {"thing": self.thing, "number": excess}


class ZoneField(forms.ModelChoiceField):
    """A zone of the basin, or somewhere else."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Where you live"))
        super().__init__(
            queryset=biomes.named_zones(),
            required=False,
            to_field_name="slug",
            empty_label=gettext_lazy("Somewhere else"),
            error_messages={"invalid_choice": gettext_lazy("Choose one of the zones of the list")},
            **options,
        )
