"""People for tests: made in one line, signed in as a browser would be after password and second factor."""

import time
from datetime import UTC, datetime
from itertools import count
from typing import Any

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_number = count(1)


def person(
    key: str = "", *roles: Any, at: datetime | None = None, until: datetime | None = None, **fields: Any
) -> Any:
    """A confirmed person, holding ``roles`` since ``at`` (default: 2020)."""
    from allauth.account.models import EmailAddress

    from accounts.models import RoleGrant, User

    key = key or f"someone{next(_number)}"
    user = User.objects.create_user(
        fields.pop("email", f"{key}@people.example"), name=fields.pop("name", key.title()), **fields
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for role in roles:
        RoleGrant.objects.create(user=user, role=role.value, since=at or BEGINNING, until=until)
    return user


def give_factor(user: Any) -> None:
    """An authenticator app, as if set up long ago."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "JBSWY3DPEHPK3PXP"}}
    )


def sign_in(client: Any, user: Any, *, factor: bool = True, lately: bool = True) -> Any:
    """``client`` with a session of ``user``: with a second factor, and proved just now, unless told not."""
    if factor:
        give_factor(user)
    client.force_login(user, backend="accounts.backends.Backend")
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - (0 if lately else 3600), "reauthenticated": True}
    ]
    session.save()
    return client
