"""CAP 1.2 as other systems read it: order, times, words, polygons, references."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crises.rules import cap

SENT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
SQUARE = [(-24.1, 38.1), (-24.0, 38.1), (-24.0, 38.2), (-24.1, 38.2), (-24.1, 38.1)]
INFO = cap.Info(
    language="en", event="Toxic algal bloom", urgency="Immediate", severity="Severe", certainty="Observed",
    expires=SENT + timedelta(hours=72), sender_name="Biolattice", headline="Toxic algal bloom: Vessa Lagoon",
    description="Microcystin 11.6 µg/L; limit 8 & rising <fast>.", instruction="Do not bathe.",
    web="http://localhost/crises/alerts/2026-0001/", area="Vessa Lagoon", polygons=[SQUARE],
    parameters=[("readingLeafSha256", "ab" * 32)],
)  # fmt: skip
ALERT = cap.Message(
    identifier="localhost-2026-0001-1", sender="alerts@localhost", sent=SENT, status="Actual", kind="Alert",
    infos=[INFO, replace(INFO, language="es"), replace(INFO, language="ar")],
)  # fmt: skip
# The order of elements in the schema of 1 July 2010.
ALERT_ORDER = ["identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses",
               "code", "note", "references", "incidents", "info"]  # fmt: skip
INFO_ORDER = ["language", "category", "event", "responseType", "urgency", "severity", "certainty", "audience",
              "eventCode", "effective", "onset", "expires", "senderName", "headline", "description", "instruction",
              "web", "contact", "parameter", "resource", "area"]  # fmt: skip


def names(node):
    return [child.tag.removeprefix(f"{{{cap.NAMESPACE}}}") for child in node]


def test_elements_stand_in_the_order_of_the_schema():
    root = ElementTree.fromstring(cap.xml(replace(ALERT, note="n", references=[("a", "b", SENT)])))
    found = names(root)

    assert root.tag == f"{{{cap.NAMESPACE}}}alert"
    assert found == sorted(found, key=ALERT_ORDER.index)
    for info in root.findall(f"{{{cap.NAMESPACE}}}info"):
        assert names(info) == sorted(names(info), key=INFO_ORDER.index)


def test_messages_are_valid_against_the_schema_of_oasis(cap_schema):
    earlier = [("alerts@localhost", "localhost-2026-0001-1", SENT)]

    for message in (
        ALERT,
        replace(ALERT, kind="Update", note="n", references=earlier),
        replace(ALERT, status="Exercise"),
    ):
        cap_schema.assertValid(etree.fromstring(cap.xml(message)))


def test_the_schema_would_find_a_wrong_word_and_a_wrong_time(cap_schema):
    good = cap.xml(ALERT)

    for told, other in (
        (b"<status>Actual", b"<status>Real"),
        (b"03:04:05+00:00</sent>", b"03:04:05Z</sent>"),
    ):
        assert told in good
        assert not cap_schema.validate(etree.fromstring(good.replace(told, other)))


def test_text_is_escaped_and_comes_back_whole():
    root = ElementTree.fromstring(cap.xml(ALERT))

    assert root.find(".//{*}description").text == INFO.description


@given(
    st.datetimes(
        datetime(2026, 1, 1),
        datetime(2036, 12, 31),
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
    )
)
def test_times_have_whole_seconds_and_a_numeric_offset(moment):
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", cap.time(moment))


def test_polygons_are_latitude_first_with_at_most_six_decimals():
    assert cap.ring([(-24.123456789, 38.1), (0.0, -0.0)]) == "38.1,-24.123457 0,0"


def test_a_good_message_has_no_faults():
    assert cap.faults(ALERT) == []


def broken(**changes):
    return replace(ALERT, **changes)


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (broken(identifier="a b"), "identifier_malformed"),
        (broken(sender="a,b"), "sender_malformed"),
        (broken(status="Real"), "status_unknown"),
        (broken(kind="Update"), "references_missing"),
        (broken(kind="Cancel", references=[("s", "x", SENT)]), "reference_unresolved"),
        (broken(infos=[]), "info_missing"),
        (broken(infos=[INFO, INFO]), "language_twice"),
        (broken(infos=[replace(INFO, headline="  ")]), "headline_empty"),
        (broken(infos=[replace(INFO, expires=SENT)]), "expires_before_sent"),
        (broken(infos=[replace(INFO, severity="Bad")]), "words_unknown"),
        (broken(infos=[replace(INFO, polygons=[SQUARE[:-1]])]), "polygon_open"),
        (
            broken(infos=[replace(INFO, polygons=[[(0, 99), (1, 0), (1, 1), (0, 99)]])]),
            "polygon_out_of_range",
        ),
        (
            broken(infos=[replace(INFO, polygons=[[(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)]])]),
            "polygon_crosses_itself",
        ),
    ],
)
def test_what_the_standard_or_we_forbid_is_named(message, fault):
    assert fault in cap.faults(message)


def test_references_name_sender_identifier_and_time():
    earlier = ("alerts@localhost", "localhost-2026-0001-1", SENT)
    update = broken(kind="Update", identifier="localhost-2026-0001-2", references=[earlier])

    assert cap.faults(update, known=frozenset({"localhost-2026-0001-1"})) == []
    assert b"alerts@localhost,localhost-2026-0001-1,2026-01-02T03:04:05+00:00" in cap.xml(update)
