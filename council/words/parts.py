"""What recusals do to a quorum, in words."""

from collections.abc import Iterable, Mapping

from django.utils.formats import number_format
from django.utils.translation import ngettext

from council.rules.recusals import Shortfall


def shortfall_sentences(found: Iterable[Shortfall], names: Mapping[str, str]) -> list[str]:
    """One sentence for each chamber that cannot be quorate, whoever comes."""
    return [_sentence(one, names.get(one.body, one.body)) for one in found]


def _sentence(one: Shortfall, chamber: str) -> str:
    able = ngettext(
        "%(chamber)s cannot reach its quorum: %(number)s seat can come.",
        "%(chamber)s cannot reach its quorum: %(number)s seats can come.",
        one.can_come,
    ) % {"chamber": chamber, "number": number_format(one.can_come)}
    if not one.recused:
        return able
    out = ngettext("%(number)s seat is recused.", "%(number)s seats are recused.", one.recused) % {
        "number": number_format(one.recused)
    }
    return f"{able} {out}"
