"""The page on which anybody counts ballots."""

import pytest
from django.urls import reverse


@pytest.fixture
def paste(client, db):
    def post(ballots, method="stv_scottish", seats=1):
        return client.post(reverse("council:counts"), {"method": method, "seats": seats, "ballots": ballots})

    return post


def test_the_page_says_what_it_does_not_do(client, db):
    page = client.get(reverse("council:counts")).content.decode()

    assert "We count, we do not collect" in page
    assert "Secret ballots are out of scope" in page


def test_csv_is_counted_and_told_round_by_round(paste):
    page = paste("count,Ana,Bo,Cem\n4,1,2,\n3,,1,\n2,,2,1\n", method="irv").content.decode()

    assert "Elected: Bo." in page
    assert "Cem had the fewest votes and is out" in page
    assert "Bo has 5 votes, more than half, and is elected." in page


def test_blt_is_counted(paste):
    page = paste('2 1\n3 1 2 0\n1 2 0\n0\n"Ana"\n"Bo"\n"Board"\n').content.decode()

    assert "Elected: Ana." in page
    assert "Ana has 3 votes, the quota of 3, and is elected." in page


def test_a_fault_names_line_and_column_and_keeps_what_was_pasted(paste):
    answer = paste("Ana,Bo\n1,1\n")

    assert answer.status_code == 422
    assert "Line 2, column 2" in answer.content.decode()
    assert "Ana,Bo" in answer.content.decode()


def test_a_tie_is_reported_on_the_page(paste):
    page = paste("Ana,Bo\n1,\n,1\n", method="irv").content.decode()

    assert "No lot was drawn" in page


@pytest.mark.parametrize("seats", [0, 3, 65])
def test_seats_that_cannot_be_filled_are_refused(paste, seats):
    assert paste("Ana,Bo\n1,2\n", seats=seats).status_code == 422
