"""The petitions of the demo, at every stage of their life, filed, signed and counted by the real code."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from accounts import actions as accounts
from accounts import queries as account_queries
from biomes import actions as biome_actions
from biomes import queries as biomes
from ledger import actions as ledger
from ledger import queries as ledger_queries
from moderation import actions as moderation
from moderation import queries as moderation_queries
from petitions import actions, queries
from petitions.rules import receipts
from petitions.rules.answers import Verdict
from petitions.rules.filing import Relation
from petitions.rules.thresholds import Kind
from portal.demo.petition_texts import HARL, LOW_QUAY, STORIES, Story
from portal.demo.world import World

GIVEN = ("Ana", "Ben", "Carla", "Dina", "Emil", "Fatma", "Goran", "Hana", "Ivo", "Jola", "Kemal", "Lucía", "Marek",
         "Nadia", "Omar", "Petra", "Quim", "Rana", "Sami", "Tove", "Ula", "Vito", "Wanda", "Yusuf", "Zora")  # fmt: skip
FAMILY = (
    "Vale",
    "Orsk",
    "Marsh",
    "Tidewell",
    "Haddad",
    "Ferro",
    "Lind",
    "Brandt",
    "Ocaña",
    "Zaki",
    "Holm",
    "Teape",
)
SHORE = ("tessel-row", "low-quay", "saltpan", "aurelis-shore")
LOOPBACK = ("127.0.0.0/24", "::/56")
CITED = ("crises.alert/", "biomes.reading/", "biomes.station/")
NOT_CITED = ("secchi-depth", "oxygen-night")


def load(world: World) -> None:
    set_numbers(world)
    made = {story.title: file(world, story) for story in STORIES}
    decide(world, made)
    for story in STORIES:
        gather(world, story)
    end(world)
    answer(world)
    # Nobody wants the letters of last season.
    actions.set_aside(at=world.now)
    flood(world)


def body(slug: str) -> Any:
    return account_queries.organisations().get(slug=slug)


def set_numbers(world: World) -> None:
    """Thresholds as the bodies set them, one raised half a year ago; a small assembly with small numbers."""
    at, council = world.days_ago(700), body("vessa-council")
    zones = {biomes.zone(slug): 500 for slug in SHORE}
    for kind, count, since in (
        (Kind.RESPONSE, 500, 700), (Kind.DEBATE, 5_000, 700), (Kind.RESPONSE, 10_000, 200), (Kind.DEBATE, 25_000, 200),
    ):  # fmt: skip
        scoped = zones if (kind, since) == (Kind.DEBATE, 200) else None
        actions.set_threshold(body=council, kind=kind, count=count, since=world.days_ago(since), zones=scoped,
                              actor="", at=world.days_ago(since))  # fmt: skip
    assembly = accounts.found_organisation(
        slug="low-quay-assembly", name="Low Quay Assembly", kind="assembly"
    )
    for kind, count in ((Kind.RESPONSE, 4), (Kind.DEBATE, 6)):
        actions.set_threshold(body=assembly, kind=kind, count=count, since=at, actor="", at=at)
    actions.set_sponsor_need(zone=biomes.zone(LOW_QUAY), count=2, since=at)
    soil = biomes.public_biome("low-quay-soil")
    if soil:
        biome_actions.name_competent(organisation=assembly, biome=soil, since=world.days_ago(690),
                                     at=world.days_ago(690), actor="")  # fmt: skip
    for slug, key in (
        ("harl-water", "member07"),
        ("vessa-council", "sora"),
        ("low-quay-assembly", "member02"),
    ):
        accounts.appoint_to_office(organisation=body(slug), user=world.user(key), at=at)
    for prefix in LOOPBACK:
        actions.allow_prefix(
            prefix=prefix, reason="one machine tries the demo as many people", at=at, periods=60
        )


def file(world: World, story: Story) -> str:
    """A story's petition up to the moderators; answers its code."""
    at, user = world.days_ago(story.filed), world.user(story.filer)
    found = [biome for slug in story.biomes if (biome := biomes.public_biome(slug))]
    zone = biomes.zone(story.zone) if story.zone else None
    whole = actions.Whole(
        biomes=found, right=story.right, title=story.title, asks=story.asks, background=story.background,
        details=story.details, citations=citations(found, at) if story is HARL else (),
        relation=Relation(story.relation), zone=zone, language=story.language,
    )  # fmt: skip
    if story.fate == "draft":
        return str(actions.draft_at_once(whole=whole, user=user, at=at).code)
    petition = actions.file_at_once(whole=whole, user=user, name=user.name, email=user.email or "", at=at,
                                    pseudonym=story.pseudonym)  # fmt: skip
    beside = [
        actions.Beside(
            name=name_of(world),
            email=f"{petition.code}-{number}@demo.example",
            zone=zone,
            confirmed_at=at + timedelta(hours=number + 1),
        )
        for number in range(story.sponsors)
    ]
    actions.import_sponsors(petition_id=petition.pk, people=beside)
    return str(petition.code)


def citations(found: list[Any], at: datetime) -> list[str]:
    """What the record held on these waters when the petition was filed, the first of each kind."""
    subjects: dict[str, str] = {}
    for biome in found:
        facts = ledger_queries.around(biome.subject).filter(public=True, at__lte=at).order_by("id")
        for fact in facts.exclude(body__indicator__in=NOT_CITED)[:40]:
            for subject in (fact.subject, *fact.about):
                kind = next((prefix for prefix in CITED if subject.startswith(prefix)), "")
                if kind and kind not in subjects and ledger_queries.card(subject):
                    subjects[kind] = subject
    return list(subjects.values())


def name_of(world: World) -> str:
    return f"{world.rng.choice(GIVEN)} {world.rng.choice(FAMILY)}"


def decide(world: World, made: dict[str, str]) -> None:
    """Moderators decide in the order of the story; the petitions hear it from the record."""
    for story in sorted(STORIES, key=lambda s: -s.filed):
        if story.fate in {"draft", "seeking_sponsors", "moderation"}:
            continue
        item = moderation_queries.open_item(f"petitions.petition/{made[story.title]}")
        refused = story.fate in {"rejected", "hidden"}
        code = {"rejected": "not-in-our-powers", "hidden": "personal-data"}.get(
            story.fate, "within-the-rules"
        )
        at = world.days_ago(story.opened or story.filed - 3)
        if item:
            moderation.decide(item_id=item.pk, moderator=world.user("marten"), approve=not refused, code=code,
                              text=story.words if refused else "", at=at)  # fmt: skip
    ledger.deliver_due(at=world.now)


def opened(story: Story) -> Any:
    return queries.public_petitions().filter(title=story.title, opened_at__isnull=False).first()


def gather(world: World, story: Story) -> None:
    """The signatures of a story, chunk by chunk, each counted by the real count at its time."""
    petition = opened(story)
    if petition is None:
        return
    actions.count_batch(petition_id=petition.pk, at=world.days_ago(story.opened) + timedelta(minutes=1))
    places = [slug for slug, count in story.signatures.items() for _one in range(count)]
    world.rng.shuffle(places)
    # The sponsors have signed already, from the filer's zone; the filer too, unless under a pseudonym.
    signed = story.sponsors + (not story.pseudonym)
    for _one in range(min(signed, len(places))):
        places.remove(story.zone if story.zone in story.signatures else places[-1])
    zones = {zone.slug: zone.pk for zone in biomes.zones()}
    done, since = 0, world.days_ago(story.opened)
    for days, percent in story.curve:
        at = world.days_ago(days if days >= 1 or story is HARL else days * story.opened)
        chunk = places[done : len(places) * percent // 100]
        rows = signers(world, petition, chunk, zones, done, since, at)
        actions.import_signatures(petition_id=petition.pk, rows=rows, counted_at=at)
        done, since = done + len(chunk), at


def signers(
    world: World, petition: Any, places: list[str], zones: dict[str, int], start: int, since: datetime, until: datetime
) -> Iterator[actions.Confirmed]:  # fmt: skip
    span = (until - since).total_seconds()
    for number, slug in enumerate(places, start):
        yield actions.Confirmed(
            name=name_of(world),
            email=f"s{petition.pk}-{number}@demo.example",
            zone_id=zones.get(slug),
            confirmed_at=since + timedelta(seconds=world.rng.random() * span),
            receipt=receipts.code_from(world.rng.randbytes(17)),
        )


def end(world: World) -> None:
    """Deadlines passed, one filer who changed their mind, one petition two moderators stopped."""
    actions.close_due(at=world.now)
    for story in STORIES:
        petition = opened(story)
        if petition and story.fate == "withdrawn":
            actions.withdraw_petition(
                petition_id=petition.pk, by=world.user(story.filer), at=world.days_ago(30)
            )
        if petition and story.fate == "stopped":
            one, two, at = world.user("marten"), world.user("odile"), world.days_ago(36)
            approval = actions.ask_to_stop(petition_id=petition.pk, by=one, reason=story.words, at=at)
            actions.agree_to_stop(
                petition_id=petition.pk, approval_id=approval.pk, by=two, at=at + timedelta(hours=2)
            )


def answer(world: World) -> None:
    """What bodies answered: one ask of the Harl petition, and all of the aquifer's."""
    say = actions.AnswerTo
    for story, summary, answers, days in (
        (HARL, "The forty drones stay in the strip before Tessel Row for ninety days, in daily use.",
         [say(number=2, verdict=Verdict.YES, text="For ninety days, from the first of this month. The sixty days under "
              "8 µg/L are counted from the first reading below it, at V-07 and at the pier of Tessel Row.")], 1.2),
        (next(s for s in STORIES if s.fate == "answered"),
         "Every well is published, and the yearly limit is set at what the aquifer takes in.",
         [say(number=1, verdict=Verdict.YES, text="The register is public, with owner and yearly draw, since last spring."),
          say(number=2, verdict=Verdict.LATER, text="The limit follows the third year of gauging; a provisional one holds until then.",
              by_date=(world.days_ahead(120)).date())], 190),
    ):  # fmt: skip
        petition = opened(story)
        if petition:
            speaker = body("harl-water")
            actions.respond(petition_id=petition.pk, body=speaker, by=world.user("member07"), summary=summary,
                            answers=answers, at=world.days_ago(days))  # fmt: skip


def flood(world: World) -> None:
    """A domain that an auditor blocked, and four who tried from it: they wait for an auditor to look at them."""
    actions.list_sender(
        what="domain", text="*.flood.example", allowed=False, reason="Hundreds of forms in one night, all by a program.",
        by=world.user("ines"), at=world.now,
    )  # fmt: skip
    petition = opened(HARL)
    for number in range(4 if petition else 0):
        actions.attempt_signature(
            slug=petition.slug, name=name_of(world), email=f"reader{number}@north.flood.example", zone_id=None,
            updates=False, language="en", origins=[], origin="", at=world.now,
        )  # fmt: skip
    actions.judge_due(at=world.now)
