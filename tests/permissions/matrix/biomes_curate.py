"""A profile's pictures by program, and what becomes of a story when its author leaves."""

from tests.permissions.format import CONFLICT, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.biomes import curators
from tests.permissions.who import SIGNED_IN, STRANGERS, Who

TAKEN_DOWN = {"afterwards": "taken_down"}
AUTHOR = {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN - {Who.CITIZEN}, A: {Who.CITIZEN}}
CREEK = {"slug": "pictured-creek"}


def build(w):
    from biomes import actions
    from tests.biomes import makers

    content = {"name": "Pictured Creek", "functional_group": "F1.1", "place": makers.SQUARE}
    photo = actions.Photo(data=makers.photograph(), alt="Reeds", licence="CC0-1.0", credit="N")
    made = actions.draft_biome(**CREEK, content=content, photo=photo, author="p-0", reason="new", at=w.at)
    w["creek picture"] = made.pictures[0]


def of_creek(w):
    return CREEK | {"uuid": w["creek picture"]}


def unknown(w):
    return CREEK | {"uuid": w["kept picture"].uuid}


def uuid(name):
    return lambda w: {"uuid": w[name].uuid}


ROWS = [
    Row("api:biome-pictures", "GET", curators(A), state="draft", args=CREEK),
    Row("api:biome-pictures", "GET", curators(HIDDEN), state="none", args={"slug": "no-such"}),
    # A picture needs a file, which rows do not send: tests/biomes/test_picture_api.py does.
    Row("api:biome-pictures", "POST", curators(INVALID), state="no photo", args=CREEK, data={"reason": "r"}),
    Row("api:biome-picture", "PATCH", curators(A), args=of_creek, data={"reason": "r", "alt": "Sedge"}),
    Row("api:biome-picture", "PATCH", curators(CONFLICT), state="nothing new", args=of_creek, data={"reason": "r"}),
    Row("api:biome-picture", "PATCH", curators(INVALID), state="no reason", args=of_creek, data={"alt": "Sedge"}),
    Row("api:biome-picture", "PATCH", curators(HIDDEN), state="of another", args=unknown, data={"reason": "r"}),
    Row("api:biome-picture", "DELETE", curators(A), args=of_creek, query={"reason": "r"}),
    Row("api:biome-picture", "DELETE", curators(INVALID), state="no reason", args=of_creek),
    Row("biomes:story_afterwards", "POST", AUTHOR, args=uuid("story"), data=TAKEN_DOWN),
    Row("api:story-afterwards", "POST", AUTHOR, args=uuid("waiting story"), data=TAKEN_DOWN),
]  # fmt: skip
