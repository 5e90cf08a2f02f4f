"""The rule lab: open to anybody, nothing kept, wrong input named by its path."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import escape

from council import queries
from council.models import DecisionRule, Motion
from council.rules.parts import parts_of
from ledger.models import Fact
from ledger.queries import now
from tests.council import scenes
from tests.council.lab import post
from tests.council.rules.examples import LAGOON

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_throttle_left_over():
    cache.clear()


@pytest.fixture
def scene(db):
    return scenes.council(now())


def page(code="ordinary"):
    return reverse("council:lab", args=[code])


def fields(client, code="ordinary"):
    """What a browser would send for the page as it is."""
    form = client.get(page(code)).context["form"]
    sent = {"rule": form.text, "was": form.was, "tie": form.whole["tie"], "combine": form.whole["combine"]}
    for chamber in form.chambers:
        for part in (chamber.quorum, *chamber.passes, chamber.floor, *chamber.groups):
            sent |= {f"{part.name}-{key}": getattr(part, key) for key in part.__slots__ if key != "name"}
    return sent


def shown(answer):
    return " ".join(answer.content.decode().split())


# --- The page -------------------------------------------------------------------------------------
def test_anybody_reads_who_can_carry_and_who_can_stop(scene, client):
    answer = client.get(page())

    text = shown(answer)
    assert answer.status_code == 200
    # Three of five and two of three: 10 times 3 sets; three seats or two stop it.
    assert "30 sets of seats carry a motion against all others" in text
    assert "The smallest is of 5 seats, of the 8 that can vote." in text
    assert "No seat can do it alone: it takes 2." in text
    assert "as few as 2 seats leave a vote without quorum" in text


def test_a_clause_changed_in_the_form_changes_what_is_shown(scene, client):
    sent = fields(client) | {"c1-pass0-how": "least", "c1-pass0-num": "1", "c1-pass0-den": "1"}

    text = shown(client.post(page(), sent))

    assert "Alone, with a single no:" in text
    assert "Under the rule as it stands" in text


def test_a_changed_text_counts_and_the_clauses_do_not(scene, client):
    sent = fields(client)
    data = json.loads(sent["rule"])
    data["chambers"] = data["chambers"][:1]

    text = shown(client.post(page(), sent | {"rule": json.dumps(data), "c0-pass0-num": "77"}))

    assert "10 sets of seats carry a motion" in text
    assert "Seats whose vote never makes a difference" in text


def test_a_text_that_only_changed_its_line_ends_is_not_changed(scene, client):
    sent = fields(client)
    sent["rule"] = sent["rule"].replace("\n", "\r\n")

    answer = client.post(page(), sent | {"c0-pass0-num": "2", "c0-pass0-den": "3"})

    assert answer.context["form"].trial.rule.chambers[0].passes[0].den == 3


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"c0-pass0-den": "many"}, "chambers[0].pass[0].den: this should be a whole number."),
        ({"c0-pass0-num": "9", "c0-pass0-den": "2"}, "chambers[0].pass[0].num: nothing can ever reach this."),
        ({"c0-group0-how": "at_least", "c0-group0-count": "1", "c0-group0-groups": "NOBODY"},
         "chambers[0].groups[0]: no seat is of this group."),
        ({"rule": "{"}, "The rule: this is not JSON."),
        ({"rule": '{"chambers": [], "chambers": []}'}, "chambers: this is there twice."),
        ({"rule": "[" * 9000}, "The rule: this is not JSON."),
        ({"rule": "[]"}, "The rule: this should be an object in braces."),
        ({"rule": '{"\\ud800": 1}'}, "no rule has this field"),
    ],
)  # fmt: skip
def test_what_is_wrong_keeps_the_form_and_names_the_place(scene, client, changed, words):
    answer = client.post(page(), fields(client) | changed)

    assert answer.status_code == 422
    assert words in shown(answer)
    for value in changed.values():
        assert escape(value) in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"c0-pass0-den": "many"}, "c0-pass0-den"),
        ({"c1-floor-how": "count", "c1-floor-num": "x"}, "c1-floor-how"),
        ({"c0-pass0-how": ""}, "c0-pass0-how"),
        ({"tie": "lots"}, "tie"),
        ({"rule": "{"}, "rule-text"),
    ],
)
def test_the_problem_leads_to_the_field_it_is_about(scene, client, changed, field):
    page_now = shown(client.post(page(), fields(client) | changed))

    assert f'<a href="#{field}">' in page_now
    assert f'id="{field}"' in page_now


def test_absence_and_recusal_are_tried_seat_by_seat(scene, client):
    away = {f"seat-h-{i}": "away" for i in (1, 2, 3)}

    text = shown(client.post(page(), fields(client) | away | {"seat-b-2": "recused"}))

    assert "No quorum" in text
    assert "Quorum: 2 present, 3 needed" in text
    assert "1 seat is recused and casts no ballot." in text


def test_two_rules_are_compared_on_the_same_votes(scene, client):
    sent = fields(client) | {f"c{i}-pass0-{k}": v for i in (0, 1) for k, v in (("num", "2"), ("den", "3"))}
    noes = {"seat-h-1": "no", "seat-h-2": "no"}

    tries = client.post(page(), sent | noes).context["tries"]

    assert [row["outcome"] for row in tries] == ["Rejected", "Adopted"]


def test_nothing_that_is_tried_is_kept(scene, client):
    before = (DecisionRule.objects.count(), Motion.objects.count(), Fact.objects.count())

    client.post(page(), fields(client) | {"c0-pass0-num": "2", "c0-pass0-den": "3", "by": "year"})

    assert (DecisionRule.objects.count(), Motion.objects.count(), Fact.objects.count()) == before


def test_a_body_without_seats_says_so(db, client):
    from council import actions
    from council.rules.kinds import BodyKind, MotionKind

    body = actions.found_body(
        organisation=scenes.organisation("bare", "Bare council"), kind=BodyKind.COUNCIL, at=now()
    )
    half = {"base": "cast", "num": 1, "den": 2, "strict": True}
    actions.define_rule(
        body=body, code="bare", title="Bare", applies_to=[MotionKind.RESOLUTION], at=now(),
        data={"chambers": [{"body": "bare", "pass": [half]}]},
    )  # fmt: skip

    answer = client.get(page("bare"))

    assert answer.status_code == 200
    assert "No seats yet" in shown(answer)


def test_a_rule_that_is_not_there_has_no_lab(scene, client):
    assert client.get(page("nowhere")).status_code == 404


# --- The past -------------------------------------------------------------------------------------
@pytest.fixture
def decided(scene):
    """A vote that carried by three of five and two of three."""
    motion = scene.open(now() - 5 * DAY)
    scene.cast_all(motion, now() - 5 * DAY + HOUR, h="yyynn", b="yyn")
    scene.close(motion)
    return motion


def test_the_past_is_counted_again_and_what_flips_is_named(scene, decided, client):
    sent = fields(client) | {"c0-pass0-how": "least", "c0-pass0-num": "3", "c0-pass0-den": "4", "by": "year"}

    answer = client.post(page(), sent)

    text = shown(answer)
    assert "1 closed vote was counted again. " in text.replace("</p>", " ")
    assert answer.context["flips"] == [(decided.number, "Adopted", "Rejected")]
    assert "Of 1000 imagined votes" in text
    assert decided.number in text


def test_without_a_past_it_says_so(scene, client):
    text = shown(client.post(page(), fields(client) | {"by": "year"}))

    assert "This body has closed no vote yet" in text


def test_a_vote_that_is_open_is_no_part_of_the_past(scene, decided):
    motion = scene.open(now() - HOUR)
    scene.cast_all(motion, now(), h="yyyyy", b="yyy")

    past = queries.closed_votes(scene.council)

    assert [row.motion for row in past] == [decided.number]


def test_the_past_has_the_ballots_that_were_counted(scene, decided):
    (past,) = queries.closed_votes(scene.council)

    # A joint seat gives two.
    assert len(past.ballots) == 5 + 4
    assert past.outcome.value == "adopted"


def test_a_ballot_that_was_followed_by_another_is_not_counted_again(scene):
    motion = scene.open(now() - 5 * DAY)
    scene.cast(motion, "h-1", "yes", now() - 5 * DAY + HOUR)
    scene.cast(motion, "h-1", "no", now() - 5 * DAY + 2 * HOUR)
    scene.close(motion)

    (past,) = queries.closed_votes(scene.council)

    assert [ballot.choice.value for ballot in past.ballots] == ["no"]


def test_the_past_by_api(scene, decided, client):
    data = scene.rules["charter"].data

    answer = post(client, "rules/replay/", {"rule": data, "body": "vessa-council", "seed": 7})

    told = answer.json()
    assert answer.status_code == 200
    assert told["decisions"] == [
        {
            "motion": decided.number,
            "round": 1,
            "was": "adopted",
            "now": "rejected",
            "flips": True,
            "stalled": True,
        }
    ]
    assert told["flips"] == 1
    assert (told["absences"]["seed"], told["absences"]["trials"]) == (7, 1000)


def test_the_past_of_no_body_is_not_found(scene, client):
    answer = post(client, "rules/replay/", {"rule": scene.rules["charter"].data, "body": "nobody"})

    assert answer.status_code == 404


def test_a_rule_for_other_chambers_is_refused_by_its_path(scene, client):
    answer = post(client, "rules/replay/", {"rule": LAGOON, "body": "vessa-council"})

    assert (answer.status_code, answer.json()["errors"]) == (422, {"chambers[0].body": ["no_such_body"]})


# --- Where it is attached --------------------------------------------------------------------------
def test_a_motion_to_change_a_rule_leads_to_the_lab(scene, client):
    motion = scene.open(now() - HOUR, "rule_change")

    assert page("charter.v1") in client.get(motion.get_absolute_url()).content.decode()


def test_another_motion_does_not(scene, client):
    motion = scene.open(now() - HOUR)

    assert "/lab/" not in client.get(motion.get_absolute_url()).content.decode()


def test_a_rules_page_leads_to_its_lab(scene, client):
    answer = client.get(reverse("council:rule", args=["ordinary"]))

    assert page("ordinary.v1") in answer.content.decode()


def test_the_form_shows_every_clause_of_the_rule(scene, client):
    form = client.get(page("charter")).context["form"]

    assert form.chambers == parts_of(scene.rules["charter"].data)


# --- The Mar Menor --------------------------------------------------------------------------------
@pytest.fixture
def lagoon(db):
    """Thirteen seats as Ley 19/2022 has them, and the rule that deadlocked in 2025."""
    from council import actions
    from council.rules.kinds import BodyKind, MotionKind
    from tests.accounts.people import person

    at = now() - 400 * DAY
    body = actions.found_body(
        organisation=scenes.organisation("mar-menor", "Comité de Representantes"),
        kind=BodyKind.COUNCIL,
        at=at,
    )
    for i, group in enumerate(["STATE"] * 3 + ["REGION"] * 3 + ["CITIZEN"] * 7, 1):
        seat = actions.add_seat(
            body=body, code=f"r-{i}", title=f"{group} {i}", group=group, position=i, at=at
        )
        actions.appoint(seat=seat, person=person(f"rep-{i}"), instrument="Ley 19/2022", at=at)
    actions.define_rule(
        body=body, code="mar-menor", title="Ley 19/2022", applies_to=[MotionKind.RESOLUTION], at=at,
        data=scenes.with_bodies(LAGOON, {"M": "mar-menor"}),
    )  # fmt: skip
    return body


def test_the_lagoons_stalemate_is_shown_before_adoption(lagoon, client):
    # One of each administration says no: eleven of thirteen in favour, and nothing is decided.
    sent = fields(client, "mar-menor") | {"seat-r-3": "no", "seat-r-6": "no", "by": "year"}

    answer = client.post(page("mar-menor"), sent)

    text = shown(answer)
    assert "70 sets of seats carry a motion" in text
    assert "The smallest is of 7 seats, of the 13 that can vote." in text
    assert "No seat can do it alone: it takes 2." in text
    assert answer.context["tries"][0]["outcome"] == "Rejected"
    assert "STATE 2/3; REGION 2/3" in text
    stalled = int(re.search(r"(\d+) end in deadlock", text).group(1))
    assert 200 < stalled < 400
