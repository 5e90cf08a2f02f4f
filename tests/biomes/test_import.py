"""A real survey comes in: 1,033 lakes of the United States in 2007, every row accounted for."""

import os
import warnings
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from biomes import queries

pytestmark = pytest.mark.django_db
MAP = [
    "station=SITE_ID",
    "lon=LON_DD",
    "lat=LAT_DD",
    "time=2007",
    "chlorophyll-a=CHLA[ug/L]",
    # The survey's detection limit is 0.1; its table writes half of it (0.05) where nothing was detected.
    "microcystin=MCYST_TL_UGL[ug/L]<0.1",
]
NAME = "us_lakes_2007_chlorophyll_microcystin.csv"


def lakes_file() -> Path:
    places = [Path(os.environ["SURVEY_FILE"])] if "SURVEY_FILE" in os.environ else []
    root = Path(__file__).resolve().parents[2]
    places += [root.parent / "shared" / "data" / NAME, root / "data" / NAME]
    for place in places:
        if place.exists():
            return place
    warnings.warn(
        f"The lakes survey is not tested: {NAME} is missing. Set SURVEY_FILE to test it.", stacklevel=2
    )
    pytest.skip(f"{NAME} is missing; set SURVEY_FILE")


@pytest.fixture
def survey(lagoon, noon):
    from tests.biomes import makers

    return makers.biome("us-lakes-2007", at=noon, functional_group="F2.2")


def run(file, *extra):
    out = StringIO()
    call_command("import_readings", str(file), "--biome", "us-lakes-2007", "--map", *MAP, *extra, stdout=out)
    return out.getvalue()


def test_the_lakes_survey_is_accounted_for_row_by_row(survey, noon):
    from ledger.models import Fact

    said = run(lakes_file(), "--checked")

    assert said.splitlines()[-1] == "1033 lines, 1033 new stations, 5 refused, 2061 stored"
    assert said.count("chlorophyll-a: There is no value.") == 5
    readings = queries.public_readings()
    chlorophyll = readings.filter(indicator__code="chlorophyll-a")
    toxin = readings.filter(indicator__code="microcystin")
    assert chlorophyll.count() == 1028
    assert chlorophyll.filter(value__gte=24).count() == 280
    assert toxin.count() == 1033
    assert toxin.filter(value__gt=8).count() == 16
    below = toxin.filter(qualifier="<")
    assert below.count() == 689
    assert {str(v.normalize()) for v in below.values_list("detection_limit", flat=True).distinct()} == {"0.1"}
    assert set(below.values_list("method", flat=True)) == {"as published: 0.05"}
    assert set(readings.values_list("precision", "historical").distinct()) == {("year", True)}

    # It speaks of the past: it opens no alert and moves no state.
    assert not Fact.objects.filter(kind__startswith="biomes.indicator").exists()
    assert queries.state_of(survey, noon).state == "unknown"


def test_importing_twice_changes_nothing(survey, tmp_path):
    file = tmp_path / "lakes.csv"
    file.write_text("SITE_ID,LON_DD,LAT_DD,CHLA,MCYST_TL_UGL\nA,-114,49,0.24,0.05\nB,-80,33,NA,9\n")

    first, second = run(file), run(file)

    assert first.splitlines()[-1] == "2 lines, 2 new stations, 1 refused, 3 stored"
    assert second.splitlines()[-1] == "2 lines, 0 new stations, 3 duplicate, 1 refused"


def test_a_line_that_is_not_on_the_earth_is_refused_and_the_others_stored(survey, tmp_path):
    file = tmp_path / "lakes.csv"
    file.write_text("SITE_ID,LON_DD,LAT_DD,CHLA,MCYST_TL_UGL\nA,49,-114,1,1\nB,-80,33,1,1\nC,nan,33,1,1\n")

    said = run(file)

    assert said.splitlines()[-1] == "3 lines, 1 new stations, 4 refused, 2 stored"
    assert "line 2, chlorophyll-a: Longitude and latitude look swapped" in said
    assert "line 4, chlorophyll-a: These coordinates are not on the earth." in said


def test_a_dry_run_stores_nothing(survey, tmp_path):
    file = tmp_path / "lakes.csv"
    file.write_text("SITE_ID,LON_DD,LAT_DD,CHLA,MCYST_TL_UGL\nB,-80,33,1,1\n")

    said = run(file, "--dry-run")

    assert "(dry run: nothing stored)" in said
    assert not survey.stations.exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"SITE_ID,LON_DD\nA,1\n", "no column"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b'SITE_ID,LON_DD,LAT_DD,CHLA,MCYST_TL_UGL\n"A,1,1,1,1\n', "cannot be read"),
    ],
)
def test_a_broken_file_is_refused_whole_with_a_sentence(survey, tmp_path, content, why):
    file = tmp_path / "lakes.csv"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=why):
        run(file)

    assert not survey.stations.exists()
