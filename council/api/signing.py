"""Ballots signed by a passkey, for programs: begun, ended, and what is asked of it for one ballot."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.doors import Conflict, SecondFactor, now, origin_of, person_of
from council import actions, queries
from council.models import BallotKey, Seat
from council.rules.seats import Choice


class SigningIn(serializers.Serializer[Any]):
    passkey = serializers.IntegerField(min_value=1, help_text="One of the caller's own.")


class SigningOut(serializers.ModelSerializer[BallotKey]):
    """The key by which a hand's ballots are signed, as the log holds it."""

    seat: Any = serializers.SlugRelatedField(slug_field="code", source="mandate.seat", read_only=True)
    hand = serializers.IntegerField(source="mandate.hand", read_only=True)

    class Meta:
        model = BallotKey
        fields = ("seat", "hand", "code", "x", "y", "origin", "enrolled_at", "ended_at")


class PrepareIn(serializers.Serializer[Any]):
    """The ballot that will be cast: with the same key, its signature fits it and no other."""

    seat = serializers.SlugField(max_length=50)
    choice = serializers.ChoiceField(choices=[c.value for c in Choice])
    key = serializers.UUIDField()


class CredentialOut(serializers.Serializer[Any]):
    type = serializers.CharField()
    id = serializers.CharField(help_text="base64url")


class PreparedOut(serializers.Serializer[Any]):
    """What `navigator.credentials.get` takes as `publicKey`; the challenge is the ballot's commitment."""

    challenge = serializers.CharField(help_text="32 bytes, base64url.")
    rpId = serializers.CharField()  # noqa: N815 (WebAuthn's own name)
    allowCredentials = CredentialOut(many=True)  # noqa: N815
    userVerification = serializers.CharField()  # noqa: N815
    timeout = serializers.IntegerField(help_text="Milliseconds.")


def _seat(code: str) -> Seat:
    found = queries.seat(code)
    if found is None:
        raise Http404
    return found


class SeatSigning(APIView):
    """The holder of a seat has its ballots signed with her passkey, or no longer."""

    permission_classes = [SecondFactor]

    @extend_schema(tags=["council"], request=SigningIn, responses={201: SigningOut})
    def post(self, request: Request, code: str) -> Response:
        seat, body = _seat(code), SigningIn(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            made = actions.enrol_ballot_key(
                seat=seat, passkey=body.validated_data["passkey"], origin=origin_of(request), by=person_of(request),
                at=now(),
            )  # fmt: skip
        except actions.CannotSign as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(SigningOut(made).data, status=201)

    @extend_schema(tags=["council"], request=None, responses=SigningOut)
    def delete(self, request: Request, code: str) -> Response:
        try:
            ended = actions.end_ballot_key(seat=_seat(code), by=person_of(request), at=now())
        except actions.CannotSign as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(SigningOut(ended).data)


class PrepareBallot(APIView):
    """What the caller's passkey is to sign for one ballot. Nothing is recorded; asked again, it asks the same."""

    permission_classes = [SecondFactor]

    @extend_schema(tags=["council"], request=PrepareIn, responses=PreparedOut)
    def post(self, request: Request, code: str) -> Response:
        motion, body = queries.motion(code, request.user), PrepareIn(data=request.data)
        if motion is None:
            raise Http404
        body.is_valid(raise_exception=True)
        given = body.validated_data
        seat = queries.seat(given["seat"])
        if seat is None:
            raise serializers.ValidationError({"seat": ["There is no such seat."]})
        try:
            asked = actions.prepare_ballot(
                motion_id=motion.pk, seat_id=seat.pk, choice=Choice(given["choice"]), key=given["key"],
                caster=person_of(request), at=now(),
            )  # fmt: skip
        except actions.CannotVote as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(PreparedOut(asked.options).data)
