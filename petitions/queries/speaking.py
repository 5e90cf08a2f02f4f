"""Who may speak for whom, at a moment: a person for themselves, an office for its body, a guardian for a living system.

A former guardian speaks for nothing; one whose term has not begun does not speak yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import queries as accounts
from biomes import queries as biomes
from petitions.models import Coalition, Member
from petitions.models.coalition import MemberQuerySet
from petitions.rules.coalitions import Kind


@dataclass(frozen=True, slots=True)
class Hat:
    """One of those a person may speak for now; ``code`` is how a form names it."""

    kind: Kind
    whom: Any
    name: str

    @property
    def code(self) -> str:
        return str(self.kind) if self.kind is Kind.PERSON else f"{self.kind}:{self.whom.slug}"

    def columns(self) -> dict[str, Any]:
        """The column of a member that names it."""
        return {COLUMNS[self.kind]: self.whom}


COLUMNS = {Kind.PERSON: "user", Kind.BODY: "body", Kind.BIOME: "biome"}


def hats_of(user: Any, at: datetime) -> list[Hat]:
    """The person first, then the bodies and the living systems they speak for at this moment."""
    if not getattr(user, "is_authenticated", False) or not user.may_sign_in:
        return []
    bodies = [
        Hat(Kind.BODY, office.organisation, office.organisation.name)
        for office in accounts.offices_of(user, at)
    ]
    waters = [Hat(Kind.BIOME, held.biome, held.biome.name) for held in biomes.guardianships_of_user(user, at)]
    found = [Hat(Kind.PERSON, user, user.get_short_name()), *bodies, *waters]
    return list({hat.code: hat for hat in found}.values())


def hat_of(member: Member) -> Hat:
    """The hat of a member, whoever wears it."""
    kind = Kind(member.kind)
    return Hat(kind, getattr(member, COLUMNS[kind]), name_of_member(member))


def may_speak_for(user: Any, member: Member, at: datetime) -> bool:
    """Whether this person speaks for this member at this moment."""
    if not getattr(user, "is_authenticated", False) or not user.may_sign_in:
        return False
    if member.biome:
        return biomes.is_guardian(user, member.biome, at)
    if member.body:
        return accounts.speaks_for(user, member.body, at)
    return bool(member.user_id == user.pk)


def spoken_for(user: Any, at: datetime) -> Q:
    """The memberships, in any coalition, that this person speaks for at this moment."""
    hats = hats_of(user, at)
    if not hats:
        return Q(pk__in=[])
    found = Q()
    for hat in hats:
        found |= Q(**hat.columns())
    return found


def memberships(user: Any, coalition: Coalition, at: datetime) -> MemberQuerySet:
    """Those of the coalition's memberships that this person speaks for, whatever their standing."""
    return Member.objects.whole().filter(spoken_for(user, at), coalition=coalition)


def is_steward(user: Any, coalition: Coalition, at: datetime) -> bool:
    return memberships(user, coalition, at).present().filter(is_steward=True).exists()


def speakers_of(member: Member, at: datetime) -> list[Any]:
    """The people who speak for a member at this moment, for letters to them."""
    if member.biome:
        return [held.user for held in biomes.guardians_of(member.biome, at)]
    if member.body:
        return [office.user for office in member.body.offices.in_force(at).select_related("user")]
    return [member.user] if member.user else []


def name_of_member(member: Member) -> str:
    if member.biome:
        return str(member.biome.name)
    if member.body:
        return str(member.body.name)
    return member.user.get_short_name() if member.user else _("Somebody who has left")
