"""Amending, redlining and comparing as pure functions, with the laws they keep."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from charters.rules import amend, lifecycle
from charters.rules.amend import CannotApply, Change, Operation, Why, apply, inverse, problem, problems
from charters.rules.compare import compare
from charters.rules.lifecycle import MOVES, State
from charters.rules.redline import Mark, Piece, changed_words, counts, paragraphs, redline, side, words
from charters.rules.text import ArticleText, clean, digest_of, edition_bytes

A, B, C = (ArticleText(f"art_{n}", f"Heading {n}", f"Words of article {n}.") for n in (1, 2, 3))
TEXT = [A, B, C]


def replace_(article, words="New words."):
    return Change(
        operation=Operation.REPLACE,
        eid=article.eid,
        expected_sha256=article.sha256,
        heading="New",
        text=words,
    )


def insert(after, eid="art_2a"):
    return Change(
        operation=Operation.INSERT_AFTER,
        eid=after.eid if after else "",
        expected_sha256=after.sha256 if after else "",
        new_eid=eid,
        heading="Between",
        text="Put in between.",
    )


def repeal(article):
    return Change(operation=Operation.REPEAL, eid=article.eid, expected_sha256=article.sha256)


def test_replacing_keeps_the_place():
    after = apply(TEXT, [replace_(B)])

    assert [a.eid for a in after] == ["art_1", "art_2", "art_3"]
    assert (after[1].heading, after[1].text) == ("New", "New words.")


def test_inserting_puts_it_behind():
    assert [a.eid for a in apply(TEXT, [insert(B)])] == ["art_1", "art_2", "art_2a", "art_3"]
    assert [a.eid for a in apply(TEXT, [insert(None, "art_9")])] == ["art_9", "art_1", "art_2", "art_3"]


def test_repealing_takes_it_out():
    assert apply(TEXT, [repeal(A)]) == [B, C]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (replace_(ArticleText("art_9", "x", "y")), Why.MISSING),
        (replace_(ArticleText("art_2", "Heading 2", "Other words.")), Why.OVERTAKEN),
        (repeal(ArticleText("art_2", "Other heading", "Words of article 2.")), Why.OVERTAKEN),
        (insert(B, "art_3"), Why.TAKEN),
        (insert(B, "art_0"), Why.BAD_EID),
        (insert(B, "art_2; DROP"), Why.BAD_EID),
        (insert(B, ""), Why.BAD_EID),
        (replace_(B, ""), Why.EMPTY),
    ],
)
def test_an_instruction_that_does_not_fit_says_why(change, why):
    assert problem(TEXT, change) is why
    with pytest.raises(CannotApply) as refused:
        apply(TEXT, [change])
    assert refused.value.why is why


def test_an_entrenched_article_is_neither_changed_nor_repealed_but_may_be_followed():
    rock = ArticleText("art_1", "Rock", "Stays.", entrenched=True)

    assert problem([rock], replace_(rock)) is Why.ENTRENCHED
    assert problem([rock], repeal(rock)) is Why.ENTRENCHED
    assert problem([rock], insert(rock)) is None


def test_one_amendment_touches_an_article_once():
    with pytest.raises(CannotApply) as refused:
        apply(TEXT, [replace_(B), replace_(ArticleText("art_2", "New", "New words."))])

    assert refused.value.why is Why.TWICE


def test_a_later_step_is_seen_on_the_text_the_earlier_ones_leave():
    new = apply(TEXT, [insert(B)])[2]

    assert problems(TEXT, [insert(B), repeal(new)]) == [None, None]
    assert problems(TEXT, [repeal(B), replace_(B), replace_(C)]) == [None, Why.MISSING, None]


sentences = st.lists(
    st.sampled_from(
        ["the", "lagoon", "has", "a", "right", "to", "water", "air", "light", "by", "day", "and", "night"]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)
bodies = st.lists(sentences, min_size=1, max_size=3).map("\n\n".join)


@st.composite
def texts(draw):
    eids = draw(st.lists(st.integers(1, 30), min_size=1, max_size=6, unique=True))
    return [ArticleText(f"art_{n}", draw(sentences), draw(bodies)) for n in eids]


@st.composite
def amendments(draw):
    """A text and instructions that fit it, touching each article at most once."""
    text = draw(texts())
    now, changes, touched = list(text), [], set()
    for fresh in range(draw(st.integers(1, 4))):
        free = [a for a in now if a.eid not in touched]
        kind = draw(st.sampled_from(list(Operation))) if free else Operation.INSERT_AFTER
        target = draw(st.sampled_from(free)) if free else None
        if kind is Operation.REPEAL:
            change = repeal(target)
        elif kind is Operation.REPLACE:
            change = Change(
                operation=kind,
                eid=target.eid,
                expected_sha256=target.sha256,
                heading=draw(sentences),
                text=draw(bodies),
            )
        else:
            change = insert(draw(st.sampled_from([None, *now])), f"art_{100 + fresh}")
        touched.add(change.new_eid or change.eid)
        now = apply(now, [change])
        changes.append(change)
    return text, changes


@given(amendments())
def test_applying_and_then_the_inverse_restores_the_text(case):
    text, changes = case

    after = apply(text, changes)

    assert apply(after, inverse(text, changes)) == text


@given(amendments())
def test_a_text_that_changed_since_is_never_patched_by_guessing(case):
    text, changes = case
    there = {a.eid for a in text}
    first = next((c for c in changes if c.eid in there), None)
    assume(first is not None)
    moved = [ArticleText(a.eid, a.heading, a.text + " Anew.") if a.eid == first.eid else a for a in text]

    assert problem(moved, first) in (Why.OVERTAKEN, Why.TAKEN)


@given(amendments())
def test_applying_never_touches_another_article(case):
    text, changes = case
    touched = {c.eid for c in changes if c.operation is not Operation.INSERT_AFTER}
    after = {a.eid: a for a in apply(text, changes)}

    assert all(after[a.eid] == a for a in text if a.eid not in touched)


@given(bodies, bodies)
def test_both_texts_can_be_read_back_from_a_redline(before, after):
    pieces = redline(before, after)

    assert words(side(pieces, Mark.TAKEN)) == words(before)
    assert words(side(pieces, Mark.ADDED)) == words(after)


@given(bodies)
def test_a_text_against_itself_has_no_mark(text):
    assert all(piece.mark is Mark.SAME for piece in redline(text, text))
    assert changed_words(text, text) == 0


@given(bodies, bodies)
def test_a_redline_cut_into_paragraphs_keeps_every_word(before, after):
    pieces = redline(before, after)
    rows = paragraphs(pieces)

    for mark in (Mark.ADDED, Mark.TAKEN):
        kept = [w for row in rows for p in row if p.mark in (mark, Mark.SAME) for w in p.text.split()]
        assert kept == [w for p in pieces if p.mark in (mark, Mark.SAME) for w in p.text.split()]


def test_what_goes_stands_before_what_comes():
    assert redline("by day only", "by night only") == [
        Piece(Mark.SAME, "by"),
        Piece(Mark.TAKEN, "day"),
        Piece(Mark.ADDED, "night"),
        Piece(Mark.SAME, "only"),
    ]
    assert counts(redline("by day only", "by night and only")) == (2, 1)


def test_competing_instructions_are_decided_the_furthest_from_the_text_first():
    near, far = replace_(B, "Words of article two."), replace_(B, "Something else entirely, and longer.")

    assert amend.furthest_first(TEXT, [near, repeal(B), far]) == [
        far,
        repeal(B),
        near,
    ] or amend.furthest_first(TEXT, [near, repeal(B), far]) == [repeal(B), far, near]
    assert amend.distance(TEXT, near) < amend.distance(TEXT, far)
    assert isinstance(amend.distance(TEXT, near), Fraction)


@given(texts(), texts())
def test_comparing_shows_every_article_of_both_once(before, after):
    rows = compare(before, after)

    assert sorted(r.eid for r in rows) == sorted({a.eid for a in before} | {a.eid for a in after})
    assert [r.eid for r in rows if r.after] == [a.eid for a in after]


def test_a_repealed_article_stands_where_it_stood():
    rows = compare(TEXT, [A, C])

    assert [r.eid for r in rows] == ["art_1", "art_2", "art_3"]
    assert rows[1].after is None
    assert [r.is_changed for r in rows] == [False, True, False]
    assert rows[1].counts == (0, 4)


@given(bodies)
def test_cleaning_is_idempotent(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [
        ("a\r\n\r\nb", "a\n\nb"),
        ("  a   b \n c ", "a b c"),
        ("a\n\n\n\n b", "a\n\nb"),
        ("Cafe\u0301", "Café"),
        ("a\x00\x07b", "ab"),
        ("\u202eevil", "evil"),
        ("", ""),
    ],
)
def test_words_are_cleaned_of_what_no_reader_can_see(raw, tidy):
    assert clean(raw) == tidy


def test_the_hash_covers_number_heading_words_and_rank():
    variants = [
        A,
        ArticleText("art_2", A.heading, A.text),
        ArticleText(A.eid, "Other", A.text),
        ArticleText(A.eid, A.heading, "Other"),
        ArticleText(A.eid, A.heading, A.text, entrenched=True),
    ]

    assert len({digest_of(v) for v in variants}) == len(variants)


def test_an_edition_s_bytes_depend_on_each_of_its_parts():
    from datetime import date

    start = {
        "charter": "x",
        "number": 1,
        "since": date(2150, 1, 1),
        "base": "",
        "motion": "",
        "articles": TEXT,
    }
    others = [
        {"number": 2},
        {"since": date(2150, 1, 2)},
        {"base": "00"},
        {"motion": "council.motion/1"},
        {"articles": TEXT[:2]},
    ]

    assert len({edition_bytes(**(start | other)) for other in [{}, *others]}) == 6


def test_every_state_can_be_reached_and_the_final_ones_are_final():
    reached, frontier = {State.DRAFT}, [State.DRAFT]
    while frontier:
        for to in MOVES[frontier.pop()] - reached:
            reached.add(to)
            frontier.append(to)

    assert reached == set(State)
    assert {State.ENACTED, State.REJECTED, State.LAPSED, State.WITHDRAWN} == lifecycle.FINAL


@given(st.sampled_from(State), st.sampled_from(State))
def test_no_move_leaves_the_table(current, to):
    if to in MOVES[current]:
        assert lifecycle.move(current, to) is to
    else:
        with pytest.raises(lifecycle.Refused):
            lifecycle.move(current, to)


def test_texts_that_repeat_one_word_without_end_are_compared_at_once_and_still_read_back():
    old, new = "a b " * 3000, "b a " * 2999 + "c"

    pieces = redline(old, new)

    assert side(pieces, Mark.TAKEN) == " ".join(old.split())
    assert side(pieces, Mark.ADDED) == " ".join(new.split())
    assert len(pieces) <= 4
