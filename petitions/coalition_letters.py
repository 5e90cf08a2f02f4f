"""Letters about coalitions, in their reader's language; the post office is accounts'.

The first line of a template is the subject, the rest is the letter.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts import queries as accounts
from ledger.queries import Fact
from moderation import queries as moderation
from petitions import actions, queries
from petitions.models import Coalition, Member, Pledge, Report
from petitions.rules.coalitions import Standing
from petitions.words import UNITS

Letters = list[tuple[str, str, str]]


def written(name: str, user: Any, context: dict[str, Any]) -> tuple[str, str]:
    """(title, text) of `templates/petitions/mail/<name>.txt`, for this reader."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        whole = render_to_string(
            f"petitions/mail/{name}.txt",
            {"SITE_URL": settings.SITE_URL, "name": user.get_short_name()}
            | {key: value() if callable(value) else value for key, value in context.items()},
        )
    title, _break, text = whole.strip().partition("\n")
    return " ".join(title.split())[:200], text.strip() + "\n"


def page(name: str, *args: Any) -> Any:
    """An address that is made in the reader's language."""
    return lambda: settings.SITE_URL + reverse(name, args=args)


def tell_of_membership(fact: Fact) -> None:
    """An invitation to whom it is for, a request to the stewards, the answer to who asked; never to who did it."""
    member = queries.member_by_uuid(fact.subject.partition("/")[2])
    if member is None:
        return
    standing = "member" if fact.kind == "petitions.member.joined" else fact.body.get("standing", "removed")
    if standing == Standing.ASKED:
        readers = [user for one in stewards(member.coalition) for user in queries.speakers_of(one, fact.at)]
    elif standing in {Standing.INVITED, Standing.MEMBER, Standing.REFUSED, Standing.REMOVED}:
        readers = queries.speakers_of(member, fact.at)
    else:
        readers = []
    context = {
        "standing": str(standing),
        "coalition": member.coalition,
        "member": queries.name_of_member(member),
        "page": page("petitions:coalition", member.coalition.slug),
        "mine": page("petitions:my_coalitions"),
    }
    letters = to_each([user for user in readers if user.code != fact.actor], "coalition_member", context)
    actions.tell_of_move(member_id=member.pk, fact=fact.pk, letters=letters, at=fact.at)


def stewards(coalition: Coalition) -> list[Member]:
    return list(coalition.members.whole().filter(is_steward=True))


def tell_founder(fact: Fact) -> None:
    """What the moderators decided."""
    coalition = queries.any_coalition(fact.subject.partition("/")[2])
    first = coalition.members.whole().first() if coalition else None
    if coalition is None or first is None or coalition.founder is None:
        return
    former = f"petitions.coalition/{coalition.code}"
    context = {
        "coalition": coalition,
        "is_open": fact.kind == "petitions.coalition.opened",
        "is_hidden": bool(fact.body.get("hides")),
        "decision": moderation.last_decision(former),
        "page": page("petitions:coalition", coalition.slug),
        "mine": page("petitions:my_coalitions"),
    }
    letters = to_each([coalition.founder], "coalition_decided", context)
    actions.tell_of_move(member_id=first.pk, fact=fact.pk, letters=letters, at=fact.at)


def tell_of_report(fact: Fact) -> None:
    """A report of a pledge to the stewards, who may judge it, and to whoever pledged, if another reports."""
    report = queries.row_of("report", fact.about[0].partition("/")[2])
    if not isinstance(report, Report):
        return
    pledge = Pledge.objects.whole().get(pk=report.pledge_id)
    judges = [
        user for one in stewards(pledge.coalition) for user in queries.speakers_of(one, fact.at)
        if queries.judging_hats(user, report, fact.at)
    ]  # fmt: skip
    context = {
        "coalition": pledge.coalition,
        "pledge": pledge,
        "done": report.done,
        "unit": UNITS[pledge.unit],
        "reporter": queries.name_of_member(report.member),
        "page": page("petitions:pledge", pledge.coalition.slug, pledge.number),
    }
    readers = [
        user for user in [*judges, *queries.speakers_of(pledge.member, fact.at)] if user.code != fact.actor
    ]
    letters = to_each(readers, "pledge_reported", context)
    actions.tell_of_move(member_id=report.member_id, fact=fact.pk, letters=letters, at=fact.at)


def to_each(users: list[Any], name: str, context: dict[str, Any]) -> Letters:
    """To every one of them who has a confirmed address, once."""
    found: dict[str, tuple[str, str, str]] = {}
    for user in users:
        if address := accounts.confirmed_email(user):
            found.setdefault(address, (address, *written(name, user, context)))
    return list(found.values())


def reminder(pledge: Pledge, user: Any, is_past: bool) -> tuple[str, str]:
    """Before the day, or after it with nothing settled."""
    context = {
        "pledge": pledge,
        "coalition": pledge.coalition,
        "is_past": is_past,
        "unit": UNITS[pledge.unit],
        "member": queries.name_of_member(pledge.member),
        "page": page("petitions:report_pledge", pledge.coalition.slug, pledge.number),
    }
    return written("pledge_due", user, context)
