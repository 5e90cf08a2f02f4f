"""The votes and recusals of minutes, in words: the numbers are those of the working that was frozen."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from council.words.working import lines, outcome_word, short_sentence


def vote_said(vote: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """One closed vote: its outcome, and each chamber's working clause by clause."""
    return {
        "round": vote["round"],
        "is_override": vote["purpose"] == "override",
        "outcome": outcome_word(vote["outcome"]),
        "casting_vote": {"yes": _("Yes"), "no": _("No")}.get(vote["casting_vote"], ""),
        "chambers": [
            {"name": names.get(row["body"], row["body"]), "short": short_sentence(row), "lines": lines(row)}
            for row in vote["chambers"]
        ],
        "documents": vote["documents"],
    }


def recusal_word(kind: str) -> str:
    return {
        "mandatory": _("for a declared interest"),
        "voluntary": _("of its own accord"),
        "upheld": _("after a challenge"),
    }[kind]
