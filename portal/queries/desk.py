"""A person's desk: the doors their roles and guardianships open, each beside the reason it is there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import queries as accounts
from accounts.rules.roles import Role
from biomes import queries as biomes
from council import queries as council
from ledger import queries as ledger

# role -> (what it is called, its doors: address name, words).
DOORS: dict[Role, tuple[Any, tuple[tuple[str, Any], ...]]] = {
    Role.CURATOR: (
        pgettext_lazy("role", "Curator"),
        (
            ("biomes:desk", gettext_lazy("Profiles of living systems")),
            ("biomes:stations", gettext_lazy("Stations and their keys")),
            ("biomes:new_threshold", gettext_lazy("Set a limit")),
            ("biomes:desk_zones", gettext_lazy("Zones")),
            ("biomes:import_zone_indicators", gettext_lazy("Import figures about zones")),
            ("biomes:links", gettext_lazy("Links of the lattice")),
            ("biomes:guardians", gettext_lazy("Guardians, by two curators")),
            ("biomes:competent", gettext_lazy("Who must answer")),
            ("biomes:desk_pins", gettext_lazy("Put on the map by people")),
        ),
    ),
    Role.ALERT_OFFICER: (
        pgettext_lazy("role", "Alert officer"),
        (("crises:alerts", gettext_lazy("Alerts and drafts that wait for release")),),
    ),
    Role.ENGINEER: (
        pgettext_lazy("role", "Engineer"),
        (
            ("crises:run_new", gettext_lazy("Start a simulation")),
            ("crises:plan_new", gettext_lazy("Draw a plan")),
            ("crises:runs", gettext_lazy("Simulations")),
        ),
    ),
    Role.MODERATOR: (
        pgettext_lazy("role", "Moderator"),
        (
            ("moderation:queue", gettext_lazy("What waits to be read")),
            ("moderation:drafts", gettext_lazy("Words to begin a decision with")),
        ),
    ),
    Role.SECRETARY: (
        pgettext_lazy("role", "Secretary"),
        (
            ("council:desk", gettext_lazy("Motions to put, seats to fill")),
            ("council:desk_elections", gettext_lazy("Elections of persons")),
            ("petitions:sheets", gettext_lazy("Sheets of paper")),
            ("accounts:restorations", gettext_lazy("Lost second factors")),
        ),
    ),
    Role.TELLER: (
        pgettext_lazy("role", "Teller"),
        (
            ("council:tellers", gettext_lazy("Rolls called, sittings on paper")),
            ("council:desk_elections", gettext_lazy("Ballots to enter and count")),
            ("petitions:sheets", gettext_lazy("Sheets of paper")),
        ),
    ),
    Role.ENVOY: (
        pgettext_lazy("role", "Envoy"),
        (
            ("portal:unheard", gettext_lazy("The unheard, most marginalised first")),
            ("petitions:new", gettext_lazy("Start a petition")),
        ),
    ),
    Role.ARTIST: (pgettext_lazy("role", "Artist"), (("exhibits:desk", gettext_lazy("My works")),)),
    Role.SENTINEL: (
        pgettext_lazy("role", "Sentinel"),
        (("petitions:held", gettext_lazy("Signatures held back")),),
    ),
    Role.DEPOSITARY: (pgettext_lazy("role", "Depositary"), (("charters:index", gettext_lazy("Charters")),)),
    Role.AUDITOR: (
        pgettext_lazy("role", "Auditor"),
        (
            ("ledger:verify", gettext_lazy("Check the log")),
            ("charters:duties", gettext_lazy("Duties, open and late")),
            ("petitions:overdue", gettext_lazy("Overdue answers")),
            ("petitions:held", gettext_lazy("Signatures held back")),
            ("petitions:names", gettext_lazy("Sealed names of filers")),
            ("petitions:invalidations", gettext_lazy("Signatures taken off")),
            ("petitions:sheets", gettext_lazy("Sheets of paper")),
            ("petitions:books", gettext_lazy("Whether the count balances")),
            ("petitions:retention", gettext_lazy("What is forgotten, and what is kept")),
            ("petitions:mail", gettext_lazy("Mail: what waits, what came back")),
        ),
    ),
    Role.ADMIN: (
        pgettext_lazy("role", "Admin"),
        (
            ("accounts:people", gettext_lazy("People and their roles")),
            ("accounts:restorations", gettext_lazy("Lost second factors")),
            ("moderation:manage_codes", gettext_lazy("Codes of moderation")),
            ("petitions:switches", gettext_lazy("Pause signing, slow the count")),
            ("petitions:numbers", gettext_lazy("How many signatures and sponsors it takes")),
            ("petitions:bodies", gettext_lazy("Bodies that close, and who follows")),
            ("petitions:books", gettext_lazy("Whether the count balances")),
            ("petitions:mail", gettext_lazy("Mail: what waits, what came back")),
        ),
    ),
}
OWN = (
    ("petitions:mine", gettext_lazy("My petitions")),
    ("petitions:my_coalitions", gettext_lazy("My coalitions and pledges")),
    ("biomes:mine", gettext_lazy("What I put on the map, reported and said")),
    ("moderation:mine", gettext_lazy("My texts and what became of them")),
    ("accounts:account", gettext_lazy("My account")),
)


@dataclass(frozen=True, slots=True)
class Drawer:
    """One reason to be here, and the doors it opens."""

    title: Any
    doors: list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Desk:
    drawers: list[Drawer]
    guarded: list[Any]
    own: list[tuple[str, Any]]
    # The ballot boxes of this person's seats in open votes, and whether a guardian has asked those she speaks for.
    boxes: list[Any]
    asked: bool


def desk_of(user: Any, at: datetime) -> Desk:
    roles = accounts.roles_of(user, at)
    drawers = [Drawer(title, _open(doors)) for role, (title, doors) in DOORS.items() if role in roles]
    guarded = [
        card
        for held in biomes.guardianships_of_user(user, at)
        if (card := ledger.card(held.biome.subject, user))
    ]
    return Desk(
        [drawer for drawer in drawers if drawer.doors],
        guarded,
        _open(OWN),
        council.seats_in_open_votes(user, at),
        bool(council.questions_to(user, at)),
    )


def _open(doors: tuple[tuple[str, Any], ...]) -> list[tuple[str, Any]]:
    found = []
    for name, words in doors:
        try:
            found.append((reverse(name), words))
        except NoReverseMatch:
            continue
    return found
