"""Links of the lattice as rows of a table, there and back.

    from,to,kind,direction,strength,evidence,evidence_url
    low-creek,bay,flow,one_way,0.40,"Basin survey 2149, table 4",https://example.org/survey

``from``, ``to`` and ``kind`` say which link it is: one of a kind stands between two living systems. A link is never
rewritten: a row that says something else ends the one that stands and adds another.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from biomes.rules import zone_table
from biomes.rules.profile import Fault
from biomes.rules.words import LinkKind

COLUMNS = ("from", "to", "kind", "direction", "strength", "evidence", "evidence_url")
KEY = ("from", "to", "kind")
SAID = COLUMNS[3:]
ONE_WAY, BOTH_WAYS = "one_way", "both_ways"
EVIDENCE = 300

Link = dict[str, Any]


def key(source: str, target: str, kind: str) -> str:
    return f"{source} > {target}: {kind}"


def cells(link: Mapping[str, Any]) -> dict[str, str]:
    """The row that says the link."""
    return {
        "from": link["from"],
        "to": link["to"],
        "kind": link["kind"],
        "direction": BOTH_WAYS if link["both_ways"] else ONE_WAY,
        "strength": f"{link['strength']}",
        "evidence": link["evidence"],
        "evidence_url": link["evidence_url"],
    }


def content(said: Mapping[str, str], before: Mapping[str, Any] | None) -> tuple[Link, list[Fault]]:
    """What the row says the link should be, and everything that is wrong with it.

    ``before`` is the link of this key that stands; what the row does not say stays as it is there.
    """
    link: Link = {name: said.get(name, "").strip() for name in KEY} | dict(before or {})
    faults = [Fault(field, "nul_byte") for field, text in said.items() if "\x00" in text]
    if link["kind"] not in {one.value for one in LinkKind}:
        faults.append(Fault("kind", "not_a_link_kind", link["kind"][:60]))
    if link["from"] and link["from"] == link["to"]:
        faults.append(Fault("to", "same_ends"))
    for column, (field, read) in _READ.items():
        if column in said:
            try:
                link[field] = read(said[column].strip())
            except _Unread as why:
                faults.append(Fault(column, why.code, why.about))
        elif field not in link:
            faults += [] if column == "evidence_url" else [Fault(column, "missing")]
    return {"evidence_url": ""} | link, faults


class _Unread(Exception):
    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code, self.about = code, about[:60]


def _direction(text: str) -> bool:
    if text not in {ONE_WAY, BOTH_WAYS}:
        raise _Unread("not_a_direction" if text else "missing", text)
    return text == BOTH_WAYS


def _strength(text: str) -> Decimal:
    """A share from 0 to 1 with at most two decimals."""
    if not text:
        raise _Unread("missing")
    try:
        share = Decimal(text) if text.isascii() else Decimal("NaN")
    except InvalidOperation as why:
        raise _Unread("not_a_share", text) from why
    if not share.is_finite() or not 0 <= share <= 1 or share != round(share, 2):
        raise _Unread("not_a_share", text)
    return share.quantize(Decimal("0.01"))


def _evidence(text: str) -> str:
    if not text:
        raise _Unread("missing")
    if len(text) > EVIDENCE:
        raise _Unread("too_long", str(EVIDENCE))
    return text


def _address(text: str) -> str:
    try:
        return zone_table.address(text)
    except zone_table.BadCell as why:
        raise _Unread("not_a_link", text) from why


_READ: dict[str, tuple[str, Callable[[str], Any]]] = {
    "direction": ("both_ways", _direction),
    "strength": ("strength", _strength),
    "evidence": ("evidence", _evidence),
    "evidence_url": ("evidence_url", _address),
}
