"""A person's judgement of a reading that the automatic checks doubted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from biomes import queries
from biomes.actions import telling
from biomes.actions.condition import assess_biome
from biomes.models import DueDay, Reading
from biomes.rules.words import Quality
from ledger import actions as ledger


class CannotJudge(Exception):
    """The judgement was refused; the message is fit to show to the person."""


@transaction.atomic
def judge_reading(*, reading_id: int, quality: Quality, actor: str, at: datetime) -> Reading:
    """Checked or rejected. The value stays as it was sent; the state is found anew, and a checked value speaks to alerts."""
    reading = (
        Reading.objects.select_for_update(of=("self",))
        .select_related("station__biome", "indicator")
        .filter(id=reading_id)
        .first()
    )
    if reading is None or not reading.is_current:
        raise CannotJudge(_("A newer version of this reading has come in; look at that one."))
    if quality is Quality.RAW:
        raise CannotJudge(_("Say whether the value is checked or rejected."))
    if reading.quality == quality:
        return reading
    # What a draft measures is nobody's to know, and warns nobody.
    speaks = quality is Quality.CHECKED and reading.station.biome.is_public and not reading.historical
    before = telling.levels(reading.station, at) if speaks else {}
    reading.quality = quality.value
    reading.save(update_fields=["quality"])
    DueDay.objects.mark([reading])
    _record(reading, quality, actor, at)
    if speaks:
        telling.tell_checked(reading, before, at)
    if not reading.historical:
        assess_biome(biome=reading.station.biome, at=at)
    return reading


def _record(reading: Reading, quality: Quality, actor: str, at: datetime) -> None:
    biome = reading.station.biome
    if not biome.is_public:
        # The public log names no draft and no station of one.
        ledger.record(
            kind="biomes.draft_reading.judged",
            subject=reading.subject,
            actor=actor,
            at=at,
            public=False,
            quality=quality.value,
        )
        return
    ledger.record(
        kind="biomes.reading.judged",
        subject=reading.subject,
        actor=actor,
        at=at,
        public=True,
        about=(biome.subject,),
        quality=quality.value,
        leaf=queries.reading_leaf(reading),
        station=reading.station.code,
        indicator=reading.indicator.code,
    )
