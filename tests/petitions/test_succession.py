"""A body closes: its petitions, what it owes and its numbers go to the one that follows; nothing vanishes."""

import pytest
from django.urls import reverse

from accounts.models import Organisation
from accounts.rules.roles import Role
from charters.models import Duty
from ledger.models import Fact
from petitions import actions, queries
from petitions.models import Moved, Petition, Succession, Threshold
from petitions.rules.thresholds import Kind
from tests.accounts.people import person, sign_in
from tests.petitions.scene import DAY, NOON, opened, organisation, sign, thresholds, zone

pytestmark = pytest.mark.django_db
URL = "/api/v1/petition-successions/"
WHY = "The basin was divided among its shores."


@pytest.fixture
def petition():
    """It owes an answer (by Harl Water) and a debate (by the council)."""
    made = opened()
    thresholds(made, 7, 7, zones={zone("tessel-row"): 1})
    sign(made, "ana@shore.example", where=zone("tessel-row"))
    actions.count_due(at=NOON)
    return Petition.objects.get(pk=made.pk)


def close(body, successor="", at=NOON + DAY, by=None):
    if successor and not Organisation.objects.filter(slug=successor).exists():
        organisation(successor)
    return actions.close_body(body=body, successor=successor, reason=WHY, by=by or person(), at=at)


def reread(petition):
    return Petition.objects.select_related("body").get(pk=petition.pk)


def test_petitions_and_open_duties_move_and_both_names_and_the_date_are_told(client, petition):
    row = close("vessa-council", "north-council")

    page = client.get(reverse("petitions:petition", args=[petition.slug])).content.decode()
    data = client.get(f"/petitions/{petition.slug}.json").json()
    debate = Duty.objects.get(kind="petition-debate")
    assert (row.petitions, row.duties) == (1, 1)
    assert reread(petition).body.slug == debate.holder.slug == "north-council"
    assert "Vessa Council closed. Since 12 June 2150" in page
    assert "with North Council" in page
    assert data["moves"] == [{"from": "vessa-council", "to": "north-council", "at": "2150-06-12T12:00:00Z"}]
    assert Duty.objects.get(kind="petition-response").holder.slug == "harl-water"


def test_due_dates_stay_and_the_record_says_it(petition):
    before = dict(Duty.objects.values_list("pk", "due_at"))

    close("harl-water", "north-water")

    fact = Fact.objects.get(kind="charters.duty.transferred")
    assert dict(Duty.objects.values_list("pk", "due_at")) == before
    assert fact.public
    assert (fact.body["former"], fact.body["holder"]) == (
        "accounts.organisation/harl-water", "accounts.organisation/north-water",
    )  # fmt: skip


def test_the_successor_of_the_office_may_answer_and_the_office_no_longer(petition):
    close("harl-water", "north-water")

    assert {body.slug for body in queries.answerers(reread(petition), NOON + DAY)} == {
        "north-water",
        "vessa-council",
    }


def test_a_petition_keeps_the_numbers_it_opened_under(petition):
    other = organisation("north-council")
    actions.set_threshold(body=other, kind=Kind.RESPONSE, count=999, since=NOON - 9 * DAY, actor="", at=NOON)
    before = queries.needs_of(petition)

    close("vessa-council", "north-council")

    assert queries.needs_of(reread(petition)) == before
    assert [mark.needed for mark in queries.marks(reread(petition))] == [7, 7]


def test_thresholds_hold_on_at_a_successor_that_has_none_with_their_zones(petition):
    close("vessa-council", "north-council")

    kept = Threshold.objects.filter(body__slug="north-council")
    assert {row.kind: row.need().count for row in kept} == {"response": 7, "debate": 7}
    assert kept.get(kind="debate").need().by_zone == {"tessel-row": 1}
    assert not Threshold.objects.filter(body__slug="vessa-council", until__isnull=True).exists()


def test_a_chain_hands_everything_on(petition):
    close("vessa-council", "b-council")
    close("b-council", "c-council", at=NOON + 2 * DAY)

    moves = list(queries.moves_of(petition).values_list("from_body__slug", "to_body__slug"))
    assert moves == [("vessa-council", "b-council"), ("b-council", "c-council")]
    assert reread(petition).body.slug == "c-council"
    assert queries.needs_of(reread(petition)) == queries.needs_of(petition)
    assert Threshold.objects.get(body__slug="c-council", kind="debate").need().by_zone == {"tessel-row": 1}


def test_named_to_follow_a_body_that_was_followed_itself_it_goes_to_the_last(petition):
    organisation("b-council")
    close("b-council", "c-council")

    close("vessa-council", "b-council")

    assert reread(petition).body.slug == "c-council"


def test_a_new_petition_goes_to_the_successor_and_its_office_too(petition):
    close("vessa-council", "north-council")
    close("harl-water", "north-water")

    later = opened(email="later@shore.example", at=NOON + 3 * DAY)
    sign(later, "ana@shore.example", at=NOON + 3 * DAY, where=zone("tessel-row"))
    actions.count_due(at=NOON + 3 * DAY)

    assert later.body.slug == "north-council"
    assert Duty.objects.get(matter=later.subject, kind="petition-response").holder.slug == "north-water"


def test_without_a_successor_everything_stays_marked_and_admins_see_it(client, petition):
    close("vessa-council")

    page = client.get(reverse("petitions:petition", args=[petition.slug])).content.decode()
    admin = client.__class__()
    sign_in(admin, person("admin", Role.ADMIN))
    listed = admin.get(reverse("petitions:bodies")).content.decode()
    assert reread(petition).body.slug == "vessa-council"
    assert Duty.objects.get(kind="petition-debate").holder.slug == "vessa-council"
    assert "nobody follows it yet" in page
    assert "Nobody answers for these" in listed
    assert [(row.closing.body.slug, row.petitions) for row in queries.stranded()] == [("vessa-council", 1)]


def test_a_successor_named_later_takes_over_what_waited(petition):
    close("vessa-council")
    with pytest.raises(actions.CannotSucceed, match="closed already"):
        close("vessa-council")

    close("vessa-council", "north-council", at=NOON + 9 * DAY)

    assert reread(petition).body.slug == "north-council"
    assert queries.stranded() == []
    assert queries.closing_of(reread(petition)) is None


@pytest.mark.parametrize(
    ("body", "successor", "words"),
    [
        ("vessa-council", "vessa-council", "cannot follow itself"),
        ("nowhere", "harl-water", "no body of this name"),
        ("harl-water", "gone", "nobody follows it"),
        ("c-council", "a-council", "was followed by this one"),
        ("a-council", "harl-water", "follows this one already"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_moves(petition, body, successor, words):
    for slug in ("gone", "a-council", "c-council"):
        organisation(slug)
    close("gone")
    close("a-council", "c-council")
    before = Moved.objects.count(), Succession.objects.count()

    with pytest.raises(actions.CannotSucceed, match=words):
        close(body, successor)

    assert (Moved.objects.count(), Succession.objects.count()) == before
    assert reread(petition).body.slug == "vessa-council"


def test_a_failure_half_way_leaves_everything_where_it_was(petition, monkeypatch):
    from petitions.actions import succeeding

    def fail(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(succeeding, "_carry_thresholds", fail)
    with pytest.raises(RuntimeError):
        close("vessa-council", "north-council")

    assert reread(petition).body.slug == "vessa-council"
    assert not Succession.objects.exists()
    assert Duty.objects.get(kind="petition-debate").holder.slug == "vessa-council"
    assert Organisation.objects.get(slug="vessa-council").successor is None


def test_a_duty_that_is_late_stays_late_with_its_new_holder(petition):
    from charters import actions as charters

    charters.escalate_due(at=NOON + 60 * DAY)
    close("harl-water", "north-water", at=NOON + 61 * DAY)
    charters.escalate_due(at=NOON + 62 * DAY)

    duty = Duty.objects.get(kind="petition-response")
    assert list(duty.escalations.values_list("step", flat=True)) == ["holder", "chair", "public"]


def test_the_page_refuses_kindly_and_keeps_the_form(client, petition):
    sign_in(client, person("admin", Role.ADMIN))
    url = reverse("petitions:bodies")

    short = client.post(url, {"body": "vessa-council", "successor": "", "reason": "No."})
    itself = client.post(url, {"body": "harl-water", "successor": "harl-water", "reason": WHY})
    done = client.post(url, {"body": "harl-water", "successor": "vessa-council", "reason": WHY})

    assert (short.status_code, itself.status_code, done.status_code) == (422, 409, 302)
    assert "reason" in short.content.decode()
    assert WHY in itself.content.decode()
    assert WHY in client.get(url).content.decode()


def test_a_body_that_was_not_chosen_is_asked_for_by_its_name(client, petition):
    sign_in(client, person("admin", Role.ADMIN))

    page = client.post(reverse("petitions:bodies"), {"body": "", "reason": WHY})

    assert page.status_code == 422
    assert "Choose the body that closes" in page.content.decode()


def test_the_api_closes_a_body_and_lists_what_was_closed(client, petition):
    sign_in(client, person("admin", Role.ADMIN))

    bad = client.post(URL, {"body": "harl-water", "reason": "x"}, content_type="application/json")
    itself = client.post(
        URL, {"body": "harl-water", "successor": "harl-water", "reason": WHY}, content_type="application/json"
    )
    done = client.post(
        URL,
        {"body": "harl-water", "successor": "vessa-council", "reason": WHY},
        content_type="application/json",
    )

    assert (bad.status_code, itself.status_code, done.status_code) == (400, 409, 201)
    assert "reason" in bad.json() or "reason" in str(bad.json())
    assert client.get(URL).json()["results"][0]["duties"] == 1
