"""Units are stored in plain letters and shown as they are printed."""

import re

# "ug", "ug/L", "umol/L": a plain u before a unit is the micro sign.
_MICRO = re.compile(r"\bu(?=(g|m|L|l|mol|S)\b)")


def unit_sign(unit: object) -> str:
    return _MICRO.sub("µ", str(unit or "")).replace("m3", "m³").replace("m2", "m²").replace("degC", "°C")
