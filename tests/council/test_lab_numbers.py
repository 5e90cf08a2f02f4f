"""What if so many stay away: the rule lab by the numbers of a chamber."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from council.forms_lab import NUMBERED, by_numbers
from ledger.queries import now
from tests.council import scenes

CODES = [f"h-{n}" for n in range(12)]
numbers = st.fixed_dictionaries({word: st.integers(0, 15) for word in NUMBERED})


@given(numbers)
def test_every_seat_does_one_thing_and_so_many_do_what_was_asked(asked):
    found = by_numbers(CODES, asked)

    assert sorted(found) == sorted(CODES)
    left = len(CODES)
    for word, number in asked.items():
        assert sum(does == word for does in found.values()) == min(number, left)
        left -= min(number, left)
    assert sum(does == "yes" for does in found.values()) == left


@given(numbers)
def test_the_first_seats_are_those_that_say_yes(asked):
    said = [by_numbers(CODES, asked)[code] == "yes" for code in CODES]

    assert said == sorted(said, reverse=True)


@pytest.fixture
def page(db, client):
    scenes.council(now())
    return reverse("council:lab", args=["ordinary"])


def tried(client, page, **more):
    form = client.get(page).context["form"]
    return client.post(page, {"rule": form.text, "was": form.was, "by": "fill"} | more)


@pytest.mark.django_db
def test_so_many_away_leave_no_quorum_and_the_table_shows_who(client, page):
    answer = tried(client, page, **{"many-vessa-humans-away": "3"})

    form = answer.context["form"]
    assert [code for code, word in form.does.items() if word == "away"] == ["h-3", "h-4", "h-5"]
    assert "2 present, 3 needed" in answer.content.decode()
    assert 'name="seat-h-5" value="away" checked' in answer.content.decode()
    assert 'name="many-vessa-humans-away" min="0" max="5" value="3"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "-1", "a lot", "9" * 400, "1.5", "\u0663"])
def test_a_number_that_is_none_is_nought(client, page, text):
    answer = tried(client, page, **{"many-vessa-humans-no": text})

    assert answer.status_code == 200
    assert set(answer.context["form"].does.values()) == {"yes"}


@pytest.mark.django_db
def test_tried_seat_by_seat_the_numbers_follow_the_table(client, page):
    answer = tried(client, page, by="try", **{"seat-h-2": "no", "seat-b-3": "away"})

    told = {
        body.code: {word: n for word, _label, n in rows}
        for body, _size, rows in answer.context["form"].numbers
    }
    assert told["vessa-humans"] == {"no": 1, "abstain": 0, "away": 0}
    assert told["vessa-biomes"] == {"no": 0, "abstain": 0, "away": 1}
