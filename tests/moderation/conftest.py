"""Two moderators, three codes, an author, and texts in the queue."""

import pytest

from tests.accounts.people import person


@pytest.fixture
def moderators():
    from accounts.rules.roles import Role

    return person("marten", Role.MODERATOR), person("odile", Role.MODERATOR)


@pytest.fixture
def codes():
    from moderation import actions

    return {
        "fine": actions.publish_code(slug="fine", label="Within the rules", public_text="…", approves=True),
        "unclear": actions.publish_code(slug="unclear", label="Not clear", public_text="…"),
        "private": actions.publish_code(slug="private", label="Personal data", public_text="…", hides=True),
    }


@pytest.fixture
def author():
    return person("lyra")


@pytest.fixture
def submit(author, noon):
    from moderation import actions

    def submit(name="1", *, at=noon, **fields):
        defaults = {
            "kind": "t.text",
            "snapshot": {"title": f"Text {name}"},
            "language": "en",
            "author": author.code,
        }
        return actions.submit(subject=f"t.text/{name}", at=at, **{**defaults, **fields})

    return submit
