"""Exhibits in the matrix: one published work, and one draft of the author."""

from datetime import timedelta
from typing import Any

from tests.permissions.format import CONFLICT, FORBIDDEN, GONE, HIDDEN, INVALID, OWN, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

ARTIST = frozenset({Who.ARTIST})
WORDS = {"title": "A title", "text_twin": "Words.", "alt_text": "A picture.", "caption": ""}
WHOLE = {"title": "A title", "lede": "", "content_note": "", "rights": "cc-by-4.0", "petition": ""}


def build(w: Any) -> None:
    from exhibits.models import Exhibit, Scene

    def work(slug: str, artist: Who, state: str, **moments: Any) -> Any:
        made = Exhibit.objects.create(
            slug=slug, title=slug, artist=w.people[artist], biome=w["biome x"], run=999_999, drafted_at=w.at
        )
        for number in (1, 2):
            Scene.objects.create(
                exhibit=made, number=number, title=f"Scene {number}", text_twin="Words.", alt_text="A picture.",
                run=1, arm="baseline", day=1, frame_sha256="0" * 64, numbers={}, picture={"viewbox": "0 0 1 1"},
            )  # fmt: skip
        Exhibit.objects.filter(pk=made.pk).update(state=state, **moments)
        made.refresh_from_db()
        return made

    earlier = w.at - timedelta(days=1)
    w["published exhibit"] = work("published-work", Who.ARTIST, "published", published_at=earlier)
    w["draft exhibit"] = work("draft-work", Who.ARTIST, "draft")
    w["review exhibit"] = work("review-work", Who.ARTIST, "review", submitted_at=earlier)
    w["withdrawn exhibit"] = work(
        "withdrawn-work", Who.ARTIST, "withdrawn", published_at=earlier, withdrawn_at=w.at
    )


def slug(name: str) -> Any:
    return lambda w: {"slug": w[name].slug}


def scene(name: str) -> Any:
    return lambda w: {"slug": w[name].slug, "number": 1}


OTHERS_HIDDEN = {SIGN_IN: STRANGERS, A: ARTIST, HIDDEN: SIGNED_IN - ARTIST}
REVIEWERS = frozenset({Who.ARTIST, Who.CURATOR, Who.MODERATOR})
WITHDRAWERS = frozenset({Who.ARTIST, Who.CURATOR})
API_OWN = {SIGN_IN: STRANGERS, A: ARTIST, HIDDEN: SIGNED_IN - ARTIST}

ROWS = [
    Row("exhibits:index", "GET", expect={A: EVERYONE}),
    Row("exhibits:mine", "GET", expect={SIGN_IN: STRANGERS, OWN: ARTIST, FORBIDDEN: SIGNED_IN - ARTIST}),
    Row("exhibits:draft", "POST", state="no such run", data={"run": 999_999, "title": "X"},
        expect={SIGN_IN: STRANGERS, INVALID: ARTIST, FORBIDDEN: SIGNED_IN - ARTIST}),
    Row("exhibits:exhibit", "GET", state="published", args=slug("published exhibit"), expect={A: EVERYONE}),
    Row("exhibits:exhibit", "GET", state="draft", args=slug("draft exhibit"),
        expect={A: ARTIST, HIDDEN: EVERYONE - ARTIST}),
    Row("exhibits:exhibit", "GET", state="review", args=slug("review exhibit"),
        expect={A: REVIEWERS, HIDDEN: EVERYONE - REVIEWERS}),
    Row("exhibits:exhibit", "GET", state="withdrawn", args=slug("withdrawn exhibit"),
        expect={A: ARTIST, GONE: EVERYONE - ARTIST}),
    Row("exhibits:scene", "GET", state="published", args=scene("published exhibit"), expect={A: EVERYONE}),
    Row("exhibits:scene", "GET", state="draft", args=scene("draft exhibit"),
        expect={A: ARTIST, HIDDEN: EVERYONE - ARTIST}),
    Row("exhibits:edit", "GET", state="draft", args=slug("draft exhibit"), expect=OTHERS_HIDDEN),
    Row("exhibits:edit", "POST", state="draft", args=slug("draft exhibit"), data=WHOLE, expect=OTHERS_HIDDEN),
    Row("exhibits:edit", "POST", state="published", args=slug("published exhibit"), data=WHOLE,
        expect={SIGN_IN: STRANGERS, CONFLICT: ARTIST, HIDDEN: SIGNED_IN - ARTIST}),
    Row("exhibits:translate", "POST", args=slug("draft exhibit"),
        data={"version-language": "es", "version-title": "T"}, expect=OTHERS_HIDDEN),
    Row("exhibits:add_scene", "POST", state="run is gone", args=slug("draft exhibit"),
        data={"night-day": 1, "night-arm": "plan"},
        expect={SIGN_IN: STRANGERS, CONFLICT: ARTIST, HIDDEN: SIGNED_IN - ARTIST}),
    Row("exhibits:submit", "POST", args=slug("draft exhibit"), expect=OTHERS_HIDDEN),
    Row("exhibits:reopen", "POST", args=slug("withdrawn exhibit"), expect=OTHERS_HIDDEN),
    Row("exhibits:withdraw", "POST", state="published", args=slug("published exhibit"),
        expect={SIGN_IN: STRANGERS, A: WITHDRAWERS, CONFLICT: SIGNED_IN - WITHDRAWERS}),
    Row("exhibits:withdraw", "POST", state="draft", args=slug("draft exhibit"),
        expect={SIGN_IN: STRANGERS, CONFLICT: ARTIST, HIDDEN: SIGNED_IN - ARTIST}),
    Row("exhibits:edit_scene", "GET", args=scene("draft exhibit"), expect=OTHERS_HIDDEN),
    Row("exhibits:edit_scene", "POST", args=scene("draft exhibit"), data=WORDS, expect=OTHERS_HIDDEN),
    Row("exhibits:translate_scene", "POST", args=scene("draft exhibit"),
        data={"version-language": "es", "version-title": "T", "version-text_twin": "T"}, expect=OTHERS_HIDDEN),
    Row("exhibits:cite", "POST", args=scene("draft exhibit"), data={"source-subject": "biomes.station/V-07"},
        expect=OTHERS_HIDDEN),
    Row("exhibits:move", "POST", args=scene("draft exhibit"), data={"way": "down"}, expect=OTHERS_HIDDEN),
    Row("exhibits:remove", "POST", args=scene("draft exhibit"), expect=OTHERS_HIDDEN),
    Row("exhibit-manifest", "GET", state="published", args=slug("published exhibit"), expect={A: EVERYONE}),
    Row("exhibit-manifest", "GET", state="draft", args=slug("draft exhibit"), expect={HIDDEN: EVERYONE}),
    Row("exhibit-picture", "GET", state="published", args=scene("published exhibit"), expect={A: EVERYONE}),
    Row("exhibit-picture", "GET", state="draft", args=scene("draft exhibit"), expect={HIDDEN: EVERYONE}),
    Row("api:exhibit-list", "GET", expect={A: EVERYONE}),
    Row("api:exhibit-detail", "GET", state="published", args=slug("published exhibit"), expect={A: EVERYONE}),
    Row("api:exhibit-detail", "GET", state="draft", args=slug("draft exhibit"),
        expect={A: ARTIST, HIDDEN: EVERYONE - ARTIST}),
    Row("api:exhibit-mine", "GET", expect={SIGN_IN: STRANGERS, OWN: ARTIST, FORBIDDEN: SIGNED_IN - ARTIST}),
    Row("api:exhibit-draft", "POST", state="no such run", data={"run": 999_999, "title": "X"},
        expect={SIGN_IN: STRANGERS, CONFLICT: ARTIST, FORBIDDEN: SIGNED_IN - ARTIST}),
    Row("api:exhibit-edit", "POST", args=slug("draft exhibit"), data={"title": "New"}, expect=API_OWN),
    Row("api:exhibit-scenes", "POST", state="run is gone", args=slug("draft exhibit"),
        data={"day": 1, "arm": "plan"},
        expect={SIGN_IN: STRANGERS, CONFLICT: ARTIST, HIDDEN: SIGNED_IN - ARTIST}),
    Row("api:exhibit-scene", "POST", args=scene("draft exhibit"), data={"title": "New"}, expect=API_OWN),
    Row("api:exhibit-scene", "POST", state="no such scene",
        args=lambda w: {"slug": w["draft exhibit"].slug, "number": 99}, data={"title": "New"},
        expect={SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN}),
    Row("api:exhibit-languages", "POST", args=slug("draft exhibit"), data={"language": "es", "title": "T"},
        expect=API_OWN),
    Row("api:exhibit-scene-languages", "POST", args=scene("draft exhibit"),
        data={"language": "es", "title": "T", "text_twin": "T"}, expect=API_OWN),
    Row("api:exhibit-scene-sources", "POST", args=scene("draft exhibit"), data={"subject": "biomes.station/V-07"},
        expect=API_OWN),
    Row("api:exhibit-scene-sources", "POST", state="no subject", args=scene("draft exhibit"), data={"subject": "x"},
        expect={SIGN_IN: STRANGERS, INVALID: ARTIST, HIDDEN: SIGNED_IN - ARTIST}),
    Row("api:exhibit-scene-move", "POST", args=scene("draft exhibit"), data={"way": "down"}, expect=API_OWN),
    Row("api:exhibit-scene-remove", "POST", args=scene("draft exhibit"), data={}, expect=API_OWN),
    Row("api:exhibit-scene-remove", "POST", state="published", args=scene("published exhibit"), data={},
        expect={SIGN_IN: STRANGERS, CONFLICT: ARTIST, HIDDEN: SIGNED_IN - ARTIST}),
    Row("api:exhibit-reopen", "POST", args=slug("withdrawn exhibit"), data={}, expect=API_OWN),
    Row("api:exhibit-submit", "POST", args=slug("draft exhibit"), expect=API_OWN),
    Row("api:exhibit-withdraw", "POST", args=slug("published exhibit"),
        expect={SIGN_IN: STRANGERS, A: WITHDRAWERS, CONFLICT: SIGNED_IN - WITHDRAWERS}),
]  # fmt: skip
