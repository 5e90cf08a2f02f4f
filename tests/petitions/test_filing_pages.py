"""Filing in a browser, step by step; sponsors; the filer's own page."""

import pytest
from django.test import Client

from accounts.rules.tokens import Purpose
from petitions import actions
from petitions.models import Letter, Petition, Sponsor
from tests.accounts.people import person, sign_in
from tests.petitions.browser import file_by_hand, mail, token_in
from tests.petitions.scene import ASKS, TITLE, filed

pytestmark = pytest.mark.django_db


def test_filing_by_hand_as_a_stranger(client, now):
    base, last = file_by_hand(client)
    assert last.url.endswith("/check/")
    assert ASKS[1] in client.get(last.url).content.decode()

    sent = client.post(f"{base}/check/", {"name": "Lyra Orin", "email": "lyra@shore.example"})
    [letter] = mail()
    link = f"/petitions/filing/{token_in(letter.body, 'filing')}/"
    looked = Client().get(link)
    pressed = Client().post(link)

    assert sent.url == "/petitions/new/sent/"
    assert looked.status_code == 200
    assert pressed.url.endswith("/manage/")
    assert Petition.objects.get().state == "seeking_sponsors"
    assert [ask.number for ask in Petition.objects.get().asks.all()] == [1, 2]


def test_filing_by_hand_with_an_account_goes_on_at_once(client):
    sign_in(client, person("lyra"))
    base, _last = file_by_hand(client)

    filed_page = client.post(f"{base}/check/")

    assert filed_page.url.endswith("/manage/")
    page = client.get(filed_page.url).content.decode()
    assert "0 of 5 sponsors" in page
    assert "/sponsor/" in page


def test_similar_petitions_are_shown_before_the_asks(client, petition):
    base, _last = file_by_hand(client, title="Clean the Harl outfall before the summer")

    page = client.get(f"{base}/asks/").content.decode()

    assert "says nearly the same" in page
    assert TITLE in page


@pytest.mark.parametrize(
    ("step", "data", "says"),
    [
        ("title", {"title": "x" * 94}, "Shorten the title by 14 characters"),
        ("title", {"title": "Clean the \u202eoutfall"}, "invisible"),
        ("title", {"title": "x" * 1_000_000}, "Shorten the title by 999,920 characters"),
        ("asks", {"ask_1": ""}, "Write the first ask as something a body can answer"),
        ("asks", {"ask_1": ASKS[0], "ask_2": "No"}, "Say more in the second ask: it needs 10 characters"),
        ("background", {"background": ""}, "Write the background"),
        ("background", {"background": "ok", "details": "x" * 801}, "Shorten the details by 1 character"),
        ("relation", {}, "Choose how you are related"),
    ],
)
def test_a_wrong_step_is_shown_again_with_its_problem(client, step, data, says):
    base, _last = file_by_hand(client)
    before = list(Petition.objects.values_list("title", "background"))

    page = client.post(f"{base}/{step}/", data)

    text = page.content.decode()
    assert page.status_code == 422
    assert "Error:" in text.split("</title>")[0]
    assert says.replace("999,920", "999920") in text or says in text
    assert list(Petition.objects.values_list("title", "background")) == before


def test_a_sponsor_reads_asks_and_confirms(client, now):
    petition = filed(at=now)
    share = actions.token_of(Purpose.INVITE, petition.code)
    path = f"/petitions/{petition.code}/sponsor/{share}/"
    assert TITLE in client.get(path).content.decode()

    sent = client.post(path, {"name": "Ana Vale", "email": "ana@shore.example", "zone": ""})
    [letter] = mail()
    link = f"/petitions/sponsors/{token_in(letter.body, 'sponsors')}/"
    client.get(link)
    assert Sponsor.objects.confirmed().count() == 0
    pressed = client.post(link)

    assert sent.url == "/petitions/sponsors/sent/"
    assert "You stand beside it" in pressed.content.decode()
    assert Sponsor.objects.confirmed().count() == 1


def test_the_filer_invites_and_withdraws(client, now):
    user = person("lyra")
    sign_in(client, user)
    base, _last = file_by_hand(client)
    client.post(f"{base}/check/")
    petition = Petition.objects.get()

    client.post(f"/petitions/{petition.slug}/invite/", {"emails": "a@shore.example\nb@shore.example"})
    wrong = client.post(f"/petitions/{petition.slug}/invite/", {"emails": "not an address"})
    client.post(f"/petitions/{petition.slug}/withdraw/")

    assert Letter.objects.filter(kind="invite_sponsor").count() == 2
    assert wrong.status_code == 422
    assert Petition.objects.get().state == "withdrawn"


@pytest.mark.parametrize("hides", [False, True])
def test_a_filer_without_an_account_appeals_once_by_their_link(client, now, hides):
    from moderation import actions as moderation
    from moderation import queries as items
    from moderation.models import Appeal

    base, _last = file_by_hand(client)
    client.post(f"{base}/check/", {"name": "Lyra Orin", "email": "lyra@shore.example"})
    [letter] = mail()
    client.post(f"/petitions/filing/{token_in(letter.body, 'filing')}/")
    petition = Petition.objects.get()
    actions.import_sponsors(petition_id=petition.pk, people=[
        actions.Beside(name="Ben", email=f"b{n}@shore.example", zone=None, confirmed_at=now) for n in range(5)
    ])  # fmt: skip
    item = items.open_item(petition.subject)
    moderation.publish_code(
        slug="unclear", label="Not clear", public_text="Nobody can answer it.", hides=hides
    )
    moderation.decide(
        item_id=item.pk, moderator=person("marten"), approve=False, code="unclear", text="Say who.", at=now
    )
    actions.apply_decision(subject=petition.subject, approved=False, hides=hides, at=now)
    manage = f"/petitions/{petition.slug}/manage/"
    appeal = f"/petitions/{petition.slug}/appeal/"

    assert appeal in client.get(manage).content.decode()
    short = client.post(appeal, {"reason": "No."})
    made = client.post(appeal, {"reason": "It says who and by when, in the first ask."})
    again = client.post(appeal, {"reason": "It says who and by when, in the first ask."})

    assert (short.status_code, made.url, again.status_code) == (422, manage, 409)
    assert Appeal.objects.get().by == ""
    assert "with another moderator" in client.get(manage).content.decode()
    assert Client().get(appeal).status_code == 404
