"""The council as programs read it and act in it; each write calls the action its page calls."""

from django.urls import path

from council.api.alliances import AllianceViewSet, CommitmentViewSet
from council.api.changes import SeatChangeViewSet
from council.api.concerns import ConcernViewSet
from council.api.corrections import (
    AnnulmentAgreed,
    CorrectionAgreed,
    CountRequestWithdrawn,
    ElectionAnnulment,
    ElectionCorrection,
    Seatings,
)
from council.api.counts import CountNow
from council.api.declining import DeclineDebate
from council.api.elections import ElectionViewSet
from council.api.instructing import Instruct, Instructions
from council.api.lab import CoalitionsOf, ReplayOf
from council.api.motions import MotionViewSet
from council.api.nominations import NominationViewSet
from council.api.packages import BoxImportViewSet, BoxOf, CheckBox, CompareBoxes
from council.api.papers import ActionItemViewSet, ConveningViewSet, MinutesViewSet
from council.api.procedure import EmergencyViewSet
from council.api.proposals import ProposalViewSet
from council.api.reading import BodyViewSet, MandateViewSet, RuleViewSet, SeatViewSet
from council.api.record import Popolo, Record
from council.api.sessions import SessionViewSet
from council.api.signing import PrepareBallot, SeatSigning
from council.api.sits import (
    CallViewSet,
    ChallengeViewSet,
    InterestViewSet,
    ProxyViewSet,
    RecusalViewSet,
    SubstituteViewSet,
)
from council.api.sittings import SittingViewSet
from council.api.tellers import (
    Blackout,
    BlackoutAgreed,
    DisputeViewSet,
    PaperSettled,
    PaperSheet,
    RollCallSettled,
    RollCallSheet,
    RoomReasons,
)
from council.api.trial import Evaluate

ROUTES = [
    ("bodies", BodyViewSet, "body"),
    ("seats", SeatViewSet, "seat"),
    ("mandates", MandateViewSet, "mandate"),
    ("rules", RuleViewSet, "rule"),
    ("rule-proposals", ProposalViewSet, "rule-proposal"),
    ("motions", MotionViewSet, "motion"),
    ("emergencies", EmergencyViewSet, "emergency"),
    ("seat-changes", SeatChangeViewSet, "seat-change"),
    ("sittings", SittingViewSet, "sitting"),
    ("convenings", ConveningViewSet, "convening"),
    ("minutes", MinutesViewSet, "minutes"),
    ("action-items", ActionItemViewSet, "action-item"),
    ("sessions", SessionViewSet, "session"),
    ("elections", ElectionViewSet, "election"),
    ("interests", InterestViewSet, "interest"),
    ("recusals", RecusalViewSet, "recusal"),
    ("challenges", ChallengeViewSet, "challenge"),
    ("concerns", ConcernViewSet, "concern"),
    ("proxies", ProxyViewSet, "proxy"),
    ("substitutes", SubstituteViewSet, "substitute"),
    ("calls", CallViewSet, "call"),
    ("boxes", BoxImportViewSet, "box"),
    ("nominations", NominationViewSet, "nomination"),
    ("alliances", AllianceViewSet, "alliance"),
    ("commitments", CommitmentViewSet, "commitment"),
    ("roll-call-disputes", DisputeViewSet, "dispute"),
]
URLS = [
    path("rules/evaluate/", Evaluate.as_view(), name="rule-evaluate"),
    path("rules/coalitions/", CoalitionsOf.as_view(), name="rule-coalitions"),
    path("rules/replay/", ReplayOf.as_view(), name="rule-replay"),
    path("agenda/<int:item>/decline/", DeclineDebate.as_view(), name="agenda-decline"),
    path("motions/<slug:code>/instructions/", Instructions.as_view(), name="motion-instructions"),
    path("motions/<slug:code>/instructions/<slug:seat>/", Instruct.as_view(), name="motion-instruct"),
    path("motions/<slug:code>/ballots/prepare/", PrepareBallot.as_view(), name="motion-prepare"),
    path("seats/<slug:code>/signing/", SeatSigning.as_view(), name="seat-signing"),
    path("motions/<slug:code>/record/", Record.as_view(), name="motion-record"),
    path("motions/<slug:code>/popolo/", Popolo.as_view(), name="motion-popolo"),
    path("bodies/<slug:code>/box/", BoxOf.as_view(), name="body-box"),
    path("boxes/check/", CheckBox.as_view(), name="box-check"),
    path("boxes/compare/", CompareBoxes.as_view(), name="box-compare"),
    path("motions/<slug:code>/room-reasons/", RoomReasons.as_view(), name="room-reasons"),
    path("motions/<slug:code>/roll-call/", RollCallSheet.as_view(), name="roll-call"),
    path("motions/<slug:code>/roll-call/settle/", RollCallSettled.as_view(), name="roll-call-settle"),
    path("sittings/<slug:code>/blackout/", Blackout.as_view(), name="blackout"),
    path(
        "sittings/<slug:code>/blackout/<int:approval>/agree/", BlackoutAgreed.as_view(), name="blackout-agree"
    ),
    path("sittings/<slug:code>/sheets/<int:position>/", PaperSheet.as_view(), name="paper-sheet"),
    path("sittings/<slug:code>/sheets/<int:position>/settle/", PaperSettled.as_view(), name="paper-settle"),
    path("elections/<slug:code>/annulment/", ElectionAnnulment.as_view(), name="election-annulment"),
    path(
        "elections/<slug:code>/annulment/<int:approval>/agree/",
        AnnulmentAgreed.as_view(),
        name="election-annulment-agree",
    ),
    path("elections/<slug:code>/correction/", ElectionCorrection.as_view(), name="election-correction"),
    path(
        "elections/<slug:code>/correction/<int:approval>/agree/",
        CorrectionAgreed.as_view(),
        name="election-correction-agree",
    ),
    path(
        "elections/<slug:code>/correction/<int:approval>/withdraw/",
        CountRequestWithdrawn.as_view(),
        name="election-correction-withdraw",
    ),
    path("elections/<slug:code>/seatings/", Seatings.as_view(), name="election-seatings"),
    path("counts/", CountNow.as_view(), name="count"),
]
