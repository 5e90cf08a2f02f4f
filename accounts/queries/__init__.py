"""Who someone is and what they may do here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import Approval, Organisation, RoleGrant, User
from accounts.models.role import LABELS
from accounts.queries.keepers import keeper as keeper
from accounts.queries.offices import confirmed_email as confirmed_email
from accounts.queries.offices import officers_of as officers_of
from accounts.queries.offices import offices_of as offices_of
from accounts.queries.offices import person_at as person_at
from accounts.queries.offices import speaks_for as speaks_for
from accounts.queries.passkeys import Passkey as Passkey
from accounts.queries.passkeys import passkey as passkey
from accounts.queries.passkeys import passkeys as passkeys
from accounts.queries.personal import export_of as export_of
from accounts.queries.restoration import open_restoration as open_restoration
from accounts.queries.restoration import open_restorations as open_restorations
from accounts.queries.restoration import own_restoration as own_restoration
from accounts.queries.sealing import mark_of as mark_of
from accounts.queries.sealing import marks_of as marks_of
from accounts.queries.sealing import seal as seal
from accounts.queries.sealing import stands_for as stands_for
from accounts.queries.sealing import unseal as unseal
from accounts.rules.approvals import STALE_AFTER
from accounts.rules.roles import Role
from accounts.rules.roles import needs_second_factor as asks_second_factor

DEMO_DOMAIN = "@demo.example"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def roles_of(user: Any, at: datetime) -> frozenset[Role]:
    """The roles in force; none for a stranger, a suspended or an inactive person."""
    if not getattr(user, "is_authenticated", False) or not user.may_sign_in:
        return frozenset()
    return frozenset(Role(g.role) for g in RoleGrant.objects.in_force(at).filter(user=user))


def has_role(user: Any, role: Role, at: datetime) -> bool:
    return role in roles_of(user, at)


def user_by_code(code: str) -> User | None:
    """The person behind a code; None for a stranger and for an erased person."""
    return User.objects.filter(code=code, erased_at__isnull=True).first()


def name_of(code: str) -> str:
    """What to call a person in a page for people who may know it: the name, or else the code."""
    user = user_by_code(code)
    return str(user) if user else code


def has_second_factor(user: Any) -> bool:
    """Whether the person has set up an authenticator app or a key; signing in then always asks for it."""
    return bool(
        getattr(user, "is_authenticated", False)
        and Authenticator.objects.filter(user=user, type__in=FACTORS).exists()
    )


def is_demo_person(user: Any) -> bool:
    """A figure of the demo, in a demo: anybody may be them, so they prove nothing."""
    return bool(settings.DEMO and (getattr(user, "email", None) or "").endswith(DEMO_DOMAIN))


def skips_second_factor(user: Any) -> bool:
    """In a demo its figures act without a second factor; pages say so in a banner."""
    return is_demo_person(user) and not has_second_factor(user)


def demo_people() -> QuerySet[User]:
    """Who may be signed in as by one press; nobody outside a demo."""
    if not settings.DEMO:
        return User.objects.none()
    return people().filter(email__endswith=DEMO_DOMAIN, is_active=True, suspended_at__isnull=True)


def people() -> QuerySet[User]:
    """Everybody who has not left, with their appointments at hand."""
    grants = Prefetch("role_grants", RoleGrant.objects.order_by("role", "since"))
    return User.objects.filter(erased_at__isnull=True).prefetch_related(grants).order_by("name", "code")


def holders(role: Role, at: datetime) -> QuerySet[User]:
    """The people who hold a role now."""
    grants = RoleGrant.objects.in_force(at).filter(role=role)
    return people().filter(pk__in=grants.values("user"), is_active=True, suspended_at__isnull=True)


def holder_counts(at: datetime) -> dict[str, int]:
    """How many hold each role now."""
    rows = RoleGrant.objects.in_force(at).filter(user__is_active=True, user__suspended_at__isnull=True)
    return dict(rows.values_list("role").annotate(Count("user", distinct=True)).order_by())


def grants_of(user: User, at: datetime) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.in_force(at).filter(user=user).order_by("role")


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.select_related("parent", "successor").order_by("name")


def organisation(slug: str) -> Organisation | None:
    return Organisation.objects.filter(slug=slug).first()


def open_approvals(kind: str, at: datetime) -> QuerySet[Approval]:
    """Acts of one kind that wait for a second person and are not stale."""
    return (
        Approval.objects.open()
        .filter(kind=kind, asked_at__gt=at - STALE_AFTER)
        .select_related("asked_by")
        .order_by("asked_at")
    )


def open_approval(kind: str, subject: str, at: datetime) -> Approval | None:
    return open_approvals(kind, at).filter(subject=subject).first()


def needs_second_factor(user: User, at: datetime) -> bool:
    """Some role in force asks for a second factor."""
    return asks_second_factor(roles_of(user, at))


def session_count(user: User) -> int:
    return UserSession.objects.filter(user=user).count()


def all_grants(user: User) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(user=user).order_by("-since", "role")


def search_people(text: str, role: str, at: datetime) -> QuerySet[User]:
    """Part of a name, an address or a code; and a role in force."""
    found = people()
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text) | Q(code__icontains=text))
    if role:
        found = found.filter(pk__in=RoleGrant.objects.in_force(at).filter(role=role).values("user"))
    return found


@dataclass(frozen=True, slots=True)
class Appointment:
    """A proposed appointment, ready to be shown."""

    approval: Approval
    person: User
    role: Role
    until: datetime | None

    @property
    def role_label(self) -> str:
        return str(LABELS[self.role])


def open_appointments(at: datetime, of: User | None = None) -> list[Appointment]:
    """What waits for a second admin."""
    approvals = open_approvals("accounts.role.granted", at)
    if of is not None:
        approvals = approvals.filter(subject__startswith=f"{of.subject}/")
    codes = {approval.pk: approval.subject.split("/")[1] for approval in approvals}
    found = {person.code: person for person in User.objects.filter(code__in=codes.values())}
    return [
        Appointment(
            approval,
            found[codes[approval.pk]],
            Role(approval.body["role"]),
            datetime.fromisoformat(approval.body["until"]) if approval.body["until"] else None,
        )
        for approval in approvals
        if codes[approval.pk] in found
    ]


@dataclass(frozen=True, slots=True)
class Figure:
    """A person of the demo and the roles they act in."""

    person: User
    roles: list[str]


def demo_cast(at: datetime) -> list[Figure]:
    """The demo's people with their roles in force: those who hold one first."""
    cast = [
        Figure(person, [str(LABELS[role]) for role in sorted(roles_of(person, at))])
        for person in demo_people()
    ]
    return sorted(cast, key=lambda figure: (not figure.roles, figure.person.name))
