"""The shape of a new charter as its drafter sends it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes import queries as biomes
from charters import queries
from charters.models import CharterDraft
from charters.rules.text import LONGEST_TEXT

# Each writes in her own script, whatever the page's.
AUTO = forms.TextInput(attrs={"dir": "auto"})


class CharterForm(forms.Form):
    """What it is called, where it will be read, and of whom it speaks."""

    title = forms.CharField(label=_("Name of the charter"), max_length=120, widget=AUTO)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=50,
        help_text=_("The last part of its page’s address: small letters, digits and hyphens."),
    )
    of = forms.ChoiceField(label=_("Of whom it speaks"), required=False)
    preamble = forms.CharField(
        label=_("Preamble"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "class": "spoken", "dir": "auto"}),
        help_text=_("An empty line begins a new paragraph."),
    )
    reasons = forms.CharField(
        label=_("Why"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Those who decide read this beside the words."),
    )

    def __init__(self, *args: Any, keeps: CharterDraft | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = queries.subjects_with_charter() - {keeps.of if keeps else ""}
        free = [
            (biome.subject, str(biome))
            for biome in biomes.public_biomes().order_by("name")
            if biome.subject not in taken
        ]
        self.fields["of"].choices = [("", _("Every living system")), *free]  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()


class ArticleForm(forms.Form):
    """One article of the draft."""

    heading = forms.CharField(
        label=_("Heading"), max_length=160, widget=AUTO, error_messages={"required": _("Write it here.")}
    )
    text = forms.CharField(
        label=_("Words"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write it here.")},
        widget=forms.Textarea(attrs={"rows": 10, "class": "spoken", "dir": "auto"}),
        help_text=_("An empty line begins a new paragraph."),
    )
    entrenched = forms.BooleanField(
        label=_("Entrenched: no amendment may change or repeal it"), required=False
    )
