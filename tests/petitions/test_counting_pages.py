"""Pages and API of those who answer for the count."""

import pytest
from django.test import Client

from accounts.rules.roles import Role
from petitions import actions, tasks
from petitions.models import Invalidation, Petition
from tests.accounts.people import person, sign_in
from tests.petitions.scene import sign, zone

pytestmark = pytest.mark.django_db
WHY = "One machine made these addresses up."


@pytest.fixture
def auditor():
    return sign_in(Client(), person("ines", Role.AUDITOR))


@pytest.fixture
def admin():
    return sign_in(Client(), person("ada", Role.ADMIN))


def fill(petition, now):
    for number in range(3):
        sign(petition, f"x{number}@mill.example", at=now)
    actions.count_due(at=now)


def test_what_was_put_back_is_not_offered_to_be_put_back_again(auditor, petition, now):
    fill(petition, now)
    auditor.post(f"/petitions/{petition.slug}/invalidate/", {"domain": "mill.example", "reason": WHY})
    address = Invalidation.objects.get().get_absolute_url()
    auditor.post(f"{address}start/")
    tasks.invalidate()
    before = auditor.get(address).content.decode()

    auditor.post(f"{address}reverse/", {"reason": WHY})
    tasks.invalidate()

    after = auditor.get(address).content.decode()
    assert "Start: put them back" in before
    assert "Start: put them back" not in after
    assert "Put back by this record" in after


def test_an_auditor_sees_the_number_first_then_starts_then_puts_back(auditor, petition, now):
    fill(petition, now)
    empty = auditor.get("/petitions/invalidations/").content.decode()
    drawn = auditor.post(
        f"/petitions/{petition.slug}/invalidate/", {"domain": "@Mill.example", "reason": WHY}, follow=True
    )
    record = Invalidation.objects.get()
    untouched = Petition.objects.get(pk=petition.pk).signature_count

    started = auditor.post(f"/petitions/invalidations/{record.key}/start/", follow=True)
    tasks.invalidate()
    done = auditor.get(f"/petitions/invalidations/{record.key}/").content.decode()
    public = Client().get(f"/petitions/{petition.slug}/").content.decode()
    back = auditor.post(f"/petitions/invalidations/{record.key}/reverse/", {"reason": WHY}, follow=True)
    tasks.invalidate()

    assert "Nothing was ever taken off" in empty
    assert "Nothing has changed yet" in drawn.content.decode()
    assert untouched == 9
    assert "Running" in started.content.decode()
    assert "Done" in done
    assert "3 signatures were taken off" in public
    assert "Put signatures back" in back.content.decode()
    assert Petition.objects.get(pk=petition.pk).signature_count == 9
    assert auditor.get("/petitions/invalidations/").content.decode().count("<tr>") == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"reason": WHY}, "one thing at least"),
        ({"domain": "mill.example", "reason": "no"}, "Say more in the reason"),
        ({"prefix": "192.0.2.0/25", "reason": WHY}, "one of these lengths"),
        ({"domain": "not a domain", "reason": WHY}, "like example.org"),
        ({"address": "ana", "reason": WHY}, "in full"),
        ({"since": "yesterday", "reason": WHY}, "Write day and time"),
        (
            {"since": "2040-01-02T00:00", "until": "2040-01-01T00:00", "reason": WHY},
            "later than the beginning",
        ),
    ],
)
def test_bad_input_is_named_and_kept(auditor, petition, data, words):
    answer = auditor.post(f"/petitions/{petition.slug}/invalidate/", data)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert all(value in answer.content.decode() for value in data.values())
    assert not Invalidation.objects.exists()


def test_started_twice_or_with_nothing_to_take_it_says_so(auditor, petition):
    auditor.post(f"/petitions/{petition.slug}/invalidate/", {"domain": "mill.example", "reason": WHY})
    record = Invalidation.objects.get()

    answer = auditor.post(f"/petitions/invalidations/{record.key}/start/")
    auditor.post(f"/petitions/invalidations/{record.key}/cancel/")
    again = auditor.post(f"/petitions/invalidations/{record.key}/cancel/")

    assert answer.status_code == 409
    assert "nothing to take off" in answer.content.decode()
    assert again.status_code == 409


def test_a_pause_is_on_every_open_petition_and_signing_answers_plainly(admin, petition):
    visitor = Client()
    admin.post("/petitions/switches/pause/", {"reason": "The mail server is being moved."})

    page = visitor.get(f"/petitions/{petition.slug}/").content.decode()
    form = visitor.get(f"/petitions/{petition.slug}/sign/")
    post = visitor.post(
        f"/petitions/{petition.slug}/sign/", {"name": "Ana Vale", "email": "ana@shore.example"}
    )
    twice = admin.post("/petitions/switches/pause/", {"reason": "The mail server is being moved."})
    admin.post("/petitions/switches/resume/")

    assert "Signing is paused" in page
    assert "mail server is being moved" in page
    assert (form.status_code, post.status_code, twice.status_code) == (409, 409, 409)
    assert "Signing is paused" in post.content.decode()
    assert visitor.get(f"/petitions/{petition.slug}/sign/").status_code == 200


def test_the_interval_is_set_or_refused_with_a_sentence(admin):
    good = admin.post("/petitions/switches/interval/", {"seconds": "30"}, follow=True)
    bad = admin.post("/petitions/switches/interval/", {"seconds": "5"})

    assert "every 30 seconds" in good.content.decode()
    assert bad.status_code == 422
    assert "from 10 to 60" in bad.content.decode()


def test_the_books_are_looked_through_when_asked(auditor, petition):
    empty = auditor.get("/petitions/books/").content.decode()
    auditor.post("/petitions/books/check/")
    tasks.audit()
    clean = auditor.get("/petitions/books/").content.decode()
    Petition.objects.filter(pk=petition.pk).update(signature_count=99)
    auditor.post("/petitions/books/check/")
    tasks.audit()

    found = auditor.get("/petitions/books/").content.decode()

    assert "Nobody has looked yet" in empty
    assert "everything agrees" in clean
    assert "99 → 6" in found


def test_a_program_does_what_the_pages_do(auditor, petition, now):
    fill(petition, now)
    made = auditor.post(
        "/api/v1/petition-invalidations/",
        {"petition": petition.slug, "domain": "mill.example", "reason": WHY},
        content_type="application/json",
    )
    key = made.json()["key"]
    bad = auditor.post(
        "/api/v1/petition-invalidations/",
        {"petition": petition.slug, "reason": WHY},
        content_type="application/json",
    )
    start = auditor.post(f"/api/v1/petition-invalidations/{key}/start/")
    tasks.invalidate()

    one = auditor.get(f"/api/v1/petition-invalidations/{key}/").json()

    assert (made.status_code, made.json()["foreseen"]) == (201, 3)
    assert bad.status_code == 400
    assert "domain" in bad.json()["errors"]
    assert start.status_code == 202
    assert (one["stage"], one["done_counted"]) == ("done", 3)
    assert Client().get(f"/petitions/{petition.slug}.json").json()["invalidated"] == 3


def test_anybody_reads_the_pauses_by_program(admin, petition):
    made = admin.post("/api/v1/petition-pauses/", {"reason": WHY}, content_type="application/json")
    read = Client().get("/api/v1/petition-pauses/").json()
    ended = admin.post("/api/v1/petition-pauses/end/")

    assert (made.status_code, ended.status_code) == (201, 200)
    assert read["results"][0]["reason"] == WHY


def test_the_page_and_the_json_say_basins_as_sums_of_printed_zones(petition, now):
    for place in ("tessel-row", "low-quay", "aurelis-shore"):
        for number in range(8):
            sign(petition, f"{place}{number}@shore.example", where=zone(place), at=now)
    actions.count_due(at=now)

    page = Client().get(f"/petitions/{petition.slug}/").content.decode()
    told = Client().get(f"/petitions/{petition.slug}.json").json()

    assert "Signatures by living system" in page
    assert told["basins"] == [{"biome": "vessa-lagoon", "signatures": 16, "whole": True}]
