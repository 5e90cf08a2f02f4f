"""What the doors for everybody share: asking the device where it is, and the language."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def asks_where(view: View) -> View:
    """This page has a button "use my position"; every other page is forbidden to ask the device."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.asks_where = True  # type: ignore[attr-defined]
        return response

    return door


def language(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", "en"))
