"""What the page and the API of checkpoints by mail share."""

from django.http import HttpRequest
from django.utils.translation import get_language
from rest_framework.throttling import UserRateThrottle

from accounts import actions
from accounts.doors import client_address, now


class Askers(UserRateThrottle):
    """Beside the limits that are judged out of sight: no flood of rows."""

    scope = "keep-checkpoints"
    rate = "20/min"


def ask(request: HttpRequest, email: str) -> None:
    actions.ask_for_checkpoints(
        email=email, language=get_language() or "en", address=client_address(request), at=now()
    )
