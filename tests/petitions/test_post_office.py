"""Talking to a mail host that answers in every way hosts do: what may pass waits, what is final ends, and nobody else pays."""

import pytest

from petitions import actions, tasks
from petitions.models import Attempt, Bounce
from petitions.rules.mail import MOST_TRIES
from tests.mail_host import MailHost
from tests.petitions.scene import DAY, ask_to_sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(settings):
    with MailHost() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        yield made


@pytest.fixture
def asked(petition, now):
    """Three people asked to sign; nothing else is due."""
    actions.set_aside(at=now + DAY)
    return [ask_to_sign(petition, f"{name}@shore.example", at=now) for name in ("ana", "ben", "cem")]


def answers(**said):
    """By verb; with an address as the argument only for it."""
    return lambda verb, argument: said.get(verb)


def to(address, said):
    return lambda verb, argument: said if verb == "RCPT" and address in argument else None


def test_a_tick_is_one_conversation(host, asked):
    tasks.send_due()

    assert {message["To"] for message in host.taken} == {row.email for row in asked}
    assert host.connections == 1


def test_greylisting_is_no_bounce(host, asked):
    """A temporary refusal of a recipient was once taken for a final one."""
    host.answer = to("ana@", "450 4.2.0 Greylisted")
    tasks.send_due()

    ana = Attempt.objects.get(email="ana@shore.example")
    assert (ana.bounced_at, ana.sent_at, ana.answer) == (None, None, "4.2.0")
    assert ana.due_at > ana.asked_at
    assert len(host.taken) == 2
    assert not Bounce.objects.exists()


def test_no_such_mailbox_ends_this_mail_and_is_noted_of_the_address(host, asked):
    host.answer = to("ana@", "550 5.1.1 No such mailbox")
    tasks.send_due()

    ana = Attempt.objects.get(email="ana@shore.example")
    [bounce] = Bounce.objects.all()
    assert ana.bounced_at
    assert ana.answer == bounce.status == "5.1.1"
    assert "ana" not in bounce.address
    assert len(host.taken) == 2


@pytest.mark.parametrize(
    "said",
    [
        {"CONNECT": "554 no service here"},
        {"CONNECT": "421 too many connections"},
        {"EHLO": "550 who are you", "HELO": "550 who are you"},
        {"MAIL": "550 5.7.1 you may not send"},
        {"RCPT": "421 4.3.2 closing"},
        {"TEXT": "421 4.3.2 closing"},
    ],
)
def test_a_host_that_takes_nothing_costs_one_mail_its_turn_and_no_mail_its_life(host, asked, said):
    host.answer = answers(**said)
    tasks.send_due()

    tried = Attempt.objects.filter(tries__gt=0, email__in=[row.email for row in asked])
    assert tried.count() == 1
    assert not Attempt.objects.filter(bounced_at__isnull=False).exists()
    assert not Bounce.objects.exists()
    host.answer = answers()
    Attempt.objects.update(due_at=asked[0].asked_at)
    tasks.send_due()
    assert len(host.taken) == 3


def test_nobody_at_the_port_is_a_host_that_is_away(settings, asked):
    with MailHost() as gone:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    tasks.send_due()

    assert Attempt.objects.get(tries=1).answer == "4.4.1"


@pytest.mark.parametrize(("said", "is_final"), [("554 5.7.1 spam", True), ("451 4.3.0 disk is full", False)])
def test_a_refused_text_is_about_this_mail_alone(host, asked, said, is_final):
    host.answer = lambda verb, argument: said if verb == "TEXT" and "ana@" in argument else None
    tasks.send_due()

    ana = Attempt.objects.get(email="ana@shore.example")
    assert bool(ana.bounced_at) is is_final
    assert len(host.taken) == 2


def test_after_a_refusal_the_next_mail_begins_a_new_conversation(host, asked):
    host.answer = to("ana@", "550 5.1.1 No such mailbox")
    tasks.send_due()

    assert 1 <= host.connections <= 2
    assert len(host.taken) == 2


def test_what_is_no_address_does_not_stand_in_the_way(host, petition, asked, now):
    odd = ask_to_sign(petition, "ana@shore.example", at=now)
    Attempt.objects.filter(pk=odd.pk).update(email="ana@shore@example", canonical="odd@shore.example")
    tasks.send_due()

    odd.refresh_from_db()
    assert odd.bounced_at
    assert odd.answer == "5.1.3"
    assert len(host.taken) == 3


def test_what_waited_four_days_is_given_up_and_said_to_be(host, asked, now):
    host.answer = to("ana@", "450 4.2.0 Greylisted")
    Attempt.objects.filter(email="ana@shore.example").update(tries=MOST_TRIES - 1, judged_at=now)
    tasks.send_due()

    ana = Attempt.objects.get(email="ana@shore.example")
    assert ana.bounced_at
    assert ana.answer == "4.2.0"
    assert not Bounce.objects.exists()


def test_a_tick_ends_in_time(asked):
    moments = iter([True, True, False])

    done = actions.mail_due(
        at=asked[0].asked_at + DAY, post=lambda row: None, may_go_on=lambda: next(moments)
    )

    assert done == 0  # not judged yet: nothing is due
    actions.judge_due(at=asked[0].asked_at)
    moments = iter([True, True, False])
    assert (
        actions.mail_due(at=asked[0].asked_at + DAY, post=lambda row: None, may_go_on=lambda: next(moments))
        == 2
    )
    assert Attempt.objects.filter(sent_at=asked[0].asked_at + DAY).count() == 2
