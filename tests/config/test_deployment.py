"""What a deployment is told it may set really reaches the product."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Made by the compose file itself, or belonging to the image.
OWN = {"DATABASE_URL", "REDIS_URL", "STATIC_ROOT", "MEDIA_ROOT", "OUTSIDE_ROOT", "CSRF_TRUSTED_ORIGINS"}


def test_every_variable_of_the_example_reaches_the_containers():
    named = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    compose = (ROOT / "docker-compose.yml").read_text()

    assert {name for name in named - OWN if f"${{{name}:" not in compose} == set()


def test_no_secret_enters_an_image():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()

    assert {".env", ".git", ".state"} <= set(ignored)


def test_the_operators_guide_names_only_commands_that_exist():
    from django.core.management import get_commands

    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    named = {word for page in pages for word in re.findall(r"manage\.py (\w+)", page.read_text())}

    assert named - set(get_commands()) == set()
    assert named & {"createsuperuser", "changepassword"} == set()


def test_every_file_a_template_asks_for_exists():
    """Under hashed names a missing one is an error page in production, and only a missing picture here."""
    from django.contrib.staticfiles import finders

    asked = {
        (str(page.relative_to(ROOT)), match[1])
        for page in (ROOT / "templates").rglob("*.*")
        for match in re.finditer(r"""\{%\s*static\s+["']([^"']+)["']""", page.read_text())
    }

    assert {one for one in asked if not finders.find(one[1])} == set()
    assert len(asked) > 40
