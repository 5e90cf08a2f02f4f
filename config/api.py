"""Every refusal of the API as RFC 9457 problem details."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler


def problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """RFC 9457: `type, title, status, detail` and, for bad input, `errors` by field."""
    response = exception_handler(exc, context)
    if response is None:
        return None
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": response.status_text,
        "status": response.status_code,
        "detail": "",
    }
    if isinstance(exc, exceptions.ValidationError):
        body["errors"] = response.data
        body["detail"] = "The request is understood but some fields are wrong."
    elif isinstance(exc, exceptions.UnsupportedMediaType):
        types = ", ".join(parser.media_type for parser in context["view"].get_parsers())
        body["detail"] = _("Say in Content-Type what you send; this address takes: %(types)s.") % {
            "types": types
        }
    elif isinstance(response.data, dict):
        body["detail"] = str(response.data.get("detail", ""))
    response.data = body
    response.content_type = "application/problem+json"
    return response
