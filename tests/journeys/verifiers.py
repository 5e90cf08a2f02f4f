"""Both verifiers at one export: `verify.py` as a module, and the page as it stands in a browser."""

from base64 import b64encode
from pathlib import Path
from typing import Any

from ledger import verify

# The page's own function, over files that come by value.
VERIFY = """([files, old]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  return verify(new Map(files.map(([path, text]) => [path, bytes(text)])), old === null ? null : bytes(old));
}"""


def by_script(folder: Path, kept: Path | None = None) -> list[str]:
    return verify.verify(str(folder), str(kept) if kept else None).faults


def by_browser(page: Any, folder: Path, kept: Path | None = None) -> list[str]:
    """The faults."""
    faults: list[str] = answer_of_browser(page, folder, kept)["faults"]
    return faults


def answer_of_browser(page: Any, folder: Path, kept: Path | None = None) -> dict[str, list[str]]:
    """The faults, and what it says where there is none."""
    files = [
        [path.relative_to(folder).as_posix(), b64encode(path.read_bytes()).decode()]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    old = b64encode(kept.read_bytes()).decode() if kept else None
    answer: dict[str, list[str]] = page.evaluate(VERIFY, [files, old])
    return answer
