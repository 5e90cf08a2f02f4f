"""A package in words: what is wrong in it, what differs, when it has its council sit, who signed it."""

from typing import Any

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from council.rules.boxes.comparing import Change, Difference
from council.rules.boxes.opening import Opened, Signed
from council.rules.boxes.parts import Recurrence
from council.rules.fields import canonical
from council.words.lab import FAULT_WORDS, LONGEST_PATH

LONGEST_VALUE = 160
BOX_WORDS = {
    **FAULT_WORDS,
    "unknown_field": gettext_lazy("no package has this field"),
    "unknown_format": gettext_lazy("this is no format that is read here"),
    "not_a_slug": gettext_lazy("this should be a short name of letters, digits and hyphens"),
    "not_text": gettext_lazy("this should be text"),
    "hidden_character": gettext_lazy("this holds a character that nobody sees"),
    "wrong_length": gettext_lazy("this is empty or too long"),
    "not_joint": gettext_lazy("only a seat held jointly has a joint rule"),
    "not_a_weight": gettext_lazy("this should be a whole number, a decimal or a ratio"),
    "not_an_eid": gettext_lazy("this should be an article’s number such as art_3"),
    "not_a_day": gettext_lazy("this should be a day that every month has, such as 2026-01-01"),
    "not_an_hour": gettext_lazy("this should be an hour such as 10:00"),
    "not_a_language": gettext_lazy("this should be a language such as en"),
    "not_a_hash": gettext_lazy("this should be a package’s fingerprint"),
    "not_an_address": gettext_lazy("this should be an address that begins with https"),
    "not_canonical": gettext_lazy("these are not the bytes that are signed: the package was written anew"),
    "unknown_source": gettext_lazy("the package lists no such source"),
    "not_in_the_package": gettext_lazy("the package has nothing of this name"),
    "taken": gettext_lazy("this name is in use here"),
    "too_long": gettext_lazy("with the council’s code in front this name is too long"),
    "charter_there": gettext_lazy("this living system has a charter here already"),
}
PARTS = {
    "name": gettext_lazy("Name"),
    "language": gettext_lazy("Language"),
    "grounds": gettext_lazy("Grounds"),
    "beings": gettext_lazy("Living system"),
    "appointers": gettext_lazy("Appointed by"),
    "chambers": gettext_lazy("Chamber"),
    "seats": gettext_lazy("Seat"),
    "rules": gettext_lazy("Rule"),
    "charters": gettext_lazy("Charter"),
    "thresholds": gettext_lazy("Threshold"),
    "calendar": gettext_lazy("Calendar"),
    "sources": gettext_lazy("Source"),
    "notes": gettext_lazy("Notes"),
}


def problem_sentence(path: str, code: str, name: str = "") -> str:
    """“seats[3].code: this name is in use here (mar-menor-state-1).”"""
    why = str(BOX_WORDS.get(code, code))
    place = path.encode(errors="replace").decode()[:LONGEST_PATH] or _("The package")
    if name:
        return _("%(path)s: %(why)s (%(name)s).") % {"path": place, "why": why, "name": name[:80]}
    return _("%(path)s: %(why)s.") % {"path": place, "why": why}


def difference_sentence(one: Difference) -> str:
    """“Rule agreement, rule.chambers[representatives].groups[CITIZEN].at_least: 4 becomes 5.”"""
    part, *way = one.path
    said = {"part": _part(part, way), "was": _value(one.was), "now": _value(one.now)}
    if one.change is Change.ADDED:
        return _("%(part)s: %(now)s is added.") % said
    if one.change is Change.GONE:
        return _("%(part)s: %(was)s is gone.") % said
    return _("%(part)s: %(was)s becomes %(now)s.") % said


def _part(part: str, way: list[str]) -> str:
    name = str(PARTS.get(part, part))
    keyed = bool(way) and way[0].startswith("[")
    item = f" {way[0].strip('[]')}" if keyed else ""
    rest = "".join(step if step.startswith("[") else f".{step}" for step in way[keyed:]).removeprefix(".")
    return f"{name}{item}, {rest}" if rest else f"{name}{item}"


def _value(value: Any) -> str:
    if value is None:
        return "–"
    text = value if isinstance(value, str) else canonical(value).decode()
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"


def signature_sentence(found: Opened) -> str:
    said = {"signer": found.signer or _("nobody")}
    return {
        Signed.NO: _("Nobody signed it."),
        Signed.HOLDS: _("Signed by %(signer)s; the signature holds.") % said,
        Signed.UNKNOWN: _("Signed by %(signer)s, whose key is not known here.") % said,
        Signed.BROKEN: _("Its signature does not hold."),
    }[found.signed]


def recurrence_sentence(one: Recurrence) -> str:
    """“The second Tuesday of February and May at 10:00 UTC.”"""
    weeks = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), 5: _("last")}
    said = {
        "week": weeks[one.week],
        "weekday": WEEKDAYS[one.weekday - 1],
        "months": ", ".join(str(MONTHS[month]) for month in sorted(one.months)),
        "at": one.at,
    }
    sentence = _("The %(week)s %(weekday)s of %(months)s, at %(at)s UTC.") % said
    if one.years == 1:
        return sentence
    every = ngettext("Every %(years)s year.", "Every %(years)s years.", one.years)
    return f"{sentence} {every % {'years': number_format(one.years)}}"
