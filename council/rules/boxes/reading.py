"""Reading a package, or saying exactly where it is wrong: the same faults and paths as a decision rule."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from charters.rules.text import EID, LONGEST_TEXT
from council.rules.boxes.parts import (
    FORMAT,
    Appointer,
    Being,
    Box,
    BoxArticle,
    BoxChamber,
    BoxCharter,
    BoxRule,
    BoxSeat,
    BoxSession,
    BoxThreshold,
    Ground,
    Recurrence,
    Source,
    said,
)
from council.rules.boxes.whole import check_whole
from council.rules.fields import RuleFault, flag, once, one_of, rows, table, under, whole, word
from council.rules.kinds import BodyKind, Capacity, Holder, JointRule, MotionKind
from council.rules.reading import read_rule, read_weight
from petitions.rules.numbers import MOST_SIGNATURES
from petitions.rules.thresholds import Kind

LONGEST_BOX = 300_000
MOST_BEINGS, MOST_APPOINTERS, MOST_CHAMBERS, MOST_SEATS, MOST_RULES = 8, 128, 8, 256, 16
MOST_ARTICLES, MOST_SOURCES, MOST_NOTES, MOST_GROUNDS, MOST_SITTINGS = 60, 40, 40, 8, 16
SLUG = re.compile(r"[A-Za-z0-9_-]{1,50}")
SHA256 = re.compile(r"[0-9a-f]{64}")
HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
OFFICES = frozenset({"", "chair", "vice"})
TRACKS = frozenset(kind.value for kind in Kind)
CHAMBER_KINDS = frozenset(kind.value for kind in BodyKind) - {BodyKind.COUNCIL.value}
TOLD = {"grounds", "note"}


# --- Plain fields -------------------------------------------------------------------------------------
def _fields(data: Any, path: str, needed: Iterable[str], more: Iterable[str] = ()) -> Mapping[str, Any]:
    must = frozenset(needed)
    return table(data, path, must | frozenset(more), must)


def _part(data: Any, path: str, needed: Iterable[str], more: Iterable[str] = ()) -> Mapping[str, Any]:
    return _fields(data, path, needed, {*more, *TOLD})


def _slug(data: Any, path: str) -> str:
    if not isinstance(data, str) or not SLUG.fullmatch(data):
        raise RuleFault(path, "not_a_slug")
    return data


def _line(data: Any, path: str, most: int, *, least: int = 1) -> str:
    return _text(data, path, most, least=least, breaks=False)


def _text(data: Any, path: str, most: int, *, least: int = 1, breaks: bool = True) -> str:
    """Words for people, in NFC, without characters that nobody sees; bounded."""
    if not isinstance(data, str):
        raise RuleFault(path, "not_text")
    text = unicodedata.normalize("NFC", data)
    if any(unicodedata.category(c) in ("Cc", "Cs") and not (breaks and c == "\n") for c in text):
        raise RuleFault(path, "hidden_character")
    if not least <= len(text) <= most or (least and not text.strip()):
        raise RuleFault(path, "wrong_length")
    return text


def _told(row: Mapping[str, Any], path: str) -> dict[str, Any]:
    """``grounds`` and ``note`` of any part."""
    return {
        "grounds": rows(row.get("grounds", ()), under(path, "grounds"), _ground, most=MOST_GROUNDS),
        "note": _text(row.get("note", ""), under(path, "note"), 600, least=0),
    }


def _ground(data: Any, path: str) -> Ground:
    row = _fields(data, path, ["source"], ["at"])
    return Ground(
        source=_slug(row["source"], under(path, "source")),
        at=_line(row.get("at", ""), under(path, "at"), 120, least=0),
    )


# --- Parts ----------------------------------------------------------------------------------------------
def _named(make: Callable[..., Any]) -> Callable[[Any, str], Any]:
    """A being or an appointer: a code and a name."""

    def read(data: Any, path: str) -> Any:
        row = _part(data, path, ["code", "name"])
        return make(
            code=_slug(row["code"], under(path, "code")),
            name=_line(row["name"], under(path, "name"), 120),
            **_told(row, path),
        )

    return read


def _chamber(data: Any, path: str) -> BoxChamber:
    row = _part(data, path, ["code", "name"], ["kind"])
    return BoxChamber(
        code=_slug(row["code"], under(path, "code")),
        name=_line(row["name"], under(path, "name"), 120),
        kind=BodyKind(one_of(row.get("kind", "chamber"), under(path, "kind"), CHAMBER_KINDS)),
        **_told(row, path),
    )


SEAT = ("title", "holder", "joint", "represents", "group", "capacity", "weights", "office", "appointer", "cohort",
        "term_months", "max_terms")  # fmt: skip


def _seat(data: Any, path: str) -> BoxSeat:
    row = _part(data, path, ["code", "body"], SEAT)
    holder = Holder(one_of(row.get("holder", "person"), under(path, "holder"), frozenset(Holder)))
    return BoxSeat(
        code=_slug(row["code"], under(path, "code")),
        body=_slug(row["body"], under(path, "body")),
        title=_line(row.get("title", ""), under(path, "title"), 80, least=0),
        holder=holder,
        joint=_joint(row, path, holder),
        represents=_maybe_slug(row, path, "represents", 50),
        group=_maybe_word(row, path, "group", 24),
        capacity=_capacity(row, path),
        weights=_weights(row.get("weights", {}), under(path, "weights")),
        office=one_of(row.get("office", ""), under(path, "office"), OFFICES),
        appointer=_maybe_slug(row, path, "appointer", 50),
        cohort=_maybe_word(row, path, "cohort", 24),
        **_terms(row, path),
        **_told(row, path),
    )


def _capacity(row: Mapping[str, Any], path: str) -> tuple[Capacity, ...] | None:
    if "capacity" not in row:
        return None
    where = under(path, "capacity")
    found = rows(row["capacity"], where, _one_capacity, most=len(Capacity))
    once(found, where)
    return said(found, row.get("represents", ""))


def _one_capacity(data: Any, path: str) -> Capacity:
    return Capacity(one_of(data, path, frozenset(Capacity)))


def _joint(row: Mapping[str, Any], path: str, holder: Holder) -> JointRule | None:
    if holder is not Holder.JOINT:
        if "joint" in row:
            raise RuleFault(under(path, "joint"), "not_joint")
        return None
    return JointRule(one_of(row.get("joint", "unanimous"), under(path, "joint"), frozenset(JointRule)))


def _maybe_slug(row: Mapping[str, Any], path: str, name: str, most: int) -> str:
    return _slug(row[name], under(path, name))[:most] if row.get(name, "") != "" else ""


def _maybe_word(row: Mapping[str, Any], path: str, name: str, most: int) -> str:
    if row.get(name, "") == "":
        return ""
    found = word(row[name], under(path, name))
    if len(found) > most:
        raise RuleFault(under(path, name), "wrong_length")
    return found


def _weights(data: Any, path: str) -> dict[str, int | str]:
    if not isinstance(data, Mapping):
        raise RuleFault(path, "not_an_object")
    if len(data) > MOST_RULES:
        raise RuleFault(path, "too_many")
    for name, weight in data.items():
        word(name, path)
        read_weight(weight, under(path, str(name)))
    return dict(data)


def _terms(row: Mapping[str, Any], path: str) -> dict[str, Any]:
    term, most = row.get("term_months"), row.get("max_terms")
    if term is not None:
        term = whole(term, under(path, "term_months"), least=1, most=1200)
    if most is not None:
        most = whole(most, under(path, "max_terms"), least=1, most=100)
        if term is None:
            raise RuleFault(under(path, "term_months"), "missing")
    return {"term_months": term, "max_terms": most}


def _rule(data: Any, path: str) -> BoxRule:
    row = _part(data, path, ["code", "title", "decides", "rule"])
    where = under(path, "rule")
    try:
        read_rule(row["rule"])
    except RuleFault as fault:
        raise RuleFault(under(where, fault.path) if fault.path else where, fault.code) from fault
    return BoxRule(
        code=_slug(row["code"], under(path, "code")),
        title=_line(row["title"], under(path, "title"), 80),
        decides=rows(row["decides"], under(path, "decides"), _kind, least=1, most=len(MotionKind)),
        rule=row["rule"],
        **_told(row, path),
    )


def _kind(data: Any, path: str) -> MotionKind:
    return MotionKind(one_of(data, path, frozenset(MotionKind)))


def _charter(data: Any, path: str) -> BoxCharter:
    row = _part(data, path, ["of", "title", "instrument"], ["preamble", "articles"])
    articles = rows(row.get("articles", ()), under(path, "articles"), _article, most=MOST_ARTICLES)
    once([article.eid for article in articles], f"{path}.articles", "eid")
    return BoxCharter(
        of=_slug(row["of"], under(path, "of")),
        title=_line(row["title"], under(path, "title"), 120),
        instrument=_line(row["instrument"], under(path, "instrument"), 200),
        preamble=_text(row.get("preamble", ""), under(path, "preamble"), LONGEST_TEXT, least=0),
        articles=articles,
        **_told(row, path),
    )


def _article(data: Any, path: str) -> BoxArticle:
    row = _fields(data, path, ["eid", "heading", "text"], ["entrenched"])
    if not isinstance(row["eid"], str) or not EID.fullmatch(row["eid"]):
        raise RuleFault(under(path, "eid"), "not_an_eid")
    return BoxArticle(
        eid=row["eid"],
        heading=_line(row["heading"], under(path, "heading"), 160),
        text=_text(row["text"], under(path, "text"), LONGEST_TEXT),
        entrenched=flag(row.get("entrenched", False), under(path, "entrenched")),
    )


def _threshold(data: Any, path: str) -> BoxThreshold:
    row = _part(data, path, ["kind", "count"])
    return BoxThreshold(
        kind=one_of(row["kind"], under(path, "kind"), TRACKS),
        count=whole(row["count"], under(path, "count"), least=1, most=MOST_SIGNATURES),
        **_told(row, path),
    )


# --- The calendar ----------------------------------------------------------------------------------------
def _calendar(data: Any, path: str) -> dict[str, Any]:
    row = _fields(data, path, [], ["session", "sittings"])
    session = row.get("session")
    return {
        "session": None if session is None else _session(session, under(path, "session")),
        "sittings": rows(row.get("sittings", ()), under(path, "sittings"), _recurrence, most=MOST_SITTINGS),
    }


def _session(data: Any, path: str) -> BoxSession:
    row = _part(data, path, ["title", "begins"], ["months"])
    return BoxSession(
        title=_line(row["title"], under(path, "title"), 60),
        begins=_day(row["begins"], under(path, "begins")),
        months=whole(row.get("months", 12), under(path, "months"), least=1, most=120),
        **_told(row, path),
    )


def _day(data: Any, path: str) -> str:
    try:
        # The first of a month or a day that every month has, so that sessions follow without a gap.
        if isinstance(data, str) and len(data) == 10 and date.fromisoformat(data).day <= 28:
            return data
    except ValueError as none:
        raise RuleFault(path, "not_a_day") from none
    raise RuleFault(path, "not_a_day")


def _recurrence(data: Any, path: str) -> Recurrence:
    row = _part(data, path, ["body", "months", "week", "weekday", "at"], ["years", "year"])
    if not isinstance(row["at"], str) or not HOUR.fullmatch(row["at"]):
        raise RuleFault(under(path, "at"), "not_an_hour")
    months = rows(row["months"], under(path, "months"), _month, least=1, most=12)
    once(months, f"{path}.months")
    return Recurrence(
        body=_slug(row["body"], under(path, "body")),
        months=months,
        week=whole(row["week"], under(path, "week"), least=1, most=5),
        weekday=whole(row["weekday"], under(path, "weekday"), least=1, most=7),
        at=row["at"],
        years=whole(row.get("years", 1), under(path, "years"), least=1, most=10),
        year=whole(row.get("year", 2000), under(path, "year"), least=1900, most=2900),
        **_told(row, path),
    )


def _month(data: Any, path: str) -> int:
    return whole(data, path, least=1, most=12)


def _source(data: Any, path: str) -> Source:
    row = _fields(data, path, ["code", "title"], ["url"])
    url = _line(row.get("url", ""), under(path, "url"), 300, least=0)
    # A link on a page: never a script, never another kind of address.
    if url and not re.match(r"https?://[^\s/]+", url):
        raise RuleFault(under(path, "url"), "not_an_address")
    return Source(
        code=_slug(row["code"], under(path, "code")),
        title=_line(row["title"], under(path, "title"), 300),
        url=url,
    )


def _note(data: Any, path: str) -> str:
    return _text(data, path, 1000)


# --- The whole -------------------------------------------------------------------------------------------
NEEDED = ("format", "code", "name", "seats", "rules")
MORE = ("language", "forked_from", "grounds", "beings", "appointers", "chambers", "charters", "thresholds",
        "calendar", "sources", "notes")  # fmt: skip


def read_box(data: Any) -> Box:
    """The package that the data states, or RuleFault with the path of the first fault."""
    row = _fields(data, "", NEEDED, MORE)
    if row["format"] != FORMAT:
        raise RuleFault("format", "unknown_format")
    box = Box(
        code=_slug(row["code"], "code"),
        name=_line(row["name"], "name", 120),
        language=_like(row.get("language", "en"), "language", LANGUAGE, "not_a_language"),
        forked_from=_like(row.get("forked_from", ""), "forked_from", SHA256, "not_a_hash", empty=True),
        grounds=rows(row.get("grounds", ()), "grounds", _ground, most=MOST_GROUNDS),
        beings=rows(row.get("beings", ()), "beings", _named(Being), most=MOST_BEINGS),
        appointers=rows(row.get("appointers", ()), "appointers", _named(Appointer), most=MOST_APPOINTERS),
        chambers=rows(row.get("chambers", ()), "chambers", _chamber, most=MOST_CHAMBERS),
        seats=rows(row["seats"], "seats", _seat, least=1, most=MOST_SEATS),
        rules=rows(row["rules"], "rules", _rule, least=1, most=MOST_RULES),
        charters=rows(row.get("charters", ()), "charters", _charter, most=MOST_BEINGS),
        thresholds=rows(row.get("thresholds", ()), "thresholds", _threshold, most=len(TRACKS)),
        sources=rows(row.get("sources", ()), "sources", _source, most=MOST_SOURCES),
        notes=rows(row.get("notes", ()), "notes", _note, most=MOST_NOTES),
        **_calendar(row.get("calendar", {}), "calendar"),
    )
    check_whole(box)
    return box


def _like(data: Any, path: str, shape: re.Pattern[str], code: str, *, empty: bool = False) -> str:
    if isinstance(data, str) and (shape.fullmatch(data) or (empty and data == "")):
        return data
    raise RuleFault(path, code)
