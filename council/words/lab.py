"""The rule lab in words: who can carry or stop a motion, what staying away does, what would have flipped."""

from collections.abc import Mapping, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from council.rules.coalitions import Coalitions, Family
from council.rules.conditions import Kind
from council.rules.decision import WEIGHT, Rule, Share
from council.rules.replay import Absences, Again

# How many sets a page spells out.
MOST_TOLD = 12
LONGEST_PATH = 200

FAULT_WORDS = {
    "missing": gettext_lazy("this is missing"),
    "unknown_field": gettext_lazy("no rule has this field"),
    "not_an_object": gettext_lazy("this should be an object in braces"),
    "not_a_list": gettext_lazy("this should be a list in brackets"),
    "not_a_whole_number": gettext_lazy("this should be a whole number"),
    "out_of_range": gettext_lazy("this number is too small or too large"),
    "not_true_or_false": gettext_lazy("this should be true or false"),
    "not_a_code": gettext_lazy("this should be a name without spaces"),
    "not_a_choice": gettext_lazy("this is none of the choices"),
    "too_few": gettext_lazy("there must be one at least"),
    "too_many": gettext_lazy("these are too many"),
    "unknown_base": gettext_lazy("a share is taken of nothing of this name"),
    "never_reachable": gettext_lazy("nothing can ever reach this"),
    "no_quorum_of_this": gettext_lazy("a quorum is a share of the seats in office or of a weight"),
    "two_clauses_in_one": gettext_lazy("these are two clauses in one"),
    "no_time_to_object": gettext_lazy("those who may object need days to do it in"),
    "twice": gettext_lazy("this is there twice"),
    "no_such_body": gettext_lazy("this council has no chamber of this name with seats"),
    "no_such_group": gettext_lazy("no seat is of this group"),
    "no_such_weight": gettext_lazy("not every seat of the chamber has this weight"),
    "always_sealed": gettext_lazy("every vote is sealed until its close, or called in the room"),
    "cast_with_the_vote": gettext_lazy(
        "a veto cast with the vote has neither a time to object nor an override"
    ),
    "not_json": gettext_lazy("this is not JSON"),
}


def fault_sentence(path: str, code: str) -> str:
    """“chambers[0].pass[1].den: this should be a whole number”."""
    why = str(FAULT_WORDS.get(code, code))
    # A path may quote a field's name, and that may hold anything.
    path = path.encode(errors="replace").decode()[:LONGEST_PATH]
    return _("%(path)s: %(why)s.") % {"path": path or _("The rule"), "why": why}


def winning_sentences(found: Coalitions) -> list[str]:
    """How many least winning sets there are, and the smallest."""
    winning = found.winning
    if not winning.count:
        return [_("As the seats are today, no votes at all can adopt a motion.")]
    return [
        ngettext(
            "%(count)s set of seats carries a motion against all others and can spare no seat.",
            "%(count)s sets of seats carry a motion against all others and can spare no seat.",
            winning.count,
        )
        % {"count": number_format(winning.count, force_grouping=True)},
        ngettext(
            "The smallest is of %(count)d seat, of the %(all)d that can vote.",
            "The smallest is of %(count)d seats, of the %(all)d that can vote.",
            winning.smallest or 0,
        )
        % {"count": winning.smallest or 0, "all": found.voters},
    ]


def blocking_sentences(found: Coalitions, names: Mapping[str, str]) -> list[str]:
    """Who can stop a motion that all others want."""
    if not found.winning.count:
        return [_("There is nothing to stop.")]
    told = [
        ngettext(
            "%(count)s set of seats stops a motion that all others want, and can spare no seat.",
            "%(count)s sets of seats stop a motion that all others want, and can spare no seat.",
            found.blocking.count,
        )
        % {"count": number_format(found.blocking.count, force_grouping=True)}
    ]
    if found.alone:
        told.append(_("Alone, with a single no: %(seats)s.") % {"seats": _named(found.alone, names)})
    else:
        told.append(
            _("No seat can do it alone: it takes %(count)d.") % {"count": found.blocking.smallest or 0}
        )
    if found.without_influence:
        told.append(
            _("Seats whose vote never makes a difference: %(seats)s.")
            % {"seats": _named(found.without_influence, names)}
        )
    return told


def absence_sentences(rule: Rule, found: Coalitions) -> list[str]:
    """What staying away does: to the quorum, and to each majority."""
    told = [_quorum_sentence(found.absence)]
    bases = {share.base for chamber in rule.chambers for share in _shares(chamber.passes, chamber.floor)}
    if "in_office" in bases:
        told.append(_("Staying away or abstaining weighs like a no: yes is measured by all seats in office."))
    if "present" in bases:
        told.append(
            _("Abstaining weighs like a no, staying away does not: yes is measured by those present.")
        )
    if "cast" in bases:
        told.append(_("Neither staying away nor abstaining weighs: yes is measured by the yes and no votes."))
    if "cast_all" in bases:
        told.append(_("Abstaining weighs like a no, staying away does not: yes is measured by all ballots."))
    if any(base.startswith(WEIGHT) for base in bases):
        told.append(_("Staying away weighs like a no: the weight is that of all seats in office."))
    if rule.recused_in_base:
        told.append(_("A recused seat weighs like a no: it stays among the seats in office."))
    else:
        told.append(_("A recused seat weighs nothing: it leaves the seats in office."))
    return told


def _shares(passes: Sequence[Share], floor: Share | int | None) -> list[Share]:
    return [*passes, floor] if isinstance(floor, Share) else list(passes)


def _quorum_sentence(absence: Family) -> str:
    if not absence.count:
        return _("Nobody can stop a vote by staying away: no quorum is asked for.")
    if absence.smallest == 0:
        return _("As the seats are today, the quorum cannot be reached.")
    return ngettext(
        "By staying away, %(count)d seat is enough to leave a vote without quorum.",
        "By staying away, as few as %(count)d seats leave a vote without quorum.",
        absence.smallest or 0,
    ) % {"count": absence.smallest or 0}


def told_sets(
    family: Family, kinds: Sequence[Kind], names: Mapping[str, str], bodies: Mapping[str, str]
) -> list[str]:
    """The first few least sets, seat by seat where there are few seats, else by kind."""
    if family.sets is not None and family.count <= MOST_TOLD:
        return [_named(codes, names) for codes in family.sets if codes]
    rows = zip(family.vectors, family.ways, strict=True)
    return [
        _("%(seats)s (%(ways)s)")
        % {
            "seats": "; ".join(
                _of_kind(count, kind, names, bodies)
                for count, kind in zip(vector, kinds, strict=True)
                if count
            ),
            "ways": ngettext("%(count)s way", "%(count)s ways", ways)
            % {"count": number_format(ways, force_grouping=True)},
        }
        for vector, ways in list(rows)[:MOST_TOLD]
        if any(vector)
    ]


def _of_kind(count: int, kind: Kind, names: Mapping[str, str], bodies: Mapping[str, str]) -> str:
    if len(kind.seats) == 1:
        return names.get(kind.seats[0], kind.seats[0])
    where = kind.group or bodies.get(kind.body, kind.body)
    return _("%(count)d of the %(all)d of %(where)s") % {
        "count": count,
        "all": len(kind.seats),
        "where": where,
    }


def _named(codes: Sequence[str], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(code, code) for code in codes)


def year_sentences(rows: Sequence[Again]) -> list[str]:
    """What a body's past would have been."""
    counted = [row for row in rows if row.outcome is not None]
    if not rows:
        return [_("This body has closed no vote yet: there is no past to count again.")]
    told = [
        ngettext(
            "%(count)d closed vote was counted again.",
            "%(count)d closed votes were counted again.",
            len(counted),
        )
        % {"count": len(counted)}
    ]
    if left := len(rows) - len(counted):
        told.append(
            ngettext(
                "%(count)d could not be: the rule asks for seats that its roll did not have.",
                "%(count)d could not be: the rule asks for seats that their rolls did not have.",
                left,
            )
            % {"count": left}
        )
    flips = sum(row.flips for row in counted)
    told.append(
        ngettext("%(count)d comes out otherwise.", "%(count)d come out otherwise.", flips) % {"count": flips}
        if flips
        else _("None comes out otherwise.")
    )
    if stalled := sum(row.stalled for row in counted):
        told.append(
            ngettext(
                "%(count)d ends in deadlock: without quorum, tied, or lost although most seats said yes.",
                "%(count)d end in deadlock: without quorum, tied, or lost although most seats said yes.",
                stalled,
            )
            % {"count": stalled}
        )
    return told


def absences_sentence(tried: Absences) -> str:
    if not tried.trials:
        return ""
    return _(
        "Of %(trials)d imagined votes that nobody opposes, each seat staying away one time in five, "
        "%(adopted)d are adopted and %(stalled)d end in deadlock, %(no_quorum)d of them for want of a quorum."
    ) % {
        "trials": tried.trials,
        "adopted": tried.adopted,
        "stalled": tried.stalled,
        "no_quorum": tried.no_quorum,
    }
