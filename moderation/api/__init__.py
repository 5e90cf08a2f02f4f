"""Moderation for programs."""

from moderation.api.codes import CodeViewSet, WaitViewSet
from moderation.api.items import ItemViewSet
from moderation.api.months import MonthViewSet

ROUTES = [
    ("moderation/codes", CodeViewSet, "moderation-code"),
    ("moderation/items", ItemViewSet, "moderation-item"),
    ("moderation/months", MonthViewSet, "moderation-month"),
    ("moderation/waits", WaitViewSet, "moderation-wait"),
]
