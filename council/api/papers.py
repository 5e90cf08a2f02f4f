"""The papers of sittings for programs: who is convened, minutes, the action list; by the actions of the pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions as accounts
from accounts import queries as people
from accounts.doors import Allowed, Conflict, HasRole, SecondFactor, now
from accounts.rules.roles import Role
from council import actions, queries
from council.forms_papers import MINUTES_STEPS, EndActionForm
from council.models import ActionItem, Convening, Minutes, Sitting
from council.models.action_item import ACTION_STATES
from council.predicates import may_change_seats
from council.rules.convening import Answer

REFUSALS = (actions.CannotSit, actions.CannotSubstitute, actions.CannotEndAction, accounts.CannotApprove)
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def _done(verb: Any, request: Request, **given: Any) -> Any:
    """The action's answer; its refusal as a conflict."""
    try:
        return verb(by=request.user, at=now(), **given)
    except REFUSALS as refusal:
        raise Conflict(str(refusal)) from refusal


def _read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def _by_form(form: Any) -> dict[str, Any]:
    """What the page's own form makes of it, or its sentences field by field."""
    if not form.is_valid():
        raise serializers.ValidationError({name: list(errors) for name, errors in form.errors.items()})
    return dict(form.cleaned_data)


def _the_sitting(code: str) -> Sitting:
    found = queries.sitting_by_code(code)
    if found is None:
        raise serializers.ValidationError({"sitting": ["There is no such sitting."]})
    return found


# --- Convened ---------------------------------------------------------------------------------------
class ConveningOut(serializers.ModelSerializer[Convening]):
    """One hand of a seat called to a sitting; `answer` is what stands."""

    sitting = serializers.CharField(source="sitting.code", read_only=True)
    seat = serializers.CharField(source="seat.code", read_only=True)
    answer = serializers.ChoiceField(choices=[answer.value for answer in Answer], read_only=True)
    substitute = serializers.BooleanField(source="stands_in", read_only=True)

    class Meta:
        model = Convening
        fields = ("code", "sitting", "seat", "hand", "substitute", "answer", "sent_at", "reminded_at")


class ConveningAnswerIn(serializers.Serializer[Any]):
    """`acknowledge`, or `apologise`: then the next substitute in order is called."""

    answer = serializers.ChoiceField(choices=["acknowledge", "apologise"])


class ConveningFilter(filters.FilterSet):  # type: ignore[misc]
    seat = filters.CharFilter(field_name="seat__code")
    body = filters.CharFilter(field_name="sitting__body__code")
    number = filters.CharFilter(field_name="sitting__number")


@extend_schema(tags=["council"])
class ConveningViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Convening]):
    """To which sittings one is called; the secretary sees everybody's."""

    queryset = Convening.objects.none()
    serializer_class = ConveningOut
    filterset_class = ConveningFilter
    lookup_field = "code"
    lookup_value_regex = UUID
    permission_classes = [IsAuthenticated]

    def get_queryset(self) -> QuerySet[Convening]:
        if people.has_role(self.request.user, Role.SECRETARY, now()):
            return queries.convenings().order_by("-sitting__starts_at", "pk")
        return queries.convenings_of(self.request.user)

    @extend_schema(request=ConveningAnswerIn, responses=ConveningOut)
    @action(detail=True, methods=["post"], permission_classes=[SecondFactor])
    def answer(self, request: Request, code: str) -> Response:
        """Say whether one comes; the secretary says it for whoever asked her to."""
        found, said = self.get_object(), _read(ConveningAnswerIn, request)["answer"]
        comes = said == "acknowledge"
        _done(
            actions.acknowledge_convening if comes else actions.send_sitting_apologies,
            request,
            code=found.code,
        )
        return Response(ConveningOut(queries.convening(found.code)).data)


# --- Minutes ----------------------------------------------------------------------------------------
class MinutesRemark(serializers.Serializer[Any]):
    """The secretary's words on a point; on the sitting as a whole at position 0."""

    position = serializers.IntegerField()
    text = serializers.CharField()


class MinutesOut(serializers.ModelSerializer[Minutes]):
    """One version of the minutes; `state` is `draft`, `published` (as a draft) or `approved`."""

    code = serializers.CharField(read_only=True)
    sitting = serializers.CharField(source="sitting.code", read_only=True)
    state = serializers.CharField(source="status.value", read_only=True)
    approved_in = serializers.CharField(source="approved_in.code", read_only=True, default=None)

    class Meta:
        model = Minutes
        fields = (
            "code",
            "sitting",
            "version",
            "state",
            "sha256",
            "published_at",
            "approved_at",
            "approved_in",
        )


class WholeMinutes(MinutesOut):
    """With the record, in codes, and the remarks: `sha256` is over these (docs/reference/council.md)."""

    record = serializers.JSONField(read_only=True, help_text="What was entered, in codes.")
    remarks = serializers.SerializerMethodField()

    class Meta(MinutesOut.Meta):
        fields = (*MinutesOut.Meta.fields, "record", "remarks")  # type: ignore[assignment]

    @extend_schema_field(MinutesRemark(many=True))
    def get_remarks(self, row: Minutes) -> Any:
        return [{"position": int(key), "text": row.remarks[key]} for key in sorted(row.remarks, key=int)]


class MinutesStepIn(serializers.Serializer[Any]):
    """The secretary's step with the minutes of a sitting that is closed."""

    sitting = serializers.CharField(max_length=80)
    step = serializers.ChoiceField(choices=sorted(MINUTES_STEPS))
    position = serializers.IntegerField(required=False, min_value=0, max_value=9999)
    text = serializers.CharField(required=False, allow_blank=True, max_length=4000)


class MinutesAskIn(serializers.Serializer[Any]):
    """The sitting that is at the point for the minutes."""

    sitting = serializers.CharField(max_length=80)


class MinutesAsked(serializers.Serializer[Any]):
    """What waits for the second officer, who agrees to exactly this hash."""

    id = serializers.IntegerField()
    minutes = serializers.SerializerMethodField()
    sha256 = serializers.CharField(source="body.sha256")
    asked_at = serializers.DateTimeField()

    def get_minutes(self, row: Any) -> str:
        return str(row.subject).partition("/")[2]


class MinutesFilter(filters.FilterSet):  # type: ignore[misc]
    body = filters.CharFilter(field_name="sitting__body__code")
    number = filters.CharFilter(field_name="sitting__number")


@extend_schema(tags=["council"])
class MinutesViewSet(viewsets.ReadOnlyModelViewSet[Minutes]):
    """Minutes once they are published, the latest sitting first."""

    queryset = Minutes.objects.none()
    serializer_class = MinutesOut
    filterset_class = MinutesFilter
    lookup_field = "code"
    lookup_value_regex = r"[-a-zA-Z0-9_]+--[-a-zA-Z0-9_]+\.v[0-9]{1,4}"

    def get_queryset(self) -> QuerySet[Minutes]:
        return queries.public_minutes()

    def get_object(self) -> Minutes:
        found = queries.minutes_by_code(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    @extend_schema(responses=WholeMinutes)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(WholeMinutes(self.get_object()).data)

    @extend_schema(request=MinutesStepIn, responses=MinutesOut)
    @action(detail=False, methods=["post"], permission_classes=[HasRole.of(Role.SECRETARY)])
    def steps(self, request: Request) -> Response:
        """The secretary drafts, corrects a remark, publishes."""
        body = _read(MinutesStepIn, request)
        sitting = _the_sitting(body["sitting"])
        shape, act = MINUTES_STEPS[body["step"]]
        given = _by_form(shape(body, sitting=sitting, at=now()))
        return Response(
            MinutesOut(_done(getattr(actions, act), request, sitting_id=sitting.pk, **given)).data
        )

    @extend_schema(request=MinutesAskIn, responses={201: MinutesAsked})
    @action(detail=False, methods=["post"], permission_classes=[Allowed.by(may_change_seats)])
    def ask(self, request: Request) -> Response:
        """At the point for them, the first of secretary and chair asks for the approval."""
        sitting = _the_sitting(_read(MinutesAskIn, request)["sitting"])
        asked = _done(actions.ask_to_approve_minutes, request, sitting_id=sitting.pk)
        return Response(MinutesAsked(asked).data, status=201)

    @extend_schema(request=None, responses=MinutesOut)
    @action(
        detail=False, methods=["post"], url_path="changes/(?P<change>[0-9]{1,15})/agree",
        permission_classes=[Allowed.by(may_change_seats)],
    )  # fmt: skip
    def agree(self, request: Request, change: str) -> Response:
        """The second of the two agrees; from now on nobody edits them."""
        if not people.open_approvals("council.minutes.approved", now()).filter(pk=int(change)).exists():
            raise Http404
        return Response(MinutesOut(_done(actions.approve_minutes, request, approval_id=int(change))).data)


# --- The action list ----------------------------------------------------------------------------------
class ActionItemOut(serializers.ModelSerializer[ActionItem]):
    """Something a sitting gave somebody to do; `holder` is a subject, `secretary` or `chair`."""

    sitting = serializers.CharField(source="point.sitting.code", read_only=True)
    position = serializers.IntegerField(source="point.position", read_only=True)
    holder = serializers.CharField(read_only=True)

    class Meta:
        model = ActionItem
        fields = (
            "code",
            "sitting",
            "position",
            "what",
            "holder",
            "due_on",
            "state",
            "evidence",
            "given_at",
            "ended_at",
        )


class ActionEndIn(serializers.Serializer[Any]):
    """`done` by whoever holds it, or the secretary; `dropped` by the secretary; `evidence` a subject or https link."""

    to = serializers.ChoiceField(choices=["done", "dropped"])
    evidence = serializers.CharField(max_length=300)


class ActionItemFilter(filters.FilterSet):  # type: ignore[misc]
    body = filters.CharFilter(field_name="point__sitting__body__code")
    state = filters.ChoiceFilter(choices=ACTION_STATES)
    overdue = filters.BooleanFilter(method="late", label="Open, and its day is over by the database's clock.")

    def late(self, rows: QuerySet[ActionItem], name: str, value: bool) -> QuerySet[ActionItem]:
        late = ActionItem.objects.overdue(now().date())  # type: ignore[attr-defined]
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)


@extend_schema(tags=["council"])
class ActionItemViewSet(viewsets.ReadOnlyModelViewSet[ActionItem]):
    """Actions given by sittings, the soonest due first. They are given by the sitting's step `give`."""

    queryset = queries.action_items().order_by("due_on", "pk")
    serializer_class = ActionItemOut
    filterset_class = ActionItemFilter
    lookup_field = "code"
    lookup_value_regex = UUID
    permission_classes = [AllowAny]

    @extend_schema(request=ActionEndIn, responses=ActionItemOut)
    @action(detail=True, methods=["post"], permission_classes=[SecondFactor])
    def end(self, request: Request, code: str) -> Response:
        """Done, or dropped, with what shows it."""
        found = self.get_object()
        ends = frozenset({"done", "dropped"})
        given = _by_form(EndActionForm(_read(ActionEndIn, request), ends=ends))
        return Response(ActionItemOut(_done(actions.end_action, request, code=found.code, **given)).data)
