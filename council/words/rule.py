"""A decision rule in words: quorum, majority, floor, groups, and what may stop it."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council.rules.decision import WEIGHT, AtLeast, Chamber, Combine, Rule, Share, Tie
from council.rules.tally import override_rule


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
    return found + _exceptions(rule) + _vetoes(rule) + _procedure(rule)


def _procedure(rule: Rule) -> list[str]:
    """What must come before the vote: enough movers, and for an emergency enough who ask."""
    found = []
    if rule.min_movers > 1:
        found.append(
            ngettext(
                "It takes %(count)d seat to move it.", "It takes %(count)d seats to move it.", rule.min_movers
            )
            % {"count": rule.min_movers}
        )
    if rule.no_objection:
        found.append(_("At a sitting it may be adopted without a vote, where no seat in the room objects."))
    if terms := rule.emergency:
        found.append(
            ngettext(
                "What is decided by it lasts %(count)d day at most, and lapses unless it is confirmed at the next sitting.",
                "What is decided by it lasts %(count)d days at most, and lapses unless it is confirmed at the next sitting.",
                terms.lasts_days,
            )
            % {"count": terms.lasts_days}
        )
    return found


def _exceptions(rule: Rule) -> list[str]:
    """What else decides: a minority too small to block, recusals, a sole holder, a tie."""
    found = []
    if rule.blocking_minority:
        found.append(
            ngettext(
                "If fewer than %(count)d seat withholds its yes, the majority is deemed reached.",
                "If fewer than %(count)d seats withhold their yes, the majority is deemed reached.",
                rule.blocking_minority,
            )
            % {"count": rule.blocking_minority}
        )
    if rule.recused_in_base:
        found.append(_("Recused seats stay among the seats in office."))
    if rule.sole_holder_acts:
        found.append(_("While one hand of a joint seat is vacant, the other acts alone."))
    if rule.fallback:
        found.append(
            _(
                "Where recusals alone keep a chamber from its quorum, the others decide without it: %(amount)s must say yes."
            )
            % {"amount": amount(rule.fallback)}
        )
    if rule.tie is Tie.CASTING_VOTE:
        found.append(_("A tie is broken by the chair."))
    elif rule.tie is Tie.REVOTE_ONCE:
        found.append(_("After a tie the vote is held once more."))
    return found


def _vetoes(rule: Rule) -> list[str]:
    found = []
    for veto in rule.vetoes:
        if veto.group:
            said = ngettext(
                "%(count)d no of the group %(group)s is a veto.",
                "%(count)d noes of the group %(group)s are a veto.",
                veto.needs,
            )
            found.append(said % {"count": veto.needs, "group": veto.group})
            continue
        said = ngettext(
            "A living system that the motion touches may object for %(days)d day after it is adopted.",
            "A living system that the motion touches may object for %(days)d days after it is adopted.",
            veto.window_days,
        )
        found.append(said % {"days": veto.window_days})
        if veto.needs > 1:
            found.append(
                ngettext(
                    "It takes %(count)d objection to stop it.",
                    "It takes %(count)d objections to stop it.",
                    veto.needs,
                )
                % {"count": veto.needs}
            )
    return found


def override_sentences(rule: Rule, names: Mapping[str, str]) -> list[str]:
    """How a veto of living systems is overridden; nothing where the rule knows no override."""
    consent = rule.consent
    if consent is None:
        return []
    if consent.override is None:
        return [_("Such a veto cannot be overridden.")]
    found = [
        ngettext(
            "An override may be opened %(days)d day after the veto, without the objecting seats.",
            "An override may be opened %(days)d days after the veto, without the objecting seats.",
            consent.override.cooling_days,
        )
        % {"days": consent.override.cooling_days}
    ]
    return found + rule_sentences(override_rule(rule), names)


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
            said = ngettext(
                "at least %(count)d seat of the group %(group)s must say yes %(where)s",
                "at least %(count)d seats of the group %(group)s must say yes %(where)s",
                clause.count,
            ) % {"count": clause.count, "group": clause.group, "where": where}
        else:
            said = _("every seat of one of these groups must say yes %(where)s: %(groups)s") % {
                "groups": ", ".join(clause.groups),
                "where": where,
            }
        found.append(_sentence(said))
    return found


def _sentence(words: str) -> str:
    words = " ".join(words.split()).replace(" :", ":")
    return words[:1].upper() + words[1:] + "."
