"""A motion and its votes in the shape of Popolo (www.popoloproject.com/specs), the format that parliaments exchange.

Voters are seats, as posts: who held one is on its roster. What Popolo has no word for stands beside it (`seat_vote`, `signed`).
"""

from typing import Any

from council.models import Motion
from council.queries import Round
from council.rules.seats import SeatVote

# Popolo knows yes, no, abstain, absent, not voting (present, without a choice) and paired.
OPTIONS = {
    SeatVote.YES: "yes",
    SeatVote.NO: "no",
    SeatVote.ABSTAIN: "abstain",
    SeatVote.SPLIT: "not voting",
    SeatVote.INCOMPLETE: "absent",
    SeatVote.AWAY: "absent",
    SeatVote.RECUSED: "absent",
}


def motion_as_popolo(motion: Motion, rounds: list[Round]) -> dict[str, Any]:
    return {
        "id": motion.subject,
        "identifier": motion.code,
        "organization_id": motion.body.subject,
        "creator_id": motion.mover_seat.subject if motion.mover_seat else None,
        "text": motion.text,
        "classification": motion.kind,
        "date": motion.submitted_at,
        "requirement": rounds[-1].voting.rule.subject if rounds else None,
        "result": rounds[-1].decision.outcome if rounds else None,
        "vote_events": [_event(one) for one in rounds],
    }


def _event(one: Round) -> dict[str, Any]:
    votes = [
        {
            "voter_id": row.seat.subject,
            "voter": {"id": row.seat.subject, "name": row.name},
            "option": OPTIONS[SeatVote(row.vote)],
            "group_id": chamber.body.subject,
            "seat_vote": row.vote,
            "signed": row.is_signed,
        }
        for chamber in one.chambers
        for row in chamber.roll
    ]
    return {
        "identifier": f"{one.voting.motion.code}/{one.voting.number}",
        "motion_id": one.voting.motion.subject,
        "classification": one.voting.purpose,
        "start_date": one.voting.opened_at,
        "end_date": one.decision.closed_at,
        # Beside Popolo: called out and written down by two tellers, and when, where it was held on paper.
        "called_in_room": one.voting.in_room,
        "held_at": one.voting.held_at,
        "result": one.decision.outcome,
        "counts": [
            _count(chamber.body.subject, option, votes) for chamber in one.chambers for option in _options()
        ],
        "votes": votes,
    }


def _options() -> list[str]:
    return list(dict.fromkeys(OPTIONS.values()))


def _count(group: str, option: str, votes: list[dict[str, Any]]) -> dict[str, Any]:
    value = sum(vote["option"] == option and vote["group_id"] == group for vote in votes)
    return {"group_id": group, "option": option, "value": value}
