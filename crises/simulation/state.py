"""What is kept of a member: its state (to go on) and its day (to look at), as bytes.

Both travel as .npz with a JSON header; ``from_bytes`` never unpickles.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np

from .layout import Array

Ledger = dict[str, dict[str, float]]


class Damaged(Exception):
    """The stored bytes are not what was written."""


@dataclass(frozen=True, eq=False)
class State:
    """A member after ``day`` whole days: enough to go on bitwise as if never stopped."""

    member: int
    day: int
    steps: int  # transport steps so far: their parity says which way the next one sweeps first
    barrier_mg_m2: float  # held by a filtering barrier so far, mg chlorophyll over a cell's area
    algae: Array
    nutrient: Array
    toxin: Array  # dissolved only

    def to_bytes(self) -> bytes:
        head = {
            "member": self.member, "day": self.day, "steps": self.steps,
            "barrier_mg_m2": self.barrier_mg_m2.hex(),
        }  # fmt: skip
        return _pack(head, algae=self.algae, nutrient=self.nutrient, toxin=self.toxin)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        head, arrays = _unpack(data, ("algae", "nutrient", "toxin"))
        head["barrier_mg_m2"] = float.fromhex(head["barrier_mg_m2"])
        return cls(**head, **arrays)


@dataclass(frozen=True, slots=True)
class DroneDay:
    """One drone's own ledger for one day; toxin counts what was in the cells it took too."""

    name: str
    index: int
    treated_m3: float
    algae_kg: float
    toxin_kg: float
    hours: float
    hopper_full: bool


@dataclass(frozen=True, eq=False)
class Day:
    """A member at the end of a day: fields (NaN on land) and where every mass went.

    Masses are kg of chlorophyll-a, phosphorus and toxin; toxin in the field is the total, in
    and outside the cells, in its ledger the dissolved part.
    """

    member: int
    day: int
    chlorophyll: Array
    nutrient: Array
    toxin: Array
    ledger: Ledger
    treated_m3: float
    drones: tuple[DroneDay, ...]
    barrier_kg: float

    def field(self, quantity: str) -> Array:
        return {"chlorophyll": self.chlorophyll, "nutrient": self.nutrient, "toxin": self.toxin}[quantity]

    def to_bytes(self) -> bytes:
        head = {
            "member": self.member, "day": self.day, "ledger": self.ledger, "treated_m3": self.treated_m3,
            "drones": [asdict(d) for d in self.drones], "barrier_kg": self.barrier_kg,
        }  # fmt: skip
        return _pack(head, chlorophyll=self.chlorophyll, nutrient=self.nutrient, toxin=self.toxin)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        head, arrays = _unpack(data, ("chlorophyll", "nutrient", "toxin"))
        head["drones"] = tuple(DroneDay(**d) for d in head["drones"])
        return cls(**head, **arrays)


def _pack(head: dict[str, Any], **arrays: Array) -> bytes:
    buffer = io.BytesIO()
    text = np.frombuffer(json.dumps(head, sort_keys=True).encode(), np.uint8)
    np.savez(buffer, head=text, **arrays)
    return buffer.getvalue()


def _unpack(data: bytes, names: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Array]]:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            head = json.loads(stored["head"].tobytes())
            return head, {name: stored[name] for name in names}
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as trouble:
        raise Damaged("These bytes hold no simulated day.") from trouble
