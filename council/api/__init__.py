"""The council as programs read it and act in it; each write calls the action its page calls."""

from django.urls import path

from council.api.changes import SeatChangeViewSet
from council.api.counts import CountNow
from council.api.declining import DeclineDebate
from council.api.lab import CoalitionsOf, ReplayOf
from council.api.motions import MotionViewSet
from council.api.papers import ActionItemViewSet, ConveningViewSet, MinutesViewSet
from council.api.proposals import ProposalViewSet
from council.api.reading import BodyViewSet, MandateViewSet, RuleViewSet, SeatViewSet
from council.api.record import Popolo, Record
from council.api.sessions import SessionViewSet
from council.api.sits import (
    CallViewSet,
    ChallengeViewSet,
    InterestViewSet,
    ProxyViewSet,
    RecusalViewSet,
    SubstituteViewSet,
)
from council.api.sittings import SittingViewSet
from council.api.trial import Evaluate

ROUTES = [
    ("bodies", BodyViewSet, "body"),
    ("seats", SeatViewSet, "seat"),
    ("mandates", MandateViewSet, "mandate"),
    ("rules", RuleViewSet, "rule"),
    ("rule-proposals", ProposalViewSet, "rule-proposal"),
    ("motions", MotionViewSet, "motion"),
    ("seat-changes", SeatChangeViewSet, "seat-change"),
    ("sittings", SittingViewSet, "sitting"),
    ("convenings", ConveningViewSet, "convening"),
    ("minutes", MinutesViewSet, "minutes"),
    ("action-items", ActionItemViewSet, "action-item"),
    ("sessions", SessionViewSet, "session"),
    ("interests", InterestViewSet, "interest"),
    ("recusals", RecusalViewSet, "recusal"),
    ("challenges", ChallengeViewSet, "challenge"),
    ("proxies", ProxyViewSet, "proxy"),
    ("substitutes", SubstituteViewSet, "substitute"),
    ("calls", CallViewSet, "call"),
]
URLS = [
    path("rules/evaluate/", Evaluate.as_view(), name="rule-evaluate"),
    path("rules/coalitions/", CoalitionsOf.as_view(), name="rule-coalitions"),
    path("rules/replay/", ReplayOf.as_view(), name="rule-replay"),
    path("agenda/<int:item>/decline/", DeclineDebate.as_view(), name="agenda-decline"),
    path("motions/<slug:code>/record/", Record.as_view(), name="motion-record"),
    path("motions/<slug:code>/popolo/", Popolo.as_view(), name="motion-popolo"),
    path("counts/", CountNow.as_view(), name="count"),
]
