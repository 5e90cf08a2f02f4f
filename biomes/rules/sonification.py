"""Readings as sound: one harmonic voice per indicator, rougher the more it suffers. A score, not a recording.

Each voice is a harmonic tone on a whole multiple of one fundamental, so that voices at ease blend. Under stress a
companion joins it, just where two tones are roughest to the ear, as loud as the stress is great. Roughness is that of
Sethares (J. Acoust. Soc. Am. 94(3), 1993), a fit to Plomp and Levelt's measurements (ibid. 38, 1965):

    d(f, g) = a b [exp(-3.51 s (g - f)) - exp(-5.75 s (g - f))],   s = 0.24 / (0.0207 f + 18.96),   f <= g

d is never negative and grows with either loudness; so every added stress, of any voice, makes the chord rougher: by
the model itself, not by tuning. The score holds whole numbers only; the same readings give the same bytes.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import exp, log

import rfc8785

from biomes.rules.state import Limit
from biomes.rules.words import LEVELS, Direction, State

DAYS = 30
STEP_MS = 700
MOST_VOICES = 8
MOST_TOGETHER = 4
# Hertz; the A below the bass clef, two octaves under concert pitch.
FUNDAMENTAL = 110.0
# Where several systems sound together, each stands on its own degree of a just major chord: 1, 5/4, 3/2, 2.
PLACES = (1.0, 1.25, 1.5, 2.0)
# Voices of a chord, in the order of the indicators: octave, fifth, octave, third, fifth, octave, second, third.
HARMONICS = (2, 3, 4, 5, 6, 8, 9, 10)
# Loudness of the partials of one tone, each 0.6 of the one before.
PARTIALS = tuple(0.6**n for n in range(5))

B1, B2, D_STAR, S1, S2 = 3.51, 5.75, 0.24, 0.0207, 18.96
# The argument s (g - f) at which the curve is highest.
ROUGHEST = log(B2 / B1) / (B2 - B1)

# Stress between no limit passed and the first, at each level's limit, and one level's width beyond the last.
AT_LIMIT = {level: Decimal(n + 1) / 4 for n, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Tone:
    hertz: float
    loudness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one indicator said day by day: the stress at its worst station, or None where it was silent."""

    indicator: str
    stations: tuple[str, ...]
    stress: tuple[Decimal | None, ...]


def companion(hertz: float) -> float:
    """The tone that is roughest beside ``hertz``."""
    return hertz + ROUGHEST * (S1 * hertz + S2) / D_STAR


def roughness(tones: Sequence[Tone]) -> float:
    """Of every pair together. Nothing below zero; nothing falls when a tone grows louder."""
    ordered = sorted(tones, key=lambda tone: tone.hertz)
    total = 0.0
    for index, low in enumerate(ordered):
        scale = D_STAR / (S1 * low.hertz + S2)
        for high in ordered[index + 1 :]:
            apart = scale * (high.hertz - low.hertz)
            total += low.loudness * high.loudness * (exp(-B1 * apart) - exp(-B2 * apart))
    return total


def voice(hertz: float, stress: Decimal | None) -> list[Tone]:
    """The partials of a voice and of its companion; nothing where it is silent."""
    if stress is None:
        return []
    tones = [Tone(hertz * (n + 1), part) for n, part in enumerate(PARTIALS)]
    beside = companion(hertz)
    return tones + [Tone(beside * (n + 1), part * float(stress)) for n, part in enumerate(PARTIALS)]


def stress_of(value: Decimal, limits: Sequence[Limit]) -> Decimal | None:
    """0 to 1: a quarter for each level, straight lines between. Monotone towards harm; None without a limit.

    With several sides (too much and too little oxygen) the worse one counts.
    """
    sides = [[one for one in limits if one.direction is side] for side in Direction]
    found = [_on_side(value, held) for held in sides if held]
    return max(found) if found else None


def _on_side(value: Decimal, limits: Sequence[Limit]) -> Decimal:
    sign = 1 if limits[0].direction is Direction.ABOVE else -1
    # Towards harm both the limits and the levels rise; a milder level set beyond a harsher one adds nothing.
    steps: list[tuple[Decimal, Decimal]] = []
    for edge, height in sorted((sign * one.value, AT_LIMIT[one.level]) for one in limits):
        if not steps or height > steps[-1][1]:
            if steps and steps[-1][0] == edge:
                steps.pop()
            steps.append((edge, height))
    width = abs(steps[-1][0]) or Decimal(1)
    before = steps[0][0] - (abs(steps[0][0]) or Decimal(1))
    ladder = [
        (before, Decimal(0)),
        *steps,
        (steps[-1][0] + width, min(steps[-1][1] + Decimal("0.25"), Decimal(1))),
    ]
    return _between(sign * value, ladder)


def _between(at: Decimal, ladder: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    if at <= ladder[0][0]:
        return ladder[0][1]
    for (x0, y0), (x1, y1) in itertools.pairwise(ladder):
        if at <= x1:
            return y0 + (y1 - y0) * (at - x0) / (x1 - x0)
    return ladder[-1][1]


def level_of(stress: Decimal) -> State:
    """The state that a stress stands for: a quarter for each."""
    passed = [level for level in LEVELS if stress > AT_LIMIT[level]]
    return passed[-1] if passed else State.THRIVING


# --- The score ------------------------------------------------------------------------------------
def score(
    slug: str, state: State, first: date, heard: Sequence[Heard], *, place: int = 0
) -> dict[str, object]:
    """The whole score as plain values. A system of unknown state is silent, whatever it said before."""
    voices = [] if state is State.UNKNOWN else [one for one in heard if _sounds(one)][:MOST_VOICES]
    count = max((len(one.stress) for one in voices), default=0)
    base = FUNDAMENTAL * PLACES[place]
    pitches = [base * HARMONICS[index] for index in range(len(voices))]
    return {
        "version": 1,
        "biome": slug,
        "state": state.value,
        "is_silent": not voices,
        "first_day": first.isoformat(),
        "step_ms": STEP_MS,
        "partials_per_mille": [_thousandths(part) for part in PARTIALS],
        "voices": [
            {
                "indicator": one.indicator,
                "stations": list(one.stations),
                "millihertz": _thousandths(pitch),
                "companion_millihertz": _thousandths(companion(pitch)),
                "stress_per_mille": [None if s is None else _thousandths(s) for s in one.stress],
            }
            for one, pitch in zip(voices, pitches, strict=True)
        ],
        "roughness_per_mille": [
            _thousandths(roughness(chord([(p, v.stress[n]) for v, p in zip(voices, pitches, strict=True)])))
            for n in range(count)
        ],
    }


def chord(sung: Sequence[tuple[float, Decimal | None]]) -> list[Tone]:
    return [tone for hertz, stress in sung for tone in voice(hertz, stress)]


def _sounds(one: Heard) -> bool:
    return any(stress is not None for stress in one.stress)


def _thousandths(value: float | Decimal) -> int:
    return round(value * 1000)


def as_bytes(said: Mapping[str, object]) -> bytes:
    """Canonical JSON (RFC 8785)."""
    return rfc8785.dumps(dict(said))  # type: ignore[arg-type]


# --- The transcript -------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Line:
    """Days in a row on which one voice stood in the same state; None: it was silent."""

    indicator: str
    first: date
    last: date
    state: State | None
    most_per_mille: int = 0


def transcript(said: Mapping[str, object]) -> list[Line]:
    """What is heard, in words' codes: voice by voice, then day by day."""
    first = date.fromisoformat(str(said["first_day"]))
    lines: list[Line] = []
    for one in said["voices"]:  # type: ignore[attr-defined]
        for step, stress in enumerate(one["stress_per_mille"]):
            state = None if stress is None else level_of(Decimal(stress) / 1000)
            day, last = first + timedelta(days=step), lines[-1] if lines else None
            if last and (last.indicator, last.state) == (one["indicator"], state) and step:
                most = max(last.most_per_mille, stress or 0)
                lines[-1] = Line(last.indicator, last.first, day, state, most)
            else:
                lines.append(Line(one["indicator"], day, day, state, stress or 0))
    return lines
