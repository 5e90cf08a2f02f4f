"""The criteria of the IUCN Red List of Ecosystems, as an assessment writes them: "A1; B2a(ii)b; D3".

    A  reduction in distribution      1, 2a, 2b, 3
    B  restricted distribution        1 and 2 with a(i, ii, iii), b, c; 3
    C  degradation of the abiotic     1, 2a, 2b, 3
    D  disruption of the biotic       1, 2a, 2b, 3
    E  quantitative risk analysis

After Bland, L.M., Keith, D.A., Miller, R.M., Murray, N.J. and Rodriguez, J.P. (eds.) (2017). Guidelines for the
application of IUCN Red List of Ecosystems Categories and Criteria, version 1.1. IUCN, Gland.
"""

import re

_ONE = re.compile(
    r"[ACD](?:1|2[ab]?|3)"
    r"|B[12](?:a(?:\((?:i|ii|iii)(?:,(?:i|ii|iii))*\))?)?b?c?"
    r"|B3"
    r"|E"
)
_BETWEEN = re.compile(r"\s*[;+]\s*|\s*,\s*(?![^(]*\))|\s+(?![^(]*\))")


def criteria(text: str) -> tuple[str, ...] | None:
    """("A1", "B2a(ii)b") in the order given and once each; None where a part is no criterion."""
    said = [one for one in _BETWEEN.split(text.strip()) if one]
    tidy = [re.sub(r"\s", "", one) for one in said]
    tidy = [one[:1].upper() + one[1:] for one in tidy]
    if any(not _ONE.fullmatch(one) for one in tidy):
        return None
    return tuple(dict.fromkeys(tidy))
