"""The shape of a community story: its words in languages, its sound, its pictures, and the consent of those in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes.forms.fields import PictureField
from biomes.forms.finding import FIND, BiomeField
from biomes.rules import story as rule
from biomes.rules import tongues
from biomes.rules.pictures import ALT_LENGTH
from biomes.words import curation
from biomes.words.pictures import LICENCES
from biomes.words.stories import AFTERWARDS, CONSENTS


class LanguageField(forms.CharField):
    def __init__(self, **said: Any) -> None:
        super().__init__(max_length=tongues.LONGEST, **said)
        self.widget.attrs |= {"list": "languages", "autocomplete": "off", "class": "ltr"}

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not tongues.tag(text):
            raise forms.ValidationError(str(curation.FAULTS["not_a_language"]) % {"about": text})
        return tongues.tag(text) if text else ""


class AfterwardsField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(
            label=_("If you erase your account"),
            choices=[(one.value, word) for one, word in AFTERWARDS.items()],
            widget=forms.RadioSelect,
            initial=rule.Afterwards.TAKEN_DOWN.value,
            required=False,
        )

    def clean(self, value: Any) -> rule.Afterwards:
        """Who says nothing takes everything along."""
        return rule.Afterwards(super().clean(value) or rule.Afterwards.TAKEN_DOWN)


class AfterwardsForm(forms.Form):
    afterwards = AfterwardsField()


class StoryForm(forms.Form):
    biome = BiomeField(
        label=_("Of which living system"),
        help_text=FIND,
        error_messages={"required": _("Say of which living system it tells.")},
    )
    teller = forms.CharField(
        label=_("Who tells it"),
        max_length=120,
        error_messages={"required": _("Say who tells it.")},
        help_text=_("A person, a village, a guild: as they wish to be named."),
    )
    language = LanguageField(
        label=_("Language"),
        help_text=_("As its tag, such as en, es, ar, yua; mis for one without a code."),
        error_messages={"required": _("Say in which language it is told.")},
    )
    title = forms.CharField(
        label=_("Title"), max_length=120, error_messages={"required": _("Give the story a title.")}
    )
    text = forms.CharField(
        label=_("The story"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        error_messages={"required": _("Write the story down.")},
    )
    other_language = LanguageField(label=_("Also in another language"), required=False)
    other_title = forms.CharField(label=_("Its title there"), max_length=120, required=False)
    other_text = forms.CharField(
        label=_("The story there"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    sound = forms.FileField(
        label=_("Sound"), required=False, widget=forms.FileInput(attrs={"accept": "audio/*"}),
        help_text=_("Ogg, MP3, M4A, FLAC, WAV or WebM, at most 20 MB. It is served as you send it: what your recorder wrote into the file stays in it."),
    )  # fmt: skip
    transcript = forms.CharField(
        label=_("What is heard, in words"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    photo = PictureField(label=_("Picture"), required=False)
    photo_alt = forms.CharField(
        label=_("What the picture shows, for those who do not see it"), required=False, max_length=ALT_LENGTH
    )
    photo_licence = forms.ChoiceField(
        label=_("Licence of the picture"), required=False, choices=list(LICENCES.items())
    )
    photo_credit = forms.CharField(label=_("Who made the picture"), required=False, max_length=120)
    consent = forms.ChoiceField(
        label=_("How those portrayed consented"),
        choices=[(one.value, word) for one, word in CONSENTS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how those portrayed consented.")},
    )
    consent_of = forms.CharField(
        label=_("Who consented"),
        max_length=300,
        required=False,
        help_text=_("Not shown; kept until the story is withdrawn."),
    )
    may_see = forms.BooleanField(
        label=_("It may be shown here"),
        error_messages={"required": _("A story that may not be shown here cannot be kept here.")},
    )
    may_quote = forms.BooleanField(label=_("It may be quoted, with the teller’s name"), required=False)
    may_export = forms.BooleanField(label=_("It may be taken away and used elsewhere"), required=False)
    afterwards = AfterwardsField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._clean_other(cleaned)
        if cleaned.get("photo"):
            for field in ("photo_alt", "photo_credit"):
                if not cleaned.get(field):
                    self.add_error(field, _("A picture needs these words."))
        if cleaned.get("sound"):
            self._clean_sound(cleaned)
        if cleaned.get("consent") not in {rule.Consent.NOBODY.value, None} and not cleaned.get("consent_of"):
            self.add_error("consent_of", _("Say who consented."))
        return cleaned

    def _clean_other(self, cleaned: dict[str, Any]) -> None:
        parts = ("other_language", "other_title", "other_text")
        if any(cleaned.get(one) for one in parts):
            for field in parts:
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, _("Each telling needs its language, a title and its words."))
        if cleaned.get("language") and cleaned.get("language") == cleaned.get("other_language"):
            self.add_error("other_language", _("It is told twice in the same language."))

    def _clean_sound(self, cleaned: dict[str, Any]) -> None:
        sent = cleaned["sound"]
        if sent.size > rule.MOST_SOUND_BYTES:
            self.add_error("sound", _("The sound is larger than 20 MB. Send a shorter one."))
            return
        cleaned["sound"] = sent.read()
        if rule.sound_of(cleaned["sound"][:64]) is None:
            self.add_error(
                "sound", _("This is not a sound we can serve. Send Ogg, MP3, M4A, FLAC, WAV or WebM.")
            )
        elif not cleaned.get("transcript"):
            self.add_error("transcript", _("Write down what is heard, for those who do not hear it."))

    @property
    def tellings(self) -> list[dict[str, str]]:
        said = self.cleaned_data
        rows = [{"language": said["language"], "title": said["title"], "text": said["text"]}]
        if said.get("other_language"):
            rows.append(
                {"language": said["other_language"], "title": said["other_title"], "text": said["other_text"]}
            )
        return rows
