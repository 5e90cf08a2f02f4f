"""A living system's calendar beside its people's: kept by curators, read by everyone, asked by those who plan."""

import json
from datetime import date

import pytest
from icalendar import Calendar

from accounts.rules.roles import Role
from biomes import actions, queries
from biomes.models import CalendarEntry
from biomes.rules.calendar import DayOfYear, Kind, Whose
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
FORM = {"title": "Gobies spawn", "kind": "spawning", "whose": "biome", "source": "Night fishers"}
YEARLY = FORM | {"first_day": "11-20", "last_day": "02-10"}
ONCE = FORM | {
    "first_on": "2150-06-10",
    "last_on": "2150-06-12",
    "title": "Boat wake",
    "whose": "people",
    "kind": "ceremony",
}
ADDRESS = "/desk/biomes/lagoon/calendar/"


@pytest.fixture
def curator(client, db):
    return sign_in(client, person("noor", Role.CURATOR))


def entry(biome, noon, **said):
    plain = {
        "kind": Kind.SPAWNING, "whose": Whose.BIOME, "title": "Gobies spawn", "source": "Fishers", "actor": "p",
        "first_day": DayOfYear(11, 20), "last_day": DayOfYear(2, 10),
    }  # fmt: skip
    return actions.add_calendar_entry(biome=biome, at=noon, **plain | said)


def once(biome, noon, first, last, **said):
    return entry(biome, noon, first_day=None, last_day=None, first_on=first, last_on=last, **said)


def test_a_curator_puts_entries_in_and_everyone_reads_them(client, curator, lagoon):
    assert client.post(ADDRESS, YEARLY).status_code == 302
    assert client.post(ADDRESS, ONCE).status_code == 302

    client.logout()
    page = client.get("/biomes/lagoon/").content.decode()
    assert "Gobies spawn" in page
    assert "every year" in page


def test_a_day_meets_what_is_on(lagoon, noon):
    entry(lagoon, noon)
    once(lagoon, noon, date(2150, 6, 10), date(2150, 6, 12), title="Boat wake")

    assert [one.entry.title for one in queries.what_is_on(lagoon, date(2151, 1, 1))] == ["Gobies spawn"]
    assert [one.entry.title for one in queries.what_is_on(lagoon, date(2150, 6, 12))] == ["Boat wake"]
    assert queries.what_is_on(lagoon, date(2150, 6, 13)) == []
    assert [one.period.first.year for one in queries.calendar_of(lagoon, 2150)] == [2149, 2150, 2150]


def test_a_dated_entry_across_new_year_is_in_both_years(lagoon, noon):
    once(lagoon, noon, date(2150, 12, 20), date(2151, 1, 5))

    assert [len(queries.calendar_of(lagoon, year)) for year in (2149, 2150, 2151, 2152)] == [0, 1, 1, 0]


def test_nothing_of_a_draft_is_told(client, lagoon, noon):
    hidden = makers.biome("hidden", at=noon, stage="draft")
    secret = entry(hidden, noon, title="Quagmyrrh")

    assert queries.calendar_entry(secret.pk) is None
    assert queries.what_is_on_for(["hidden", "lagoon"], date(2151, 1, 1)) == []
    assert client.get("/biomes/hidden/calendar.ics").status_code == 404
    assert b"Quagmyrrh" not in client.get("/api/v1/calendar/").content


def test_the_feed_is_an_icalendar_that_recurs(client, lagoon, noon):
    entry(lagoon, noon, note="Keep the boats in; no light\nat night")
    entry(lagoon, noon, first_day=DayOfYear(2, 29), last_day=DayOfYear(2, 29), title="Leap")
    once(lagoon, noon, date(2150, 6, 10), date(2150, 6, 12), title="Boat wake")

    answer = client.get("/biomes/lagoon/calendar.ics")

    assert answer["Content-Type"].startswith("text/calendar")
    events = {
        str(one["summary"]).partition(": ")[2]: one
        for one in Calendar.from_ical(answer.content).walk("VEVENT")
    }
    assert events["Gobies spawn"]["rrule"].to_ical() == b"FREQ=YEARLY"
    assert events["Leap"]["rrule"].to_ical() == b"FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2"
    assert (events["Boat wake"]["dtstart"].dt, events["Boat wake"]["dtend"].dt) == (
        date(2150, 6, 10),
        date(2150, 6, 13),
    )
    assert "rrule" not in events["Boat wake"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (FORM, "first_day"),
        (FORM | {"first_day": "11-20"}, "last_day"),
        (FORM | {"last_on": "2150-06-10"}, "first_on"),
        (YEARLY | ONCE, "first_on"),
        (FORM | {"first_day": "02-30", "last_day": "03-01"}, "first_day"),
        (FORM | {"first_on": "2150-06-12", "last_on": "2150-06-10"}, "last_on"),
        (FORM | {"first_on": "0001-01-01", "last_on": "9999-12-31"}, "first_on"),
        (YEARLY | {"title": ""}, "title"),
        (YEARLY | {"title": "a\x00"}, "title"),
        (YEARLY | {"kind": "party"}, "kind"),
        (YEARLY | {"source": ""}, "source"),
        (YEARLY | {"source_url": "javascript:alert(1)"}, "source_url"),
    ],
)  # fmt: skip
def test_what_is_no_entry_names_its_field_and_keeps_what_was_typed(client, curator, lagoon, said, field):
    answer = client.post(ADDRESS, said)

    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()
    assert CalendarEntry.objects.count() == 0


def test_an_entry_longer_than_a_year_is_refused(client, curator, lagoon):
    assert client.post(ADDRESS, FORM | {"first_on": "2150-01-01", "last_on": "2155-01-01"}).status_code == 409


def test_an_entry_is_taken_out_with_its_reason_and_its_row_stays(client, curator, lagoon, noon):
    made = entry(lagoon, noon)
    address = f"{ADDRESS}{made.pk}/end/"

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "The gobies moved"}).status_code == 302
    assert client.post(address, {"reason": "again"}).status_code == 409

    assert queries.calendar_of(lagoon, 2150) == []
    assert "The gobies moved" in client.get(ADDRESS).content.decode()
    assert client.get(f"/desk/biomes/other/calendar/{made.pk}/end/").status_code == 404


def test_programs_do_the_same(client, curator, lagoon):
    def post(address, **body):
        return client.post(f"/api/v1/calendar/{address}", json.dumps(body), content_type="application/json")

    made = post("add/", biome="lagoon", **YEARLY)
    assert made.status_code == 201
    assert (made.json()["first_day"], made.json()["last_day"]) == ("11-20", "02-10")
    assert post("add/", biome="lagoon", **(YEARLY | {"first_day": "02-30"})).status_code == 400
    assert post("add/", biome="lagoon", **FORM).status_code == 409
    pk = made.json()["id"]
    assert client.get("/api/v1/calendar/?biome=lagoon").json()["results"][0]["id"] == pk
    assert post(f"{pk}/end/", reason="r").status_code == 204
    assert client.get(f"/api/v1/calendar/{pk}/").status_code == 404
