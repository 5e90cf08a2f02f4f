"""Motions through the same actions as the pages: read, drafted, stepped, voted on, objected to.

Before a close no answer holds a choice, but the box's own: `GET .../ballots/` is the caller's alone.
"""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Allowed, Conflict, HasRole, SecondFactor, now
from accounts.rules.roles import Role
from council import actions, queries
from council.api.procedure import ProcedureDoors
from council.api.shapes import (
    BallotIn,
    BallotOut,
    CastingIn,
    MotionIn,
    MotionSerializer,
    ObjectionIn,
    ObjectionOut,
    StepIn,
    WholeMotionSerializer,
)
from council.forms import STEPS, ObjectionForm
from council.forms_motion import MotionForm, words_of
from council.models import Motion, Seat
from council.predicates import may_change_seats
from council.rules.kinds import MotionKind
from council.rules.lifecycle import State
from council.rules.seats import Choice

REFUSALS = (actions.CannotMove, actions.CannotOverride, actions.CannotObject, actions.CannotVote)


class MotionFilter(filters.FilterSet):  # type: ignore[misc]
    state = filters.ChoiceFilter(choices=[(s.value, s.value) for s in State if s is not State.DRAFT])
    kind = filters.ChoiceFilter(choices=[(k.value, k.value) for k in MotionKind])
    about = filters.CharFilter(method="by_subject", help_text="Cites, enacts or touches this subject.")

    def by_subject(self, rows: QuerySet[Motion], name: str, value: str) -> QuerySet[Motion]:
        return rows.filter(pk__in=queries.motions_about(value[:120]).values("pk"))


def read(form: forms.Form) -> dict[str, Any]:
    """What the page's own form makes of it, or its sentences field by field."""
    if not form.is_valid():
        raise serializers.ValidationError({name: list(errors) for name, errors in form.errors.items()})
    return form.cleaned_data


def told(verb: Any, **given: Any) -> Any:
    """The action's answer; its refusal as a conflict."""
    try:
        return verb(at=now(), **given)
    except REFUSALS as refusal:
        raise Conflict(str(refusal)) from refusal


class MotionViewSet(ProcedureDoors, viewsets.ReadOnlyModelViewSet[Motion]):
    """Motions as the public may read them, and one's own drafts; what members, guardians and officers do."""

    queryset = queries.public_motions()
    serializer_class = MotionSerializer
    filterset_class = MotionFilter
    lookup_field = "code"
    lookup_value_regex = "[0-9]{4}-[0-9]{1,6}|[0-9a-f]{32}"

    def get_object(self) -> Motion:
        found = queries.motion(self.kwargs["code"], self.request.user)
        if found is None:
            raise Http404
        return found

    def get_permissions(self) -> list[Any]:
        """Everybody reads; who drafts or objects shows a second factor; the rest say for themselves."""
        writes = self.request.method not in ("GET", "HEAD", "OPTIONS")
        if writes and self.action in ("create", "update", "objections", "backings"):
            return [SecondFactor()]
        return list(super().get_permissions())

    @extend_schema(responses=WholeMotionSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        motion: Any = self.get_object()
        voting = queries.voting_of(motion)
        decision = queries.decision_of(voting)
        motion.presence = queries.presence(voting, now()) if voting and not decision else []
        motion.outcome = decision.outcome if decision else ""
        motion.working = decision.working if decision else None
        return Response(WholeMotionSerializer(motion).data)

    @extend_schema(request=MotionIn, responses={201: MotionSerializer})
    def create(self, request: Request) -> Response:
        """Draft a motion: a member's alone until it is submitted."""
        council = queries.council_for(request.user, now())
        if council is None or not queries.is_member(request.user, council, now()):
            self.permission_denied(request, message=_("Only a member of this council may move a motion."))
        draft = told(actions.draft_motion, body=council, mover=request.user, **self._words(request))
        return Response(MotionSerializer(draft).data, status=201)

    @extend_schema(request=MotionIn, responses=MotionSerializer)
    def update(self, request: Request, code: str) -> Response:
        """Change the words of one's own draft."""
        motion = self._own()
        told(actions.revise_draft, motion_id=motion.pk, by=request.user, **self._words(request))
        return self._now(motion)

    def _words(self, request: Request) -> dict[str, Any]:
        body = MotionIn(data=request.data)
        body.is_valid(raise_exception=True)
        return words_of(read(MotionForm(body.validated_data, viewer=request.user)))

    def _own(self) -> Motion:
        motion = self.get_object()
        if motion.mover_id != self.request.user.pk:
            raise Http404
        return motion

    def _now(self, motion: Motion) -> Response:
        motion.refresh_from_db()
        return Response(MotionSerializer(motion).data)

    @extend_schema(request=None, responses=MotionSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SecondFactor])
    def submit(self, request: Request, code: str) -> Response:
        """Hand one's draft in: it gets its number and is public."""
        motion = self._own()
        told(actions.submit_motion, motion_id=motion.pk, by=request.user)
        return self._now(motion)

    @extend_schema(request=None, responses=MotionSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SecondFactor])
    def withdraw(self, request: Request, code: str) -> Response:
        """Take one's motion back, before voting opens."""
        motion = self._own()
        told(actions.withdraw_motion, motion_id=motion.pk, by=request.user)
        return self._now(motion)

    @extend_schema(request=StepIn, responses=MotionSerializer)
    @action(detail=True, methods=["post"], permission_classes=[HasRole.of(Role.SECRETARY)])
    def steps(self, request: Request, code: str) -> Response:
        """The secretary's next step: admit, refuse, schedule, debate, postpone, recall, open, override."""
        motion = self.get_object()
        body = StepIn(data=request.data)
        body.is_valid(raise_exception=True)
        shape, verb = STEPS[body.validated_data["step"]]
        given = read(shape(body.validated_data)) if shape else {}
        told(getattr(actions, verb), motion_id=motion.pk, by=request.user, **given)
        return self._now(motion)

    @extend_schema(request=CastingIn, responses=MotionSerializer)
    @action(detail=True, methods=["post"], permission_classes=[Allowed.by(may_change_seats)])
    def casting(self, request: Request, code: str) -> Response:
        """The chair breaks a tie, where the rule says so."""
        motion = self.get_object()
        body = CastingIn(data=request.data)
        body.is_valid(raise_exception=True)
        if motion.status is not State.TIED:
            raise Conflict(_("There is no tie for a casting vote to break."))
        if not queries.is_chair(request.user, motion.body, now()):
            self.permission_denied(request, message=_("Only the chair casts the casting vote."))
        choice = Choice(body.validated_data["choice"])
        told(actions.cast_casting_vote, motion_id=motion.pk, choice=choice, by=request.user)
        return self._now(motion)

    @extend_schema(responses=ObjectionOut(many=True), methods=["GET"])
    @extend_schema(request=ObjectionIn, responses={201: ObjectionOut}, methods=["POST"])
    @action(detail=True, methods=["get", "post"], pagination_class=None, filter_backends=[])
    def objections(self, request: Request, code: str) -> Response:
        """GET: every objection filed. POST: a guardian objects for her living system's seat."""
        motion = self.get_object()
        if request.method == "GET":
            return Response(ObjectionOut(motion.objections.select_related("seat"), many=True).data)
        body = ObjectionIn(data=request.data)
        body.is_valid(raise_exception=True)
        seat = self._seat_of_a_biome(motion, body.validated_data["seat"])
        given = read(ObjectionForm(body.validated_data, seat=seat, at=now()))
        filed = told(actions.file_objection, motion_id=motion.pk, seat=seat, by=request.user, **given)
        return Response(ObjectionOut(filed).data, status=201)

    def _seat_of_a_biome(self, motion: Motion, code: str) -> Seat:
        seat = queries.seat_to_object_with(motion, code, self.request.user, now())
        if seat is None:
            self.permission_denied(
                self.request, message=_("You do not hold this seat now. Nothing was recorded.")
            )
        return seat

    @extend_schema(request=BallotIn, responses={201: BallotOut}, methods=["POST"])
    @extend_schema(responses=BallotOut(many=True), methods=["GET"])
    @action(
        detail=True,
        methods=["get", "post"],
        permission_classes=[SecondFactor],
        pagination_class=None,
        filter_backends=[],
    )
    def ballots(self, request: Request, code: str) -> Response:
        """GET: one's own ballots in this vote. POST: cast one; the last before the close counts."""
        motion = self.get_object()
        if request.method == "GET":
            return Response(BallotOut(queries.own_ballots(motion, request.user), many=True).data)
        body = BallotIn(data=request.data)
        body.is_valid(raise_exception=True)
        seat = queries.seat(body.validated_data["seat"])
        if seat is None:
            raise serializers.ValidationError({"seat": ["There is no such seat."]})
        given = body.validated_data
        why = None
        if given["reason"] or given["departure"]:
            why = actions.Reasoning(given["reason"], tuple(given["articles"]), given["departure"])
        try:
            ballot = actions.cast_ballot(
                motion_id=motion.pk,
                seat_id=seat.pk,
                choice=Choice(given["choice"]),
                caster=request.user,  # type: ignore[arg-type]
                key=given["key"],
                at=now(),
                reason=why,
                assertion=given["signature"],
            )
        except actions.NoReason as lacking:
            raise serializers.ValidationError({"reason": [str(lacking)]}) from lacking
        except actions.NoDeparture as lacking:
            raise serializers.ValidationError({"departure": [str(lacking)]}) from lacking
        except actions.CannotVote as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(BallotOut(ballot).data, status=201)
