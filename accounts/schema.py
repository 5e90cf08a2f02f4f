"""How the API's schema names the ways in."""

from typing import Any

from drf_spectacular.authentication import SessionScheme


class SessionSignInScheme(SessionScheme):  # type: ignore[no-untyped-call]
    target_class = "accounts.doors.SessionSignIn"
    priority = 1
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        from django.conf import settings

        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
