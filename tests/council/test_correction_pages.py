"""A corrected or annulled election by page and by API: asked, agreed, each count read, the seats that it leaves to look at."""

import json

import pytest
from django.urls import reverse

from council import actions, queries
from council.models import Correction
from ledger import actions as ledger
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import election_scenes as elections
from tests.council import scenes
from tests.council.election_scenes import WRONG, annulled, corrected, counted, declared, opened, reopened

pytestmark = pytest.mark.django_db
ASK = {"fault": "misentered", "source": "paper", "reason": WRONG}
LOOKED = {"count": 1, "candidate": "bo", "outcome": "stays", "reason": WRONG}


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def tellers(db):
    return elections.people()


def address(name, election, *more):
    return reverse(f"council:{name}", args=[election.body.code, election.number, *more])


def api(name, election, *more):
    return reverse(f"api:election-{name}", args=[election.code, *more])


def text(answer):
    return " ".join(answer.content.decode().split())


def test_one_officer_asks_and_the_other_reads_why_and_agrees(scene, tellers, client):
    election = declared(scene, tellers, now())
    sign_in(client, scene.secretary)
    asked = client.post(address("correct_election", election), ASK, follow=True)
    assert "You asked for this; another officer must agree." in text(asked)

    sign_in(client, scene.people["h-1"])
    page = text(client.get(address("correct_election", election)))
    assert "Paper ballots were entered wrongly" in page
    assert WRONG in page
    asked = queries.corrections_asked(election, now()).get()
    done = text(client.post(address("agree_correction", election, asked.pk), follow=True))

    assert Correction.objects.count() == 1
    assert "The ballots of this election are entered and counted anew." in done
    assert "Whom count 1 elected" in done


def test_who_asked_takes_it_back_and_nobody_else_does(scene, tellers, client):
    election = declared(scene, tellers, now())
    sign_in(client, scene.secretary)
    client.post(address("correct_election", election), ASK)
    asked = queries.corrections_asked(election, now()).get()
    sign_in(client, scene.people["h-1"])
    other = client.post(address("withdraw_correction", election, asked.pk))
    sign_in(client, scene.secretary)

    page = text(client.post(address("withdraw_correction", election, asked.pk), follow=True))

    assert other.status_code == 409
    assert "Taken back." in page
    assert "Ask for the correction" in page


def test_without_a_fault_named_the_form_says_so_and_keeps_the_reason(scene, tellers, client):
    election = declared(scene, tellers, now())
    sign_in(client, scene.secretary)

    answer = client.post(address("correct_election", election), ASK | {"fault": ""})

    assert answer.status_code == 422
    assert "Say what was wrong with the ballots." in text(answer)
    assert WRONG in text(answer)


def test_before_a_count_the_page_says_that_there_is_none_to_correct(scene, client):
    election = opened(scene, now())
    sign_in(client, scene.secretary)

    page = text(client.get(address("correct_election", election)))

    assert "There is no count to correct" in page
    assert "Ask for the correction" not in page


def test_only_officers_are_offered_a_correction(scene, tellers, client):
    election = declared(scene, tellers, now())
    link = address("correct_election", election)

    assert link not in text(client.get(election.get_absolute_url()))
    sign_in(client, scene.people["h-1"])
    assert link in text(client.get(election.get_absolute_url()))


def test_the_public_page_links_both_counts_and_says_which_superseded_which(scene, tellers, client):
    election = corrected(scene, tellers, now())
    ledger.seal_due(at=now())

    page = text(client.get(election.get_absolute_url()))

    assert "Count 2 supersedes count 1." in page
    assert "superseded by count 2" in page
    assert "Elected: Ana Ruiz." in page
    assert WRONG in page
    assert ">corrected<" in page
    for number in (1, 2):
        assert address("election_count", election, number) in page


def test_the_superseded_count_is_read_as_it_was_and_leads_to_the_new_one(scene, tellers, client):
    election = corrected(scene, tellers, now())

    old = text(client.get(address("election_count", election, 1)))
    new = text(client.get(address("election_count", election, 2)))

    assert "This count is superseded by count 2." in old
    assert "Elected: Bo Lind." in old
    assert address("election_count", election, 2) in old
    assert "This count supersedes count 1." in new
    assert "Elected: Ana Ruiz." in new


def test_a_count_that_nobody_made_is_not_found(scene, tellers, client):
    election = counted(scene, tellers, now())

    assert client.get(address("election_count", election, 7)).status_code == 404


def test_while_it_is_entered_anew_the_desk_offers_the_entry_and_no_cancelling(scene, tellers, client):
    election = reopened(scene, declared(scene, tellers, now()), now())
    sign_in(client, scene.secretary)
    desk = text(client.get(address("election_desk", election)))
    sign_in(client, tellers["nina"])
    entry = client.get(address("election_entry", election))

    assert "Cancel this election" not in desk
    assert "0 of 2 entries are finished." in desk
    assert entry.status_code == 200


def test_the_secretary_finds_whom_the_new_count_does_not_elect_and_writes_down_what_became(
    scene, tellers, client
):
    election = corrected(scene, tellers, now())
    actions.publish_election(election_id=election.pk, by=scene.secretary, at=now())
    sign_in(client, scene.secretary)
    desk = text(client.get(reverse("council:desk_elections")))
    empty = client.post(address("seatings", election), LOOKED | {"outcome": ""})
    done = text(client.post(address("seatings", election), LOOKED, follow=True))
    client.logout()

    assert address("seatings", election) in desk
    assert "Bo Lind" in desk
    assert (empty.status_code, "Say what became of it." in text(empty), WRONG in text(empty)) == (
        422,
        True,
        True,
    )
    assert "Stays in the seat by a decision of the body" in done
    assert "Bo Lind</bdi></b>: Stays in the seat" in text(client.get(election.get_absolute_url()))


def test_with_nobody_to_look_at_the_page_says_so(scene, tellers, client):
    election = declared(scene, tellers, now())
    sign_in(client, scene.secretary)

    assert "Nobody to look at" in text(client.get(address("seatings", election)))


# --- Annulled ---------------------------------------------------------------------------------------
def test_one_officer_asks_for_the_annulment_and_the_other_agrees(scene, tellers, client):
    election = declared(scene, tellers, now())
    sign_in(client, scene.secretary)
    asked = text(client.post(address("annul_election", election), {"reason": WRONG}, follow=True))
    sign_in(client, scene.people["h-1"])
    page = text(client.get(address("correct_election", election)))
    asking = queries.annulments_asked(election, now()).get()
    done = text(client.post(address("agree_correction", election, asking.pk), follow=True))

    assert "You asked for this; another officer must agree." in asked
    assert "That the election is annulled" in page
    assert WRONG in page
    assert "Annul the election instead" not in page
    assert "The election is annulled." in done
    assert "This election is annulled: nobody is elected by it." in done


def test_without_a_reason_the_form_of_the_annulment_says_so_and_stays_open(scene, tellers, client):
    election = declared(scene, tellers, now())
    sign_in(client, scene.secretary)

    answer = client.post(address("annul_election", election), {"reason": ""})

    assert answer.status_code == 422
    assert 'href="#annul_reason"' in text(answer)
    assert "<details open>" in text(answer)


def test_the_public_page_of_an_annulled_election_says_why_and_who_had_been_declared(scene, tellers, client):
    election = annulled(scene, declared(scene, tellers, now()), now())

    page = text(client.get(election.get_absolute_url()))
    count = text(client.get(address("election_count", election, 1)))

    assert ">Annulled<" in page
    assert "Whom count 1 elected" in page
    assert "Declared before, and not elected any more" in page
    assert "Bo Lind</bdi></b>: the secretary looks into it" in page
    assert WRONG in page
    assert "The election was annulled. This count is kept as it was made" in count


def test_the_desk_lists_an_annulled_election_among_those_that_are_over(scene, tellers, client):
    election = annulled(scene, declared(scene, tellers, now()), now())
    sign_in(client, scene.secretary)

    desk = text(client.get(reverse("council:desk_elections")))

    assert "No election waits." in desk
    assert election.title in desk
    assert address("seatings", election) in desk


def test_by_api_it_is_annulled_and_read_and_what_was_asked_is_taken_back(scene, tellers, client):
    election = declared(scene, tellers, now())

    def send(name, *more, **said):
        return client.post(api(name, election, *more), json.dumps(said), content_type="application/json")

    sign_in(client, scene.secretary)
    first = send("annulment", reason=WRONG)
    back = send("correction-withdraw", first.json()["id"])
    hidden = send("annulment", reason="As it \u202e was counted.")
    asked = send("annulment", reason=WRONG)
    alone = send("annulment-agree", asked.json()["id"])
    sign_in(client, scene.people["h-1"])
    waiting = client.get(api("annulment", election)).json()
    agreed = send("annulment-agree", asked.json()["id"])
    client.logout()

    read = client.get(api("detail", election)).json()
    assert [one.status_code for one in (first, back, hidden, asked, alone, agreed)] == [
        201,
        204,
        400,
        201,
        409,
        200,
    ]
    assert [row["reason"] for row in waiting] == [WRONG]
    assert (read["state"], read["annulled"]["count"], read["annulled"]["reason"]) == ("annulled", 1, WRONG)


# --- For programs -----------------------------------------------------------------------------------
def test_by_api_it_is_asked_agreed_and_read(scene, tellers, client):
    election = declared(scene, tellers, now())

    def send(name, *more, **said):
        return client.post(api(name, election, *more), json.dumps(said), content_type="application/json")

    sign_in(client, scene.secretary)
    asked = send("correction", **ASK)
    alone = send("correction-agree", asked.json()["id"])
    sign_in(client, scene.people["h-1"])
    waiting = client.get(api("correction", election)).json()
    agreed = send("correction-agree", asked.json()["id"])
    client.logout()

    read = client.get(api("detail", election)).json()
    assert [asked.status_code, alone.status_code, agreed.status_code] == [201, 409, 200]
    assert [row["reason"] for row in waiting] == [WRONG]
    assert read["state"] == "entering"
    assert (read["corrections"][0]["count"], read["corrections"][0]["superseded_by"]) == (1, None)


def test_by_api_the_new_count_says_what_it_supersedes_and_a_seat_is_looked_at(scene, tellers, client):
    election = corrected(scene, tellers, now())
    actions.publish_election(election_id=election.pk, by=scene.secretary, at=now())
    read = client.get(api("detail", election)).json()
    sign_in(client, scene.secretary)

    before = client.get(api("seatings", election)).json()
    done = client.post(api("seatings", election), json.dumps(LOOKED), content_type="application/json")
    twice = client.post(api("seatings", election), json.dumps(LOOKED), content_type="application/json")

    assert [count["supersedes"] for count in read["counts"]] == [None, 1]
    assert read["corrections"][0]["superseded_by"] == 2
    assert before == [{"count": 1, "candidate": "bo", "outcome": None, "reason": None}]
    assert (done.status_code, done.json()[0]["outcome"], twice.status_code) == (201, "stays", 409)
