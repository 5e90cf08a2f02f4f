"""JSON as the API takes it. PostgreSQL's text cannot hold a NUL, so no door has to look for one."""

from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser

NUL = "\x00"


class Json(JSONParser):
    """JSON without a NUL in any text; the refusal names the field."""

    def parse(self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None) -> Any:
        said = super().parse(stream, media_type, parser_context)
        if not _holds_nul(said):
            return said
        rows = said.items() if isinstance(said, dict) else ()
        named = [str(field) for field, value in rows if _holds_nul(value) and NUL not in str(field)]
        message = _("Null characters are not allowed.")
        raise ValidationError({field: [message] for field in named} or [message])


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return NUL in value
    if isinstance(value, dict):
        return any(NUL in key or _holds_nul(held) for key, held in value.items())
    return isinstance(value, list) and any(_holds_nul(held) for held in value)
