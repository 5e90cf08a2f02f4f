"""Who speaks for which body, and at which address a person can be reached for certain."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from accounts.models import Office, Organisation, User


def offices_of(user: Any, at: datetime) -> QuerySet[Office]:
    """The bodies a person speaks for; none for a stranger, a suspended or an inactive person."""
    if not getattr(user, "is_authenticated", False) or not user.may_sign_in:
        return Office.objects.none()
    return Office.objects.in_force(at).filter(user=user).select_related("organisation")


def speaks_for(user: Any, organisation: Organisation, at: datetime) -> bool:
    return any(office.organisation_id == organisation.pk for office in offices_of(user, at))


def officers_of(slug: str, at: datetime) -> QuerySet[User]:
    """The people who speak for a body and may sign in, in the order of their codes."""
    held = Office.objects.in_force(at).filter(organisation__slug=slug).values("user")
    return User.objects.filter(pk__in=held, is_active=True, suspended_at__isnull=True).order_by("code")


def person_at(email: str) -> User | None:
    """The person who has shown that this address is theirs."""
    found = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    return found.user if found else None


def confirmed_email(user: Any) -> str:
    """The person's address if they have shown that it is theirs, else nothing."""
    if not getattr(user, "is_authenticated", False) or not user.email:
        return ""
    shown = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
    return str(user.email) if shown else ""
