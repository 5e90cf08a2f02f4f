"""Ballots read from BLT and CSV, and papers entered by two tellers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules.counts.blt import FileFault, read_blt
from council.rules.counts.count import count
from council.rules.counts.entry import Mismatch, NotAlike, agreed, mismatches
from council.rules.counts.papers import Contest, Method, Paper
from council.rules.counts.table import read_csv

BLT = """\
4 2  # options, seats
-2
3 1 3 4 0
4 2 1 0
2 0
0
"Ana" "Bo"
"Cem \\"C\\""
"Dua"
"Board # 3"
"""


def test_blt_gives_title_options_ballots_and_passes_over_who_withdrew():
    read = read_blt(BLT)

    assert (read.title, read.seats) == ("Board # 3", 2)
    assert read.options == ("Ana", 'Cem "C"', "Dua")
    assert read.withdrawn == ("Bo",)
    assert read.papers == (Paper(("Ana", 'Cem "C"', "Dua"), 3), Paper(("Ana",), 4), Paper((), 2))


def test_a_read_file_is_counted():
    read = read_blt(BLT)

    assert count(Contest(Method.SCOTTISH, read.seats, read.options, read.papers)).elected[0] == "Ana"


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("2 1\n1 1 0\n1 3 0\n", 3, 3, "option_out_of_range"),
        ("2 1\n1 1 1 0\n", 2, 5, "twice"),
        ("2 1\n1 1=2 0\n", 2, 3, "option_not_whole"),
        ("2 3\n", 1, 3, "seats_out_of_range"),
        ("2 1\n1 1 2\n", 2, 6, "ends_before_option"),
        ('2 1\n1 1 0\n0\n"A"\nB\n', 5, 1, "no_name"),
        ('2 1\n1 1 0\n0\n"A"\n"A"\n"T"\n', 5, 1, "name_twice"),
        ('1 1\n1 1 0\n0\n"A"\n"T"\n9\n', 6, 1, "after_the_end"),
        ('1 1\n0\n"A"\n"T"\n', 2, 1, "no_ballots"),
        ("", 1, 1, "ends_before_options"),
    ],
)
def test_a_fault_in_blt_names_line_and_column(text, line, column, code):
    with pytest.raises(FileFault) as fault:
        read_blt(text)

    assert (fault.value.line, fault.value.column, fault.value.code) == (line, column, code)


def test_csv_reads_places_marks_and_points():
    ranked = read_csv("count,Ana,Bo\r\n3,2,1\r\n\r\n1,1,\r\n", Method.SCOTTISH, 1)
    marked = read_csv("Ana,Bo\nx,\n1,X\n", Method.APPROVAL, 1)
    scored = read_csv("Ana,Bo\n5,0\n,2\n", Method.SCORE, 1, 5)

    assert ranked.papers == (Paper(("Bo", "Ana"), 3), Paper(("Ana",), 1))
    assert marked.papers == (Paper(("Ana",)), Paper(("Ana", "Bo")))
    assert scored.papers == (Paper(("Ana", "Bo"), 1, (5, 0)), Paper(("Bo",), 1, (2,)))


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("Ana,Bo\n1,1\n", 2, 2, "place_twice"),
        ("Ana,Bo,Cem\n1,2,\n1,,3\n", 3, 3, "place_skipped"),
        ("Ana,Bo\n1\n", 2, 2, "cells"),
        ("Ana,Ana\n1,2\n", 1, 2, "name_twice"),
        ("count,Ana\n0,1\n", 2, 1, "out_of_range"),
        ("Ana,Bo\n1,two\n", 2, 2, "not_whole"),
        ("count\n1\n", 1, 1, "no_options"),
        ("Ana\n", 1, 1, "no_ballots"),
        ('Ana\n"1\n', 2, 1, "no_csv"),
    ],
)
def test_a_fault_in_csv_names_line_and_column(text, line, column, code):
    with pytest.raises(FileFault) as fault:
        read_csv(text, Method.IRV, 1)

    assert (fault.value.line, fault.value.column, fault.value.code) == (line, column, code)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_place(text):
    for read in (read_blt, lambda value: read_csv(value, Method.IRV, 1)):
        place = (1, 1)
        try:
            read(text)
        except FileFault as fault:
            place = fault.line, fault.column

        assert min(place) >= 1


def test_what_two_tellers_enter_alike_is_counted_and_every_difference_is_shown():
    a, ab, b, ba = Paper(("A",)), Paper(("A", "B")), Paper(("B",)), Paper(("B", "A"))
    first, second = {1: ab, 2: b, 3: a}, {1: ab, 2: ba}

    assert mismatches(first, second) == (Mismatch(2, b, ba), Mismatch(3, a, None))
    with pytest.raises(NotAlike):
        agreed(first, second)
    assert agreed(first, dict(first)) == (ab, b, a)
