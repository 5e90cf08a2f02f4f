"""What is wrong with a file of ballots, or with what a teller typed: the line, the column, and a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.rules.counts.blt import FileFault

TOO_SMALL_OR_LARGE = gettext_lazy("“%(what)s” is too small or too large here.")
NO_NUMBER = gettext_lazy("“%(what)s” is no whole number.")
SAYS = {
    "after_the_end": gettext_lazy("The file goes on after its title: “%(what)s”."),
    "blt_is_ranked": gettext_lazy("BLT holds rankings; approval and score need a CSV file."),
    "cells": gettext_lazy("This row has more or fewer cells than the heading."),
    "code_twice": gettext_lazy("Two candidates have the code “%(what)s”."),
    "ends_before_ballot": gettext_lazy(
        "The file ends where a ballot, or the 0 after the last one, is expected."
    ),
    "ends_before_name": gettext_lazy("The file ends where a name in quotation marks is expected."),
    "ends_before_option": gettext_lazy("The file ends within a ballot; each ends with 0."),
    "ends_before_options": gettext_lazy(
        "The file is empty; BLT begins with the number of options and of seats."
    ),
    "ends_before_seats": gettext_lazy("The file ends before the number of seats."),
    "name_length": gettext_lazy("A name has 1 to 80 characters."),
    "name_twice": gettext_lazy("“%(what)s” is named twice."),
    "no_ballots": gettext_lazy("There is no ballot."),
    "no_code": gettext_lazy("“%(what)s” is no code: use up to 32 small letters, digits and hyphens."),
    "no_csv": gettext_lazy(
        "This is no CSV: a quotation mark is opened and not closed, or stands within a cell."
    ),
    "no_mark": gettext_lazy("“%(what)s” is no mark: write x or 1 where the option is approved, or nothing."),
    "no_name": gettext_lazy("A name is missing. In BLT it stands in quotation marks."),
    "no_options": gettext_lazy("Nobody is named who may be elected."),
    "no_paper_number": gettext_lazy(
        "“%(what)s” is no number of a paper: a line begins with it, from 1 to 999999."
    ),
    "no_points_here": gettext_lazy("“%(what)s” has points; here options have none."),
    "no_text": gettext_lazy("This line is not UTF-8 text."),
    "option_missing": gettext_lazy("The file does not name “%(what)s”, who stands in this election."),
    "option_out_of_range": gettext_lazy("“%(what)s” is the number of no candidate in this file."),
    "option_withdrew": gettext_lazy(
        "The file says that “%(what)s” withdrew, and the election has this candidate."
    ),
    "paper_twice": gettext_lazy("Paper %(what)s stands here twice."),
    "place_skipped": gettext_lazy("Place %(what)s is given and the one before it is not."),
    "place_twice": gettext_lazy("Place %(what)s is given twice."),
    "points_missing": gettext_lazy("“%(what)s” has no points: write them as in %(what)s=3."),
    "seats_differ": gettext_lazy("The file fills another number of seats than this election: %(what)s."),
    "seats_out_of_range": gettext_lazy("There are more seats than options, or the method fills only one."),
    "too_long": gettext_lazy("The file has more than %(what)s characters."),
    "too_many": gettext_lazy(
        "The file has more than %(what)s ballots. Write equal ones as one, with their number."
    ),
    "too_many_options": gettext_lazy("More than %(what)s candidates cannot be counted."),
    "twice": gettext_lazy("“%(what)s” stands twice on this ballot."),
    "unknown_name": gettext_lazy("“%(what)s” does not stand in this election."),
    "unknown_option": gettext_lazy("“%(what)s” is no candidate’s code."),
}


def fault_words(fault: FileFault) -> str:
    """What is wrong, without the place."""
    said = SAYS.get(fault.code)
    if said is None:
        said = NO_NUMBER if fault.code.endswith("not_whole") else TOO_SMALL_OR_LARGE
    return str(said) % {"what": fault.what}


def fault_sentence(fault: FileFault) -> str:
    place = {"line": fault.line, "column": fault.column, "fault": fault_words(fault)}
    return _("Line %(line)s, column %(column)s: %(fault)s") % place
