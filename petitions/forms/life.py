"""What admins and auditors send about the ends of a petition's life."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from petitions import queries
from petitions.forms.auditing import DayField
from petitions.forms.fields import TextField
from petitions.rules import retention


class CloseBodyForm(forms.Form):
    """Which body closes, and which one follows it."""

    body = forms.SlugField(
        max_length=50,
        label=gettext_lazy("The body that closes"),
        error_messages={"required": gettext_lazy("Choose the body that closes")},
    )
    successor = forms.SlugField(
        max_length=50,
        required=False,
        label=gettext_lazy("The body that follows it"),
        help_text=gettext_lazy(
            "Leave it open if nobody follows yet: everything stays, marked, until you name one."
        ),
    )
    reason = TextField(
        thing=gettext_lazy("the reason"),
        longest=300,
        shortest=10,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It is published. Name no person."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        nobody = [("", gettext_lazy("Choose a body"))]
        closing = [(one.slug, one.name) for one in queries.bodies_addressed()]
        waiting = [(row.closing.body.slug, row.closing.body.name) for row in queries.stranded()]
        follow = [(one.slug, one.name) for one in queries.bodies_that_may_follow()]
        self.fields["body"].widget = forms.Select(choices=[*nobody, *waiting, *closing])
        self.fields["successor"].widget = forms.Select(
            choices=[("", gettext_lazy("Nobody follows yet")), *follow]
        )


class ExemptionForm(forms.Form):
    """Whose signers are kept, why, and until which day."""

    petition = forms.SlugField(
        label=gettext_lazy("Petition"),
        max_length=60,
        help_text=gettext_lazy("The last part of its address."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write the last part of the petition\u2019s address"),
            "invalid": gettext_lazy("Write the last part of the petition\u2019s address"),
        },
    )
    until = DayField(
        label=gettext_lazy("Kept until the end of"),
        required=True,
        error_messages={"required": gettext_lazy("Choose the day until which they are kept")},
    )
    reason = TextField(
        thing=gettext_lazy("the reason"),
        longest=retention.REASON,
        shortest=retention.SHORTEST_REASON,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Published on the page of the petition. Name no person."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        slug = cleaned.get("petition")
        if slug and queries.public_petition(slug) is None:
            self.add_error("petition", _("There is no petition at this address"))
        return cleaned

    def wanted(self) -> dict[str, Any]:
        """As `actions.exempt_petition` takes it; the day ends by the site's clock."""
        data = self.cleaned_data
        found = queries.public_petition(data["petition"])
        end = datetime.combine(data["until"] + timedelta(days=1), time(), tzinfo=queries.site_clock())
        return {"petition_id": found.pk if found else 0, "reason": data["reason"], "until": end}
