"""The council as programs read it and act in it; each write calls the action its page calls."""

from django.urls import path

from council.api.changes import SeatChangeViewSet
from council.api.lab import CoalitionsOf, ReplayOf
from council.api.motions import MotionViewSet
from council.api.proposals import ProposalViewSet
from council.api.reading import BodyViewSet, MandateViewSet, RuleViewSet, SeatViewSet
from council.api.trial import Evaluate

ROUTES = [
    ("bodies", BodyViewSet, "body"),
    ("seats", SeatViewSet, "seat"),
    ("mandates", MandateViewSet, "mandate"),
    ("rules", RuleViewSet, "rule"),
    ("rule-proposals", ProposalViewSet, "rule-proposal"),
    ("motions", MotionViewSet, "motion"),
    ("seat-changes", SeatChangeViewSet, "seat-change"),
]
URLS = [
    path("rules/evaluate/", Evaluate.as_view(), name="rule-evaluate"),
    path("rules/coalitions/", CoalitionsOf.as_view(), name="rule-coalitions"),
    path("rules/replay/", ReplayOf.as_view(), name="rule-replay"),
]
