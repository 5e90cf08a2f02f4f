"""Units we know, each as an exact factor and offset to the base unit of its kind.

    base = sent * factor + offset

Factors are definitions (SI; the foot and the Fahrenheit scale by agreement), so conversion is exact.
Practical salinity (psu) is not a mass share and ppb says nothing about what per what: both are unknown here.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from types import MappingProxyType

# Wide enough that only a true division may round.
EXACT = Context(prec=40)


@dataclass(frozen=True, slots=True)
class Unit:
    kind: str
    factor: Decimal
    offset: Decimal = Decimal(0)


UNITS = MappingProxyType(
    {
        "ng/L": Unit("mass per volume", Decimal("0.001")),
        "ug/L": Unit("mass per volume", Decimal(1)),
        "mg/m3": Unit("mass per volume", Decimal(1)),
        "mg/L": Unit("mass per volume", Decimal(1000)),
        "g/m3": Unit("mass per volume", Decimal(1000)),
        "g/L": Unit("mass per volume", Decimal(1_000_000)),
        "degC": Unit("temperature", Decimal(1)),
        "K": Unit("temperature", Decimal(1), Decimal("-273.15")),
        "g/kg": Unit("mass per mass", Decimal(1)),
        "mg/kg": Unit("mass per mass", Decimal("0.001")),
        "m": Unit("length", Decimal(1)),
        "cm": Unit("length", Decimal("0.01")),
        "mm": Unit("length", Decimal("0.001")),
        "km": Unit("length", Decimal(1000)),
        "ft": Unit("length", Decimal("0.3048")),
        "%": Unit("share", Decimal("0.01")),
        "1": Unit("share", Decimal(1)),
    }
)

# Spellings that mean exactly one unit. The micro sign and the Greek letter mu are two characters.
SPELLINGS = MappingProxyType(
    {
        "µg/L": "ug/L",
        "μg/L": "ug/L",
        "ug/l": "ug/L",
        "µg/l": "ug/L",
        "μg/l": "ug/L",
        "mg/l": "mg/L",
        "ng/l": "ng/L",
        "g/l": "g/L",
        "mg/m³": "mg/m3",
        "g/m³": "g/m3",
        "°C": "degC",
        "C": "degC",
        "Cel": "degC",
    }
)


class UnknownUnit(Exception):
    """Not in the table."""


class OtherKind(Exception):
    """Both are known, but a length is not a temperature."""


def canonical(unit: str) -> str:
    """Our spelling of a unit, or UnknownUnit."""
    name = SPELLINGS.get(unit.strip(), unit.strip())
    if name not in UNITS:
        raise UnknownUnit(unit)
    return name


def convert(value: Decimal, sent: str, wanted: str) -> Decimal:
    """``value`` in ``sent`` as a value in ``wanted``. Exact but for a division that has no end."""
    here, there = UNITS[canonical(sent)], UNITS[canonical(wanted)]
    if here.kind != there.kind:
        raise OtherKind(sent, wanted)
    if here == there:
        return value
    base = EXACT.add(EXACT.multiply(value, here.factor), here.offset)
    return EXACT.divide(EXACT.subtract(base, there.offset), there.factor)
