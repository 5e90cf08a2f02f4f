"""Documents on paper: the page's own words, whole, as values, in every script; the same words, the same bytes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.printing import FACES, pdf
from ledger.printing.words import Page, blocks_of
from tests.ledger.printed import read, words_of

HERE = Page("https://rights.example/council/", rtl=False)


@pytest.fixture(autouse=True)
def kept_nothing(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def whole(fragment, **more):
    given = {
        "title": "Minutes", "address": HERE.address, "language": "en", "is_rtl": False, "publisher": "Council",
        "made_at": datetime(2150, 6, 11, tzinfo=UTC),
    }  # fmt: skip
    return pdf(fragment, **(given | more))


def said(pieces):
    return "".join(piece["text"] if "text" in piece else said(piece.get("of", ())) for piece in pieces)


def first(fragment, page=HERE):
    return blocks_of(fragment, page)[0]


def test_the_faces_lie_beside_the_pages_own():
    assert {face.suffix for face in FACES.iterdir()} == {".ttf", ".LICENSE"}


def test_a_document_says_every_word_of_the_page_in_its_order():
    data = whole(
        "<h1>Council</h1><p>Yes <b>40</b> of the 41 needed.</p><ul><li>Te Pou Tupua, ā ē ī</li></ul>"
    )

    assert words_of(data).startswith("Council Yes 40 of the 41 needed. – Te Pou Tupua, ā ē ī")


def test_it_claims_the_standards_of_archives_and_of_readers_who_listen():
    info = read(whole("<p>Words</p>"))
    claims = info.xmp_metadata.stream.get_data().decode()

    assert "<pdfaid:part>2" in claims
    assert "<pdfuaid:part>1" in claims
    assert info.metadata.title == "Minutes"
    assert info.metadata.author == "Council"
    assert info.trailer["/Root"]["/Lang"] == "en"


def test_the_same_words_give_the_same_bytes_and_others_do_not():
    assert whole("<p>Words</p>") == whole("<p>Words</p>")
    assert whole("<p>Words</p>") != whole("<p>words</p>")


@pytest.mark.parametrize(
    "text", ['#read("/etc/hostname")', "$x$ *bold* _soft_ @ref <label>", "#let x = 1; \\ ` // /*"]
)
def test_words_that_look_like_a_program_are_words(text):
    from django.utils.html import escape

    assert words_of(whole(f"<p>{escape(text)}</p>")).startswith(" ".join(text.split()))


def test_arabic_is_set_from_the_right_and_keeps_the_standards():
    data = whole("<h1>محضر</h1><p>النصاب مكتمل</p>", language="ar", is_rtl=True)

    assert read(data).trailer["/Root"]["/Lang"] == "ar"
    assert "<pdfaid:part>2" in read(data).xmp_metadata.stream.get_data().decode()


@pytest.mark.parametrize("text", ["漢字", "🐟", "ⵣ", "\u0007bell\ufffe"])
def test_letters_that_no_face_of_ours_has_still_make_a_document(text):
    assert len(read(whole(f"<p>Before {text} after</p>")).pages) == 1


def test_a_long_document_goes_on_over_pages_and_each_says_where_it_is_read():
    pages = read(whole("<p>One line of the pack.</p>" * 200)).pages

    assert len(pages) > 2
    assert all(HERE.address in page.extract_text() for page in pages)
    assert f"2 / {len(pages)}" in pages[1].extract_text()


@pytest.mark.parametrize(
    "fragment",
    ["<form><p>Name</p><input></form>", '<a class="button" href="/x/">Press</a>', '<p class="hidden-text">heard</p>',
     "<script>x</script>", "<p hidden>x</p>", "<!-- note -->", "<svg><text>x</text></svg>"],
)  # fmt: skip
def test_what_is_for_the_screen_alone_stays_there(fragment):
    assert blocks_of(f"{fragment}<p>After</p>", HERE) == blocks_of("<p>After</p>", HERE)


def test_taken_out_and_put_in_are_marked():
    pieces = first("<p>Old <del>words</del> <ins>new</ins></p>")["of"]

    assert [(piece["kind"], said([piece])) for piece in pieces] == [
        ("text", "Old "), ("taken", "words"), ("text", " "), ("added", "new"),
    ]  # fmt: skip


def test_what_is_said_to_those_who_hear_the_page_of_a_change_stands_on_paper():
    heard = '<del><bdi class="hidden-text">[taken out: </bdi>no<span class="hidden-text">]</span></del>'

    assert said(first(f"<p>It has {heard} every right</p>")["of"]) == "It has [taken out: no] every right"


def test_a_link_is_told_in_full_and_one_within_the_page_is_words():
    there = first('<p><a href="/council/motions/7/">Motion</a></p>')["of"][0]

    assert (there["kind"], there["to"]) == ("link", "https://rights.example/council/motions/7/")
    assert first('<p><a href="#point-1">Point</a></p>')["of"] == [{"kind": "text", "text": "Point"}]


@pytest.mark.parametrize(("sign", "letter"), [("check", "✓ "), ("cross", "✗ "), ("download", "")])
def test_the_sign_of_a_clause_is_a_letter(sign, letter):
    assert (
        said(first(f'<p><svg><use href="/i.svg#{sign}"></use></svg><span>Quorum</span></p>')["of"])
        == f"{letter}Quorum"
    )


def test_a_paragraph_takes_its_direction_from_its_first_letter_where_the_page_asks_so():
    mixed = blocks_of('<div class="law" dir="auto"><p>نص Mar Menor</p><p>Mar Menor نص</p></div>', HERE)[0]

    assert [block["rtl"] for block in mixed["of"]] == [True, False]
    assert first("<p>Mar Menor</p>", Page(HERE.address, rtl=True))["rtl"] is True


@pytest.mark.parametrize(
    ("words", "rtl", "apart"),
    [("Mar Menor", True, "apart"), ("2026-1", True, "apart"), ("المجلس", False, "apart"), ("Mar Menor", False, ""),
     ("2026-1", False, ""), ("Mar Menor " * 9, True, "mark"), ("المجلس " * 9, False, "mark")],
)  # fmt: skip
def test_a_name_of_another_direction_is_set_in_one_piece_or_between_marks(words, rtl, apart):
    kinds = {piece["kind"] for piece in first(f"<p>x <bdi>{words}</bdi></p>", Page(HERE.address, rtl))["of"]}

    assert kinds - {"text"} == ({apart} if apart else set())


def test_what_is_copied_from_a_document_has_spaces_between_its_words():
    data = whole("<p>The <bdi>Mar Menor</bdi> and <bdi>المجلس</bdi> of <bdi>2026-1</bdi></p>")

    assert words_of(data).startswith("The Mar Menor and ")


def test_a_table_keeps_head_rows_and_spans():
    table = first(
        "<table><caption>C</caption><thead><tr><th>Zone</th><th>Change</th></tr></thead>"
        '<tbody><tr><th>Port</th><td>−3 %</td></tr><tr><td colspan="2">None</td></tr></tbody></table>'
    )

    assert table["columns"] == 2
    assert [[said(cell["of"]) for cell in row] for row in table["head"] + table["rows"]] == [
        ["Zone", "Change"], ["Port", "−3 %"], ["None"],
    ]  # fmt: skip
    assert table["rows"][1][0]["span"] == 2
    assert "−3 %" in words_of(whole("<table><tr><td>−3 %</td><td>b</td></tr></table>"))


def test_a_term_stands_with_what_is_said_of_it():
    assert [
        said(part) for pair in first("<dl><dt>Place</dt><dd>Quay</dd></dl>")["items"] for part in pair
    ] == ["Place", "Quay"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="<>&\x00"), max_size=12), max_size=8))
def test_no_word_is_lost_and_no_two_spaces_meet(words):
    from django.utils.html import escape

    fragment = "<p>" + "".join(f" <b>{escape(word)}</b>\n" for word in words) + "</p>"
    found = said(piece for block in blocks_of(fragment, HERE) for piece in block["of"])

    assert "  " not in found
    assert "".join(found.split()) == "".join(
        letter for word in words for letter in "".join(word.split())
        if not (letter < " " or "\x7f" <= letter <= "\x9f" or letter in "\ufffe\uffff")
    )  # fmt: skip


def test_what_is_soft_small_or_leading_on_the_page_is_so_on_paper():
    styles = [
        first(f'<p class="{name}">Words</p>')["style"]
        for name in ("lede", "small soft", "tiny", "eyebrow", "")
    ]

    assert styles == ["lede", "small", "small", "small", "plain"]
    assert first('<p>Opened <span class="small soft">at noon</span></p>')["of"][1]["kind"] == "soft"


def test_the_space_at_the_end_of_a_line_is_none():
    assert said(first("<p>Words <b> </b>\n</p>")["of"]) == "Words"


def test_a_document_of_another_direction_is_another_document():
    words = "<table><tr><td>1</td><td>2</td></tr></table>"

    assert whole(words, is_rtl=True) != whole(words)


def test_it_says_when_it_was_made_and_not_when_it_was_printed():
    made = read(whole("<p>Words</p>")).metadata.creation_date

    assert made == datetime(2150, 6, 11, tzinfo=UTC)
