"""Elections for tests: drafted by the secretary, entered by two tellers."""

from datetime import date

from accounts.rules.roles import Role
from council import actions
from council.models import Election
from council.rules.corrections import Fault
from council.rules.counts.papers import Method, Paper
from council.rules.elections import Source
from tests.accounts.people import person

HELD = date(2020, 5, 4)
THREE = (("ana", "Ana Ruiz"), ("bo", "Bo Lind"), ("cem", "Cem Ar"))
# Three for Ana, three for Bo, in every round.
LEVEL = {1: "ana", 2: "ana", 3: "ana bo", 4: "bo", 5: "bo cem", 6: "bo"}
CLEAR = LEVEL | {7: "bo"}


def people(world="election"):
    return {name: person(f"{world}-{name}", Role.TELLER) for name in ("teun", "rosa", "nina")}


def papers(rows):
    return {number: Paper(tuple(text.split())) for number, text in rows.items()}


def drafted(scene, at, **more):
    given = {
        "title": "Two seats of the shore", "method": Method.IRV, "seats": 1, "source": Source.PAPER,
        "held_on": HELD, "candidates": THREE,
    } | more  # fmt: skip
    return actions.draft_election(body=scene.council, by=scene.secretary, at=at, **given)


def opened(scene, at, **more):
    election = drafted(scene, at, **more)
    return actions.open_election(election_id=election.pk, by=scene.secretary, at=at)


def enter(election, by, rows, at):
    actions.enter_papers(election_id=election.pk, papers=papers(rows), by=by, at=at)
    return actions.finish_entry(election_id=election.pk, by=by, at=at)


def settled(scene, tellers, at, rows=CLEAR, **more):
    election = opened(scene, at, **more)
    for name in ("teun", "rosa"):
        election = enter(election, tellers[name], rows, at)
    return election


def counted(scene, tellers, at, rows=CLEAR, **more):
    election = settled(scene, tellers, at, rows, **more)
    actions.count_election(election_id=election.pk, by=tellers["teun"], at=at)
    election.refresh_from_db()
    return election


# --- Corrected --------------------------------------------------------------------------------------
WRONG = "The first box of the hall was typed twice."
# As CLEAR, but that two papers for Bo were Ana's.
OTHERWISE = CLEAR | {6: "ana", 7: "ana"}


def declared(scene, tellers, at, rows=CLEAR, **more):
    election = counted(scene, tellers, at, rows, **more)
    return actions.publish_election(election_id=election.pk, by=scene.secretary, at=at)


def reopened(scene, election, at, fault=Fault.MISENTERED, source=Source.PAPER):
    """The secretary asks, the chair agrees."""
    asked = actions.ask_correction(
        election_id=election.pk, fault=fault, source=source, reason=WRONG, by=scene.secretary, at=at
    )
    actions.agree_correction(approval_id=asked.pk, by=scene.people["h-1"], at=at)
    return Election.objects.get(pk=election.pk)


def annulled(scene, election, at):
    """The secretary asks, the chair agrees."""
    asked = actions.ask_annulment(election_id=election.pk, reason=WRONG, by=scene.secretary, at=at)
    actions.agree_annulment(approval_id=asked.pk, by=scene.people["h-1"], at=at)
    return Election.objects.get(pk=election.pk)


def without_valid_ballots(scene, tellers, at):
    """Declared, reopened, and no ballot that was entered anew says anything."""
    election = reopened(scene, declared(scene, tellers, at), at, fault=Fault.NOT_VALID)
    for name in ("teun", "rosa"):
        election = enter(election, tellers[name], {1: "", 2: ""}, at)
    return election


def corrected(scene, tellers, at, rows=OTHERWISE, election=None):
    """Declared, reopened, entered by the same two, counted anew; not declared again."""
    election = reopened(scene, election or declared(scene, tellers, at), at)
    for name in ("teun", "rosa"):
        enter(election, tellers[name], rows, at)
    actions.count_election(election_id=election.pk, by=tellers["teun"], at=at)
    return Election.objects.get(pk=election.pk)
