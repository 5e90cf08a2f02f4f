"""Filters of this app's pages: the words for its codes. `{% load living %}`"""

from decimal import Decimal

from django import template

from biomes import queries, words
from biomes.models import Indicator, Reading
from biomes.rules.leaf import plain
from biomes.words import pictures

register = template.Library()


@register.filter
def unit_name(unit: str) -> str:
    """ug/L -> µg/L"""
    return words.unit_name(unit)


@register.filter
def indicator_name(indicator: Indicator) -> str:
    return words.indicator_name(indicator.code, indicator.name)


@register.filter
def link_kind(kind: str) -> str:
    return str(words.LINK_KINDS.get(kind, kind))


@register.filter
def zone_field(field: str) -> str:
    return str(words.ZONE_FIELDS.get(field, field))


@register.filter
def guardianship_end(reason: str) -> str:
    return str(words.GUARDIANSHIP_ENDS.get(reason, reason))


@register.filter
def coordinate(degrees: Decimal) -> str:
    """As it was given, without idle zeros; a point in every language, because a comma divides the two."""
    return plain(degrees)


@register.filter
def indicator_by_code(code: str) -> str:
    return words.indicator_name(code)


@register.filter
def sensorthings_key(code: str) -> str:
    """lagoon -> 'lagoon', as an address of the SensorThings API writes a key."""
    return f"'{code}'"


@register.filter
def leaf_source(reading: Reading) -> str:
    """The twelve fields of a leaf as Python writes a dict."""
    return repr(queries.leaf_fields(reading))


@register.filter
def licence_name(code: str) -> str:
    """CC-BY-4.0 -> CC BY 4.0; what is shown here only says so."""
    return str(pictures.SHORT.get(code, code))


@register.filter
def licence_url(code: str) -> str:
    return pictures.ADDRESSES.get(code, "")
