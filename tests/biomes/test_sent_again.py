"""What is sent again changes nothing, however much was corrected since; and no correction happens by accident."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from biomes import actions, queries
from tests.biomes import makers
from tests.biomes.makers import row

HOUR = timedelta(hours=1)
NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)


def send(station, *rows, at=NOON):
    return actions.record_readings(station=station, rows=list(rows), at=at).verdicts


def said(verdicts):
    return [one.verdict.value if not one.reason else one.reason for one in verdicts]


def values():
    return [one.value for one in queries.public_readings()]


def salt(value, **more):
    return row("salinity", NOON - HOUR, value, **more)


@pytest.mark.django_db
def test_an_old_batch_sent_again_undoes_no_correction(buoy):
    send(buoy, salt("8"))
    send(buoy, salt("9"))

    (again,) = send(buoy, salt("8"))

    assert (again.verdict, again.version, again.newest) == ("duplicate", 1, 2)
    assert again.is_superseded
    assert values() == [Decimal(9)]


@pytest.mark.django_db
def test_an_earlier_value_holds_again_where_the_row_names_the_version_it_corrects(buoy):
    send(buoy, salt("8"))
    send(buoy, salt("9"))

    (back,) = send(buoy, salt("8", corrects=2))
    (again,) = send(buoy, salt("8", corrects=2))

    assert (back.verdict, back.version) == ("corrected", 3)
    assert (again.verdict, again.version) == ("duplicate", 3)
    assert values() == [Decimal(8)]


@pytest.mark.django_db
@pytest.mark.parametrize("named", [1, 3, 9999])
def test_a_correction_of_another_than_the_newest_version_is_refused(buoy, named):
    send(buoy, salt("8"))
    send(buoy, salt("9"))

    (verdict,) = send(buoy, salt("10", corrects=named))

    assert (verdict.reason, verdict.field, verdict.newest) == ("not_the_newest", "corrects", 2)
    assert values() == [Decimal(9)]


@pytest.mark.django_db
@pytest.mark.parametrize("named", ["first", "0", "1.5", "-1", True])
def test_a_version_is_a_whole_number(buoy, named):
    assert said(send(buoy, salt("8", corrects=named))) != ["stored"]


rows = st.lists(
    st.builds(
        salt,
        st.sampled_from(["7", "8", "<9"]),
        depth_m=st.sampled_from([None, "1.23", "1.231", "1.234"]),
        corrects=st.sampled_from([None, None, 1, 2]),
    ),
    min_size=1,
    max_size=5,
)


class Laws(TestCase):
    @classmethod
    def setUpTestData(cls):
        makers.reference()
        cls.buoy = makers.station(makers.biome("lagoon", at=NOON), "V-07", at=NOON)

    @settings(max_examples=25)
    @given(st.lists(rows, min_size=1, max_size=4), st.data())
    def test_a_batch_of_plain_rows_sent_again_changes_nothing(self, batches, data):
        plain = [[one | {"corrects": None} for one in batch] for batch in batches]
        for batch in plain:
            send(self.buoy, *batch)
        before = self.all_versions()

        send(self.buoy, *data.draw(st.sampled_from(plain)), at=NOON + HOUR)

        assert self.all_versions() == before

    @settings(max_examples=25)
    @given(rows)
    def test_what_was_taken_in_as_a_correction_is_taken_in_once(self, batch):
        verdicts = send(self.buoy, *batch)
        before = self.all_versions()

        taken = [
            one for one, said in zip(batch, verdicts, strict=True) if said.verdict in {"stored", "corrected"}
        ]
        send(self.buoy, *taken, at=NOON + HOUR)

        assert self.all_versions() == before

    @settings(max_examples=25)
    @given(st.lists(rows, min_size=1, max_size=4))
    def test_of_every_measurement_exactly_the_newest_version_is_current(self, batches):
        for batch in batches:
            send(self.buoy, *batch)

        newest = {}
        for depth, version, _value, _qualifier, is_current in self.all_versions():
            newest.setdefault(depth, []).append((version, is_current))
        for versions in newest.values():
            assert [version for version, _current in versions] == list(range(1, len(versions) + 1))
            assert [current for _version, current in versions] == [False] * (len(versions) - 1) + [True]

    def all_versions(self):
        return list(
            self.buoy.readings.order_by("depth_m", "version").values_list(
                "depth_m", "version", "value", "qualifier", "is_current"
            )
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second"),
    [("1.231", "1.234"), ("1.23", "1.234"), ("1.234", "1.23")],
)
@pytest.mark.parametrize("value", ["8", "9"])
def test_two_depths_of_one_batch_that_would_become_one_are_no_correction(buoy, first, second, value):
    stored, refused = send(buoy, salt("8", depth_m=first), salt(value, depth_m=second))

    assert stored.verdict == "stored"
    assert (refused.reason, refused.field) == ("depth_too_close", "depth_m")
    assert values() == [Decimal(8)]


@pytest.mark.django_db
def test_a_rounded_depth_corrects_nothing_that_an_earlier_batch_said(buoy):
    send(buoy, salt("8", depth_m="1.231"))

    (other,) = send(buoy, salt("9", depth_m="1.234"))
    (meant,) = send(buoy, salt("9", depth_m="1.23"))

    assert other.reason == "depth_too_close"
    assert (meant.verdict, meant.version) == ("corrected", 2)


@pytest.mark.django_db
def test_what_a_binary_fraction_adds_to_a_depth_is_no_other_depth(buoy):
    assert said(send(buoy, salt("8", depth_m="0.30000000000000004"), salt("9", depth_m="0.3"))) == [
        "stored",
        "corrected",
    ]


@pytest.mark.django_db
def test_the_answer_says_what_became_of_a_value_that_was_corrected_since(client):
    from ledger.queries import now

    makers.reference()
    station = makers.station(makers.biome("lagoon", at=now()), "V-07", at=now())
    secret = actions.issue_key(station_id=station.pk, actor="p-1", at=now())[1]

    def post(**said):
        answer = client.post(
            "/api/v1/stations/V-07/readings/",
            data=[{"indicator": "salinity", "at": "2025-06-11T09:40Z"} | said],
            content_type="application/json",
            HTTP_AUTHORIZATION=f"Station {secret}",
        )
        (one,) = answer.json()["verdicts"]
        return one

    post(value="8")
    post(value="9")
    old, wrong = post(value="8"), post(value="8", corrects=1)
    unclear = post(value="8", corrects="x")

    assert (old["verdict"], old["version"], old["newest"]) == ("duplicate", 1, 2)
    assert "newer version replaced it" in old["message"]
    assert (wrong["verdict"], wrong["version"]) == ("duplicate", 1)
    assert (unclear["verdict"], unclear["field"]) == ("refused", "corrects")
