"""Reports of undelivered mail: read from what mail hosts write, refused in one way whatever else it is."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import bounces
from petitions.rules.bounces import NotAReport, read_report

ID = "<0123456789abcdef0123456789abcdef.0123456789abcdef0123@registry.example>"


def report(
    *, status="5.1.1", action="failed", message_id=ID, quoted="message/rfc822", kind="delivery-status"
):
    """As Postfix writes it (RFC 3464)."""
    head = f"Message-ID: {message_id}\r\nSubject: Closed\r\n"
    return (
        "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="b1"\r\n\r\n'
        "--b1\r\nContent-Type: text/plain\r\n\r\nI am sorry.\r\n\r\n"
        "--b1\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\nArrival-Date: Thu, 11 Jun 2150 12:00:00 +0000\r\n\r\n"
        f"Final-Recipient: rfc822; ana@shore.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox\r\n\r\n"
        f"--b1\r\nContent-Type: {quoted}\r\n\r\n{head}\r\n"
        + ("Hello.\r\n" if quoted == "message/rfc822" else "")
        + "--b1--\r\n"
    ).encode()


@pytest.mark.parametrize("quoted", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_the_mail_and_the_status(quoted):
    assert read_report(report(quoted=quoted)) == bounces.Report(ID, "5.1.1")


def test_a_comment_behind_the_status_is_not_read():
    assert read_report(report(status="5.2.2 (mailbox full)")).status == "5.2.2"


def test_a_delay_is_told_as_a_delay():
    assert read_report(report(action="delayed", status="4.4.7")).status == "4.4.7"


def test_of_two_recipients_the_failed_one_is_told():
    raw = report(action="delivered", status="2.0.0").replace(
        b"Diagnostic-Code",
        b"\r\nFinal-Recipient: rfc822; b@x.example\r\nAction: failed\r\nStatus: 5.7.1\r\nX-Code",
    )

    assert read_report(raw).status == "5.7.1"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "another kind"),
        (b"Subject: I am on holiday\r\n\r\nBack in June.", "another kind"),
        (report(kind="disposition-notification"), "another kind"),
        (report(status="bad"), "incomplete"),
        (report(message_id=""), "incomplete"),
        (report(message_id="x" * 2_000), "incomplete"),
        (report()[:420], "incomplete"),
        (
            b"Content-Type: multipart/report; report-type=delivery-status; boundary=b1\r\n\r\nnothing",
            "another kind",
        ),
        (report() + b"x" * bounces.LARGEST, "large"),
    ],
)
def test_everything_else_is_refused_with_a_word(raw, why):
    with pytest.raises(NotAReport) as refused:
        read_report(raw)

    assert refused.value.why == why


@given(st.binary(max_size=600))
def test_no_bytes_break_the_reader(raw):
    with suppress(NotAReport):
        assert read_report(raw).status


@given(st.data())
def test_no_report_with_bytes_changed_breaks_the_reader(data):
    raw = bytearray(report(quoted=data.draw(st.sampled_from(["message/rfc822", "text/rfc822-headers"]))))
    for _change in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=12))

    with suppress(NotAReport):
        assert read_report(bytes(raw)).message_id


def test_a_report_within_reports_without_end_is_refused():
    raw = b"".join(
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b%d"\r\n\r\n--b%d\r\n'
        % (n, n)
        for n in range(2_000)
    )

    with pytest.raises(NotAReport):
        read_report(raw)


keys = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=40)
moments = st.integers(0, 10**11)


@given(keys, moments, st.binary(max_size=200), st.integers(-bounces.TOLERANCE_S, bounces.TOLERANCE_S))
def test_a_signed_report_is_taken_for_five_minutes(key, moment, body, later):
    given_ = bounces.signature(key, moment, body)

    assert bounces.is_signed(key, given_, body, moment + later)
    assert not bounces.is_signed(key, given_, body, moment + bounces.TOLERANCE_S + 1)
    assert not bounces.is_signed(key, given_, body + b"x", moment)
    assert not bounces.is_signed(key + "x", given_, body, moment)


@given(st.text(max_size=100), st.binary(max_size=50))
def test_without_a_key_nothing_is_signed(text, body):
    assert not bounces.is_signed("", text, body, 0)
    assert not bounces.is_signed("", bounces.signature("", 0, body), body, 0)
