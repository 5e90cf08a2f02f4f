"""A count in sentences: what each round did, who was elected and why, what a tie means."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

AND_SO_ON = ", "


def named(record: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The same count with public names for codes."""

    def who(codes: list[str]) -> list[str]:
        return [names[code] for code in codes]

    def row_of(row: dict[str, Any]) -> dict[str, Any]:
        tables = {
            key: {names[code]: text for code, text in row[key].items()}
            for key in ("totals", "moved", "keep")
            if key in row
        }
        elected = [one | {"option": names[one["option"]]} for one in row["elected"]]
        return (
            row
            | tables
            | {"elected": elected}
            | ({"option": names[row["option"]]} if "option" in row else {})
        )

    def tie_of(tie: dict[str, Any]) -> dict[str, Any]:
        said = tie | {"options": who(tie["options"])}
        said |= {"taken": names[tie["taken"]]} if "taken" in tie else {}
        return said | ({"settled": who(tie["settled"])} if "settled" in tie else {})

    return record | {
        "elected": who(record["elected"]),
        "between": who(record["between"]),
        # In the order of the ballot, which a stored object does not keep.
        "rounds": [
            row_of(row | {"totals": {c: row["totals"][c] for c in names}}) for row in record["rounds"]
        ],
        "ties": [tie_of(tie) for tie in record["ties"]],
    }


def result_sentences(record: dict[str, Any]) -> list[str]:
    said = []
    if record["elected"]:
        said.append(_("Elected: %(names)s.") % {"names": AND_SO_ON.join(record["elected"])})
    else:
        said.append(_("Nobody is elected for certain."))
    if record["open_seats"]:
        said.append(
            ngettext(
                "A tie leaves %(number)s seat open between %(names)s. No lot was drawn.",
                "A tie leaves %(number)s seats open between %(names)s. No lot was drawn.",
                record["open_seats"],
            )
            % {"number": record["open_seats"], "names": AND_SO_ON.join(record["between"])}
        )
    return said


def round_sentences(row: dict[str, Any]) -> list[str]:
    return [_done(row), *(_elected(row, one) for one in row["elected"])]


def _done(row: dict[str, Any]) -> str:
    option = row.get("option", "")
    if row["step"] == "surplus" and option:
        return _("The surplus of %(name)s is passed on: a whole vote counts %(value)s.") % {
            "name": option,
            "value": plain(row.get("value", "0")),
        }
    if row["step"] == "surplus":
        return _("The elected keep what they need, and the rest of each vote is passed on.")
    if row["step"] == "exclusion":
        return _("%(name)s had the fewest votes and is out; these votes go to the next preference.") % {
            "name": option
        }
    if row["step"] == "totals":
        return _("All votes are added up.")
    return _("First preferences are counted.")


def plain(amount: str) -> str:
    """For a sentence, without the zeros that a table keeps: 7.00000 is 7."""
    return amount.rstrip("0").rstrip(".") if "." in amount else amount


def _elected(row: dict[str, Any], one: dict[str, str]) -> str:
    said = {
        "quota": _("%(name)s has %(total)s votes, the quota of %(quota)s, and is elected."),
        "majority": _("%(name)s has %(total)s votes, more than half, and is elected."),
        "last_standing": _("%(name)s is elected: as many are left as there are seats."),
        "most": _("%(name)s is elected with %(total)s."),
        "settled": _(
            "%(name)s was level with others at %(total)s and takes a seat by the act that settled it."
        ),
    }[one["reason"]]
    name = one["option"]
    return said % {"name": name, "total": plain(row["totals"][name]), "quota": plain(row.get("quota", ""))}


def tie_sentence(tie: dict[str, Any]) -> str:
    if "settled" in tie:
        return _settled(tie)
    named = {"round": tie["round"], "names": AND_SO_ON.join(tie["options"]), "taken": tie.get("taken", "")}
    if "told_apart_by_round" in tie:
        named["earlier"] = tie["told_apart_by_round"]
        return (
            _("Round %(round)s: %(names)s were level; round %(earlier)s told them apart: %(taken)s.") % named
        )
    if tie["changes_result"] is None:
        return _("Round %(round)s: %(names)s are level. Too many ways follow to try them all.") % named
    if tie["changes_result"]:
        return _("Round %(round)s: %(names)s are level, and it changes who is elected.") % named
    return _("Round %(round)s: %(names)s were level. It changes nothing in who is elected.") % named


def _settled(tie: dict[str, Any]) -> str:
    said = {
        "surplus": _(
            "Round %(round)s: %(names)s were level. An act settled whose surplus goes first: %(taken)s."
        ),
        "exclusion": _("Round %(round)s: %(names)s were level. An act settled who goes out: %(taken)s."),
        "totals": _("Round %(round)s: %(names)s were level. An act settled who is elected: %(taken)s."),
    }[tie["step"]]
    taken = AND_SO_ON.join(tie["settled"])
    return said % {"round": tie["round"], "names": AND_SO_ON.join(tie["options"]), "taken": taken}


def taken_means(step: str) -> str:
    """What being taken in a tie means for who acts to settle it."""
    return {
        "surplus": _("Whose surplus goes first"),
        "exclusion": _("Who goes out"),
        "totals": _("Who is elected"),
    }[step]


def shown(counted: dict[str, Any]) -> dict[str, Any]:
    """What a page shows of a count: sentences, and the table of the rounds."""
    rounds = counted["rounds"]
    options = list(rounds[0]["totals"]) if rounds else []
    return {
        "counted": counted,
        "result": result_sentences(counted),
        "ties": [tie_sentence(tie) for tie in counted["ties"]],
        "told": [(row["number"], round_sentences(row)) for row in rounds],
        "rounds": rounds,
        "table": [(option, [row["totals"][option] for row in rounds]) for option in options],
    }
