"""The house keeps its own rules: what import-linter cannot see is proved here, by reading the source."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Bottom to top; equal numbers are siblings.
STOREY = {
    "ledger": 0, "accounts": 1, "moderation": 2, "biomes": 3, "charters": 4, "dialogues": 5,
    "petitions": 6, "crises": 6, "council": 7, "exhibits": 7, "portal": 8, "config": 9,
}  # fmt: skip
MODULE_LINES, FUNCTION_LINES, VIEW_LINES, TEMPLATE_LINES = 400, 40, 25, 120
BANNED_NAMES = {"utils", "helpers", "common", "misc", "services"}
# One file by promise: it must run alone on Python 3.8 (specified in docs/log-format.md).
LONG_BY_PROMISE = {"ledger/verify.py"}
# Files by promise too: they must work from a disk, so script and style stand in them, allowed by their hashes alone.
ALONE_BY_PROMISE = {"templates/ledger/browser.html", "templates/portal/court.html"}
CODE = re.compile(r"^[a-z]+\.[a-z_]+\.[a-z_]+$")


@cache
def modules() -> dict[str, ast.Module]:
    found = {}
    for app in STOREY:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                found[str(path.relative_to(ROOT))] = ast.parse(path.read_text())
    return found


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of code: the docstring explains, it does not weigh."""
    doc = node.body[0] if ast.get_docstring(node) else None
    return (node.end_lineno or 0) - node.lineno + 1 - ((doc.end_lineno or 0) - doc.lineno + 1 if doc else 0)


@cache
def records() -> list[tuple[str, ast.Call, dict[str, ast.expr]]]:
    """Every call that records a fact, with its keyword arguments."""
    found = []
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "record"
            ):
                keywords = {k.arg: k.value for k in node.keywords if k.arg}
                if "kind" in keywords and "subject" in keywords:
                    found.append((path, node, keywords))
    return found


@cache
def kinds() -> dict[str, set[bool]]:
    """Kind -> the values of ``public`` it is recorded with."""
    found: dict[str, set[bool]] = defaultdict(set)
    for _path, _node, keywords in records():
        public = keywords.get("public")
        for kind in literals(keywords["kind"]):
            found[kind].add(bool(public.value) if isinstance(public, ast.Constant) else None)  # type: ignore[arg-type]
    return found


def literals(node: ast.expr) -> list[str]:
    """The strings an expression may be: a literal, or either side of ``a if x else b``."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


def test_a_face_gives_one_thing_under_a_name():
    """Two modules of a room with one public name: of the two the face would give the one imported last."""
    twice = {}
    for path, tree in modules().items():
        if not path.endswith("/__init__.py"):
            continue
        faces = {
            alias.asname or alias.name
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        room, found = path.removesuffix("/__init__.py"), {}
        for other, inner in modules().items():
            if other.rpartition("/")[0] == room and other != path:
                for node in inner.body:
                    if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in faces:
                        found.setdefault(node.name, []).append(other)
        twice |= {f"{room}: {name}": where for name, where in found.items() if len(where) > 1}

    assert twice == {}


def test_no_module_outgrows_its_reader():
    """Faces are lists of names, as long as a room is rich."""
    long = {
        path: lines
        for path in modules()
        if path not in LONG_BY_PROMISE
        and not path.endswith("/__init__.py")
        and (lines := len((ROOT / path).read_text().splitlines())) > MODULE_LINES
    }

    assert long == {}


def test_no_test_module_outgrows_its_reader():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "tests").rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > MODULE_LINES
    }

    assert long == {}


def test_no_function_outgrows_its_reader():
    long = [
        f"{path}:{node.lineno} {node.name} {length(node)}"
        for path, tree in modules().items()
        if path not in LONG_BY_PROMISE
        for node in functions(tree)
        if length(node) > FUNCTION_LINES
    ]

    assert long == []


def test_a_view_only_translates():
    long = [
        f"{path}:{node.lineno} {node.name} {length(node)}"
        for path, tree in modules().items()
        if re.fullmatch(r"\w+/views(/\w+)?\.py", path)
        for node in functions(tree)
        if length(node) > VIEW_LINES
    ]

    assert long == []


def test_no_template_outgrows_its_reader():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "templates").rglob("*.html")
        if (lines := len(path.read_text().splitlines())) > TEMPLATE_LINES
    }

    assert long == {}


def test_no_file_is_named_after_nothing():
    assert [path for path in modules() if Path(path).stem in BANNED_NAMES] == []


def test_nothing_happens_by_signal():
    users = [
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.dispatch"))
        or (isinstance(node, ast.ImportFrom) and (node.module or "") == "django.db.models.signals")
    ]

    assert users == []


def test_no_model_overrides_save():
    overriding = [
        path
        for path, tree in modules().items()
        if "/models/" in path
        for node in functions(tree)
        if node.name == "save"
    ]

    assert overriding == []


def test_foreign_keys_point_down_or_stay_home():
    from django.apps import apps

    upward = [
        f"{model._meta.label}.{column.name} -> {column.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in STOREY
        for column in model._meta.get_fields()
        if column.is_relation
        and not column.auto_created
        and column.related_model is not None
        and column.related_model._meta.app_label in STOREY
        and column.related_model._meta.app_label != model._meta.app_label
        and STOREY[column.related_model._meta.app_label] >= STOREY[model._meta.app_label]
    ]

    assert upward == []


def test_only_doors_read_the_clock():
    inner = re.compile(r"^\w+/(rules|models|actions)(/|\.py)")
    readers = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if inner.match(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "utcnow", "today"}
    ]

    assert readers == []


def test_every_fact_is_of_a_literal_kind_and_either_public_or_not():
    loose = [
        f"{path}:{node.lineno}"
        for path, node, keywords in records()
        if not literals(keywords["kind"]) or not isinstance(keywords.get("public"), ast.Constant)
    ]
    split = {kind: publics for kind, publics in kinds().items() if len(publics) != 1}

    assert loose == []
    assert split == {}


def test_every_kind_of_fact_lives_in_the_app_that_records_it():
    strays = [
        f"{path}: {kind}"
        for path, _node, keywords in records()
        for kind in literals(keywords["kind"])
        if not CODE.match(kind) or kind.split(".")[0] != path.split("/")[0]
    ]

    assert strays == []


def test_every_reaction_hears_a_kind_that_somebody_records():
    import importlib

    heard = {
        (app, kind)
        for app in STOREY
        if (ROOT / app / "reactions.py").exists()
        for kind in importlib.import_module(f"{app}.reactions").REACTIONS
    }

    assert {(app, kind) for app, kind in heard if kind not in kinds()} == set()


@pytest.mark.parametrize("app", [app for app in STOREY if app not in {"config", "dialogues"}])
def test_the_reference_names_every_kind_of_fact(app):
    page = ROOT / "docs" / "reference" / f"{app}.md"
    text = page.read_text() if page.exists() else ""

    assert [kind for kind in sorted(kinds()) if kind.startswith(f"{app}.") and kind not in text] == []


def test_the_reference_names_every_variable_of_the_environment():
    named = (ROOT / "docs" / "reference" / "settings.md").read_text()
    example = (ROOT / ".env.example").read_text()
    source = "".join((ROOT / "config" / name).read_text() for name in ("settings/base.py", "env.py"))
    read = set(re.findall(r'\b(?:text|flag|words|number)\("(\w+)"', source))

    assert {name for name in read if f"`{name}`" not in named} == set()
    assert {name for name in read if name not in example} == set()


def test_every_subject_has_a_card():
    from ledger import registry

    prefixes = {
        match[1]
        for path, tree in modules().items()
        if "/models/" in path
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and node.values
        and isinstance(node.values[0], ast.Constant)
        and (match := re.fullmatch(r"([a-z]+\.[a-z_]+)/.*", str(node.values[0].value)))
    }

    assert prefixes - registry.card_prefixes() == set()


def test_every_column_about_a_person_is_declared():
    from django.apps import apps
    from django.conf import settings

    from ledger import registry

    declared = set(registry.personal_columns())
    personal_words = {"email", "name_given", "signer_name", "display_name", "relation_text", "ip", "address"}
    undeclared = [
        label
        for model in apps.get_models()
        if model._meta.app_label in STOREY and "event" not in model._meta.model_name.lower()[-5:]
        for column in model._meta.fields
        if (column.is_relation and column.related_model._meta.label == settings.AUTH_USER_MODEL)
        or column.name in personal_words
        or column.get_internal_type() == "EmailField"
        if (label := f"{model._meta.app_label}.{model.__name__}.{column.name}") not in declared
    ]

    assert undeclared == []


def test_what_is_declared_personal_exists():
    from django.apps import apps

    from ledger import registry

    for label in registry.personal_columns():
        app, model, column = label.split(".")
        apps.get_model(app, model)._meta.get_field(column)


def test_no_page_carries_inline_script_or_style():
    inline = re.compile(
        r"<style|\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*\bnonce=)|\son[a-z]+\s*=\s*[\"']", re.I
    )
    guilty = [
        f"{path.relative_to(ROOT)}: {match[0]!r}"
        for path in (ROOT / "templates").rglob("*.html")
        if str(path.relative_to(ROOT)) not in ALONE_BY_PROMISE
        and (
            match := inline.search(
                re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", path.read_text(), flags=re.S)
            )
        )
    ]

    assert guilty == []


def test_no_file_names_a_package_registry_or_one_machines_path():
    import subprocess

    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    hosts = ["py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org"]
    pattern = re.compile(
        "|".join(map(re.escape, hosts)) + r"|(?<![\w./])/(?:wor" + r"k|far" + r"m|roo" + r"t)/"
    )
    guilty = []
    for name in files:
        path = ROOT / name
        if path.suffix in {".png", ".woff2", ".mo", ".npz"} or not path.exists():
            continue
        if match := pattern.search(path.read_text(errors="replace")):
            guilty.append(f"{name}: {match[0]}")

    assert guilty == []


def test_every_task_that_beat_sends_is_one_a_worker_knows():
    from django.conf import settings

    from config.celery import app

    app.loader.import_default_modules()

    assert {row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()} - set(app.tasks) == set()
