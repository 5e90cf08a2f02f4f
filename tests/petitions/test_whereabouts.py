"""Who asks, by zone, as map and table; and where signing falters, for the creator."""

from datetime import timedelta
from itertools import pairwise

import pytest

from petitions import actions, queries
from petitions.actions.tallies import print_table
from petitions.models import Attempt, Petition, ZoneCount
from petitions.views.around import whereabouts
from tests.accounts.people import person, sign_in
from tests.petitions.scene import NOON, ask_to_sign, opened, sign, zone

pytestmark = pytest.mark.django_db


def signed_from(petition, counts):
    """As the count would have written it."""
    ZoneCount.objects.filter(petition=petition).delete()
    ZoneCount.objects.bulk_create(
        ZoneCount(petition=petition, zone=zone(slug) if slug else None, count=n) for slug, n in counts.items()
    )
    Petition.objects.filter(pk=petition.pk).update(signature_count=sum(counts.values()))
    print_table(Petition.objects.get(pk=petition.pk), moved=sum(counts.values()), at=NOON)
    return queries.public_petition(petition.slug)


def on_map(petition):
    zones = [
        one["properties"] for one in whereabouts(petition)["zones"] if one["properties"]["kind"] == "zone"
    ]
    return {one["name"]: (one["under"], one["level"]) for one in zones}


def test_the_map_says_what_the_table_says(client, petition):
    found = signed_from(petition, {"tessel-row": 5_000, "low-quay": 400, "aurelis-shore": 90, "": 800})

    assert on_map(found) == {"Tessel Row": ("5,000", 5), "Low Quay": ("400", 1), "Aurelis Shore": ("90", 1)}
    page = client.get(f"/petitions/{petition.slug}/").content.decode()
    assert "data-map" in page
    assert page.count('<td class="n">5,000</td>') == 1


def test_what_the_table_withholds_the_map_withholds_too(client, petition):
    found = signed_from(petition, {"tessel-row": 5_000, "low-quay": 400, "aurelis-shore": 3, "": 800})

    told = on_map(found)

    assert told["Aurelis Shore"] == told["Low Quay"] == ("withheld", 0)
    page = client.get(f"/petitions/{petition.slug}/").content.decode()
    whole = client.get(f"/petitions/{petition.slug}.json").json()
    assert ">400<" not in page
    assert {row["zone"]: row["signatures"] for row in whole["zones"]}["low-quay"] is None
    assert whole["nearby_share"] is None


def test_the_share_of_the_zones_beside_the_water_stands_beside_the_total(client, petition):
    signed_from(petition, {"tessel-row": 500, "low-quay": 100, "aurelis-shore": 300, "": 100})

    whole = client.get(f"/petitions/{petition.slug}.json").json()

    assert (whole["signatures"], whole["nearby_share"]) == (1_000, 60)
    assert (
        "60 of 100 signatures come from the zones beside this water."
        in client.get(f"/petitions/{petition.slug}/").content.decode()
    )


def test_where_too_few_signed_there_is_no_map(client, petition):
    found = queries.public_petition(petition.slug)

    assert whereabouts(found) == {"places": None, "zones": []}


def test_each_act_stands_on_its_own_day(petition, now):
    Petition.objects.filter(pk=petition.pk).update(opened_at=now - timedelta(days=3))
    attempt = ask_to_sign(petition, "slow@shore.example", at=now - timedelta(days=2))
    Attempt.objects.filter(pk=attempt.pk).update(sent_at=now - timedelta(days=1), bounced_at=now)

    days = queries.funnel(Petition.objects.get(pk=petition.pk), now)

    assert [(row.asked, row.mailed, row.bounced) for row in days] == [
        (0, 0, 1),
        (0, 1, 0),
        (1, 0, 0),
        (0, 0, 0),
    ]
    assert days[0].confirmed == 6


def test_the_days_are_thirty_at_most_and_none_is_left_out(petition, now):
    Petition.objects.filter(pk=petition.pk).update(opened_at=now - timedelta(days=90))

    days = [row.day for row in queries.funnel(Petition.objects.get(pk=petition.pk), now)]

    assert len(days) == 30
    assert all(before - after == timedelta(days=1) for before, after in pairwise(days))


def test_the_creator_sees_numbers_and_nobody(client, now):
    author = person("filer")
    petition = opened(user=author, at=now - timedelta(days=2))
    sign(petition, "secret@shore.example", name="Ana Vale", at=now)
    actions.count_due(at=now)
    sign_in(client, author)

    page = client.get(f"/petitions/{petition.slug}/manage/").content.decode()
    days = client.get(f"/api/v1/petitions/{petition.slug}/days/").json()

    assert page.count('<svg class="plot') == 4
    assert "Ana Vale" not in page
    assert "secret@shore.example" not in page
    assert set(days[0]) == {"day", "asked", "mailed", "bounced", "confirmed"}
    assert (days[0]["asked"], days[0]["confirmed"], days[2]["confirmed"]) == (1, 1, 6)


def test_the_creators_days_are_nobody_elses(client, petition):
    assert client.get(f"/api/v1/petitions/{petition.slug}/days/").status_code == 401
    sign_in(client, person("other"))

    assert client.get(f"/api/v1/petitions/{petition.slug}/days/").status_code == 404
    assert client.get(f"/petitions/{petition.slug}/manage/").status_code == 404
