"""Copy what the pages use of node_modules to static/vendor, which git ignores.

Run after `npm ci --ignore-scripts`. Python alone, no packages. A file that is missing ends the
copy with its name: a page must never ask for what is not there.
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FROM = ROOT / "node_modules"
TO = ROOT / "static" / "vendor"

FACES = {
    "@fontsource-variable/atkinson-hyperlegible-next": [
        "atkinson-hyperlegible-next-latin-wght-normal",
        "atkinson-hyperlegible-next-latin-ext-wght-normal",
    ],
    "@fontsource-variable/atkinson-hyperlegible-mono": ["atkinson-hyperlegible-mono-latin-wght-normal"],
    "@fontsource/gentium-book-plus": [
        "gentium-book-plus-latin-400-normal",
        "gentium-book-plus-latin-400-italic",
        "gentium-book-plus-latin-700-normal",
    ],
    "@fontsource/ibm-plex-sans-arabic": [
        "ibm-plex-sans-arabic-arabic-400-normal",
        "ibm-plex-sans-arabic-arabic-600-normal",
    ],
    "@fontsource/scheherazade-new": ["scheherazade-new-arabic-400-normal"],
}
# The same faces whole, for documents set on paper: names and languages of every people, not one page's subset.
PRINT = {
    "@expo-google-fonts/gentium-book-plus": ["400Regular", "400Regular_Italic", "700Bold"],
    "@expo-google-fonts/scheherazade-new": ["400Regular", "700Bold"],
}
FILES = {
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "uplot/dist/uPlot.esm.js": "uplot/uPlot.esm.js",
    "uplot/dist/uPlot.min.css": "uplot/uPlot.min.css",
    "uplot/LICENSE": "uplot/LICENSE",
}
FOLDERS = {"leaflet/dist/images": "leaflet/images"}


def copies() -> dict[Path, Path]:
    """Each source and its place."""
    found = {FROM / source: TO / target for source, target in FILES.items()}
    for package, faces in FACES.items():
        for face in faces:
            found[FROM / package / "files" / f"{face}.woff2"] = TO / "fonts" / f"{face}.woff2"
        found[FROM / package / "LICENSE"] = TO / "fonts" / f"{package.rpartition('/')[2]}.LICENSE"
    for package, cuts in PRINT.items():
        for cut in cuts:
            (file,) = sorted((FROM / package / cut).glob("*.ttf")) or [FROM / package / cut / "face.ttf"]
            found[file] = TO / "print" / file.name
        found[FROM / package / "LICENSE_FONT"] = TO / "print" / f"{package.rpartition('/')[2]}.LICENSE"
    for source, target in FOLDERS.items():
        found |= {file: TO / target / file.name for file in sorted((FROM / source).glob("*"))}
    return found


def copy(source: Path, target: Path) -> None:
    """As it is, but for the line that names a source map we do not serve."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix in {".js", ".css"}:
        lines = source.read_text(encoding="utf-8").splitlines()
        target.write_text(
            "\n".join(line for line in lines if "sourceMappingURL" not in line) + "\n", encoding="utf-8"
        )
    else:
        shutil.copyfile(source, target)


def main() -> int:
    plan = copies()
    if missing := [str(source.relative_to(ROOT)) for source in plan if not source.is_file()]:
        print("Not installed (run `npm ci --ignore-scripts`):", *missing, sep="\n  ", file=sys.stderr)
        return 1
    shutil.rmtree(TO, ignore_errors=True)
    for source, target in plan.items():
        copy(source, target)
    print(f"{len(plan)} files in {TO.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
