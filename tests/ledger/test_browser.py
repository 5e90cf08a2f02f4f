"""The browser's verifier goes into its page as one script: no section may take another's name."""

import re
from collections import Counter

from ledger import browser

NAME = re.compile(r"^(?:async )?(?:function\*? |class |const |let )(\w+)|^const \[([\w, ]+)\]", re.MULTILINE)


def test_no_two_sections_give_one_name():
    sections = [(browser.HERE / f"{name}.js").read_text() for name in browser.SECTIONS]
    names = [
        one.strip()
        for text in sections
        for groups in NAME.findall(text)
        for one in "".join(groups).split(",")
    ]

    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert len(names) > 200


def test_every_section_stands_in_the_page():
    assert {path.stem for path in browser.HERE.glob("*.js")} == set(browser.SECTIONS)
