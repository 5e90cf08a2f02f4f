"""The people of a journey, each in a browser of their own, on a product that runs as it does for its operator."""

import json
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.journeys.small_world import PEOPLE

PATIENCE_S = 90


class Story:
    """`story.be("ada")` is the page of somebody signed in; `story.guest()` is a stranger's."""

    def __init__(self, site: str, visitors: Callable[..., Any]) -> None:
        self.site = site
        self.visitors = visitors
        self.pages: dict[str, Any] = {}

    def guest(self, **manner: Any) -> Any:
        return self.visitors(self.site, **manner)

    def be(self, who: str) -> Any:
        if who not in self.pages:
            page = self.pages[who] = self.guest()
            page.goto("/accounts/demo/")
            page.get_by_role("button", name=f"as {PEOPLE[who][0]}").click()
            page.wait_for_url(lambda address: "/accounts/demo/" not in address)
        return self.pages[who]

    def measure(self, station: str, key: str, rows: list[dict[str, str]]) -> dict[str, Any]:
        """What a station does: one batch with its own key, no browser."""
        asked = Request(
            f"{self.site}/api/v1/stations/{station}/readings/",
            data=json.dumps({"readings": rows}).encode(),
            headers={"Authorization": f"Station {key}", "Content-Type": "application/json"},
        )
        try:
            with urlopen(asked, timeout=30) as answer:
                return dict(json.load(answer))
        except HTTPError as refused:
            return dict(json.load(refused))

    def letter(self, to: str, address: str) -> str:
        """The newest link like ``address`` in a letter to somebody."""
        page = self.guest()

        def found() -> str:
            page.goto("/dev/mail/")
            for letter in page.locator("ol.list > li").all():
                text = letter.inner_text()
                if to in text and (link := re.search(rf"https?://\S*{address}\S+", text)):
                    return link[0]
            return ""

        return str(until(found, f"a letter to {to} with a link to {address}"))

    def find(self, path: str, page: Any, words: str) -> str:
        """The address a list offers for the first item that says the words, once there is one."""

        def look(_page: Any) -> str:
            said = page.locator("main a").filter(has_text=words)
            beside = page.locator("main :is(li, tbody tr)").filter(has_text=words).locator("a")
            link = said if said.count() else beside
            return str(link.first.get_attribute("href")) if link.count() else ""

        return str(self.reload_until(page, path, look, f"an item on {path} that says {words}"))

    def reload_until(
        self, page: Any, path: str, holds: Callable[[Any], Any], what: str, patience_s: float = PATIENCE_S
    ) -> Any:
        def look() -> Any:
            page.goto(path)
            return holds(page)

        return until(look, what, patience_s)


def until(holds: Callable[[], Any], what: str, patience_s: float = PATIENCE_S) -> Any:
    deadline = time.monotonic() + patience_s
    while True:
        if found := holds():
            return found
        assert time.monotonic() < deadline, f"not within {patience_s} s: {what}"
        time.sleep(0.5)
