"""A long list, a page at a time; each page has its own address."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 50


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page that ``?page=`` asks for; what is no page is the first or the last one."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
