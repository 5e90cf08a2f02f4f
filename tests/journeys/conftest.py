"""A real browser against the real site: pages, pictures, accessibility, and no breach of the security policy.

    def test_the_home_page_opens(site, open_page): ...

`site` is the address of a live server; `open_page("/")` gives a Playwright page and fails the test
for any console error, uncaught exception or refusal by the content security policy.
`shot(page, "home")` keeps pictures in build/shots (not kept by git); `axe(page)` fails on faults
that axe calls serious or critical. Without Chromium the journeys are skipped, loudly.
"""

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "build" / "shots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDTHS = {"wide": 1280, "narrow": 390}
# Pictures of a whole journey take minutes; they are made when somebody wants to look.
PICTURES = bool(os.environ.get("PICTURES"))
PREFIX = {"en": "", "es": "/es", "ar": "/ar"}

# The live server and Playwright's own loop share this thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [item for item in items if Path(str(item.fspath)).is_relative_to(Path(__file__).parent)]
    if here and not CHROMIUM:
        warnings.warn(
            "No Chromium: every browser journey is SKIPPED (apt-get install chromium)", stacklevel=1
        )
    # The long journey mostly waits for clocks: begun first, it is over before the others are.
    items.sort(key=lambda item: item.fspath.basename != "test_chain.py")
    for item in here:
        item.add_marker(pytest.mark.journey)
        if not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine: apt-get install chromium"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    # A sandbox needs another user than root; the tests' own pages are all it ever opens.
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield running
        running.close()


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of the site, as its own pages give it: localhost, because passkeys want a name."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    settings.SITE_URL = address
    settings.ALLOWED_HOSTS = ["*"]
    return address


@pytest.fixture
def visitors(browser: Any) -> Iterator[Callable[..., Any]]:
    """A new visitor of any site: `visitors(address, width=390, theme="dark", javascript=False)`."""
    contexts: list[Any] = []
    troubles: list[str] = []

    def come(
        address: str,
        *,
        width: int = 1280,
        theme: str = "light",
        javascript: bool = True,
        expect_errors: bool = False,
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            base_url=address,
        )
        contexts.append(context)
        page = context.new_page()
        if not expect_errors:
            page.on(
                "console", lambda m: troubles.append(f"{page.url}: {m.text}") if m.type == "error" else None
            )
        page.on("pageerror", lambda e: troubles.append(f"{page.url}: {e}"))
        page.on("console", lambda m: troubles.append(m.text) if "Content Security Policy" in m.text else None)
        return page

    yield come
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(dict.fromkeys(troubles))


@pytest.fixture
def visit(visitors: Callable[..., Any], site: str) -> Callable[..., Any]:
    """A new visitor: `visit(width=390, theme="dark", javascript=False)` is a Playwright page."""
    return partial(visitors, site)


@pytest.fixture
def open_page(visit: Callable[..., Any]) -> Callable[..., Any]:
    """`open_page("/biomes/", language="ar", width=390)`: visit and go there at once."""

    def go(path: str, *, language: str = "en", **manner: Any) -> Any:
        page = visit(**manner)
        page.goto(PREFIX[language] + path, wait_until="networkidle")
        return page

    return go


@pytest.fixture
def come_as(visit: Callable[..., Any], site: str, settings: Any) -> Callable[..., Any]:
    """The page of somebody who has signed in, the same one each time: `come_as(user)`."""
    from django.test import Client

    from tests.accounts.people import sign_in

    name, pages = settings.SESSION_COOKIE_NAME, {}

    def come(user: Any, **manner: Any) -> Any:
        if user.pk not in pages:
            pages[user.pk] = page = visit(**manner)
            # A client of its own: to sign in as somebody else ends the session before.
            cookies = sign_in(Client(), user).cookies
            page.context.add_cookies([{"name": name, "value": cookies[name].value, "url": site}])
        return pages[user.pk]

    return come


@pytest.fixture
def shot() -> Callable[[Any, str], Path]:
    """A picture of the whole page in build/shots, for people to look at."""
    return take_picture


def take_picture(page: Any, name: str) -> Path:
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}.png"
    page.screenshot(path=str(path), full_page=True)
    return path


def take_eight(visit: Callable[..., Any], path: str, name: str) -> None:
    """One page in both widths, light and dark, English and Arabic: eight pictures, none of them too wide."""
    for theme in ("light", "dark"):
        for size, width in WIDTHS.items():
            page = visit(theme=theme, width=width)
            for language in ("en", "ar"):
                page.goto(PREFIX[language] + path, wait_until="networkidle")
                take_picture(page, f"{name}-{size}-{theme}-{language}")
                assert_no_sideways_scroll(page)


def assert_no_sideways_scroll(page: Any) -> None:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= room, f"{page.url} is {wide} px wide in a window of {room} px"


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """Fail on every fault that axe calls serious or critical."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci --ignore-scripts")
    source = AXE.read_text(encoding="utf-8")

    def check(page: Any) -> None:
        page.evaluate(source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        faults = [
            f"{v['id']} ({v['impact']}): {v['help']}\n    "
            + "\n    ".join(str(n["html"])[:160] for n in v["nodes"][:4])
            for v in found["violations"]
            if v["impact"] in {"serious", "critical"}
        ]
        assert not faults, f"{page.url}\n" + "\n".join(faults)

    return check
