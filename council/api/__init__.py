"""The council as programs read it and act in it; each write calls the action its page calls."""

from django.urls import path

from council.api.changes import SeatChangeViewSet
from council.api.counts import CountNow
from council.api.motions import MotionViewSet
from council.api.reading import BodyViewSet, MandateViewSet, RuleViewSet, SeatViewSet
from council.api.trial import Evaluate

ROUTES = [
    ("bodies", BodyViewSet, "body"),
    ("seats", SeatViewSet, "seat"),
    ("mandates", MandateViewSet, "mandate"),
    ("rules", RuleViewSet, "rule"),
    ("motions", MotionViewSet, "motion"),
    ("seat-changes", SeatChangeViewSet, "seat-change"),
]
URLS = [path("rules/evaluate/", Evaluate.as_view(), name="rule-evaluate")]
URLS += [path("counts/", CountNow.as_view(), name="count")]
