"""A decision rule in words: quorum, majority, floor, groups, and what may stop it."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council.rules.decision import WEIGHT, AtLeast, Chamber, Combine, Rule, Share


def share_words(num: int, den: int) -> str:
    known = {
        (1, 2): _("half"),
        (1, 3): _("a third"),
        (2, 3): _("two thirds"),
        (1, 4): _("a quarter"),
        (3, 4): _("three quarters"),
        (1, 1): _("all"),
    }
    reduced = Fraction(num, den)
    word = known.get((reduced.numerator, reduced.denominator))
    return word or _("%(num)d in %(den)d") % {"num": num, "den": den}


def base_words(base: str) -> str:
    if base.startswith(WEIGHT):
        return _("the weight of %(name)s") % {"name": base.removeprefix(WEIGHT)}
    return {
        "in_office": _("the seats in office"),
        "present": _("those present"),
        "cast": _("the yes and no votes"),
        "cast_all": _("all ballots cast"),
    }[base]


def amount(share: Share) -> str:
    """“more than half of the seats in office”."""
    parts = {"share": share_words(share.num, share.den), "base": base_words(share.base)}
    if share.strict:
        return _("more than %(share)s of %(base)s") % parts
    if share.num == share.den:
        return _("all of %(base)s") % parts
    return _("at least %(share)s of %(base)s") % parts


def rule_sentences(rule: Rule, names: Mapping[str, str]) -> list[str]:
    """The rule as a reader needs it: quorum, majority, floor, groups, and what may stop it."""
    found = []
    alike = len({_without_body(chamber) for chamber in rule.chambers}) == 1
    if alike:
        where = _("in each chamber") if len(rule.chambers) > 1 else ""
        found += _chamber_sentences(rule.chambers[0], where)
    else:
        for chamber in rule.chambers:
            where = _("in %(chamber)s") % {"chamber": names.get(chamber.body, chamber.body)}
            found += _chamber_sentences(chamber, where)
    if len(rule.chambers) > 1:
        found.append(_combined(rule))
    if consent := rule.consent:
        found.append(
            ngettext(
                "A living system that the motion touches may object for %(days)d day after it is adopted.",
                "A living system that the motion touches may object for %(days)d days after it is adopted.",
                consent.window_days,
            )
            % {"days": consent.window_days}
        )
    return found


def _without_body(chamber: Chamber) -> tuple[Any, ...]:
    return (chamber.quorum, chamber.passes, chamber.floor, chamber.groups)


def _combined(rule: Rule) -> str:
    if rule.combine is Combine.ANY:
        return _("One chamber is enough.")
    if rule.combine is Combine.K_OF_N:
        return _("%(k)d of the chambers must agree.") % {"k": rule.k}
    return _("Every chamber must agree.")


def _chamber_sentences(chamber: Chamber, where: str) -> list[str]:
    found = []
    if chamber.quorum:
        said = _("%(amount)s must be present %(where)s") % {"amount": amount(chamber.quorum), "where": where}
        found.append(_sentence(said))
    for share in chamber.passes:
        said = _("%(amount)s must say yes %(where)s") % {"amount": amount(share), "where": where}
        found.append(_sentence(said))
    if isinstance(chamber.floor, Share):
        said = _("yes must also reach %(amount)s %(where)s") % {
            "amount": amount(chamber.floor),
            "where": where,
        }
        found.append(_sentence(said))
    elif chamber.floor:
        said = _("there must be at least %(count)d yes %(where)s") % {"count": chamber.floor, "where": where}
        found.append(_sentence(said))
    for clause in chamber.groups:
        if isinstance(clause, AtLeast):
            found.append(
                _("At least %(count)d seats of %(group)s must say yes.")
                % {"count": clause.count, "group": clause.group}
            )
        else:
            found.append(
                _("Every seat of one of these groups must say yes: %(groups)s.")
                % {"groups": ", ".join(clause.groups)}
            )
    return found


def _sentence(words: str) -> str:
    words = " ".join(words.split())
    return words[:1].upper() + words[1:] + "."
