"""A counted election corrected or annulled, for programs: asked for by one officer, agreed to by the other; who is elected no more."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import actions as accounts
from accounts.doors import Allowed, Conflict, HasRole, now
from accounts.rules.roles import Role
from council import actions, queries
from council.api.prose import Prose
from council.forms_correction import AnnulmentForm, CorrectionForm, SeatingForm
from council.models import Annulment, Correction, Election
from council.models.correction import FAULTS, SEATINGS
from council.models.election import REASON, SOURCES
from council.predicates import may_change_seats


class CountCorrectionIn(serializers.Serializer[Any]):
    """What was wrong with the ballots that were counted, and where the right ones come from."""

    fault = serializers.ChoiceField(choices=FAULTS)
    source = serializers.ChoiceField(choices=SOURCES)
    reason = serializers.CharField(max_length=REASON)


class CorrectionAsked(serializers.Serializer[Any]):
    """That a count should be corrected, waiting for the secretary or the chair."""

    id = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    fault = serializers.CharField(source="body.fault")
    source = serializers.CharField(source="body.source")
    reason = serializers.CharField(source="body.reason")


class CorrectionOut(serializers.ModelSerializer[Correction]):
    """A count that two officers found at fault, and the number of the one that superseded it; null so far."""

    count = serializers.IntegerField(source="count.number", read_only=True)
    superseded_by = serializers.IntegerField(source="new_count.number", read_only=True, default=None)

    class Meta:
        model = Correction
        fields = ("count", "superseded_by", "fault", "source", "reason", "agreed_at", "declared_at")


class AnnulmentIn(serializers.Serializer[Any]):
    """Why nobody is to be elected by it."""

    reason = Prose(block=True, max_length=REASON)


class AnnulmentAsked(serializers.Serializer[Any]):
    """That an election should be annulled, waiting for the secretary or the chair."""

    id = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    reason = serializers.CharField(source="body.reason")


class AnnulmentOut(serializers.ModelSerializer[Annulment]):
    """An election that is void: nobody is elected by it. `count` is the one that stood."""

    count = serializers.IntegerField(source="count.number", read_only=True)

    class Meta:
        model = Annulment
        fields = ("count", "reason", "agreed_at", "declared_at")


class SeatingIn(serializers.Serializer[Any]):
    count = serializers.IntegerField(min_value=1, help_text="The count that had elected them.")
    candidate = serializers.CharField(max_length=32, help_text="A candidate's code.")
    outcome = serializers.ChoiceField(choices=SEATINGS)
    reason = serializers.CharField(max_length=REASON)


class SeatingOut(serializers.Serializer[Any]):
    """Somebody declared elected by a count that stands no more, and not elected now."""

    count = serializers.IntegerField()
    candidate = serializers.CharField(source="candidate.code")
    outcome = serializers.CharField(source="review.outcome", default=None, allow_null=True)
    reason = serializers.CharField(source="review.reason", default=None, allow_null=True)


def _election(code: str, request: Request) -> Election:
    body, _dashes, number = code.rpartition("--")
    found = queries.elections_for(request.user, now()).filter(body__code=body, number=number).first()
    if found is None:
        raise Http404
    return found


def _told(act: Any, **given: Any) -> Any:
    try:
        return act(at=now(), **given)
    except (actions.CannotElect, accounts.CannotApprove) as refusal:
        raise Conflict(str(refusal)) from refusal


def _read(shape: Any, form: Any, election: Election, request: Request) -> dict[str, Any]:
    """The page's own form, after the shape of the body."""
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    found = form(body.validated_data, election=election)
    if not found.is_valid():
        raise serializers.ValidationError({name: list(errors) for name, errors in found.errors.items()})
    return dict(found.cleaned_data)


class ElectionCorrection(APIView):
    permission_classes = [Allowed.by(may_change_seats)]

    @extend_schema(tags=["council"], responses=CorrectionAsked(many=True))
    def get(self, request: Request, code: str) -> Response:
        """What waits for the second of the two."""
        found = _election(code, request)
        return Response(CorrectionAsked(queries.corrections_asked(found, now()), many=True).data)

    @extend_schema(tags=["council"], request=CountCorrectionIn, responses={201: CorrectionAsked})
    def post(self, request: Request, code: str) -> Response:
        """The secretary or the chair says what was wrong with the ballots that were counted."""
        found = _election(code, request)
        given = _read(CountCorrectionIn, CorrectionForm, found, request)
        asked = _told(actions.ask_correction, election_id=found.pk, by=request.user, **given)
        return Response(CorrectionAsked(asked).data, status=201)


class ElectionAnnulment(APIView):
    permission_classes = [Allowed.by(may_change_seats)]

    @extend_schema(tags=["council"], responses=AnnulmentAsked(many=True))
    def get(self, request: Request, code: str) -> Response:
        """What waits for the second of the two."""
        found = _election(code, request)
        return Response(AnnulmentAsked(queries.annulments_asked(found, now()), many=True).data)

    @extend_schema(tags=["council"], request=AnnulmentIn, responses={201: AnnulmentAsked})
    def post(self, request: Request, code: str) -> Response:
        """The secretary or the chair says why the election is void."""
        found = _election(code, request)
        given = _read(AnnulmentIn, AnnulmentForm, found, request)
        asked = _told(actions.ask_annulment, election_id=found.pk, by=request.user, **given)
        return Response(AnnulmentAsked(asked).data, status=201)


class AnnulmentAgreed(APIView):
    permission_classes = [Allowed.by(may_change_seats)]

    @extend_schema(tags=["council"], request=None, responses=AnnulmentOut)
    def post(self, request: Request, code: str, approval: int) -> Response:
        """The other of the two agrees; from then on nobody is elected by it."""
        if not queries.annulments_asked(_election(code, request), now()).filter(pk=approval).exists():
            raise Http404
        return Response(
            AnnulmentOut(_told(actions.agree_annulment, approval_id=approval, by=request.user)).data
        )


class CorrectionAgreed(APIView):
    permission_classes = [Allowed.by(may_change_seats)]

    @extend_schema(tags=["council"], request=None, responses=CorrectionOut)
    def post(self, request: Request, code: str, approval: int) -> Response:
        """The other of the two agrees; from then on two tellers enter the ballots anew."""
        found = _election(code, request)
        if not queries.corrections_asked(found, now()).filter(pk=approval).exists():
            raise Http404
        made = _told(actions.agree_correction, approval_id=approval, by=request.user)
        return Response(CorrectionOut(made).data)


class CountRequestWithdrawn(APIView):
    permission_classes = [Allowed.by(may_change_seats)]

    @extend_schema(tags=["council"], request=None, responses={204: None})
    def post(self, request: Request, code: str, approval: int) -> Response:
        """Who asked for a correction or an annulment takes it back."""
        asked = queries.asked_of_count(_election(code, request), now())
        if approval not in [one.approval.pk for one in asked]:
            raise Http404
        _told(accounts.withdraw_approval, approval_id=approval, by=request.user)
        return Response(status=204)


class Seatings(APIView):
    permission_classes = [HasRole.of(Role.SECRETARY)]

    @extend_schema(tags=["council"], responses=SeatingOut(many=True))
    def get(self, request: Request, code: str) -> Response:
        """Who had been declared elected and is not elected any more."""
        return Response(SeatingOut(queries.seatings_of(_election(code, request)), many=True).data)

    @extend_schema(tags=["council"], request=SeatingIn, responses={201: SeatingOut(many=True)})
    def post(self, request: Request, code: str) -> Response:
        """What became of one of them. It ends no mandate."""
        found = _election(code, request)
        given = _read(SeatingIn, SeatingForm, found, request)
        _told(actions.review_seating, election_id=found.pk, by=request.user, **given)
        return Response(SeatingOut(queries.seatings_of(_election(code, request)), many=True).data, status=201)
