"""Instructions of guardians for programs: asked by the seat, given by its appointer, opened at the close."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.doors import Conflict, SecondFactor, now, person_of
from council import actions, queries
from council.forms import InstructionForm
from council.models import Instruction, Motion, Seat
from council.rules.instructions import Answer


class AskIn(serializers.Serializer[Any]):
    seat = serializers.SlugField(max_length=50)


class InstructionIn(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=[answer.value for answer in Answer])
    reason = serializers.CharField(max_length=1200, help_text="Published at the close.")


class GivenInstruction(serializers.ModelSerializer[Instruction]):
    """One instruction; before the close only the seat and those who gave it are shown it."""

    class Meta:
        model = Instruction
        fields = ("n", "answer", "text", "given_at", "commitment")


class AskedInstruction(serializers.Serializer[Any]):
    """A seat's question on this motion and what was answered, as its caller may see it."""

    motion = serializers.CharField(source="motion.code")
    seat = serializers.CharField(source="seat.code")
    appointer = serializers.SerializerMethodField(help_text="Who is asked, as a subject.")
    asked_at = serializers.DateTimeField(source="question.asked_at", allow_null=True, default=None)
    open = serializers.BooleanField(help_text="A vote lies ahead, and the ballot of the seat is not in it.")
    instructions = GivenInstruction(source="given", many=True)

    def get_appointer(self, row: Any) -> str:
        return row.question.appointer if row.question else row.seat.appointer


def _motion(request: Request, code: str) -> Motion:
    found = queries.motion(code, request.user)
    if found is None:
        raise Http404
    return found


def _told(request: Request, motion: Motion, seat: Seat) -> Response:
    shown = queries.consultation(motion, seat, request.user, now())
    return Response(AskedInstruction(shown).data, status=201)


class Instructions(APIView):
    """GET: the questions on this motion that the caller asked, or is asked. POST: a seat's holder asks."""

    permission_classes = [SecondFactor]

    @extend_schema(tags=["council"], responses=AskedInstruction(many=True))
    def get(self, request: Request, code: str) -> Response:
        rows = queries.consultations(_motion(request, code), request.user, now())
        return Response(AskedInstruction(rows, many=True).data)

    @extend_schema(tags=["council"], request=AskIn, responses={201: AskedInstruction})
    def post(self, request: Request, code: str) -> Response:
        motion, body = _motion(request, code), AskIn(data=request.data)
        body.is_valid(raise_exception=True)
        seat = queries.seat(body.validated_data["seat"])
        if seat is None:
            raise serializers.ValidationError({"seat": ["There is no such seat."]})
        try:
            actions.ask_for_instruction(motion_id=motion.pk, seat_id=seat.pk, by=person_of(request), at=now())
        except actions.CannotInstruct as refusal:
            raise Conflict(str(refusal)) from refusal
        return _told(request, motion, seat)


class Instruct(APIView):
    """Those who were asked answer; again until the ballot of the seat is in, and the last one stands."""

    permission_classes = [SecondFactor]

    @extend_schema(
        tags=["council"], operation_id="motions_instructions_answer",
        request=InstructionIn, responses={201: AskedInstruction},
    )  # fmt: skip
    def post(self, request: Request, code: str, seat: str) -> Response:
        motion, place = _motion(request, code), queries.seat(seat)
        if place is None or queries.consultation(motion, place, request.user, now()) is None:
            raise Http404
        body = InstructionIn(data=request.data)
        body.is_valid(raise_exception=True)
        form = InstructionForm(body.validated_data)
        if not form.is_valid():
            raise serializers.ValidationError({name: list(errors) for name, errors in form.errors.items()})
        try:
            actions.give_instruction(
                motion_id=motion.pk, seat_id=place.pk, answer=form.answered,
                text=form.cleaned_data["reason"], by=person_of(request), at=now(),
            )  # fmt: skip
        except actions.CannotInstruct as refusal:
            raise Conflict(str(refusal)) from refusal
        return _told(request, motion, place)
