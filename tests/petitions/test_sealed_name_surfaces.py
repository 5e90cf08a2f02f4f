"""A marker for a name: filed under a pseudonym, signed, asked for, opened, read and closed, it is in no table,
on no page, in no feed, file, mail to others or log; and an account that filed so is tied to it nowhere."""

import logging

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.rules.roles import Role
from accounts.rules.tokens import Purpose
from petitions import actions
from petitions.models import Petition
from tests.accounts.people import person, sign_in
from tests.effort import effort
from tests.petitions.browser import file_by_hand, mail
from tests.petitions.scene import sign, sponsor
from tests.petitions.test_filers_name import surfaces

pytestmark = pytest.mark.django_db
NAME, EMAIL, PSEUDONYM = "Quillon Ravensworth", "qravensworth@hidden.example", "Grey Heron"
MARKERS = ("ravensworth", "quillon")
WHY = "A court asks for the name in case 12/2150."
# Where an account keeps its own name and address; nothing there leads to a petition.
ACCOUNT = {"accounts_user", "account_emailaddress", "mfa_authenticator", "usersessions_usersession"}


def rows_with(*markers, but=frozenset()):
    """The tables of the whole database, history and queues too, in which a row holds a marker."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            if table in but:
                continue
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            texts = [text.lower() for (text,) in cursor.fetchall()]
            found += [(table, marker) for marker in markers if any(marker in text for text in texts)]
    return found


def naming(pages):
    return [
        address for address, page in pages.items()
        if "?q=" not in address and any(marker in page.content.decode("utf-8", "replace").lower() for marker in MARKERS)
    ]  # fmt: skip


def file_as(client, **said):
    base, _last = file_by_hand(client)
    return client.post(f"{base}/check/", {"pseudonym": PSEUDONYM, **said})


def live_through(petition, at):
    """Sponsors, moderators, signers, a count."""
    for number in range(5):
        sponsor(petition, number, at)
    actions.invite_sponsors(petition_id=petition.pk, emails=[], at=at)
    actions.apply_decision(
        subject=Petition.objects.get(pk=petition.pk).subject, approved=True, hides=False, at=at
    )
    opened = Petition.objects.get(pk=petition.pk)
    sign(opened, "ana@shore.example", at=at)
    actions.count_due(at=at)
    return opened


def open_name(petition, at):
    """Two auditors by their own pages, up to the reading; the answers, and the one that shows the name."""
    ines, otto = (sign_in(Client(), person(key, Role.AUDITOR)) for key in ("ines", "otto"))
    asked = ines.post(f"/petitions/{petition.slug}/name/", {"reason": WHY})
    address = asked.url
    pages = [asked, otto.get(address), otto.post(f"{address}answer/", {"answer": "agree"}), ines.get(address)]
    return pages, ines.post(f"{address}read/"), ines


def admin_pages(client):
    """Each list and each object of each model that the admin shows."""
    pages = {}
    for model in admin.site._registry:
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        try:
            pages[label] = client.get(reverse(f"admin:{label}_changelist"))
        except NoReverseMatch:
            continue
        for pk in list(model._default_manager.values_list("pk", flat=True)[: effort(1, 5)]):
            pages[f"{label} {pk}"] = client.get(reverse(f"admin:{label}_change", args=[pk]))
    return pages


@pytest.fixture
def told(client, now, caplog):
    """A petition that a stranger filed under a pseudonym, up to an opened and read name."""
    caplog.set_level(logging.DEBUG)
    file_as(client, name=NAME, email=EMAIL)
    petition = Petition.objects.get()
    actions.confirm_filing(token=actions.token_of(Purpose.FILE, petition.filer.key), at=now)
    petition = live_through(petition, now)
    pages, shown, ines = open_name(petition, now)
    return petition, pages, shown, ines


def test_two_auditors_read_it_and_nowhere_else_it_stands(told):
    _petition, pages, shown, ines = told

    assert NAME in shown.content.decode()
    assert EMAIL not in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert naming({str(number): page for number, page in enumerate(pages)}) == []
    assert (
        naming({one: ines.get(one) for one in ("/petitions/names/", "/petitions/held/", "/petitions/mail/")})
        == []
    )


def test_no_row_of_the_whole_database_holds_it(told):
    assert rows_with(*MARKERS) == []


def test_no_log_line_holds_it(told, caplog):
    mail()

    assert not any(marker in caplog.text.lower() for marker in MARKERS)


def test_only_the_filer_is_mailed_at_their_address_and_no_mail_holds_it(told):
    sent = mail()

    assert {m.to[0] for m in sent if any(word in m.to[0] for word in MARKERS)} == {EMAIL}
    assert not any(marker in (m.subject + m.body).lower() for m in sent for marker in MARKERS)


@pytest.mark.parametrize("end", ["open", "closed", "withdrawn", "stopped"])
def test_no_page_feed_file_or_api_holds_it(told, client, end, now):
    petition = told[0]
    Petition.objects.filter(pk=petition.pk).update(state=end, ended_at=None if end == "open" else now)

    pages = {address: Client().get(address) for address in surfaces(petition)}

    assert naming(pages) == []
    whole = pages[f"/petitions/{petition.slug}/"].content.decode()
    assert (PSEUDONYM in whole) is (end == "open")


def test_no_page_of_the_admin_holds_it(told):
    client = sign_in(Client(), person("root", Role.ADMIN))

    pages = admin_pages(client)

    assert len([page for page in pages.values() if page.status_code == 200]) > 20
    assert naming(pages) == []


def test_the_public_log_tells_what_was_done_and_not_to_whom(told, now):
    from ledger.actions import seal_due
    from ledger.models import Entry

    seal_due(at=now)
    told_by_log = " ".join(
        bytes(data).decode() for data in Entry.objects.values_list("data", flat=True)
    ).lower()

    assert all(f"petitions.name.{word}" in told_by_log for word in ("asked", "opened", "read"))
    assert not any(marker in told_by_log for marker in MARKERS)
    assert '"p-' not in told_by_log


def test_no_row_ties_an_account_to_what_it_filed_under_a_pseudonym(client, now):
    lyra = person("lyra", name=NAME, email=EMAIL)
    sign_in(client, lyra)
    answer = file_as(client)
    petition = live_through(Petition.objects.get(), now)
    open_name(petition, now)

    assert answer.url.endswith("/manage/")
    assert client.get(answer.url).status_code == 200
    # The session of who is signed in names their account, so it must not name the petition.
    assert rows_with(*MARKERS, lyra.code, but=ACCOUNT) == []
    assert petition.code not in client.session.get("petitions_drafts", [])
    assert petition.title in client.get("/petitions/mine/").content.decode()
