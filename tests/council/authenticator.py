"""A passkey in software: registered as allauth stores one, asked as a browser asks it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256

AT = "https://council.example"
HOST = "council.example"


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class SoftPasskey:
    """`credential` of an account, or of nobody's (`user=None`)."""

    def __init__(
        self, user: Any = None, name: str = "Key", host: str = HOST, *, algorithm: str = "ES256"
    ) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = sha256(f"{name} {user}".encode()).digest()
        self.host, self.count = host, 0
        self.row = self._registered(user, name, algorithm) if user is not None else None

    def _registered(self, user: Any, name: str, algorithm: str) -> Any:
        from allauth.mfa.models import Authenticator
        from fido2.cose import ES256, RS256
        from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

        public = (
            ES256.from_cryptography_key(self.private.public_key())
            if algorithm == "ES256"
            else RS256.from_cryptography_key(rsa.generate_private_key(65537, 2048).public_key())
        )
        data = AuthenticatorData.create(
            sha256(self.host.encode()).digest(), AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, 0,
            AttestedCredentialData.create(Aaguid(bytes(16)), self.id, public),
        )  # fmt: skip
        client = json.dumps({"type": "webauthn.create", "challenge": b64(bytes(32)), "origin": AT}).encode()
        credential = {
            "id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": b64(client), "attestationObject": b64(AttestationObject.create("none", data, {})),
            },
        }  # fmt: skip
        return Authenticator.objects.create(
            user=user, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": credential}
        )

    def answers(
        self, asked: Any, *, origin: str = AT, kind: str = "webauthn.get", flags: int = 5, **more: Any
    ) -> dict[str, str]:
        """To `asked` (an action's answer, or the options of a door): what a page's script sends on."""
        challenge = asked["challenge"] if isinstance(asked, dict) else b64(bytes.fromhex(asked.commitment))
        self.count += 1
        client = json.dumps(
            {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False} | more,
            separators=(",", ":"),
        ).encode()
        data = sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")
        signature = self.private.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return {"authenticator": b64(data), "client": b64(client), "signature": b64(signature)}


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
