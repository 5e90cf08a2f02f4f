"""Inside the bloom: Mira Kallin's work of three scenes, drafted from the engineers' run, read by a moderator.

Not one measured number stands in these texts: they hold places such as {peak}, and picture and words
are filled from the same run.
"""

from dataclasses import dataclass
from typing import Any

from crises import queries as crises
from exhibits import actions
from exhibits.models import Exhibit, Scene
from moderation import actions as moderation
from moderation import queries as moderation_queries
from portal.demo import exhibit_texts as texts
from portal.demo.world import World

LAGOON = "vessa-lagoon"
PETITION = "clean-the-harl-outfall"


@dataclass(frozen=True)
class Night:
    arm: str
    day: int
    words: dict[str, dict[str, str]]
    sources: tuple[tuple[str, str], ...]


NIGHTS = (
    Night("baseline", 2, texts.MOUTH, (("biomes.station/V-07", "chlorophyll and toxin at the mouth"),)),
    Night(
        "baseline", 6, texts.SIXTH_NIGHT,
        (("biomes.station/V-03", "before Tessel Row"), ("charters.article/vessa-lagoon--art_3", "the right to breathe")),
    ),
    Night("plan", 6, texts.BARRIER, (("biomes.biome/vessa-lagoon", "the lagoon"),)),
)  # fmt: skip


def load(world: World) -> None:
    run = crises.finished_runs().filter(biome__slug=LAGOON, plan__isnull=False).order_by("-number").first()
    if run is None:
        return
    mira = world.user("mira")
    exhibit = actions.draft_from_run(
        run=run.number, artist=mira, title=texts.TITLE["en"], petition=PETITION, at=world.days_ago(0.12)
    )
    _rebuild(world, exhibit, mira)
    actions.submit_exhibit(exhibit_id=exhibit.pk, artist=mira, at=world.days_ago(0.08))
    item = moderation_queries.open_item(exhibit.subject)
    if item is not None:
        moderation.decide(
            item_id=item.pk, moderator=world.user("marten"), approve=True, code="within-the-rules",
            text="Its numbers are the run's.", at=world.days_ago(0.04),
        )  # fmt: skip
    _draft_beside(world, run.number, mira)


def _rebuild(world: World, exhibit: Exhibit, mira: Any) -> None:
    """The platform's first scenes give way to the three of the work."""
    at = world.days_ago(0.1)
    for scene in reversed(list(exhibit.scenes.order_by("number"))):
        actions.remove_scene(scene_id=scene.pk, artist=mira, at=at)
    for night in NIGHTS:
        scene = actions.add_scene(exhibit_id=exhibit.pk, artist=mira, arm=night.arm, day=night.day, at=at)
        _word(world, scene, night, mira)
    actions.edit_exhibit(
        exhibit_id=exhibit.pk, artist=mira, at=at,
        fields={"lede": texts.LEDE["en"], "content_note": texts.NOTE["en"], "rights": "cc-by-sa-4.0"},
    )  # fmt: skip
    for language in ("es", "ar"):
        actions.translate_exhibit(
            exhibit_id=exhibit.pk, artist=mira, language=language, at=at,
            text={"title": texts.TITLE[language], "lede": texts.LEDE[language], "content_note": texts.NOTE[language]},
        )  # fmt: skip


def _word(world: World, scene: Scene, night: Night, mira: Any) -> None:
    at = world.days_ago(0.1)
    actions.edit_scene(scene_id=scene.pk, artist=mira, at=at, text=night.words["en"])
    for language in ("es", "ar"):
        actions.translate_scene(
            scene_id=scene.pk, artist=mira, language=language, at=at, text=night.words[language]
        )
    for subject, note in night.sources:
        actions.cite_source(scene_id=scene.pk, artist=mira, subject=subject, note=note, at=at)


def _draft_beside(world: World, run: int, mira: Any) -> None:
    """What Mira works on next, seen by nobody else."""
    draft = actions.draft_from_run(run=run, artist=mira, title="The net-mender", at=world.days_ago(0.02))
    actions.edit_exhibit(
        exhibit_id=draft.pk, artist=mira, at=world.days_ago(0.02),
        fields={"lede": "Four nights on a pier, told by somebody who mends what the water lets go."},
    )  # fmt: skip
