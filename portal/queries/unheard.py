"""The unheard: living systems without charter, station, guardian or answered petition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from biomes import queries as biomes
from biomes.rules.words import ZoneKind
from charters import queries as charters
from petitions import queries as petitions
from portal.rules import unheard as rule
from portal.rules.unheard import Lack


@dataclass(frozen=True, slots=True)
class Unheard:
    """One living system with what it lacks, in the order in which help is asked for."""

    biome: Any
    finding: Any
    voice: rule.Voice

    @property
    def lacks(self) -> list[str]:
        return [lack.value for lack in Lack if lack in self.voice.lacks]

    @property
    def poor_percent(self) -> int:
        return round(100 * self.voice.poor_share)


def unheard(at: datetime) -> tuple[list[Unheard], int]:
    """Most marginalised first; and how many living systems were looked at."""
    everyone = {one.slug: one for one in biomes.public_biomes()}
    findings = biomes.states_of(everyone.values(), at)
    has = _standing(at)
    voices = [
        _voice(one, findings[one.pk].state.value, {lack for lack in Lack if not _holds(one, lack, has)})
        for one in everyone.values()
    ]
    rows = [
        Unheard(everyone[voice.key], findings[everyone[voice.key].pk], voice)
        for voice in rule.unheard(voices)
    ]
    return rows, len(everyone)


def _standing(at: datetime) -> dict[Lack, set[Any]]:
    return {
        Lack.CHARTER: charters.chartered(at),
        Lack.STATION: biomes.stationed(at),
        Lack.GUARDIAN: biomes.guarded(at),
        Lack.ANSWER: petitions.answered_biomes(),
    }


def _holds(biome: Any, lack: Lack, has: dict[Lack, set[Any]]) -> bool:
    key = {Lack.CHARTER: biome.subject, Lack.ANSWER: biome.slug}.get(lack, biome.pk)
    return key in has[lack]


def _voice(biome: Any, state: str, lacks: set[Lack]) -> rule.Voice:
    zones = list(biome.zones.all())
    return rule.Voice(
        key=biome.slug,
        name=biome.name,
        state=state,
        lacks=frozenset(lacks),
        people=sum(zone.population for zone in zones),
        poor=sum(zone.population for zone in zones if zone.kind == ZoneKind.ENTROPY),
    )
