"""One lagoon, two shores and a small council, as an installation on its first day: the ground of the long journey.

Everything a person does is left to the people of the journey; here are only the things that stood before.
The council's rule asks for no notice, so that a vote can be opened and closed while somebody watches.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.demo.world import World


# Key, name and roles; a seat of the council is no role and is given below.
PEOPLE = {
    "noor": ("Noor Haddad", "curator"),
    "ada": ("Ada Quill", "alert_officer"),
    "bela": ("Béla Marsh", "alert_officer"),
    "felix": ("Felix Stroud", "engineer"),
    "mira": ("Mira Kallin", "artist"),
    "marten": ("Marten Sluys", "moderator"),
    "sora": ("Sora Lind", "secretary"),
    "pia": ("Pia Lowquay", ""),
    "hale": ("Hale Brannock", ""),
    "esi": ("Esi Boateng", ""),
    "farid": ("Farid Mansour", ""),
    "sefa": ("Sefa Orlun", ""),
    "idris": ("Idris Vale", ""),
    "nils": ("Nils Reedman", ""),
}
HUMANS = ("hale", "esi", "farid")
MAJORITY = {
    "chambers": [
        {
            "body": body,
            "quorum": {"base": "in_office", "num": 1, "den": 2, "strict": True},
            "pass": [{"base": "cast", "of": "yes", "num": 2, "den": 3, "strict": False}],
        }
        for body in ("vessa-humans", "vessa-biomes")
    ],
    "combine": "all",
    "tie": "reject",
    "min_notice_hours": 0,
}
# What the petition needs: two signatures for an answer, three for a debate, one sponsor.
RESPONSE, DEBATE, SPONSORS = 2, 3, 1


def build() -> None:
    from ledger import actions as ledger
    from ledger import queries
    from portal.demo.world import World

    world = World(now=queries.now())
    people(world)
    lagoon = waters(world)
    charter(world)
    model(world, lagoon)
    council(world)
    petitions(world, lagoon)
    ledger.deliver_due(at=world.now)


def people(world: World) -> None:
    from accounts import actions
    from accounts.rules.roles import Role
    from moderation import actions as moderation
    from portal.demo.accounts import CODES, figure

    for key, (name, role) in PEOPLE.items():
        world.people[key] = figure(world, key, name, "en", (Role(role),) if role else ())
    council = actions.found_organisation(
        slug="vessa-council", name="Council of the Vessa Basin", kind="council"
    )
    for slug, name, kind in (
        ("vessa-humans", "Human chamber", "chamber"),
        ("vessa-biomes", "Biomes’ chamber", "chamber"),
        ("harl-water", "Harl Water Authority", "authority"),
    ):
        actions.found_organisation(slug=slug, name=name, kind=kind, parent=council)
    for order, (slug, label, text, approves, hides) in enumerate(CODES):
        moderation.publish_code(
            slug=slug, label=label, public_text=text, approves=approves, hides=hides, order=order
        )


def waters(world: World) -> Any:
    """The lagoon and its river, two zones, two stations that have not yet measured anything."""
    from accounts import queries as accounts
    from biomes import actions
    from biomes.models import Biome
    from biomes.rules.words import ZoneKind
    from portal.demo import places

    at, author = world.days_ago(800), world.user("noor").code
    for slug, name, kind, count in (
        ("tessel-row", "Tessel Row", ZoneKind.ENTROPY, 18_400),
        ("aurelis-shore", "Aurelis Shore", ZoneKind.LIFE_LUXURY, 9_600),
    ):
        actions.draw_zone(
            slug=slug, name=name, kind=kind, polygon=places.ZONES[slug], population=count, actor=author, at=at
        )
    made = {}
    for slug, name, group in (
        ("vessa-lagoon", "Vessa Lagoon", "FM1.3"),
        ("harl-river", "Harl River", "F1.1"),
    ):
        content = {
            "name": name,
            "functional_group": group,
            "place": places.SYSTEMS[slug],
            "zones": ["tessel-row", "aurelis-shore"] if slug == "vessa-lagoon" else [],
        }
        actions.draft_biome(slug=slug, content=content, author=author, reason="First profile", at=at)
        draft = Biome.objects.get(slug=slug)
        made[slug] = actions.publish_biome(biome_id=draft.pk, number=1, actor=author, at=at)
    for station in ("V-07", "V-03"):
        lon, lat = places.STATIONS[station]
        actions.open_station(
            code=station, name=station, biome=made["vessa-lagoon"], lon=Decimal(str(lon)), lat=Decimal(str(lat)),
            actor=author, at=at,
        )  # fmt: skip
    water = accounts.organisation("harl-water")
    actions.name_competent(organisation=water, biome=made["vessa-lagoon"], since=at, at=at, actor="")
    for key, slug, hand in (
        ("sefa", "vessa-lagoon", 1),
        ("idris", "vessa-lagoon", 2),
        ("nils", "harl-river", 1),
    ):
        actions.begin_guardianship(
            biome=made[slug], user=world.user(key), hand=hand, instrument="Charter of Vessa Lagoon, article 6",
            since=world.days_ago(700), until=world.days_ahead(400), actor="", at=world.days_ago(700),
        )  # fmt: skip
    return made["vessa-lagoon"]


def charter(world: World) -> None:
    from charters import actions
    from portal.demo.charters import LAGOON

    began = world.days_ago(730)
    actions.found_charter(
        slug="vessa-lagoon", title="Charter of Vessa Lagoon", of="biomes.biome/vessa-lagoon", articles=LAGOON,
        since=began.date(), instrument="Act of the founding assembly of the basin",
        actor="accounts.organisation/vessa-council", at=began,
    )  # fmt: skip


def model(world: World, lagoon: Any) -> None:
    """The lagoon's water described for the model, and the plan that stands ready for it."""
    from crises import actions
    from crises.models import Template
    from portal.demo.crises import PLANS, SETTINGS

    Template.objects.create(biome=lagoon, name="Vessa Lagoon, 100 m", depth_m="3.10", settings=SETTINGS)
    title, response, costs, _what = PLANS["plan-c"]
    actions.compose_plan(
        biome=lagoon, slug="plan-c", title=title, response=response, costs=costs, by=world.user("felix"),
        at=world.days_ago(30), standing=True,
    )  # fmt: skip


def council(world: World) -> None:
    """Three human seats; the lagoon's seat with two hands and the river's with one."""
    from accounts import queries as accounts
    from council import actions
    from council.rules.kinds import BodyKind, Holder, MotionKind

    at = world.days_ago(690)
    top = actions.found_body(
        organisation=accounts.organisation("vessa-council"), kind=BodyKind.COUNCIL, at=at
    )
    humans, beings = (
        actions.found_body(
            organisation=accounts.organisation(slug),
            kind=BodyKind.CHAMBER,
            parent=top,
            position=position,
            at=at,
        )
        for position, slug in ((1, "vessa-humans"), (2, "vessa-biomes"))
    )
    seats = [
        (humans, f"h-{n}", {"title": f"Seat {n}", "office": "chair" if n == 1 else ""}, ((1, key),))
        for n, key in enumerate(HUMANS, 1)
    ] + [
        (beings, "b-lagoon", {"represents": "biomes.biome/vessa-lagoon", "holder": Holder.JOINT},
         ((1, "sefa"), (2, "idris"))),
        (beings, "b-river", {"represents": "biomes.biome/harl-river"}, ((1, "nils"),)),
    ]  # fmt: skip
    for position, (body, name, more, hands) in enumerate(seats, 1):
        seat = actions.add_seat(body=body, code=name, position=position, at=at, **more)
        for hand, key in hands:
            actions.appoint(
                seat=seat, person=world.user(key), hand=hand, instrument="Act of appointment", since=at,
                until=world.days_ahead(390), at=at,
            )  # fmt: skip
    actions.define_rule(
        body=top, code="two-thirds", title="Two thirds of both chambers", data=MAJORITY,
        applies_to=list(MotionKind), at=at,
    )  # fmt: skip


def petitions(world: World, lagoon: Any) -> None:
    from accounts import actions as accounts
    from accounts import queries as account_queries
    from biomes import queries as biomes
    from petitions import actions
    from petitions.rules.thresholds import Kind

    at = world.days_ago(600)
    for slug in ("harl-water", "vessa-council"):
        for kind, count in ((Kind.RESPONSE, RESPONSE), (Kind.DEBATE, DEBATE)):
            actions.set_threshold(
                body=account_queries.organisation(slug), kind=kind, count=count, since=at, actor="", at=at
            )
    actions.set_sponsor_need(zone=biomes.zone("tessel-row"), count=SPONSORS, since=at)
    accounts.appoint_to_office(
        organisation=account_queries.organisation("harl-water"), user=world.user("felix"), at=at
    )
    for prefix in ("127.0.0.0/24", "::/56"):
        actions.allow_prefix(
            prefix=prefix,
            reason="one machine signs as several people",
            at=world.now - timedelta(hours=1),
            periods=2,
        )
