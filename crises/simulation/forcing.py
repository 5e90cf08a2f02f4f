"""What a member of the ensemble draws: parameters, initial bloom, weather, eddies.

Everything comes from Philox(SeedSequence(seed, spawn_key=(member,))) in a fixed order, so a
member is the same with and without a plan (common random numbers), on any machine, in any
order, and after any interruption: the draws are made again, never stored.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .grids import Floats
from .parameters import PARAMETERS
from .scenario import Scenario

SEGMENTS_A_DAY = 4  # the weather changes every six hours
BLOOM_SPREAD = 0.25  # sd of the logarithm of an initial bloom's size
BLOOM_SHIFT = 0.3  # sd of its displacement, in radii
TEMPERATURE_SD = 1.0


@dataclass(frozen=True)
class Forcing:
    parameters: dict[str, float]
    temperature_c: float
    bloom_size: Floats  # factor for each blob
    bloom_shift: Floats  # [blobs, 2] in radii
    wind: Floats  # [segments, 2] m/s east and north
    eddies: Floats  # [segments, modes], mean square 1


def forcing(scenario: Scenario, member: int) -> Forcing:
    if not 0 <= member < scenario.members:
        raise ValueError(f"member {member} of {scenario.members}")
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence(scenario.seed, spawn_key=(member,))))
    parameters = {}
    for parameter, z in zip(PARAMETERS, rng.standard_normal(len(PARAMETERS)), strict=True):
        drawn = scenario.parameter(parameter.name)
        if parameter.spread:
            drawn = min(max(drawn * math.exp(parameter.spread * z), parameter.low), parameter.high)
        parameters[parameter.name] = drawn
    temperature = scenario.temperature_c + TEMPERATURE_SD * rng.standard_normal()
    blooms = rng.standard_normal((len(scenario.blobs), 3))
    steps = rng.standard_normal((scenario.days * SEGMENTS_A_DAY + 1, 2 + scenario.currents.modes))
    wind, currents = scenario.wind, scenario.currents
    towards = math.radians(wind.towards_deg)
    mean = wind.speed_m_s * np.array([math.sin(towards), math.cos(towards)])
    return Forcing(
        parameters=parameters,
        temperature_c=temperature,
        bloom_size=np.exp(BLOOM_SPREAD * blooms[:, 0]),
        bloom_shift=BLOOM_SHIFT * blooms[:, 1:],
        wind=mean + wind.sd_m_s * _wander(steps[:, :2], wind.memory_h),
        eddies=_wander(steps[:, 2:], currents.memory_h),
    )


def _wander(noise: Floats, memory_h: float) -> Floats:
    """AR(1) with unit variance, started in its own distribution."""
    kept = math.exp(-24 / SEGMENTS_A_DAY / memory_h)
    path = np.empty_like(noise)
    path[0] = noise[0]
    for k in range(1, len(noise)):
        path[k] = kept * path[k - 1] + math.sqrt(1 - kept**2) * noise[k]
    return path[1:]
