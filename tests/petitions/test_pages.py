"""The pages of petitions: what strangers, filers and bodies see, and what nobody sees."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.rules.roles import Role
from petitions import actions
from petitions.models import Attempt, Letter, Petition, Signature, Sponsor
from petitions.rules.tokens import Purpose
from tests.accounts.people import person, sign_in
from tests.petitions.scene import (
    ASKS,
    BACKGROUND,
    NOON,
    TITLE,
    draft,
    filed,
    in_moderation,
    lagoon,
    opened,
    sign,
    thresholds,
    zone,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    from ledger.queries import now

    return now()


@pytest.fixture
def petition(now):
    made = opened(at=now)
    actions.count_due(at=now)
    return Petition.objects.get(pk=made.pk)


def token_in(text, name):
    return re.search(rf"/petitions/{name}/([A-Za-z0-9_-]+)/", text)[1]


def masked(text):
    return re.sub(r"nonce-?=?[^ ;>]*", "", text)


def mail():
    """What the mail tick sends."""
    from django.core import mail as outbox

    from petitions import tasks

    outbox.outbox = []
    tasks.send_due()
    return outbox.outbox


def test_an_empty_index_invites(client):
    page = client.get("/petitions/")

    assert page.status_code == 200
    assert "No petitions yet" in page.content.decode()


@pytest.mark.parametrize("language", ["", "es/", "ar/"])
def test_the_index_lists_and_filters(client, petition, language):
    page = client.get(f"/{language}petitions/?biome=vessa-lagoon&q=outfal&order=most")

    assert TITLE in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "show=x",
        "biome=%00",
        "order=;drop",
        "q=" + "x" * 5000,
        "page=999999",
        "page=-1",
        "zone=%ff",
        "q=%00",
        "show=closed",
    ],
)
def test_odd_queries_are_answered(client, petition, query):
    assert client.get(f"/petitions/?{query}").status_code == 200


def test_the_page_says_what_is_asked_and_how_far_it_is(client, petition):
    page = client.get(f"/petitions/{petition.slug}/").content.decode()

    assert ASKS[0] in page
    assert BACKGROUND in page
    assert "9,994" in page
    assert 'action="/petitions/clean-the-harl-outfall/sign/"' in page


def test_a_public_page_sets_no_cookie(client, petition):
    assert client.get(f"/petitions/{petition.slug}/").cookies == {}


def test_signing_from_form_to_receipt_without_an_account(client, petition, now):
    answer = client.post(f"/petitions/{petition.slug}/sign/", {"name": "Ana Vale", "email": "ana@shore.example",
                                                              "zone": "tessel-row", "updates": "on"})  # fmt: skip
    assert answer.url == f"/petitions/{petition.slug}/sent/"
    [letter] = [m for m in mail() if m.to == ["ana@shore.example"]]
    link = f"/petitions/confirm/{token_in(letter.body, 'confirm')}/"

    shown = client.get(link).content.decode()
    pressed = client.post(link)
    receipt = client.get(pressed.url).content.decode()
    actions.count_due(at=now)
    counted = client.get(pressed.url).content.decode()

    assert "Ana Vale" in shown
    assert "counted within seconds" in receipt
    assert "The proof holds" in counted
    assert Petition.objects.get(pk=petition.pk).signature_count == 7


def test_looking_at_a_link_confirms_nothing(client, petition, now):
    client.post(f"/petitions/{petition.slug}/sign/", {"name": "Ana", "email": "ana@shore.example"})
    token = actions.token_of(Purpose.SIGN, Attempt.objects.get().key)
    before = Signature.objects.count()

    for _look in range(60):
        assert client.get(f"/petitions/confirm/{token}/").status_code == 200
        assert client.head(f"/petitions/confirm/{token}/").status_code == 200

    assert Signature.objects.count() == before


@pytest.mark.parametrize("token", ["x" * 32, "a" * 64, "0" * 16])
def test_a_forged_link_is_answered_with_a_sentence(client, petition, token):
    for method in (client.get, client.post):
        page = method(f"/petitions/confirm/{token}/")

        assert page.status_code in {404, 409}
        assert "does nothing" in page.content.decode()


def test_the_answer_is_the_same_whatever_the_address_did_before(petition, now):
    from petitions import tasks

    sign(petition, "confirmed@shore.example", at=now)
    answers = set()
    for email in ["new@shore.example", "confirmed@shore.example", "held@shore.example", "held@shore.example"]:
        page = Client().post(f"/petitions/{petition.slug}/sign/", {"name": "Ana", "email": email})
        tasks.send_due()
        shown = Client().get(page.url).content.decode()
        headers = {name: masked(value) for name, value in page.headers.items() if name != "X-Request-ID"}
        answers.add((page.status_code, page.url, page.content, tuple(sorted(headers.items())), masked(shown)))

    assert len(answers) == 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "=HYPERLINK()", "does not begin with"),
        ("name", "visit spam.com", "without a link"),
        ("name", "Lyra\u202enirO", "invisible"),
        ("name", "x" * 1_000_000, "at most 80"),
        ("name", "", "Write your name"),
        ("email", "nobody", "in full"),
        ("email", "a@b.example\nBcc: c@d.example", "in full"),
        ("email", "", "Write your e-mail"),
        ("zone", "atlantis", "zones of the list"),
    ],
)
def test_bad_input_is_named_beside_its_field_and_changes_nothing(client, petition, field, value, says):
    data = {"name": "Ana Vale", "email": "ana@shore.example", "zone": ""} | {field: value}

    page = client.post(f"/petitions/{petition.slug}/sign/", data)

    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()
    assert says in page.content.decode()
    assert not Attempt.objects.exists()


def test_a_closed_petition_is_refused_in_words(client, petition):
    Petition.objects.filter(pk=petition.pk).update(state="closed", ended_at=NOON)

    page = client.post(f"/petitions/{petition.slug}/sign/", {"name": "Ana", "email": "ana@shore.example"})

    assert page.status_code == 409
    assert "closed" in page.content.decode()


def test_a_signed_in_person_signs_with_one_press(client, petition):
    user = person("ana")
    sign_in(client, user)
    page = client.get(f"/petitions/{petition.slug}/").content.decode()

    pressed = client.post(f"/petitions/{petition.slug}/sign-now/", {"zone": "tessel-row"})
    again = client.post(f"/petitions/{petition.slug}/sign-now/", {})

    assert "You sign as Ana" in page
    assert pressed.url == again.url
    assert "You have signed" in client.get(f"/petitions/{petition.slug}/").content.decode()


def test_pressing_from_elsewhere_needs_the_token_of_the_form(petition):
    client = sign_in(Client(enforce_csrf_checks=True), person("ana"))

    assert client.post(f"/petitions/{petition.slug}/sign-now/", {}).status_code == 403


def file_by_hand(client, title=TITLE):
    lagoon()
    start = client.post("/petitions/new/", {"biomes": ["vessa-lagoon"], "right": ""})
    base = start.url.rsplit("/", 2)[0]
    client.post(f"{base}/title/", {"title": title})
    client.post(f"{base}/asks/", {"ask_1": ASKS[0], "ask_3": ASKS[1]})
    client.post(f"{base}/background/", {"background": BACKGROUND, "details": ""})
    return base, client.post(f"{base}/relation/", {"relation": "lives", "zone": ""})


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
        ("asks", {"ask_1": ASKS[0], "ask_2": "No"}, "Say more in the second ask"),
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


def test_a_draft_is_nobody_elses(petition):
    secret = draft(title="A draft with the marker Quillfeather")

    for path in [f"/petitions/{secret.slug}/", f"/petitions/new/{secret.code}/title/", f"/petitions/{secret.slug}/manage/",
                 f"/petitions/{secret.slug}.json", f"/petitions/{secret.slug}/count.json", f"/petitions/{secret.slug}/box/",
                 f"/api/v1/petitions/{secret.slug}/", f"/petitions/{secret.slug}/sponsor/{'x' * 32}/"]:  # fmt: skip
        assert Client().get(path).status_code == 404
    for path in [
        "/petitions/",
        "/petitions.json",
        "/petitions.csv",
        "/petitions/feed/",
        "/api/v1/petitions/",
        "/petitions/?q=Quillfeather",
    ]:
        assert "with the marker" not in Client().get(path).content.decode()


def test_a_hidden_petition_is_gone_from_every_surface(client, now):
    hidden = in_moderation(title="Quillfeather must not be read", at=now)
    actions.apply_decision(subject=hidden.subject, approved=False, hides=True, at=now)

    slug = hidden.slug
    for path in [f"/petitions/{slug}/", f"/petitions/{slug}.json", f"/petitions/{slug}/count.json", f"/petitions/{slug}/history.csv",
                 f"/petitions/{slug}/count/", f"/petitions/{slug}/box/", f"/petitions/{slug}/sign/", f"/petitions/{slug}/sent/",
                 f"/api/v1/petitions/{slug}/"]:  # fmt: skip
        page = client.get(path)
        assert page.status_code == 410, path
        assert "Quillfeather" not in page.content.decode()
    for path in ["/petitions/", "/petitions.json", "/petitions.csv", "/petitions/feed/", "/api/v1/petitions/", "/petitions/?q=Quillfeather must",
                 "/petitions/?show=rejected", "/petitions/for/vessa-lagoon/"]:  # fmt: skip
        assert "Quillfeather must not" not in client.get(path).content.decode()


def test_a_withdrawn_draft_is_never_public(client):
    petition = filed(title="Quillfeather was withdrawn early")
    actions.withdraw_petition(petition_id=petition.pk, by=None, at=NOON)

    assert client.get(f"/petitions/{petition.slug}/").status_code == 404
    assert "Quillfeather" not in client.get("/petitions/?show=closed").content.decode()


def test_the_count_endpoint_is_tiny_cached_and_answers_304(client, petition):
    first = client.get(f"/petitions/{petition.slug}/count.json")
    again = client.get(f"/petitions/{petition.slug}/count.json", headers={"if-none-match": first["ETag"]})

    assert len(first.content) <= 200
    assert first.json()["count"] == 6
    assert "max-age" in first["Cache-Control"]
    assert "stale-if-error" in first["Cache-Control"]
    assert again.status_code == 304


def test_machine_addresses_answer_and_no_spreadsheet_runs_a_title(client, now):
    cache.clear()
    opened(title="=HYPERLINK(1) clean the outfall", at=now)

    rows = client.get("/petitions.csv").content.decode()

    assert "'=HYPERLINK" in rows
    assert client.get("/petitions.json").json()["petitions"][0]["state"] == "open"
    assert "<feed" in client.get("/petitions/feed/").content.decode()


def test_history_is_by_the_hour_and_adds_up(client, petition, now):
    rows = client.get(f"/petitions/{petition.slug}/history.csv").content.decode().splitlines()

    assert rows[0] == "hour,signatures,total"
    assert rows[1].endswith(",6,6")


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


def test_a_body_answers_ask_by_ask(client, petition, now):
    from accounts import actions as accounts

    thresholds(petition, 6, 1000, at=petition.opened_at.replace(year=2000))
    sign(petition, "ana@shore.example", at=now, updates=True)
    actions.count_due(at=now)
    user = person("officer")
    office = petition.crossings.get().duty.holder
    accounts.appoint_to_office(organisation=office, user=user, at=now)
    sign_in(client, user)
    url = reverse("petitions:respond", args=[petition.slug])

    empty = client.post(url, {"summary": "We shall see to it."})
    later = client.post(
        url, {"summary": "We shall see to it.", "verdict_1": "later", "text_1": "Once the pipe is bought."}
    )
    part = client.post(
        url, {"summary": "The outfall will be cleaned.", "verdict_1": "yes", "text_1": "Works began."}
    )
    after_part = Petition.objects.get(pk=petition.pk).response_track
    client.post(
        url,
        {
            "summary": "And the readings are published.",
            "verdict_2": "later",
            "text_2": "Translators.",
            "by_2": "2150-07-01",
        },
    )

    page = client.get(f"/petitions/{petition.slug}/").content.decode()
    assert (empty.status_code, later.status_code, part.status_code) == (422, 422, 302)
    assert after_part == "partial"
    assert Petition.objects.get(pk=petition.pk).response_track == "answered"
    assert "It has been answered" in page
    assert "Answered: yes" in page
    assert petition.crossings.get().duty.discharged_at
    assert any("List-Unsubscribe" in m.extra_headers for m in mail())


def test_nobody_else_answers(client, petition):
    sign_in(client, person("stranger"))

    assert client.get(f"/petitions/{petition.slug}/respond/").status_code == 403


def test_two_moderators_stop_a_petition(petition):
    one, two = person("marten", Role.MODERATOR), person("mats", Role.MODERATOR)
    first, second = sign_in(Client(), one), sign_in(Client(), two)
    url = f"/petitions/{petition.slug}/stop/"

    first.post(url, {"reason": "A court has ordered that this petition be stopped."})
    own = first.post(url, {})
    assert own.status_code == 409
    assert Petition.objects.get(pk=petition.pk).state == "open"
    second.post(url, {})

    assert Petition.objects.get(pk=petition.pk).state == "stopped"
    assert "court has ordered" in Client().get(f"/petitions/{petition.slug}/").content.decode()


def test_an_auditor_sees_what_was_held_and_releases_it(client, petition, now):
    for number in range(3):
        Client().post(
            f"/petitions/{petition.slug}/sign/", {"name": "Ana Vale", "email": f"a{number}@shore.example"}
        )
    assert len(mail()) >= 1
    sign_in(client, person("ines", Role.AUDITOR))
    held = Attempt.objects.held().first()

    page = client.get("/petitions/held/").content.decode()
    client.post(f"/petitions/held/{held.key}/release/")

    assert "too many within a minute" in page
    assert held.email in [m.to[0] for m in mail()]
    assert client.get("/petitions/held/").status_code == 200
    assert sign_in(Client(), person("ana")).get("/petitions/held/").status_code == 403


def test_leaving_the_mails_is_one_press_even_for_a_mail_program(petition, now):
    signed = sign(petition, "ana@shore.example", at=now, updates=True)
    url = reverse("petitions:unsubscribe", args=[actions.unsubscribe_token(signed.receipt)])
    strict = Client(enforce_csrf_checks=True)

    assert strict.get(url).status_code == 200
    assert Signature.objects.get(pk=signed.receipt).updates
    assert strict.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Signature.objects.get(pk=signed.receipt).updates


def test_the_box_for_other_pages(client, petition):
    assert TITLE in client.get(f"/petitions/{petition.slug}/box/").content.decode()
    assert TITLE in client.get("/petitions/for/vessa-lagoon/").content.decode()
    assert "Start a petition" in client.get("/petitions/for/nowhere/").content.decode()


def test_a_receipt_is_found_as_people_type_it(client, petition, now):
    from petitions.rules import receipts

    code = sign(petition, "ana@shore.example", at=now).receipt

    found = client.get("/petitions/receipts/", {"code": receipts.grouped(code).upper()})
    wrong = client.get("/petitions/receipts/", {"code": "x"})

    assert found.url == f"/petitions/receipts/{code}/"
    assert wrong.status_code == 422
    assert client.get(f"/petitions/receipts/{'a' * 26}/").status_code == 404


def test_zone_is_a_place_of_the_list(client, petition):
    zone("low-quay")

    assert "Low Quay" in client.get(f"/petitions/{petition.slug}/sign/").content.decode()
