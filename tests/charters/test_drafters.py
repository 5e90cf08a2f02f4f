"""Who drafts amendments: a seat's holder any charter, a guardian that of her living system, nobody past a mandate."""

from datetime import timedelta

import pytest
from django.urls import reverse

from charters import actions, queries
from charters.models import Amendment
from charters.predicates import may_draft
from charters.rules.lifecycle import State
from tests.accounts.people import give_factor, person, sign_in
from tests.biomes import makers
from tests.charters.test_drafting import AMEND, form

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def now_(db):
    from ledger.queries import now

    return now()


@pytest.fixture
def lagoon(db, now_):
    makers.reference()
    return makers.biome("vessa-lagoon", at=now_ - 400 * DAY)


def guardian(of, now_, *, name="ines", since=300, until=None):
    from biomes.models import Guardianship

    user = person(name, at=now_ - 400 * DAY)
    Guardianship.objects.create(
        biome=of, user=user, hand=1, instrument="Act", since=now_ - since * DAY, until=until
    )
    give_factor(user)
    return user


def member(now_, *, until=None):
    """Somebody with a seat in a committee that has nothing to do with the lagoon."""
    from council import actions as council
    from council.rules.kinds import BodyKind
    from tests.council.scenes import organisation

    began = now_ - 400 * DAY
    user = person("ada", at=began)
    body = council.found_body(organisation=organisation("salt", "Salt"), kind=BodyKind.COMMITTEE, at=began)
    seat = council.add_seat(body=body, code="s-1", at=began)
    council.appoint(seat=seat, person=user, instrument="Election", since=began, until=until, at=began)
    give_factor(user)
    return user


def universal(now_):
    from charters.rules.text import ArticleText

    return actions.found_charter(
        slug="all", title="Of all", of="", articles=[ArticleText("art_3", "Rest", "They rest.")],
        since=now_.date() - 9 * DAY, instrument="Act", actor="", at=now_ - 9 * DAY,
    )  # fmt: skip


def test_the_holder_of_a_seat_drafts_and_tables(client, charter, now_):
    sign_in(client, member(now_), factor=True)

    opened = client.get(reverse("charters:article", args=AMEND)).content.decode()
    client.post(reverse("charters:amend", args=AMEND), form())
    amendment = Amendment.objects.get()
    client.post(reverse("charters:table", args=[amendment.pk]))

    amendment.refresh_from_db()
    assert reverse("charters:amend", args=AMEND) in opened
    assert amendment.status is State.TABLED


def test_a_guardian_drafts_and_tables_for_her_living_system_by_the_api(client, charter, lagoon, now_):
    sign_in(client, guardian(lagoon, now_), factor=True)
    told = form()
    step = {name: told[name] for name in ("operation", "heading", "text", "expected_sha256")}
    body = {"charter": "vessa-lagoon", "title": "Breathe", "steps": [{"eid": "art_3", **step}]}

    made = client.post("/api/v1/amendments/", body, content_type="application/json")
    tabled = client.post(f"/api/v1/amendments/{made.json()['id']}/table/")

    assert made.status_code == 201
    assert tabled.json()["state"] == "tabled"


def test_a_guardian_of_another_living_system_does_not_change_this_charter(client, charter, lagoon, now_):
    other = guardian(makers.biome("harl-river", at=now_ - 400 * DAY), now_)
    sign_in(client, other, factor=True)
    steps = [{"operation": "repeal", "eid": "art_3", "expected_sha256": form()["expected_sha256"]}]
    body = {"charter": "vessa-lagoon", "title": "Away with it", "steps": steps}

    page = client.post(reverse("charters:amend", args=AMEND), form())
    call = client.post("/api/v1/amendments/", body, content_type="application/json")
    offered = client.get(reverse("charters:article", args=AMEND)).content.decode()

    assert (page.status_code, call.status_code) == (403, 403)
    assert reverse("charters:amend", args=AMEND) not in offered
    assert not Amendment.objects.exists()
    assert may_draft(other, universal(now_))


def test_a_draft_is_not_tabled_once_the_mandate_has_ended(client, charter, lagoon, now_):
    user = guardian(lagoon, now_)
    sign_in(client, user, factor=True)
    client.post(reverse("charters:amend", args=AMEND), form())
    draft = Amendment.objects.get()
    user.guardianships.update(until=now_)

    answers = [
        client.post(reverse("charters:table", args=[draft.pk])).status_code,
        client.post(reverse("charters:remove_step", args=[draft.pk, 1])).status_code,
        client.post(f"/api/v1/amendments/{draft.pk}/table/").status_code,
    ]

    draft.refresh_from_db()
    assert answers == [403, 403, 403]
    assert draft.status is State.DRAFT


def test_guarding_one_living_system_does_not_keep_a_hand_on_drafts_of_another(client, charter, lagoon, now_):
    """She drafted for the lagoon as its guardian; today she guards the river only."""
    from biomes.models import Guardianship

    user = guardian(lagoon, now_)
    sign_in(client, user, factor=True)
    client.post(reverse("charters:amend", args=AMEND), form())
    draft = Amendment.objects.get()
    user.guardianships.update(until=now_)
    river = makers.biome("harl-river", at=now_ - 400 * DAY)
    Guardianship.objects.create(biome=river, user=user, hand=1, instrument="Act", since=now_ - DAY)

    answers = [
        client.post(reverse(f"charters:{verb}", args=[draft.pk])).status_code
        for verb in ("table", "withdraw", "rebase")
    ]
    answers.append(client.post(f"/api/v1/amendments/{draft.pk}/rebase/").status_code)

    draft.refresh_from_db()
    assert answers == [403] * 4
    assert draft.status is State.DRAFT
    assert Amendment.objects.count() == 1


def test_no_seat_no_guardianship_or_no_second_factor_no_draft(charter, lagoon, now_):
    past_seat = member(now_, until=now_ - DAY)
    past_guardian = guardian(lagoon, now_, until=now_ - DAY)
    without = person("without", at=now_)
    from biomes.models import Guardianship

    Guardianship.objects.create(biome=lagoon, user=without, hand=2, instrument="Act", since=now_ - DAY)

    assert [may_draft(who, charter) for who in (past_seat, past_guardian, without)] == [False] * 3
    assert queries.public_charter("vessa-lagoon") == charter
