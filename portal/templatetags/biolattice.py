"""Tags and filters that every template may use without loading them (docs/reference/portal.md)."""

from collections.abc import Callable
from typing import Any

from django import template

from biomes.words.typology import kind_name
from portal.rules.units import unit_sign
from portal.states import state_words
from portal.tags import addresses, charts, courses, maps, page, redline, square, words

register = template.Library()

register.tag(addresses.url)

tag: Callable[..., Any]
for tag in (page.main_nav, page.language_links, page.page_query, maps.chain):
    register.simple_tag(tag, takes_context=True)
for tag in (
    page.footer_links,
    page.checkpoint,
    page.problem_list,
    page.page_range,
    words.icon,
    words.state_tag,
    words.state_class,
    words.state_icon,
    words.number,
    words.plain_number,
    words.value_unit,
    words.moment,
    words.ago,
    redline.redline,
):
    register.simple_tag(tag)
for tag in (page.crumbs, page.scroll):
    register.simple_block_tag(tag)
for tag, component in (
    (charts.line_chart, "_line_chart.html"),
    (charts.band_chart, "_band_chart.html"),
    (charts.ruler, "_ruler.html"),
    (charts.gauge, "_gauge.html"),
    (charts.bar, "_bar.html"),
    (charts.change_bar, "_change_bar.html"),
    (charts.sparkline, "_sparkline.html"),
    (charts.seat, "_seat.html"),
    (charts.seats_row, "_seats_row.html"),
    (courses.course_chart, "_course_chart.html"),
    (courses.days_table, "_days_table.html"),
    (courses.state_strip, "_state_strip.html"),
    (courses.voice_line, "_voice_line.html"),
    (maps.place_map, "_place_map.html"),
    (square.square_code, "_square_code.html"),
):
    register.inclusion_tag(f"components/{component}")(tag)
register.filter("markdown", words.markdown, is_safe=True)
register.filter("unit_sign", unit_sign)
register.filter("number", words.plain_number)
register.filter("language_name", words.language_name)
register.filter("state_class", words.state_class)
register.filter("state_words", state_words)
register.filter("kind_name", kind_name)
