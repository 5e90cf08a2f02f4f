"""Filing: one form a step."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import AddressField
from accounts.rules import addresses
from biomes import queries as biomes
from petitions.forms.fields import NameField, TextField, ZoneField
from petitions.forms.sealing import PseudonymForm
from petitions.rules import texts
from petitions.rules.thresholds import MOST_SPONSORS
from petitions.words import RELATIONS

ASK_LABELS = (
    gettext_lazy("First ask"),
    gettext_lazy("Second ask"),
    gettext_lazy("Third ask"),
    gettext_lazy("Fourth ask"),
    gettext_lazy("Fifth ask"),
)
ASK_THINGS = (
    gettext_lazy("the first ask"),
    gettext_lazy("the second ask"),
    gettext_lazy("the third ask"),
    gettext_lazy("the fourth ask"),
    gettext_lazy("the fifth ask"),
)


class AboutForm(forms.Form):
    """About which living systems, and which right is at stake."""

    biomes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Living systems"),
        queryset=biomes.askable_biomes(),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one living system"),
            "invalid_choice": gettext_lazy("Choose living systems of the list"),
            "invalid_list": gettext_lazy("Choose living systems of the list"),
        },
    )
    right = forms.ChoiceField(
        label=gettext_lazy("Right at stake"),
        required=False,
        help_text=gettext_lazy("The article of a charter that this is about."),
        error_messages={"invalid_choice": gettext_lazy("Choose one of the articles of the list")},
    )

    def __init__(self, *args: Any, rights: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right"].choices = [("", _("No article in particular")), *rights]  # type: ignore[attr-defined]


class TitleForm(forms.Form):
    title = TextField(
        label=gettext_lazy("Title"),
        thing=gettext_lazy("the title"),
        longest=texts.TITLE,
        shortest=texts.SHORTEST_TITLE,
        help_text=gettext_lazy("At most 80 characters. Say what should happen, and by when."),
    )


class AsksForm(forms.Form):
    """One to five things that a body can answer; empty fields between them close up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for index in range(texts.ASKS):
            self.fields[f"ask_{index + 1}"] = TextField(
                label=ASK_LABELS[index],
                thing=ASK_THINGS[index],
                longest=texts.ASK,
                shortest=texts.SHORTEST_ASK,
                empty=gettext_lazy("Write the first ask as something a body can answer"),
                required=index == 0,
                help_text=gettext_lazy("One thing that can be answered yes, no, or by when.")
                if not index
                else "",
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )

    def asks(self) -> list[str]:
        return [text for index in range(texts.ASKS) if (text := self.cleaned_data.get(f"ask_{index + 1}"))]


class BackgroundForm(forms.Form):
    background = TextField(
        label=gettext_lazy("Background"),
        thing=gettext_lazy("the background"),
        longest=texts.BACKGROUND,
        shortest=1,
        block=True,
        help_text=gettext_lazy("Why this is needed, in at most 300 characters."),
    )
    details = TextField(
        label=gettext_lazy("Details"),
        thing=gettext_lazy("the details"),
        longest=texts.DETAILS,
        block=True,
        help_text=gettext_lazy("Anything a body must know to answer, in at most 800 characters."),
    )
    citations = forms.MultipleChoiceField(
        label=gettext_lazy("What it rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Readings, alerts and runs from the public record."),
        error_messages={
            "invalid_choice": gettext_lazy("Choose from the list"),
            "invalid_list": gettext_lazy("Choose from the list"),
        },
    )

    def __init__(self, *args: Any, citable: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(citable)
        self.fields["citations"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["citations"]


class RelationForm(forms.Form):
    relation = forms.ChoiceField(
        label=gettext_lazy("How are you related to the place?"),
        choices=[(key, words) for key, words in RELATIONS.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how you are related to the place"),
            "invalid_choice": gettext_lazy("Choose how you are related to the place"),
        },
    )
    zone = ZoneField(help_text=gettext_lazy("Small zones need fewer sponsors."))


class FilerForm(PseudonymForm):
    """Who files, for somebody who has not signed in."""

    name = NameField(help_text=gettext_lazy("Shown while the petition is open, and no longer."))
    email = AddressField(
        help_text=gettext_lazy("We send one link. The petition is filed when you open it and confirm.")
    )
    field_order = ("name", "pseudonym", "email")


class SponsorForm(forms.Form):
    name = NameField()
    email = AddressField(
        help_text=gettext_lazy("We send one link. You stand beside the petition once you confirm.")
    )
    zone = ZoneField()


class InviteForm(forms.Form):
    """Addresses, one a line."""

    emails = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
        max_length=5_000,
        help_text=gettext_lazy("One a line. Each gets one mail with the link, and none after it."),
        error_messages={
            "required": gettext_lazy("Write at least one e-mail address"),
            "max_length": gettext_lazy("Write at most twenty addresses at a time"),
        },
    )

    def clean_emails(self) -> list[str]:
        found = [part for part in self.cleaned_data["emails"].replace(",", "\n").split() if part]
        if len(found) > MOST_SPONSORS:
            raise ValidationError(_("Write at most twenty addresses at a time"))
        for email in found:
            try:
                addresses.canonical(email)
            except addresses.NotAnAddress as error:
                raise ValidationError(
                    _("“%(email)s” is not an e-mail address in full") % {"email": email[:60]}
                ) from error
        return [email.lower() for email in found]
