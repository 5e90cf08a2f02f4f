"""The working of a count in words: templates of sentences; the numbers come from the rules."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from council.rules.decision import WEIGHT
from council.rules.seats import SeatVote
from council.words.rule import base_words, share_words

SEAT_WORDS = {
    SeatVote.YES: gettext_lazy("Yes"),
    SeatVote.NO: gettext_lazy("No"),
    SeatVote.ABSTAIN: gettext_lazy("Abstains"),
    SeatVote.SPLIT: gettext_lazy("Split"),
    SeatVote.INCOMPLETE: gettext_lazy("One hand only"),
    SeatVote.AWAY: gettext_lazy("Away"),
    SeatVote.RECUSED: gettext_lazy("Recused"),
}
OUTCOME_WORDS = {
    "adopted": gettext_lazy("Adopted"),
    "rejected": gettext_lazy("Rejected"),
    "no_quorum": gettext_lazy("No quorum"),
    "tied": gettext_lazy("Tied"),
    "vetoed": gettext_lazy("Vetoed"),
    "void": gettext_lazy("Void"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One clause of the working: a sign (check, cross, info) and its sentence."""

    sign: str
    text: str


def seat_word(vote: str) -> str:
    return str(SEAT_WORDS[SeatVote(vote)])


def outcome_word(outcome: str) -> str:
    return str(OUTCOME_WORDS[outcome])


def yes_needed(row: Mapping[str, Any]) -> int:
    """The most that any clause counted in seats asks for: where the upright stands."""
    asked = [
        int(clause["needed"])
        for clause in row["clauses"]
        if clause["kind"] in ("pass", "floor") and not str(clause.get("base", "")).startswith(WEIGHT)
    ]
    return max(asked, default=0)


def short_sentence(row: Mapping[str, Any]) -> str:
    """“Yes 40 of the 41 needed (3/4 of 54 cast); quorum 57 of 45”."""
    # A rule has at least one majority; the first is the one that people know it by.
    clause = next(c for c in row["clauses"] if c["kind"] == "pass")
    share = f"{clause['num']}/{clause['den']}"
    words = _("Yes %(got)s of the %(needed)s needed (%(share)s of %(of)s %(base)s)") % {
        **_numbers(clause),
        "share": _("more than %(share)s") % {"share": share} if clause["strict"] else share,
        "base": _base_short(clause["base"]),
    }
    if not row["quorum"]:
        return words
    return _("%(words)s; quorum %(got)s of %(needed)s") % {
        **_numbers(row["quorum"]),
        "words": words,
    }


def _numbers(clause: Mapping[str, Any]) -> dict[str, str]:
    """A clause's counts and weights as a reader's language writes them; an exact ratio stays one."""
    told = {name: clause[name] for name in ("got", "needed", "of") if name in clause}
    return {
        name: number_format(value, use_l10n=True, force_grouping=value >= 1000)
        if isinstance(value, int)
        else value
        for name, value in told.items()
    }


def _base_short(base: str) -> str:
    if base.startswith(WEIGHT):
        return base_words(base)
    return {
        "in_office": _("in office"),
        "present": _("present"),
        "cast": _("cast"),
        "cast_all": _("cast, abstentions too"),
    }[base]


def lines(row: Mapping[str, Any]) -> list[Line]:
    """A chamber's working, clause by clause."""
    found = []
    if row["quorum"]:
        found.append(_quorum_line(row["quorum"]))
    found += [_clause_line(clause) for clause in row["clauses"]]
    if row["deemed"]:
        found.append(
            Line(
                "info",
                _(
                    "Only %(count)s seats did not say yes: too few to block, so the majority is deemed reached."
                )
                % {"count": row["against"]},
            )
        )
    if row["tied"]:
        found.append(Line("info", _("Yes and no are equal.")))
    return found + _seats_apart(row["counts"])


def _sign(met: bool) -> str:
    return "check" if met else "cross"


def _quorum_line(clause: Mapping[str, Any]) -> Line:
    text = _("Quorum: %(got)s present, %(needed)s needed (%(share)s of %(of)s).") % {
        **_numbers(clause),
        "share": _strictly(clause),
    }
    return Line(_sign(clause["met"]), text)


def _strictly(clause: Mapping[str, Any]) -> str:
    share = share_words(clause["num"], clause["den"])
    return _("more than %(share)s") % {"share": share} if clause["strict"] else share


def _clause_line(clause: Mapping[str, Any]) -> Line:
    kind = clause["kind"]
    if kind == "all_of_any":
        text = _("One group whole: %(groups)s.") % {
            "groups": "; ".join(f"{g['group']} {g['got']}/{g['of']}" for g in clause["groups"])
        }
    elif kind == "at_least":
        text = _("%(group)s: %(got)s said yes, %(needed)s needed.") % {
            **_numbers(clause),
            "group": clause["group"],
        }
    elif "num" not in clause:
        text = _("Yes: %(needed)s needed at the least. %(got)s said yes.") % _numbers(clause)
    else:
        text = _share_line(clause)
    return Line(_sign(clause["met"]), text)


def _share_line(clause: Mapping[str, Any]) -> str:
    values = {
        **_numbers(clause),
        "share": _strictly(clause),
        "base": _base_short(clause["base"]),
        "exact": exact(clause),
    }
    if clause["kind"] == "floor":
        return _("Floor: %(share)s of %(of)s %(base)s, so %(needed)s are needed. %(got)s said yes.") % values
    if clause["base"].startswith(WEIGHT):
        return _("Weight: %(share)s of %(of)s, so %(needed)s are needed. Yes carries %(got)s.") % values
    # Rounded up, the share explains itself; "more than" is the next whole number anyway.
    if values["exact"] and not clause["strict"]:
        return (
            _("Yes: %(share)s of %(of)s %(base)s is %(exact)s, so %(needed)s are needed. %(got)s said yes.")
            % values
        )
    return _("Yes: %(share)s of %(of)s %(base)s, so %(needed)s are needed. %(got)s said yes.") % values


def exact(clause: Mapping[str, Any]) -> str:
    """The share before it is rounded up to whole seats, to two places; empty where it is whole.

    For reading, never for deciding: 4.996 is not written as the 5 that it is not.
    """
    share = clause["num"] * Fraction(clause["of"]) / clause["den"]
    if share.denominator == 1:
        return ""
    hundredths = math.floor(100 * share + Fraction(1, 2))
    if hundredths % 100 == 0:
        hundredths = math.floor(100 * share)
    return "" if hundredths % 100 == 0 else number_format(Decimal(hundredths) / 100, decimal_pos=2)


def _seats_apart(counts: Mapping[str, int]) -> list[Line]:
    """What a reader would otherwise wonder about: seats that are split, silent by half, away by proxy."""
    found = []
    if count := counts["split"]:
        found.append(
            ngettext(
                "%(count)d seat is split: its two holders differed. It is present, and neither yes nor no.",
                "%(count)d seats are split: their two holders differed. They are present, and neither yes nor no.",
                count,
            )
            % {"count": count}
        )
    if count := counts["incomplete"]:
        found.append(
            ngettext(
                "%(count)d seat gave one hand only: it is not present.",
                "%(count)d seats gave one hand only: they are not present.",
                count,
            )
            % {"count": count}
        )
    if count := counts["recused"]:
        found.append(
            ngettext(
                "%(count)d seat is recused and casts no ballot.",
                "%(count)d seats are recused and cast no ballot.",
                count,
            )
            % {"count": count}
        )
    if count := counts["by_proxy"]:
        found.append(
            ngettext("%(count)d seat voted by proxy only.", "%(count)d seats voted by proxy only.", count)
            % {"count": count}
        )
    return [Line("info", text) for text in found]


def outcome_sentence(working: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Why it came out so, in one sentence; two where recusals left the decision to fewer chambers."""
    lost = [names.get(body, body) for body in working.get("fallback", ())]
    told = _outcome(working, names)
    if not lost:
        return told
    alone = _("Recusals kept %(chambers)s from a quorum, so the rule left the decision to the rest.")
    return f"{alone % {'chambers': _listed(lost)}} {told}"


def _outcome(working: Mapping[str, Any], names: Mapping[str, str]) -> str:
    outcome = working["outcome"]
    rows = working["chambers"]
    if outcome == "adopted":
        return _adopted(rows, names)
    if outcome == "void":
        return _void(working)
    if outcome == "vetoed":
        return _("It was carried, and those who hold a veto said no.")
    if outcome == "tied":
        return _("Yes and no are equal.")
    failed = [names.get(row["body"], row["body"]) for row in rows if not _carried(row, outcome)]
    if outcome == "no_quorum":
        return _("Too few seats were present in %(chambers)s. Nothing was decided.") % {
            "chambers": _listed(failed)
        }
    return _("It did not carry in %(chambers)s.") % {"chambers": _listed(failed)}


def _void(working: Mapping[str, Any]) -> str:
    codes = {fault["code"] for fault in working["faults"]}
    if "not_settled" in codes:
        return _("Two tellers did not agree on the roll within its hours, so the vote does not count.")
    if "disputed" in codes:
        return _(
            "Nobody ruled within a week on a dispute that could have turned it, so the vote does not count."
        )
    if any(fault["code"] == "does_not_open" for fault in working["faults"]):
        return _(
            "A ballot could not be opened as it was sealed, so the vote does not count. It is called again."
        )
    return _("A ballot was in the count that may not be there, so the vote does not count.")


def _adopted(rows: list[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    carried = [row for row in rows if _carried(row, "adopted")]
    told = _carried_by(carried, rows, names)
    tight = [r for r in carried if 0 < yes_needed(r) == r["counts"]["yes"] and not r["deemed"]]
    if not tight:
        return told
    spare = _("%(chambers)s had not one vote to spare.") % {
        "chambers": _listed([names.get(r["body"], r["body"]) for r in tight])
    }
    return f"{told} {spare}"


def _carried_by(
    carried: list[Mapping[str, Any]], rows: list[Mapping[str, Any]], names: Mapping[str, str]
) -> str:
    if len(carried) < len(rows):
        # One chamber, or some of them, may be enough.
        return _("It carried in %(chambers)s, which is enough.") % {
            "chambers": _listed([names.get(row["body"], row["body"]) for row in carried])
        }
    if len(rows) > 1:
        return _("Every chamber carried it.")
    if rows[0]["deemed"]:
        return _("Too few seats stood against it to block it.")
    return _("Every clause of the rule was met.")


def _carried(row: Mapping[str, Any], outcome: str) -> bool:
    quorate = row["quorum"] is None or row["quorum"]["met"]
    if outcome == "no_quorum":
        return bool(quorate)
    clauses = [c for c in row["clauses"] if not (row["deemed"] and c["kind"] == "pass")]
    return bool(quorate) and all(clause["met"] for clause in clauses)


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}
