"""What curators and the people of the Vessa basin say beside the profiles: times of the year, stories, stewards."""

from __future__ import annotations

from datetime import date

from biomes import actions, queries
from biomes.rules.calendar import DayOfYear, Kind, Whose
from biomes.rules.story import Consent
from moderation import actions as moderation
from moderation import queries as moderation_queries
from portal.demo.world import World

FISHERS = "Night fishers of Low Quay"
# slug, kind, whose, title, first and last day of the year, what to respect, source
YEARLY = (
    ("vessa-lagoon", Kind.SPAWNING, Whose.BIOME, "Shad spawn on the sill", "04-10", "05-25",
     "No dredging and no wake in the eastern basin.", f"{FISHERS}, since anyone remembers"),
    ("vessa-lagoon", Kind.MIGRATION, Whose.BIOME, "Grey mullet leave for the sea", "11-20", "02-10",
     "Keep the inlet open by night.", "Counts at the inlet, 2139 to 2149 (demonstration)"),
    ("vessa-lagoon", Kind.CEREMONY, Whose.PEOPLE, "The naming of the waters", "06-21", "06-23",
     "No sitting and no works: the council listens.", "Assembly of Low Quay"),
    ("ister-reedbed", Kind.HARVEST, Whose.PEOPLE, "Reed cutting", "01-08", "02-20",
     "Only where no bittern was heard the spring before.", "Reed cutters of the Ister"),
    ("sill-meadow", Kind.REST, Whose.BIOME, "The meadow sets seed", "07-01", "09-15",
     "No anchor is dropped.", "Sill survey, 2148 (demonstration)"),
)  # fmt: skip
STORIES = (
    ("vessa-lagoon", FISHERS, Consent.ASSEMBLY, "The assembly of Low Quay", (
        ("en", "The night the water hummed", "My grandmother held the lamp low and told us to be quiet. When the shad come in, "
         "the water hums against the hull. That summer it did not hum. We went home with the nets dry, and she said: "
         "it is not empty, it is holding its breath."),
        ("es", "La noche en que zumbó el agua", "Mi abuela bajó la lámpara y nos pidió silencio. Cuando entra el sábalo, el agua "
         "zumba contra el casco. Aquel verano no zumbó. Volvimos con las redes secas, y ella dijo: no está vacía, está "
         "conteniendo el aliento."),
    )),
    ("ister-reedbed", "Reed cutters of the Ister", Consent.SPOKEN, "The cutters who were there", (
        ("en", "Why we leave every third bed", "You cut two and you leave one. The one you leave is not yours; the bittern pays for it."),
    )),
)  # fmt: skip


def load(world: World) -> None:
    curator = world.user("noor")
    _calendars(world, curator.code)
    _stories(world)
    _stewards(world, curator.code)


def _calendars(world: World, curator: str) -> None:
    at = world.days_ago(300)
    for slug, kind, whose, title, first, last, note, source in YEARLY:
        biome = queries.public_biome(slug)
        if biome is None:
            continue
        (m1, d1), (m2, d2) = (map(int, day.split("-")) for day in (first, last))
        actions.add_calendar_entry(
            biome=biome, kind=kind, whose=whose, title=title, note=note, source=source, actor=curator, at=at,
            first_day=DayOfYear(m1, d1), last_day=DayOfYear(m2, d2),
        )  # fmt: skip
    lagoon = queries.public_biome("vessa-lagoon")
    today: date = world.now.date()
    if lagoon:
        actions.add_calendar_entry(
            biome=lagoon, kind=Kind.REST, whose=Whose.BIOME, title="Closed while the bloom is watched", note="No bathing, no nets.",
            source="Notice of the basin office (demonstration)", actor=curator, at=world.days_ago(6),
            first_on=world.days_ago(6).date(), last_on=max(world.days_ahead(20).date(), today),
        )  # fmt: skip


def _stories(world: World) -> None:
    author = world.user("noor").code
    for number, (slug, teller, how, who, tellings) in enumerate(STORIES):
        biome = queries.public_biome(slug)
        if biome is None:
            continue
        at = world.days_ago(60 - number)
        told = actions.tell_story(
            biome=biome,
            teller=teller,
            tellings=[{"language": tag, "title": title, "text": text} for tag, title, text in tellings],
            consent=actions.Said(how=how, who=who, may_see=True, may_quote=True, may_export=number == 0),
            author=author,
            at=at,
        )
        item = moderation_queries.open_item(told.subject)
        if item:
            moderation.decide(
                item_id=item.pk,
                moderator=world.user("marten"),
                approve=True,
                code="within-the-rules",
                text="",
                at=at,
            )


def _stewards(world: World, curator: str) -> None:
    """A published profile with those who tend it, and a place that is shown as squares only."""
    reef = queries.public_biome("outer-reef")
    if reef is None:
        return
    said = dict(reef.revisions.filter(published_at__isnull=False)[0].snapshot)
    said["stewards"] = [
        {"organisation": "", "name": FISHERS, "role": "count shad and anchors", "url": ""},
        {"organisation": "", "name": "Reef Survey", "role": "dives the reef each September", "url": ""},
    ]
    said |= {"coarse_km": 1, "red_list_citation": "Basin assessment of Vessa (demonstration)"}
    at = world.days_ago(40)
    made = actions.edit_biome(
        biome_id=reef.pk, content=said, author=curator, reason="Anchors had found the reef", at=at
    )
    actions.publish_biome(biome_id=reef.pk, number=made.number, actor=curator, at=at)
