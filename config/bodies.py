"""JSON as the API takes it. Some text can be written in JSON and kept or sent nowhere, so no door has to look for it."""

import re
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import JSONParser

# PostgreSQL's text holds no NUL; half of a surrogate pair (U+D800 to U+DFFF) has no UTF-8.
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
NUL = "\x00"


class Json(JSONParser):
    """JSON without such characters in any text; the refusal names the field."""

    def parse(self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            said = super().parse(stream, media_type, parser_context)
            bad = unkeepable(said)
        except RecursionError as error:
            raise ParseError(_("This JSON is nested too deeply.")) from error
        if not bad:
            return said
        rows = said.items() if isinstance(said, dict) else ()
        named = [str(field) for field, value in rows if unkeepable(value) and not unkeepable(str(field))]
        message = (
            _("Null characters are not allowed.")
            if bad == NUL
            else _("Half a character (a lone surrogate) is not allowed.")
        )
        raise ValidationError({field: [message] for field in named} or [message])


def unkeepable(value: Any) -> str:
    """The first such character anywhere in the value; empty where there is none."""
    if isinstance(value, str):
        found = UNKEEPABLE.search(value)
        return found[0] if found else ""
    held = [*value, *value.values()] if isinstance(value, dict) else value
    return next(filter(None, map(unkeepable, held)), "") if isinstance(held, list) else ""
