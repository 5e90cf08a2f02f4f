"""The handbook's commands, run in their order as they stand in the handbook."""

import json
import re
import shlex
from pathlib import Path

import pytest

from biomes import actions
from biomes.models import Reading
from ledger.queries import now
from tests.biomes import makers

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).parents[2] / "docs" / "handbook" / "station-operator.md").read_text()


@pytest.fixture
def curl(client):
    """`curl(command, key)` sends what the shell would send."""

    def run(command, key):
        words = shlex.split(command.replace("$SITE", "").replace("$KEY", key).replace("\\\n", " "))
        assert words[:3] == ["curl", "-X", "POST"]
        path, head, data = words[3], {}, ""
        for flag, said in zip(words[4::2], words[5::2], strict=True):
            if flag == "-H":
                name, _, value = said.partition(": ")
                head[name] = value
            else:
                assert flag in {"-d", "--data-binary"}
                # curl's -d takes line ends away, --data-binary does not.
                data = said.replace("\n", "") if flag == "-d" else said
        return client.post(
            path, data, content_type=head.get("Content-Type", "application/x-www-form-urlencoded"),
            HTTP_AUTHORIZATION=head["Authorization"],
        )  # fmt: skip

    return run


def commands():
    return re.findall(r"```sh\n(curl .*?)```", PAGE, re.S)


def test_every_command_of_the_handbook_does_what_the_handbook_says(curl):
    makers.reference()
    station = makers.station(makers.biome("lagoon", at=now()), "V-07", at=now())
    key = actions.issue_key(station_id=station.pk, actor="p-1", at=now())[1]

    one, table, observed, correction, back, rotation = [curl(command, key) for command in commands()]

    shown = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.S)[1])
    assert one.json() == shown
    assert [v["verdict"] for v in table.json()["verdicts"]] == ["flagged", "flagged", "refused"]
    assert table.json()["verdicts"][2]["reason"] == "comma"
    assert observed.json()["counts"]["refused"] == 0
    assert len(observed.json()["verdicts"]) == 2
    assert [(v["verdict"], v["version"]) for v in correction.json()["verdicts"]] == [("corrected", 2)]
    assert [(v["verdict"], v["version"]) for v in back.json()["verdicts"]] == [("corrected", 3)]
    assert rotation.status_code == 201
    below = Reading.objects.filter(indicator__code="microcystin")
    assert {(one.qualifier, str(one.value.normalize())) for one in below} == {("<", "0.1")}


def test_the_handbook_names_every_unit_that_is_converted():
    from biomes.rules.units import UNITS

    assert [unit for unit in UNITS if unit not in PAGE and unit != "1"] == []
