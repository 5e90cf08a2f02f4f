"""A coalition as plain data: what JSON, CSV and the API say of it. Words a moderator has not approved are not in it."""

from datetime import datetime
from typing import Any

from ledger.rules.values import stamp
from petitions import queries
from petitions.models import Coalition, Judgement, Member, Pledge, Report
from petitions.plain import address
from petitions.rules.coalitions import Words

PLEDGE_COLUMNS = (
    "number",
    "member",
    "kind",
    "what",
    "amount",
    "unit",
    "due_on",
    "stage",
    "claimed",
    "confirmed",
    "confirms",
    "contests",
    "url",
)


def coalition_row(coalition: Coalition) -> dict[str, Any]:
    return {
        "slug": coalition.slug,
        "title": coalition.title,
        "state": coalition.state,
        "language": coalition.language,
        "biomes": [biome.slug for biome in coalition.biomes.all()],
        "around": [row.subject for row in coalition.around.all()],
        "opened_at": stamp(coalition.opened_at) if coalition.opened_at else None,
        "ended_at": stamp(coalition.ended_at) if coalition.ended_at else None,
        "url": address("petitions:coalition", coalition.slug),
    }


def coalition_whole(coalition: Coalition, at: datetime) -> dict[str, Any]:
    shelves = queries.members_by_kind(coalition)
    beacon = queries.beacons_of(coalition).first()
    return coalition_row(coalition) | {
        "subject": coalition.subject,
        "aim": coalition.aim,
        "members": [member_row(member) for shelf in shelves for member in shelf.members],
        "pledges": [pledge_row(queries.stood(pledge, at)) for pledge in queries.pledges_of(coalition)],
        "beacon_requested_at": stamp(beacon.asked_at) if beacon else None,
    }


def member_row(member: Member) -> dict[str, Any]:
    """A person by name alone, a body or a living system also by its subject."""
    return {
        "member": str(member.uuid),
        "name": queries.name_of_member(member),
        "kind": member.kind,
        "subject": member.who or None,
        "standing": member.standing,
        "is_steward": member.is_steward,
        "joined_at": stamp(member.joined_at) if member.joined_at else None,
    }


def pledge_row(row: queries.Stood) -> dict[str, Any]:
    pledge, account = row.pledge, row.account
    return {
        "number": pledge.number,
        "member": row.name,
        "member_id": str(pledge.member.uuid),
        "kind": pledge.member.kind,
        "what": pledge.what,
        "amount": str(pledge.amount),
        "unit": pledge.unit,
        "due_on": pledge.due_on.isoformat(),
        "is_due": row.is_due,
        "stage": account.stage.value,
        "claimed": str(account.claimed),
        "confirmed": str(account.confirmed),
        "confirms": account.confirms,
        "contests": account.contests,
        "has_newer": account.has_newer,
        "url": address("petitions:pledge", pledge.coalition.slug, str(pledge.number)),
    }


def pledge_whole(pledge: Pledge, at: datetime) -> dict[str, Any]:
    return pledge_row(queries.stood(pledge, at)) | {
        "made_at": stamp(pledge.made_at),
        "reports": [report_row(report) for report in pledge.reports.all()],
    }


def report_row(report: Report) -> dict[str, Any]:
    is_read = report.words == Words.APPROVED
    return {
        "number": report.number,
        "by": queries.name_of_member(report.member),
        "done": str(report.done),
        "says": report.says if is_read else None,
        "link": report.link if is_read and report.link else None,
        "made_at": stamp(report.made_at),
        "judgements": [judgement_row(judgement) for judgement in report.judgements.all()],
    }


def judgement_row(judgement: Judgement) -> dict[str, Any]:
    return {
        "by": queries.name_of_member(judgement.member),
        "confirms": judgement.confirms,
        "says": judgement.says if judgement.words == Words.APPROVED and judgement.says else None,
        "made_at": stamp(judgement.made_at),
    }
