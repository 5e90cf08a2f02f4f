"""Composition rules in words: what is asked of a holder, and how a quota stands."""

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts import queries as people
from council.rules.composition import Clause, Kind, Per, Standing, State


def quality(clause: Clause) -> str:
    """What is attested, in the reader's language where the statutes say it; else any words they have, or the code."""
    words = clause.words
    return words.get(get_language() or "en") or words.get("en") or next(iter(words.values()), clause.code)


def clause_sentence(clause: Clause) -> str:
    if clause.kind is Kind.APART:
        organisation = people.organisation(clause.code)
        name = organisation.name if organisation else clause.code
        return _("Nobody sits here who speaks for %(organisation)s.") % {"organisation": name}
    if clause.kind is Kind.ATTESTED:
        return _("Of each holder it is attested: %(quality)s.") % {"quality": quality(clause)}
    where = {
        Per.BODY: "",
        Per.APPOINTER: _("of each appointer"),
        Per.GROUP: _("of each group"),
    }[clause.per]
    said = ngettext(
        "At least %(count)s holder %(where)s: %(quality)s.",
        "At least %(count)s holders %(where)s: %(quality)s.",
        clause.least,
    ) % {"count": number_format(clause.least), "where": where, "quality": quality(clause)}
    return " ".join(said.split()).replace(" :", ":")


def standing_sentence(one: Standing) -> str:
    return {
        State.KEPT: _("Kept: %(have)s of %(least)s."),
        State.OPEN: _("Open: %(have)s of %(least)s, and vacant hands left."),
        State.MISSED: _("Missed: %(have)s of %(least)s."),
    }[one.state] % {"have": number_format(one.have), "least": number_format(one.clause.least)}
