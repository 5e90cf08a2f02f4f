"""What moderation does when something happened below it."""

from typing import TYPE_CHECKING

from moderation import actions

if TYPE_CHECKING:
    from ledger.models import Fact


def withdraw_texts_of_who_left(fact: "Fact") -> None:
    """An erased person's texts are empty now; nobody has to read them."""
    actions.withdraw_of(author=fact.subject.partition("/")[2], at=fact.at)


REACTIONS = {"accounts.erasure.performed": [withdraw_texts_of_who_left]}
