"""Terms: who serves out another's, and who has had enough in a row."""

from datetime import timedelta

import pytest
from django.urls import reverse

from council import actions
from council.rules.kinds import Ended
from tests.accounts.people import person

pytestmark = pytest.mark.django_db
DAY, YEAR = timedelta(days=1), timedelta(days=366)


@pytest.fixture
def seat(scene, noon):
    return actions.add_seat(
        body=scene.humans, code="h-9", title="River seat", at=noon - 9 * YEAR, cohort="A",
        appointer=scene.council.organisation.subject, term_months=12, max_terms=2,
    )  # fmt: skip


def give(seat, who, since, until=None):
    return actions.appoint(seat=seat, person=who, instrument="Act", at=since, since=since, until=until)


def test_who_follows_one_who_left_early_serves_out_the_term(seat, noon):
    first = give(seat, person("first"), noon, noon + YEAR)
    actions.end_mandate(mandate_id=first.pk, by=Ended.RESIGNATION, at=noon + 200 * DAY)

    second = give(seat, person("second"), noon + 210 * DAY)

    assert (second.remainder_of, second.until) == (first, noon + YEAR)
    first.refresh_from_db()
    assert (first.until, first.due) == (noon + 200 * DAY, noon + YEAR)


def test_a_full_term_after_an_early_end_is_no_remainder(seat, noon):
    first = give(seat, person("first"), noon, noon + YEAR)
    actions.end_mandate(mandate_id=first.pk, by=Ended.DEATH, at=noon + 200 * DAY)

    second = give(seat, person("second"), noon + 210 * DAY, noon + 210 * DAY + YEAR)

    assert second.remainder_of is None


def test_a_third_term_in_a_row_is_refused_to_the_first_officer_already(scene, seat, noon):
    who = person("twice")
    give(seat, who, noon - 2 * YEAR, noon - YEAR)
    give(seat, who, noon - YEAR, noon)

    with pytest.raises(actions.CannotSeat, match="more than 2 terms in a row"):
        give(seat, who, noon, noon + YEAR)
    with pytest.raises(actions.CannotSeat, match="more than 2 terms in a row"):
        actions.ask_to_seat(
            seat=seat, person=who, instrument="Act", by=scene.secretary, at=noon, until=noon + YEAR
        )


def test_a_short_remainder_before_does_not_stand_in_the_way(seat, noon):
    who = person("patient")
    first = give(seat, person("first"), noon - 3 * YEAR, noon - 2 * YEAR)
    actions.end_mandate(mandate_id=first.pk, by=Ended.DEATH, at=noon - 2 * YEAR - 100 * DAY)
    short = give(seat, who, noon - 2 * YEAR - 90 * DAY)
    give(seat, who, noon - 2 * YEAR, noon - YEAR)

    last = give(seat, who, noon - YEAR, noon)

    assert short.remainder_of == first
    assert last.until == noon


def test_the_page_of_a_seat_says_appointer_cohort_terms_and_remainders(scene, seat, noon, client):
    first = give(seat, person("first"), noon, noon + YEAR)
    actions.end_mandate(mandate_id=first.pk, by=Ended.RESIGNATION, at=noon + 200 * DAY)
    give(seat, person("second"), noon + 210 * DAY)

    page = client.get(reverse("council:seat", args=["h-9"])).content.decode()

    for words in ("Council of the Vessa Basin", "Renewed with cohort", "12 months", "at most 2 in a row"):
        assert words in page
    assert "served out the term before" in page
