"""What comes back: noted once of the address by its hash, believed only with our own Message-ID, refused cleanly else."""

import json
import mailbox
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from petitions import actions, letters
from petitions.models import Attempt, Bounce, Letter, Petition, Signature
from petitions.rules import bounces
from tests.petitions.rules.test_bounce_reports import report
from tests.petitions.scene import DAY, HOUR, NOON, ask_to_sign, opened, sign

pytestmark = pytest.mark.django_db
DOOR = "/api/v1/petition-mail/bounces/"
KEY = "a key of thirty-two letters or more"


@pytest.fixture
def petition():
    made = opened()
    actions.set_aside(at=NOON)
    Signature.objects.update(updates=False)
    return Petition.objects.get(pk=made.pk)


@pytest.fixture
def told(petition):
    """A letter that ana got: the petition closed."""
    sign(petition, "ana@shore.example", updates=True)
    petition.attempts.all().delete()
    Letter.objects.all().delete()
    actions.close_due(at=petition.closes_at + HOUR)
    actions.announce_due(at=NOON)
    actions.mail_due(at=petition.closes_at + HOUR, post=letters.compose)
    return Letter.objects.get(kind="closed")


def back(row, status="5.1.1", at=NOON):
    return actions.record_bounce(message_id=actions.mail_id_of(row), status=status, at=at)


def later_event(petition):
    """One event more, a year on: to whom it goes."""
    actions.set_aside(at=petition.closes_at + HOUR)
    from petitions.actions.announcing import announce
    from petitions.rules.mail import LetterKind

    announce(petition, LetterKind.ANSWERED, NOON, about="9")
    actions.announce_due(at=NOON)
    box = []
    actions.mail_due(at=petition.closes_at + DAY, post=lambda row: box.append(row.email))
    return box


def test_a_mail_that_came_back_is_noted_and_the_address_told_nothing_more(petition, told):
    back(told)

    [bounce] = Bounce.objects.all()
    told.refresh_from_db()
    assert told.bounced_at == NOON
    assert (bounce.status, bounce.source, bounce.kind) == ("5.1.1", "report", "closed")
    assert "ana" not in bounce.address
    assert later_event(petition) == []
    assert Letter.objects.get(kind="answered").dropped_for == "bounced"


def test_it_stops_the_updates_of_every_petition_but_no_link_somebody_asks_for(petition, told):
    back(told)
    other = opened(title="Let the reeds of the upper shore grow back", email="olga@shore.example")
    ask_to_sign(other, "ana@shore.example")
    box = []
    actions.judge_due(at=NOON)
    actions.mail_due(at=NOON, post=lambda row: box.append(row.email))

    assert "ana@shore.example" in box


def test_a_full_mailbox_stops_nothing_until_it_was_full_three_times(petition, told):
    back(told, "5.2.2")

    assert later_event(petition) == ["ana@shore.example"]


def test_a_report_sent_again_is_one_bounce(told):
    first, again = back(told), back(told, at=NOON + HOUR)

    assert first.pk == again.pk
    assert Bounce.objects.count() == 1


def test_a_delay_is_no_bounce(told):
    assert back(told, "4.4.7") is None
    told.refresh_from_db()
    assert told.bounced_at is None
    assert not Bounce.objects.exists()


def test_a_link_that_came_back_stands_in_the_creators_view(petition):
    attempt = ask_to_sign(petition, "ana@shore.example")
    back(attempt)

    attempt.refresh_from_db()
    assert attempt.bounced_at == NOON
    assert Bounce.objects.get().kind == "confirm_signature"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(text[2], "0" if text[2] != "0" else "1", 1),
        lambda text: text.replace(".", ".0", 1)[:-1],
        lambda text: "<x@y>",
        lambda text: "",
        lambda text: text[:34] + "0" * 20 + text[54:],
    ],
)
def test_an_invented_message_id_changes_nothing(told, change):
    with pytest.raises(actions.UnknownMail):
        actions.record_bounce(message_id=change(actions.mail_id_of(told)), status="5.1.1", at=NOON)

    assert not Bounce.objects.exists()


def test_a_mail_whose_reader_is_forgotten_is_unknown(told):
    message_id = actions.mail_id_of(told)
    told.delete()

    with pytest.raises(actions.UnknownMail):
        actions.record_bounce(message_id=message_id, status="5.1.1", at=NOON)


def test_who_writes_that_the_address_works_again_is_told_again(petition, told):
    from accounts.rules.roles import Role
    from tests.accounts.people import person

    back(told)
    lifted = actions.lift_bounces(email="Ana@Shore.example", by=person("ines", Role.AUDITOR), at=NOON)

    assert lifted == 1
    assert later_event(petition) == ["ana@shore.example"]


def test_a_bounce_is_forgotten_after_a_year(told):
    back(told)

    actions.forget_due(at=NOON + timedelta(days=364))
    assert Bounce.objects.exists()
    actions.forget_due(at=NOON + timedelta(days=366))
    assert not Bounce.objects.exists()


# --- The mail host's door -------------------------------------------------------------------------


@pytest.fixture
def host(client, settings, now):
    """``host(said)`` reports as the mail host does; every part can be wrong."""
    settings.MAIL_BOUNCE_KEY = KEY

    def send(said, *, key=KEY, at=now, body=None, **more):
        text = body if body is not None else json.dumps(said).encode()
        signed = bounces.signature(key, int(at.timestamp()), text)
        headers = {"authorization": f"Bounce {signed}"} | more.pop("headers", {})
        return client.post(
            DOOR, more.pop("sent", text), content_type="application/json", headers=headers, **more
        )

    return send


def of(letter, status="5.1.1"):
    return {"message_id": actions.mail_id_of(letter), "status": status}


def test_a_signed_report_is_noted_once_however_often_it_comes(host, told):
    answers = [host(of(told)) for _twice in range(2)]

    assert [(a.status_code, a.json()) for a in answers] == [(200, {"noted": True})] * 2
    assert Bounce.objects.count() == 1


def test_a_report_of_a_delay_is_taken_and_not_noted(host, told):
    assert host(of(told, "4.4.7")).json() == {"noted": False}


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "another key of thirty-two letters"},
        {"headers": {"authorization": "Bounce"}},
        {"headers": {"authorization": "Bounce 1.2"}},
        {"headers": {"authorization": "Basic YTpi"}},
        {"headers": {"authorization": "Bounce \xe9"}},
        {"sent": b'{"message_id": "<x@y>", "status": "5.1.1"}'},
    ],
)
def test_a_forged_report_is_refused(host, told, wrong):
    answer = host(of(told), **wrong)

    assert answer.status_code == 401
    assert not Bounce.objects.exists()


def test_an_old_report_is_refused_and_so_is_one_from_to_morrow(host, told, now):
    assert host(of(told), at=now - timedelta(minutes=6)).status_code == 401
    assert host(of(told), at=now + timedelta(minutes=6)).status_code == 401


def test_without_a_key_the_door_is_closed(host, told, settings):
    settings.MAIL_BOUNCE_KEY = ""

    assert host(of(told)).status_code == 401
    assert host(of(told), key="").status_code == 401


def test_a_huge_report_is_not_read(host, told):
    assert host(None, body=b"[" * 5_000).status_code == 413
    assert host(None, body=b" " * (9 * 1024 * 1024)).status_code == 413
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'{"message_id": "", "status": "5.1.1"}', 400),
        (b'{"message_id": "<x@y>", "status": "5"}', 400),
        (b'{"message_id": "<\\u0000@y>", "status": "5.1.1"}', 400),
        (b'{"message_id": "<x@y>", "status": "5.1.1"}', 404),
        (b"[" * 2_000, 400),
    ],
)
def test_a_signed_report_that_says_nothing_is_refused_by_the_field(host, body, status):
    answer = host(None, body=body)

    assert answer.status_code == status
    assert answer.json()["status"] == status
    assert not Bounce.objects.exists()


# --- The mailbox ----------------------------------------------------------------------------------


def read(path, **options):
    out = StringIO()
    call_command("read_bounces", str(path), stdout=out, **options)
    return out.getvalue().strip()


@pytest.fixture(params=["mbox", "maildir"])
def box(request, tmp_path, told):
    """A mailbox as years of mail fill it: one report of ours, one of others, a holiday, a bomb, and bytes."""
    path = tmp_path / "reports"
    made = mailbox.mbox(path) if request.param == "mbox" else mailbox.Maildir(path)
    for raw in (
        report(message_id=actions.mail_id_of(told)),
        report(),
        report(message_id=actions.mail_id_of(told), status="4.4.7", action="delayed"),
        b"Subject: I am on holiday\n\nBack in June.\n",
        report() + b"x" * bounces.LARGEST,
        b"\xff\xfe\x00",
    ):
        made.add(raw)
    made.close()
    return path


def test_a_mailbox_is_read_to_its_end_whatever_lies_in_it(box, told):
    said = read(box)

    assert said.startswith("6 read")
    assert "1 noted" in said
    assert "1 about no mail of ours" in said
    assert "1 may still arrive" in said
    assert Bounce.objects.get().status == "5.1.1"
    assert read(box) == "Nothing to read."


def test_a_mailbox_that_is_kept_is_read_again_to_no_effect(box, told):
    read(box, keep=True)
    read(box, keep=True)

    assert Bounce.objects.count() == 1


def test_what_is_no_mailbox_is_said_to_be_none(tmp_path):
    with pytest.raises(CommandError, match="no mailbox"):
        read(tmp_path / "nothing")
    with pytest.raises(CommandError, match="no Maildir"):
        read(tmp_path)


def test_no_address_is_kept_with_a_bounce(told):
    back(told)

    row = Bounce.objects.values().get()
    assert "ana@shore.example" not in str(row)
    assert Attempt.objects.count() == 0
