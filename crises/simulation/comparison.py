"""A plan against its baseline, member by member: both runs had the same weather and parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .layout import Array
from .statistics import Statistics

# A zone is called worse off when the mean of its paired difference is above this share of its
# baseline and most members agree.
TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Paired:
    """Plan minus baseline over the members: below zero is better."""

    baseline: float
    plan: float
    mean: float
    low: float  # 5 %
    high: float  # 95 %
    better_members: int
    worse_members: int

    @property
    def is_worse_off(self) -> bool:
        return self.worse_members > self.better_members and self.mean > TOLERANCE * max(self.baseline, 1e-9)

    def to_dict(self) -> dict[str, Any]:
        return {
            "baseline": self.baseline, "plan": self.plan, "mean": self.mean, "low": self.low,
            "high": self.high, "better_members": self.better_members, "worse_members": self.worse_members,
            "worse_off": self.is_worse_off,
        }  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """``exposure``: zone-days at or above a limit (share of the zone's water times days), for each
    limit; ``mean`` and ``peak``: of the zone's concentration over the days."""

    members: int
    limits: dict[str, tuple[float, ...]]
    exposure: dict[str, dict[str, tuple[Paired, ...]]]
    mean: dict[str, dict[str, Paired]]
    peak: dict[str, dict[str, Paired]]

    @property
    def worse_off(self) -> tuple[str, ...]:
        """Zones the plan harms in any exposure; nobody is made worse off in silence."""
        return tuple(
            slug
            for slug, quantities in self.exposure.items()
            if any(pair.is_worse_off for pairs in quantities.values() for pair in pairs)
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "members": self.members,
            "limits": {q: list(values) for q, values in self.limits.items()},
            "worse_off": list(self.worse_off),
            "zones": {
                slug: {
                    quantity: {
                        "exposure": [pair.to_dict() for pair in pairs],
                        "mean": self.mean[slug][quantity].to_dict(),
                        "peak": self.peak[slug][quantity].to_dict(),
                    }
                    for quantity, pairs in quantities.items()
                }
                for slug, quantities in self.exposure.items()
            },
        }


def compare(baseline: Statistics, plan: Statistics) -> Comparison:
    """Paired over members; the two must come from one scenario with and without its plan."""
    if (baseline.members, baseline.days, baseline.limits) != (plan.members, plan.days, plan.limits):
        raise ValueError("these two ensembles do not belong together")
    zones, quantities = plan.zones, plan.limits

    def each(of: Any) -> dict[str, dict[str, Paired]]:
        return {
            slug: {q: _paired(of(baseline.zones[slug][q]), of(plan.zones[slug][q])) for q in quantities}
            for slug in zones
        }

    return Comparison(
        members=plan.members,
        limits=plan.limits,
        exposure={
            slug: {
                q: tuple(
                    _paired(before.sum(axis=1), after.sum(axis=1))
                    for before, after in zip(baseline.exposure[slug][q], plan.exposure[slug][q], strict=True)
                )
                for q in quantities
            }
            for slug in zones
        },
        mean=each(lambda series: series.mean(axis=1)),
        peak=each(lambda series: series.max(axis=1)),
    )


def _paired(baseline: Array, plan: Array) -> Paired:
    difference = plan.astype(float) - baseline
    low, high = np.quantile(difference, (0.05, 0.95))
    return Paired(
        baseline=float(baseline.mean()),
        plan=float(plan.mean()),
        mean=float(difference.mean()),
        low=float(low),
        high=float(high),
        better_members=int((difference < 0).sum()),
        worse_members=int((difference > 0).sum()),
    )
