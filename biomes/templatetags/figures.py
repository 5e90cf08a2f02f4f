"""Filters for figures about zones and for the lattice: `{% load figures %}`"""

from django import template

from biomes.models import ZoneIndicator, ZoneMeasure
from biomes.words import zone_indicators as words

register = template.Library()


@register.filter
def measure_name(measure: ZoneMeasure) -> str:
    return words.measure_name(measure.code, measure.name)


@register.filter
def measure_about(measure: ZoneMeasure) -> str:
    return words.definition(measure.code, measure.about)


@register.filter
def measure_unit(measure: ZoneMeasure) -> str:
    return words.unit(measure.unit)


@register.filter
def figure_day(figure: ZoneIndicator) -> str:
    return words.day(figure.on, figure.precision)
