"""The Charter of Vessa Lagoon with two editions, a universal charter, and the amendment on its way.

The rights are such as the world knows them, in our own words: Ecuador's constitution (arts. 71-74),
Spain's Ley 19/2022 on the Mar Menor (art. 2), Te Awa Tupua (Whanganui River) Act 2017, the Universal
Declaration of the Rights of Mother Earth (2010).
"""

from datetime import timedelta

from charters import actions
from charters.models import Charter
from charters.rules.amend import Change, Operation
from charters.rules.lifecycle import Legal
from charters.rules.text import ArticleText
from portal.demo.world import World

COUNCIL = "accounts.organisation/vessa-council"

LAGOON = [
    ArticleText(
        "art_1",
        "Who the lagoon is",
        "Vessa Lagoon is a living being: its waters, its bed, the Sill meadow, the marsh of Ister, the rivers "
        "and springs that feed it, and every creature that lives by them.\n\n"
        "It belongs to itself. Nobody owns it, and nobody may sell it.",
        entrenched=True,
    ),
    ArticleText(
        "art_2",
        "The right to exist and regenerate",
        "The lagoon has the right to exist, to keep its cycles and its kinds, and to regenerate after harm.\n\n"
        "Where knowledge is uncertain and the harm could be lasting, the doubt speaks for the lagoon.",
    ),
    ArticleText(
        "art_3",
        "The right to breathe",
        "The lagoon has the right to water that carries the oxygen its living things need, by day.\n\n"
        "Whoever lets matter into the lagoon or its rivers shall take reasonable care that the water can take it up.",
    ),
    ArticleText(
        "art_4",
        "The right to flow",
        "Water shall reach the lagoon from the Harl, the Kell streams and the ground in the amounts and at the "
        "seasons its life depends on.\n\n"
        "No gate, weir or pump may be built or closed without the guardians having been heard.",
    ),
    ArticleText(
        "art_5",
        "The right to be restored",
        "Whoever harms the lagoon shall restore it; paying others is not restoring.\n\n"
        "Restoration ends when the readings of two full years say so, not when the works end.",
    ),
    ArticleText(
        "art_6",
        "The right to be represented",
        "Two guardians, appointed together and for the same term, speak and vote for the lagoon. "
        "Neither may be in the service of a body that draws from it or lets into it.",
    ),
    ArticleText(
        "art_7",
        "The right to be heard",
        "Anybody may claim before the council that an article of this charter is breached, wherever they live.\n\n"
        "The body that answers for the matter shall reply in public, with its reasons and its readings.",
    ),
    ArticleText(
        "art_8",
        "Duties of stewards",
        "Those who take from the lagoon, pass over it or live beside it keep its measuring stations, "
        "share what they know of it, and leave it no poorer than they found it.",
    ),
]

SEVENTH_BEFORE = "Anybody who lives by the lagoon may claim before the council that an article of this charter is breached."

BREATHE = (
    "The lagoon has the right to water that carries the oxygen its living things need, at every hour of the day "
    "and night.\n\n"
    "Whoever lets matter into the lagoon or its rivers shall show, before the season of warm water, that the "
    "lagoon can take it up without falling below 4 mg/L at any station.\n\n"
    "When a reading shows a breach, the body that answers for the source shall reply in public within fourteen days."
)

EVERY_BEING = [
    ArticleText(
        "art_1",
        "Living systems as subjects",
        "Every living system of the basin, named in the registry or not yet, has rights that follow from its "
        "being, not from its use.",
        entrenched=True,
    ),
    ArticleText(
        "art_2",
        "The rights of each",
        "Each has the right to exist, to its place, to its water and its season, to recover, and to be free "
        "of poison.",
    ),
    ArticleText(
        "art_3",
        "Where rights meet",
        "Where the rights of living systems, or of people, meet, the answer that leaves every one of them able "
        "to go on is to be preferred; no zone is to be made worse off in silence.",
    ),
    ArticleText(
        "art_4",
        "Those who come after",
        "What is decided today is decided for those who are not yet born, people and others. They have a seat.",
    ),
]

OUTER_REEF = [
    (
        "Who the reef is",
        "The Outer Reef is a living being: its corals, what shelters in them, and the water that moves over them.",
        True,
    ),
    (
        "The right to grow",
        "The reef has the right to grow upward as the sea rises. Nothing is taken from it, and no anchor falls on it.",
        False,
    ),
    (
        "The right to clear water",
        "The reef has the right to water through which light reaches its corals.\n\n"
        "Whoever stirs up the ground beside it shows beforehand that the water clears within two tides.",
        False,
    ),
]


def load(world: World) -> None:
    lagoon = _lagoon(world)
    _universal(world)
    _pending(world, lagoon)
    _of_the_reef(world)


def _lagoon(world: World) -> Charter:
    began = world.days_ago(730)
    first = [ArticleText(a.eid, a.heading, SEVENTH_BEFORE) if a.eid == "art_7" else a for a in LAGOON]
    charter = actions.found_charter(
        slug="vessa-lagoon",
        title="Charter of Vessa Lagoon",
        of="biomes.biome/vessa-lagoon",
        preamble="We who live by this water have taken from it longer than we have answered to it. "
        "With this charter we begin to answer.",
        articles=first,
        since=began.date(),
        instrument="Act of the founding assembly of the basin",
        actor=COUNCIL,
        at=began,
    )
    for days, status, source in (
        (700, Legal.RECOGNISED, "Basin statute on living systems, section 4"),
        (420, Legal.CHALLENGED, "Harl Growers v. Council of the Basin, first instance"),
        (300, Legal.UPHELD, "Court of the Basin, judgment in the same matter"),
    ):
        actions.record_legal_status(
            charter_id=charter.pk,
            status=status,
            since=world.days_ago(days).date(),
            source=source,
            by=world.user("noor"),
            at=world.days_ago(days),
        )
    _open_the_door_wider(world, charter)
    return charter


def _open_the_door_wider(world: World, charter: Charter) -> None:
    """Tabled ten months ago; the council’s motion (portal/demo/council.py) enacts it eight months ago."""
    at = world.days_ago(243)
    old, new = SEVENTH_BEFORE, next(a for a in LAGOON if a.eid == "art_7")
    before = ArticleText(new.eid, new.heading, old)
    amendment = actions.draft_amendment(
        charter_id=charter.pk,
        title="Let anybody claim for the lagoon, and let somebody answer",
        reasons="Those who see the harm first are often not those who live beside it: ferry crews, "
        "bird counters, people upstream. And a claim without an answer is only a letter.",
        drafted_by=world.user("noor"),
        at=at - timedelta(days=60),
    )
    actions.add_instruction(
        amendment_id=amendment.pk,
        change=Change(
            operation=Operation.REPLACE,
            eid=new.eid,
            expected_sha256=before.sha256,
            heading=new.heading,
            text=new.text,
        ),
    )
    actions.table_amendment(amendment_id=amendment.pk, actor=COUNCIL, at=at - timedelta(days=50))


def _universal(world: World) -> None:
    began = world.days_ago(1100)
    actions.found_charter(
        slug="every-living-system",
        title="Charter of Every Living System",
        of="",
        preamble="Before any one of them is named, all of them are meant.",
        articles=EVERY_BEING,
        since=began.date(),
        instrument="Declaration of the basin's first assembly",
        actor=COUNCIL,
        at=began,
    )


def _pending(world: World, lagoon: Charter) -> None:
    """The amendment on the right to breathe, for the motion of these weeks."""
    third = next(a for a in LAGOON if a.eid == "art_3")
    amendment = actions.draft_amendment(
        charter_id=lagoon.pk,
        title="The right to breathe, by night as by day",
        reasons="Oxygen falls before dawn, and the words in force look only at the day. Last summer the stations "
        "read below 4 mg/L on many nights and on no day. The duty to show comes before the season, because "
        "a breach found in the season is found too late.",
        drafted_by=world.user("noor"),
        at=world.days_ago(26),
    )
    actions.add_instruction(
        amendment_id=amendment.pk,
        change=Change(
            operation=Operation.REPLACE,
            eid="art_3",
            expected_sha256=third.sha256,
            heading=third.heading,
            text=BREATHE,
        ),
    )
    actions.table_amendment(amendment_id=amendment.pk, actor=COUNCIL, at=world.days_ago(21))


def _of_the_reef(world: World) -> None:
    """Tabled three weeks ago; no motion has taken it up yet."""
    draft = actions.draft_charter(
        slug="outer-reef",
        title="Charter of the Outer Reef",
        of="biomes.biome/outer-reef",
        preamble="It stood between us and the sea before there was anybody here to be stood before.",
        reasons="The reef holds a seat and has no charter of its own: whoever speaks for it cites the charter of all.",
        by=world.user("noor"),
        at=world.days_ago(24),
    )
    for heading, text, entrenched in OUTER_REEF:
        actions.put_article(draft_id=draft.pk, heading=heading, text=text, entrenched=entrenched)
    actions.table_charter(draft_id=draft.pk, actor=COUNCIL, at=world.days_ago(21))
