"""Curation in the matrix: kinds, drawings, calendars, two revisions side by side."""

from tests.permissions.format import CONFLICT, GONE, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.biomes import NOBODY, OPEN, PLACE, H, X, Y, curators
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

SWAPPED = '{"type":"Polygon","coordinates":[[[38,-124],[38,-123],[39,-123],[38,-124]]]}'
ENTRY = {
    "title": "T",
    "kind": "rest",
    "whose": "biome",
    "source": "s",
    "first_day": "11-20",
    "last_day": "02-10",
}


def build(w):
    from biomes import actions
    from biomes.rules.calendar import DayOfYear, Kind, Whose

    for name, biome in (("entry", "biome x"), ("entry out", "biome x"), ("entry of a draft", "draft biome")):
        w[name] = actions.add_calendar_entry(
            biome=w[biome], kind=Kind.REST, whose=Whose.BIOME, title="T", source="s", actor="p-0", at=w.at,
            first_day=DayOfYear(11, 20), last_day=DayOfYear(2, 10),
        )  # fmt: skip
    actions.end_calendar_entry(entry_id=w["entry out"].pk, reason="r", actor="p-0", at=w.at)

    w["story"], w["waiting story"], w["story taken back"] = (told(w) for _ in range(3))
    actions.apply_decision_on_story(code=str(w["story"].uuid), approved=True, at=w.at)
    actions.apply_decision_on_story(code=str(w["story taken back"].uuid), approved=True, at=w.at)
    actions.withdraw_story(story_id=w["story taken back"].pk, actor="", at=w.at)


def told(w):
    """By the citizen, without sound."""
    from biomes import actions
    from biomes.rules.story import Consent

    consent = actions.Said(how=Consent.NOBODY, who="", may_see=True)
    return actions.tell_story(
        biome=w["biome x"], tellings=[{"language": "en", "title": "T", "text": "t"}], teller="t", consent=consent,
        author=w.people[Who.CITIZEN].code, at=w.at,
    )  # fmt: skip


def uuid(name):
    return lambda w: {"uuid": w[name].uuid}


def of_x(name):
    return lambda w: X | {"pk": w[name].pk}


def pk(name):
    return lambda w: {"pk": w[name].pk}


TWO = {"before": "1", "after": "2"}

STORY = {
    "biome": "biome-x", "teller": "t", "language": "en", "title": "T", "text": "t", "consent": "nobody", "may_see": "on",
}  # fmt: skip
STORY_IN = {
    "biome": "biome-x", "teller": "t", "tellings": [{"language": "en", "title": "T", "text": "t"}], "consent": "nobody",
    "may_see": True,
}  # fmt: skip
MINE = {Who.CITIZEN, Who.CURATOR}
TAKES_BACK = {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN - MINE, A: MINE}
LOOKS = {HIDDEN: EVERYONE - MINE - {Who.MODERATOR}, A: MINE | {Who.MODERATOR}}

ROWS = [
    Row("biomes:kinds", "GET", curators(A)),
    Row("biomes:kinds", "GET", curators(A), state="searched", query={"kind_q": "lagoon", "kind_realm": "FM"}),
    Row("biomes:offered", "GET", OPEN, query={"q": "biome", "among": "all"}),
    Row("biomes:compare", "GET", curators(A), args=Y, query=TWO),
    Row("biomes:compare", "GET", curators(INVALID), state="no such revision", args=Y, query=TWO | {"after": "99"}),
    Row("biomes:stories", "GET", OPEN),
    Row("biomes:story", "GET", OPEN, args=uuid("story")),
    Row("biomes:story", "GET", LOOKS, state="waiting", args=uuid("waiting story")),
    Row("biomes:story", "GET", {GONE: EVERYONE}, state="taken back", args=uuid("story taken back")),
    Row("biomes:story_sound", "GET", NOBODY, state="without sound", args=uuid("story")),
    Row("biomes:tell", "GET", {SIGN_IN: STRANGERS, A: SIGNED_IN}),
    Row("biomes:tell", "POST", {SIGN_IN: STRANGERS, A: SIGNED_IN}, data=STORY),
    Row("biomes:tell", "POST", {SIGN_IN: STRANGERS, INVALID: SIGNED_IN}, state="no consent", data=STORY | {"may_see": ""}),
    Row("biomes:ask_withdraw_story", "GET", TAKES_BACK, args=uuid("story")),
    Row("biomes:withdraw_story", "POST", TAKES_BACK, args=uuid("story")),
    Row("biomes-calendar", "GET", OPEN, args=X),
    Row("biomes-calendar", "GET", NOBODY, state="draft", args=H),
    Row("biomes:desk_calendar", "GET", curators(A), args=X),
    Row("biomes:desk_calendar", "POST", curators(A), args=X, data=ENTRY),
    Row("biomes:desk_calendar", "POST", curators(INVALID), state="no day", args=X, data=ENTRY | {"first_day": ""}),
    Row("biomes:end_entry", "GET", curators(A), args=of_x("entry")),
    Row("biomes:end_entry", "POST", curators(A), args=of_x("entry"), data={"reason": "r"}),
    Row("biomes:end_entry", "POST", curators(CONFLICT), state="taken out", args=of_x("entry out"), data={"reason": "r"}),
    # --- API
    Row("api:biome-compare", "GET", curators(A), args=Y, query=TWO),
    Row("api:kind-list", "GET", OPEN),
    Row("api:place-check", "POST", curators(A), data={"text": PLACE}),
    Row("api:place-repair", "POST", curators(A), data={"text": SWAPPED, "how": "swap"}),
    Row("api:place-repair", "POST", curators(INVALID), state="beyond repair", data={"text": "{", "how": "swap"}),
    Row("api:story-list", "GET", OPEN),
    Row("api:story-detail", "GET", OPEN, args=uuid("story")),
    Row("api:story-detail", "GET", NOBODY, state="waiting", args=uuid("waiting story")),
    Row("api:story-tell", "POST", {SIGN_IN: STRANGERS, A: SIGNED_IN}, data=STORY_IN),
    Row("api:story-withdraw", "POST", TAKES_BACK, args=uuid("story")),
    Row("api:calendar-list", "GET", OPEN),
    Row("api:calendar-detail", "GET", OPEN, args=pk("entry")),
    Row("api:calendar-detail", "GET", NOBODY, state="of a draft", args=pk("entry of a draft")),
    Row("api:calendar-add", "POST", curators(A), data=ENTRY | {"biome": "biome-x"}),
    Row("api:calendar-add", "POST", curators(INVALID), state="to a draft", data=ENTRY | {"biome": "hidden"}),
    Row("api:calendar-end", "POST", curators(A), args=pk("entry"), data={"reason": "r"}),
]  # fmt: skip
