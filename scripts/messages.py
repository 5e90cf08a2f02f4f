"""Visible strings: collect, check, compile. Needs no gettext on the machine.

    collect            bring locale/{es,ar} in line with the sources (new strings come empty)
    check              fail on missing, stale or suspicious translations
    compile            django.po -> django.mo
    missing LANG       the untranslated strings as JSON on standard output
    fill LANG FILE     take translations from JSON of the same shape

JSON: a list of {"id", "plural"?, "context"?, "text": "..." | ["...", ...]} (one text per plural form).
"""

import ast
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
import polib
from django.template.base import Node, NodeList
from django.template.library import SimpleBlockNode

ROOT = Path(__file__).resolve().parents[1]
APPS = [
    "config",
    "portal",
    "council",
    "exhibits",
    "petitions",
    "crises",
    "dialogues",
    "charters",
    "biomes",
    "moderation",
    "accounts",
    "ledger",
]
LANGUAGES = ("es", "ar")
PLURALS = {
    "es": (2, "nplurals=2; plural=(n != 1);"),
    "ar": (
        6,
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);",
    ),
}
# Where each function of Django's keeps its (context, singular, plural).
CALLS = {
    "_": (None, 0, None), "gettext": (None, 0, None), "gettext_lazy": (None, 0, None), "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1), "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None), "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2), "npgettext_lazy": (0, 1, 2),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-z]|%[sd]|\{\w*\}")
IDENTICAL_SHARE = 0.05

Key = tuple[str, str, str]  # context, singular, plural


@dataclass
class Found:
    places: set[str] = field(default_factory=set)
    python_format: bool = False


def main() -> None:
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.setdefault(name, f"{'postgres' if name[0] == 'D' else 'redis'}://unused:0@127.0.0.1:1/0")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    words = sys.argv[1:]
    if words == ["compile"]:
        compile_all()
        return
    django.setup()
    if words == ["collect"]:
        collect()
    elif words == ["check"]:
        sys.exit(1 if check() else 0)
    elif len(words) == 2 and words[0] == "missing":
        print(json.dumps(missing(words[1]), ensure_ascii=False, indent=0))
    elif len(words) == 3 and words[0] == "fill":
        fill(words[1], json.loads(Path(words[2]).read_text()))
    else:
        sys.exit(__doc__)


# --- Finding ------------------------------------------------------------------------------------
def sources() -> tuple[dict[Key, Found], list[str]]:
    """Every string of the sources, and what is wrong with how they are marked."""
    found: dict[Key, Found] = {}
    faults: list[str] = []
    for path, key, fault in [*python_strings(), *template_strings()]:
        if fault:
            faults.append(f"{path}: {fault}")
        elif key[1]:
            entry = found.setdefault(key, Found())
            entry.places.add(path.split(":")[0])
            entry.python_format |= "%(" in key[1]
    return found, faults


def python_strings() -> Iterator[tuple[str, Key, str]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            place = path.relative_to(ROOT)
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and (name := called(node)) in CALLS:
                    yield from one_call(f"{place}:{node.lineno}", node, CALLS[name])


def called(node: ast.Call) -> str:
    return (
        node.func.id
        if isinstance(node.func, ast.Name)
        else node.func.attr
        if isinstance(node.func, ast.Attribute)
        else ""
    )


def one_call(
    place: str, node: ast.Call, where: tuple[int | None, int, int | None]
) -> Iterator[tuple[str, Key, str]]:
    texts = []
    for index in where:
        if index is None:
            texts.append("")
        elif index < len(node.args) and isinstance(node.args[index], ast.Constant):
            texts.append(str(node.args[index].value))
        elif index < len(node.args) and isinstance(node.args[index], ast.JoinedStr):
            yield place, ("", "", ""), "an f-string cannot be translated; use named placeholders"
            return
        else:
            return  # a variable: its literal is marked where it is written
    yield place, (texts[0], texts[1], texts[2]), ""


def template_strings() -> Iterator[tuple[str, Key, str]]:
    from django.template import engines
    from django.template.base import DebugLexer, TokenType
    from django.template.library import SimpleBlockNode
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    # Django does not say that a block tag of ours (crumbs, scroll) holds words; it does.
    SimpleBlockNode.child_nodelists = ("nodelist",)
    engine = engines["django"].engine
    marked = re.compile(r"""_\((?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\)""")
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix not in {".html", ".txt", ".xml", ".md", ".svg"}:
            continue
        place, text = str(path.relative_to(ROOT)), path.read_text()
        try:
            nodes = engine.from_string(text).nodelist
        except Exception as error:  # any fault of a template is one line here
            yield place, ("", "", ""), f"does not compile: {error}"
            continue
        for node in inside(nodes, TranslateNode):
            variable = node.filter_expression.var
            if getattr(variable, "literal", None) is not None:
                yield place, (context_of(node), str(variable.literal).replace("%", "%%"), ""), ""
        for node in inside(nodes, BlockTranslateNode):
            yield place, (context_of(node), *block_texts(node)), ""
        for token in DebugLexer(text).tokenize():
            if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
                for match in marked.finditer(token.contents):
                    yield place, ("", (match[1] or match[2]).replace("%", "%%"), ""), ""


def inside(nodes: NodeList, kind: type[Node]) -> Iterator[Any]:
    """Nodes of a kind, within our own block tags ({% scroll %}, {% crumbs %}) too: Django looks past those."""
    yield from nodes.get_nodes_by_type(kind)
    for block in nodes.get_nodes_by_type(SimpleBlockNode):
        yield from inside(block.nodelist, kind)


def context_of(node: object) -> str:
    context = getattr(node, "message_context", None)
    return str(context.var) if context else ""


def block_texts(node: object) -> tuple[str, str]:
    from django.utils.translation import trim_whitespace

    texts = [node.render_token_list(part)[0] if part else "" for part in (node.singular, node.plural)]  # type: ignore[attr-defined]
    if node.trimmed:  # type: ignore[attr-defined]
        texts = [trim_whitespace(text) for text in texts]
    return texts[0], texts[1]


# --- Keeping ------------------------------------------------------------------------------------
def po_path(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> polib.POFile:
    path = po_path(language)
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    catalogue.wrapwidth = 110
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language][1],
    }
    return catalogue


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def save(language: str, entries: list[polib.POEntry]) -> None:
    catalogue = load(language)
    catalogue[:] = sorted(entries, key=lambda e: (e.occurrences[0] if e.occurrences else ("", ""), e.msgid))
    po_path(language).parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(po_path(language)))


def collect() -> None:
    found, faults = sources()
    for language in LANGUAGES:
        had = {key_of(entry): entry for entry in load(language)}
        entries = []
        for key, what in found.items():
            entry = had.get(key) or blank(language, key)
            entry.occurrences = [(place, "") for place in sorted(what.places)]
            entry.flags = ["python-format"] if what.python_format else []
            entries.append(entry)
        save(language, entries)
        empty = sum(not translated(entry) for entry in entries)
        print(f"{language}: {len(entries)} strings, {empty} to translate")
    for fault in faults:
        print(fault)


def blank(language: str, key: Key) -> polib.POEntry:
    context, singular, plural = key
    forms = dict.fromkeys(range(PLURALS[language][0]), "") if plural else {}
    return polib.POEntry(
        msgctxt=context or None, msgid=singular, msgid_plural=plural, msgstr="", msgstr_plural=forms
    )


def texts_of(entry: polib.POEntry) -> list[str]:
    return (
        [entry.msgstr_plural[i] for i in sorted(entry.msgstr_plural)]
        if entry.msgid_plural
        else [entry.msgstr]
    )


def translated(entry: polib.POEntry) -> bool:
    return all(texts_of(entry)) and not entry.fuzzy


def missing(language: str) -> list[dict]:
    rows = []
    for entry in load(language):
        if not translated(entry):
            row = {"id": entry.msgid, "where": sorted(place for place, _ in entry.occurrences)[:2]}
            if entry.msgid_plural:
                row["plural"] = entry.msgid_plural
            if entry.msgctxt:
                row["context"] = entry.msgctxt
            rows.append(row)
    return rows


def fill(language: str, rows: list[dict]) -> None:
    entries = list(load(language))
    by_key = {key_of(entry): entry for entry in entries}
    refused = 0
    for row in rows:
        entry = by_key.get((row.get("context", ""), row["id"], row.get("plural", "")))
        texts = row["text"] if isinstance(row.get("text"), list) else [row.get("text", "")]
        if entry is None or (fault := fault_of(language, entry, texts)):
            refused += 1
            print(f"refused: {row['id'][:70]!r}: {'no such string' if entry is None else fault}")
        elif entry.msgid_plural:
            entry.msgstr_plural = dict(enumerate(texts))
        else:
            entry.msgstr = texts[0]
    save(language, entries)
    print(
        f"{language}: {len(rows) - refused} taken, {refused} refused, {sum(not translated(e) for e in entries)} left"
    )


def fault_of(language: str, entry: polib.POEntry, texts: list[str]) -> str:
    """Why these texts cannot stand for this entry; empty when they can."""
    wanted = PLURALS[language][0] if entry.msgid_plural else 1
    if len(texts) != wanted or not all(texts):
        return f"{wanted} form(s) wanted, {sum(bool(t) for t in texts)} given"
    source = entry.msgid_plural or entry.msgid
    for index, text in enumerate(texts):
        have, want = sorted(PLACEHOLDER.findall(text)), sorted(PLACEHOLDER.findall(source))
        # "one", "two" and "none" may be said without the number itself.
        if have != want and not (entry.msgid_plural and index < 3 and set(have) <= set(want)):
            return f"placeholders differ: {have} for {want}"
        if text[:1].isspace() != source[:1].isspace() or text[-1:].isspace() != source[-1:].isspace():
            return "white space at the ends differs"
    return ""


# --- Proving ------------------------------------------------------------------------------------
def check() -> list[str]:
    found, faults = sources()
    allowed = set((ROOT / "locale" / "same-in-every-language.txt").read_text().splitlines())
    for language in LANGUAGES:
        entries = {key_of(entry): entry for entry in load(language)}
        for key in found.keys() - entries.keys():
            faults.append(f"{language}: not collected (make messages): {key[1][:70]!r}")
        for key in entries.keys() - found.keys():
            faults.append(f"{language}: no longer in the sources (make messages): {key[1][:70]!r}")
        same = 0
        for entry in entries.values():
            if not translated(entry):
                faults.append(f"{language}: untranslated: {entry.msgid[:70]!r}")
            elif fault := fault_of(language, entry, texts_of(entry)):
                faults.append(f"{language}: {fault}: {entry.msgid[:70]!r}")
            elif (
                texts_of(entry)[0] == entry.msgid
                and entry.msgid not in allowed
                and re.search(r"[A-Za-z]{2}", entry.msgid)
            ):
                same += 1
        if same > IDENTICAL_SHARE * max(1, len(entries)):
            faults.append(f"{language}: {same} of {len(entries)} strings are the English ones")
    for fault in faults[:60]:
        print(fault)
    print(f"messages: {len(found)} strings, {len(LANGUAGES)} languages, {len(faults)} faults")
    return faults


def compile_all() -> None:
    for path in sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po")):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


if __name__ == "__main__":
    main()
