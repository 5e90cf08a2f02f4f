"""The shape of what is sent about minutes and the action list."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from council.forms import Words
from council.forms_sitting import OfSitting
from council.models import Sitting
from council.rules.follow_up import ActionState


class RemarkForm(OfSitting):
    """The secretary's words on one point; on the sitting as a whole where the position is 0."""

    position = forms.IntegerField(min_value=0, max_value=9999, widget=forms.HiddenInput)
    text = Words(
        label=_("Remark"),
        block=True,
        rows=3,
        max_length=4000,
        required=False,
        help_text=_("What was said and agreed, in your words. Left empty, there is none."),
    )


# The secretary's steps with the minutes of one sitting: a form, and the action it calls by name.
MINUTES_STEPS: dict[str, tuple[type[OfSitting], str]] = {
    "draft": (OfSitting, "draft_minutes"),
    "remark": (RemarkForm, "correct_minutes"),
    "publish": (OfSitting, "publish_minutes"),
}


ENDS = [(ActionState.DONE.value, _("done")), (ActionState.DROPPED.value, _("dropped"))]


class EndActionForm(forms.Form):
    """How it ended, and what shows it."""

    to = forms.ChoiceField(
        label=_("It is"),
        choices=ENDS,
        widget=forms.RadioSelect,
    )
    evidence = Words(
        label=_("What shows it"),
        max_length=300,
        help_text=_(
            "A page that begins with https://, or something of this platform, such as council.motion/2150-3."
        ),
    )

    def __init__(self, *args: Any, ends: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["to"])
        field.choices = [(value, word) for value, word in ENDS if value in ends]
        field.initial = ActionState.DONE.value

    def clean_to(self) -> ActionState:
        return ActionState(self.cleaned_data["to"])


def remark_forms(sitting: Sitting, at: datetime, remarks: dict[int, str]) -> dict[int, RemarkForm]:
    """One for each position, with what stands there."""
    return {
        position: RemarkForm(
            sitting=sitting,
            at=at,
            auto_id=f"id_remark_{position}_%s",
            initial={"position": position, "text": text},
        )
        for position, text in remarks.items()
    }
