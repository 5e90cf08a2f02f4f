"""The Django admin's window on the council: to read. Ballots are not there, and nothing is changed there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from council.models import (
    Alliance,
    Attendance,
    Body,
    Call,
    Challenge,
    ClosedDecision,
    Commitment,
    CommitmentFinding,
    Concern,
    DecisionRule,
    Election,
    ElectionCount,
    ImportedBox,
    Interest,
    Mandate,
    Motion,
    Party,
    Point,
    Proxy,
    Recusal,
    RuleProposal,
    Seat,
    Sitting,
    Substitute,
    Turn,
    Word,
)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """A council acts through its own doors, which know its rules; the admin looks on."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Body)
class BodyAdmin(ReadOnly):
    list_display = ("code", "kind", "parent")


@admin.register(Seat)
class SeatAdmin(ReadOnly):
    list_display = ("code", "body", "holder", "represents")
    list_filter = ("body", "holder")


@admin.register(Mandate)
class MandateAdmin(ReadOnly):
    list_display = ("seat", "hand", "person", "since", "until", "ended_by")


@admin.register(DecisionRule)
class DecisionRuleAdmin(ReadOnly):
    list_display = ("code", "version", "title", "created_at")


@admin.register(RuleProposal)
class RuleProposalAdmin(ReadOnly):
    list_display = ("code", "replaces", "proposed_at")


@admin.register(Motion)
class MotionAdmin(ReadOnly):
    list_display = ("number", "kind", "state", "title")
    list_filter = ("state", "kind")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Drafts are their movers' alone, here too."""
        return super().get_queryset(request).filter(number__isnull=False)


@admin.register(Sitting)
class SittingAdmin(ReadOnly):
    list_display = ("number", "body", "state", "starts_at", "place")


@admin.register(ClosedDecision)
class ClosedDecisionAdmin(ReadOnly):
    list_display = ("voting", "outcome", "closed_at")


@admin.register(Interest)
class InterestAdmin(ReadOnly):
    list_display = ("seat", "what", "declared_at", "withdrawn_at")


@admin.register(Recusal)
class RecusalAdmin(ReadOnly):
    list_display = ("motion", "seat", "kind", "at")


@admin.register(Challenge)
class ChallengeAdmin(ReadOnly):
    list_display = ("motion", "seat", "by_seat", "ruling", "filed_at")


@admin.register(Concern)
class ConcernAdmin(ReadOnly):
    list_display = ("motion", "seat", "ruling", "filed_at")


@admin.register(Proxy)
class ProxyAdmin(ReadOnly):
    list_display = ("motion", "giver", "holder", "given_at", "revoked_at")


@admin.register(Substitute)
class SubstituteAdmin(ReadOnly):
    list_display = ("seat", "hand", "place", "person", "since", "until")


@admin.register(Call)
class CallAdmin(ReadOnly):
    list_display = ("seat", "hand", "substitute", "motion", "since", "until", "ended_at")


@admin.register(Point)
class PointAdmin(ReadOnly):
    list_display = ("sitting", "position", "kind", "title", "motion")


@admin.register(Attendance)
class AttendanceAdmin(ReadOnly):
    list_display = ("sitting", "seat", "since", "until")


@admin.register(Turn)
class TurnAdmin(ReadOnly):
    list_display = ("sitting", "seat", "asked_at", "called_at", "done_at")


@admin.register(ImportedBox)
class ImportedBoxAdmin(ReadOnly):
    list_display = ("body", "sha256", "signer", "imported_at")


@admin.register(Alliance)
class AllianceAdmin(ReadOnly):
    list_display = ("code", "title", "stage", "since", "until", "ended_by")
    list_filter = ("stage",)


@admin.register(Party)
class PartyAdmin(ReadOnly):
    list_display = ("alliance", "organisation", "biome", "joined_at", "left_at")


@admin.register(Word)
class WordAdmin(ReadOnly):
    list_display = ("party", "said", "hand", "given_at", "withdrawn_at")


@admin.register(Commitment)
class CommitmentAdmin(ReadOnly):
    list_display = ("alliance", "owes", "to", "due_on", "released_at")


@admin.register(CommitmentFinding)
class CommitmentFindingAdmin(ReadOnly):
    list_display = ("commitment", "finding", "party", "found_at")


@admin.register(Election)
class ElectionAdmin(ReadOnly):
    list_display = ("number", "body", "title", "method", "state")
    list_filter = ("state", "method")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Drafts are the secretary's; what differs between two tellers is theirs."""
        return super().get_queryset(request).filter(opened_at__isnull=False).defer("differing")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for name in super().get_fields(request, obj) if name != "differing"]


@admin.register(ElectionCount)
class ElectionCountAdmin(ReadOnly):
    list_display = ("election", "number", "counted_at", "how")
