"""The small world the matrix is tried in: one person per role, and the objects each app's matrix adds."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

from django.test import Client

from tests.accounts.people import give_factor, person, sign_in
from tests.permissions.rows import kept, rows
from tests.permissions.who import STRANGERS, WITH_FACTOR, Who


@dataclass
class World:
    """``at`` is the database's clock when the world was made; objects are kept by name: ``w["draft biome"]``; ``rows`` by table."""

    at: datetime
    people: dict[Who, Any] = field(default_factory=dict)
    objects: dict[str, Any] = field(default_factory=dict)
    cookies: dict[Who, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.objects[name]

    def __setitem__(self, name: str, value: Any) -> None:
        assert name not in self.objects, f"two apps call something {name!r}: a cell would try the wrong one"
        self.objects[name] = value

    def days(self, days: float) -> datetime:
        return self.at + timedelta(days=days)

    def client(self, who: Who) -> Client:
        client = Client(raise_request_exception=False)
        if who in self.cookies:
            from django.conf import settings

            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[who]
        return client


def build(modules: list[ModuleType]) -> World:
    from ledger.queries import now

    world = World(at=now())
    _people(world)
    for module in modules:
        if hasattr(module, "build"):
            module.build(world)
    _sessions(world)
    world.rows = rows(kept())
    return world


def _people(world: World) -> None:
    from accounts.models import RoleGrant
    from accounts.rules.roles import Role

    long_ago, just_now = world.days(-900), world.at - timedelta(seconds=1)
    for who in Who:
        if who is Who.ANON:
            continue
        held = [Role(who.value)] if who.value in set(Role) else []
        world.people[who] = person(f"matrix-{who.value}", *held, at=long_ago)
        if who in WITH_FACTOR:
            give_factor(world.people[who])
    for role in Role:
        # Once held every role, until a second ago; will hold every role, from next year.
        RoleGrant.objects.create(
            user=world.people[Who.MANDATE_EXPIRED], role=role.value, since=long_ago, until=just_now
        )
        RoleGrant.objects.create(
            user=world.people[Who.MANDATE_NOT_BEGUN], role=role.value, since=world.days(365)
        )
        RoleGrant.objects.create(user=world.people[Who.SUSPENDED], role=role.value, since=long_ago)
    give_factor(world.people[Who.SUSPENDED])
    world.people[Who.UNCONFIRMED].emailaddress_set.update(verified=False)


def _sessions(world: World) -> None:
    """Who may, signs in; the suspended person was signed in before; the unconfirmed one never could."""
    from django.conf import settings

    for who in set(Who) - {Who.ANON, Who.UNCONFIRMED}:
        client = sign_in(Client(), world.people[who], factor=who in WITH_FACTOR)
        world.cookies[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
    suspended = world.people[Who.SUSPENDED]
    suspended.suspended_at = world.at
    suspended.save(update_fields=["suspended_at"])
    assert Who.SUSPENDED in STRANGERS
