"""Moderation for programs."""

from moderation.api.codes import CodeViewSet, WaitViewSet
from moderation.api.items import ItemViewSet

ROUTES = [
    ("moderation/codes", CodeViewSet, "moderation-code"),
    ("moderation/items", ItemViewSet, "moderation-item"),
    ("moderation/waits", WaitViewSet, "moderation-wait"),
]
