"""What the tests of petitions stand on: a shore with its zones, its water, its bodies, its petitions."""

from datetime import UTC, datetime, timedelta

from accounts import actions as accounts
from accounts.models import Organisation
from biomes.models import Biome, Jurisdiction, Zone
from petitions import actions
from petitions.models import Petition
from petitions.rules.filing import Relation
from petitions.rules.thresholds import Kind
from tests.remembered import remembered

NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[-24.2, 38.1], [-24.1, 38.1], [-24.1, 38.2], [-24.2, 38.2], [-24.2, 38.1]]],
}
TITLE = "Clean the Harl outfall before summer, and let the drones stay"
ASKS = [
    "Cut phosphorus at the Harl outfall by 30 % before 21 July.",
    "Publish every reading in three languages.",
]
BACKGROUND = "Each summer the lower shore carries its water in cans."


def zone(slug="tessel-row", kind="entropy", population=18_400) -> Zone:
    made, _new = Zone.objects.get_or_create(
        slug=slug,
        defaults={
            "name": slug.replace("-", " ").title(),
            "kind": kind,
            "polygon": SQUARE,
            "population": population,
        },
    )
    return made


def organisation(slug="harl-water", parent=None) -> Organisation:
    return accounts.found_organisation(
        slug=slug, name=slug.replace("-", " ").title(), kind="authority", parent=parent
    )


def lagoon(slug="vessa-lagoon") -> Biome:
    """A published living system whose office answers to the council."""
    if found := Biome.objects.filter(slug=slug).first():
        return found
    biome = Biome.objects.create(
        slug=slug,
        name=slug.replace("-", " ").title(),
        functional_group="FM1.3",
        place=SQUARE,
        stage="published",
        published_at=LONG_AGO,
    )
    biome.zones.add(zone("tessel-row"), zone("low-quay", population=22_800))
    zone("aurelis-shore", "life_luxury", 9_600)
    office = organisation("harl-water", parent=organisation("vessa-council"))
    Jurisdiction.objects.create(organisation=office, biome=biome, since=LONG_AGO)
    return biome


def draft(*, title=TITLE, at=NOON, user=None, where=None) -> Petition:
    biome = lagoon()
    petition = actions.begin_draft(biomes=[biome], right="", language="en", user=user, at=at)
    pk = petition.pk
    actions.save_title(petition_id=pk, title=title, at=at)
    actions.save_asks(petition_id=pk, asks=ASKS, at=at)
    actions.save_background(petition_id=pk, background=BACKGROUND, details="", citations=[], at=at)
    actions.save_relation(petition_id=pk, relation=Relation.LIVES, zone=where, at=at)
    return Petition.objects.get(pk=pk)


def filed(*, name="Lyra Orin", email="lyra@shore.example", pseudonym="", at=NOON, **more) -> Petition:
    petition = draft(at=at, **more)
    return actions.file_petition(
        petition_id=petition.pk, name=name, email=email, is_confirmed=True, at=at, pseudonym=pseudonym
    )


def sponsor(petition, number, at=NOON):
    from accounts.rules.tokens import Purpose
    from petitions.models import Sponsor

    actions.attempt_sponsorship(petition_id=petition.pk, name=f"Sponsor {chr(65 + number)}",
                                email=f"sponsor{number}@shore.example", zone=None, language="en", origin="", at=at)  # fmt: skip
    made = Sponsor.objects.get(petition=petition, canonical=f"sponsor{number}@shore.example")
    return actions.confirm_sponsor(token=actions.token_of(Purpose.SPONSOR, made.key), at=at)


def in_moderation(*, at=NOON, **more) -> Petition:
    petition = filed(at=at, **more)
    for number in range(5):
        sponsor(petition, number, at)
    return Petition.objects.get(pk=petition.pk)


def opened(*, at=NOON, **more) -> Petition:
    """A petition that is signed. The one that most tests begin with is built once."""
    if at != NOON or more or Organisation.objects.exists() or Zone.objects.exists() or Biome.objects.exists():
        return _opened(at, **more)
    return Petition.objects.get(pk=remembered("petition", lambda: _opened(at).pk))


def _opened(at, **more) -> Petition:
    petition = in_moderation(at=at, **more)
    actions.apply_decision(subject=petition.subject, approved=True, hides=False, at=at)
    return Petition.objects.get(pk=petition.pk)


def thresholds(petition, response, debate, zones=None, at=NOON - DAY):
    for kind, count in ((Kind.RESPONSE, response), (Kind.DEBATE, debate)):
        actions.set_threshold(
            body=petition.body, kind=kind, count=count, since=at, actor="", at=at,
            zones=zones if kind is Kind.DEBATE else None,
        )  # fmt: skip


def ask_to_sign(petition, email, *, name="Ana Vale", where=None, at=NOON, origin="", updates=False):
    """The attempt's own row, which the page never sees."""
    from petitions.models import Attempt

    actions.attempt_signature(
        slug=petition.slug, name=name, email=email, zone_id=where.pk if where else None, updates=updates,
        language="en", origins=[origin] if origin else [], origin=origin, at=at,
    )  # fmt: skip
    return Attempt.objects.latest("id")


def token_for(attempt) -> str:
    from accounts.rules.tokens import Purpose

    return actions.token_of(Purpose.SIGN, attempt.key)


def sign(petition, email, *, at=NOON, **more):
    return actions.confirm_signature(token=token_for(ask_to_sign(petition, email, at=at, **more)), at=at)
