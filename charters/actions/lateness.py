"""Letters about a late duty: to those who speak for its holder, and to whoever else it has come to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts import actions as accounts
from accounts import queries as people
from charters.models import Duty
from charters.rules.escalation import Step
from ledger import queries as ledger


@transaction.atomic
def tell_of_lateness(*, duty_id: int, step: Step, to: Iterable[Any], at: datetime) -> int:
    """Owe each person one letter, in their language; nobody hears of a duty that has ended. How many are owed."""
    duty = Duty.objects.open().select_related("holder").filter(pk=duty_id).first()
    if duty is None:
        return 0
    owed = 0
    for person in to:
        if address := people.confirmed_email(person):
            title, text = _worded(duty, step, person.language)
            accounts.post_letter(to=address, subject=title, text=text, at=at)
            owed += 1
    return owed


def _worded(duty: Duty, step: Step, language: str) -> tuple[str, str]:
    """The first line of the template is the subject, the rest is the letter."""
    with translation.override(language):
        matter = ledger.card(duty.matter)
        whole = render_to_string(
            "charters/mail/late.txt",
            {
                "duty": duty,
                "step": step,
                "matter": matter,
                "link": settings.SITE_URL + (matter.url if matter else reverse("charters:duties")),
                "SITE_URL": settings.SITE_URL,
            },
        )
    title, _break, text = whole.strip().partition("\n")
    return " ".join(title.split())[:200], text.strip() + "\n"
