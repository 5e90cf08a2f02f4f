"""A person's passkeys, as far as another app may use them: never to sign in, which is allauth's alone."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from fido2.cose import ES256


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey with the key that it proves: a point of P-256, where it signs by ES256; else `x` and `y` are empty."""

    pk: int
    name: str
    credential: bytes
    # SHA-256 of the host it was made at.
    site: bytes
    x: bytes
    y: bytes

    @property
    def signs(self) -> bool:
        return bool(self.x)


def passkeys(user: Any) -> list[Passkey]:
    """Those of a person, the oldest first."""
    rows = Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    return [_passkey(row) for row in rows]


def passkey(user: Any, pk: int) -> Passkey | None:
    """One of this person's own."""
    return next((one for one in passkeys(user) if one.pk == pk), None)


def _passkey(row: Authenticator) -> Passkey:
    wrapped: Any = row.wrap()
    data = wrapped.authenticator_data
    key = data.credential_data.public_key
    is_es256 = isinstance(key, ES256) and key.get(-1) == 1
    return Passkey(
        pk=row.pk, name=wrapped.name, credential=data.credential_data.credential_id, site=data.rp_id_hash,
        x=key[-2] if is_es256 else b"", y=key[-3] if is_es256 else b"",
    )  # fmt: skip
