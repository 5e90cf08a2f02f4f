"""Filters of the exhibit pages: words with the numbers of their scene."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeData, SafeString

from exhibits import words

register = template.Library()


@register.filter(is_safe=True)
def filled(text: str, numbers: Mapping[str, Any]) -> str | SafeString:
    """Numbers in their places: as data elements in cleaned HTML, as plain words elsewhere."""
    if isinstance(text, SafeData):
        return words.filled_html(text, numbers)
    return words.filled(text, numbers)
