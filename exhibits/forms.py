"""The shape of what an artist sends."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from exhibits.models.exhibit import RIGHTS
from exhibits.models.scene import ARMS, LONGEST_TWIN
from exhibits.rules.subjects import SUBJECT

# Taller than wide for prose; the renderer does the rest.
PROSE = forms.Textarea(attrs={"rows": 14})
SHORT = forms.Textarea(attrs={"rows": 3})


class DraftForm(forms.Form):
    """A new exhibit from a finished run."""

    run = forms.TypedChoiceField(label=_("Run"), coerce=int, help_text=_("Finished runs, newest first."))
    title = forms.CharField(label=_("Title"), max_length=80)

    def __init__(self, *args: Any, runs: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["run"].choices = runs  # type: ignore[attr-defined]


class ExhibitForm(forms.Form):
    """The work as a whole."""

    title = forms.CharField(label=_("Title"), max_length=80)
    lede = forms.CharField(
        label=_("In one sentence"),
        max_length=300,
        required=False,
        widget=SHORT,
        help_text=_("Where the reader stands."),
    )
    content_note = forms.CharField(
        label=_("Content note"),
        max_length=200,
        required=False,
        help_text=_("What some people should know before they look."),
    )
    rights = forms.ChoiceField(label=_("Rights"), choices=RIGHTS)
    petition = forms.SlugField(
        label=_("Petition"), max_length=120, required=False,
        help_text=_("The last part of a petition's address; its call to action stands beside every scene."),
    )  # fmt: skip


class SceneForm(forms.Form):
    """The words of a scene; its numbers are placed by name."""

    title = forms.CharField(label=_("Title"), max_length=60)
    text_twin = forms.CharField(
        label=_("Text twin"), max_length=LONGEST_TWIN, required=False, widget=PROSE,
        help_text=_("The scene for everybody who cannot see it, and the source of what is seen. Numbers stand as names in braces."),
    )  # fmt: skip
    alt_text = forms.CharField(label=_("The picture in words"), max_length=400, required=False, widget=SHORT)
    caption = forms.CharField(label=_("Caption"), max_length=200, required=False)


class NightForm(forms.Form):
    """Another night of the run."""

    day = forms.IntegerField(label=_("Night"), min_value=1, max_value=90)
    arm = forms.ChoiceField(label=_("Which futures"), choices=ARMS)


class SourceForm(forms.Form):
    subject = forms.RegexField(
        SUBJECT,
        label=_("Subject"),
        max_length=160,
        help_text=_("As pages cite it, such as biomes.station/V-07."),
    )
    note = forms.CharField(label=_("Note"), max_length=120, required=False)


class VersionForm(SceneForm):
    """A scene in another language: its words may not be empty there."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    text_twin = forms.CharField(label=_("Text twin"), max_length=LONGEST_TWIN, widget=PROSE)
    by_machine = forms.BooleanField(label=_("Translated by a machine"), required=False)


class ExhibitVersionForm(forms.Form):
    """The work's own words in another language."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    title = forms.CharField(label=_("Title"), max_length=80)
    lede = forms.CharField(label=_("In one sentence"), max_length=300, required=False, widget=SHORT)
    content_note = forms.CharField(label=_("Content note"), max_length=200, required=False)
    by_machine = forms.BooleanField(label=_("Translated by a machine"), required=False)
