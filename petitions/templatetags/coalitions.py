"""Words of coalitions and pledges in templates."""

from typing import Any

from django import template

from petitions.queries import name_of_member
from petitions.rules.pledges import Stage
from petitions.words import COALITIONS, PLEDGES, STANDINGS, UNITS

register = template.Library()
# stage -> (the colour and edge of its tag, its shape); the word stands beside them.
LOOKS = {
    Stage.OPEN: ("water", "clock"),
    Stage.DUE: ("stress", "duty"),
    Stage.REPORTED: ("stress", "clock"),
    Stage.DISPUTED: ("distress", "distress"),
    Stage.KEPT: ("life", "check"),
    Stage.PARTLY: ("stress", "stress"),
    Stage.BROKEN: ("critical", "cross"),
}


@register.filter
def stage_words(stage: Any) -> str:
    return str(PLEDGES[stage])


@register.filter
def stage_look(stage: Any) -> str:
    return LOOKS[Stage(stage)][0]


@register.filter
def stage_sign(stage: Any) -> str:
    return LOOKS[Stage(stage)][1]


@register.filter
def unit_words(unit: str) -> str:
    return str(UNITS[unit])


@register.filter
def coalition_state(state: str) -> str:
    return str(COALITIONS[state])


@register.filter
def standing_words(standing: str) -> str:
    return str(STANDINGS[standing])


@register.filter
def member_name(member: Any) -> str:
    return name_of_member(member)
