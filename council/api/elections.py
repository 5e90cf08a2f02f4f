"""Elections of persons as programs read and run them; each write calls the action its page calls."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, now
from accounts.rules.roles import Role
from council import actions, queries
from council.api.corrections import AnnulmentOut, CorrectionOut
from council.forms_election import (
    ELECTION_STEPS,
    ElectionForm,
    NewElectionForm,
    NumbersForm,
    PapersForm,
)
from council.models import Candidate, Election, ElectionCount
from council.models.election import HOWS, METHODS, SOURCES, STANDS
from council.rules.counts.blt import FileFault
from council.words import counts as words
from council.words.faults import fault_sentence


class CandidateOut(serializers.ModelSerializer[Candidate]):
    class Meta:
        model = Candidate
        fields = ("code", "name")


class ElectionCountOut(serializers.ModelSerializer[ElectionCount]):
    """A count: its bundle (docs/log-format.md), and the act that settled a tie before it."""

    bundle = serializers.JSONField(read_only=True)
    taken = serializers.ListField(child=serializers.CharField(), read_only=True)
    supersedes = serializers.IntegerField(source="corrects.count.number", default=None, read_only=True)

    class Meta:
        model = ElectionCount
        fields = ("number", "counted_at", "sha256", "taken", "how", "reason", "supersedes", "bundle")


class ElectionOut(serializers.ModelSerializer[Election]):
    """An election of persons; `code` is `<body>--<number>`."""

    code = serializers.CharField(read_only=True)
    body: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    candidates = CandidateOut(many=True, read_only=True)

    class Meta:
        model = Election
        fields = (
            "code", "body", "number", "title", "method", "seats", "max_points", "source", "held_on", "state",
            "candidates", "opened_at", "settled_at", "papers", "differed", "published_at", "cancelled_at",
            "cancelled_because",
        )  # fmt: skip


class WholeElectionOut(ElectionOut):
    """With its counts, the latest last, and what the last one comes to in words."""

    counts = ElectionCountOut(many=True, read_only=True)
    corrections = CorrectionOut(many=True, read_only=True)
    annulled = AnnulmentOut(read_only=True, allow_null=True)
    words = serializers.SerializerMethodField()

    class Meta(ElectionOut.Meta):
        fields = (*ElectionOut.Meta.fields, "counts", "corrections", "annulled", "words")  # type: ignore[assignment]

    def get_words(self, election: Election) -> list[str]:
        last = queries.last_count(election)
        if last is None:
            return []
        named = words.named(last.bundle, election.names())
        return [*words.result_sentences(named), *(words.tie_sentence(tie) for tie in named["ties"])]


class ElectionIn(serializers.Serializer[Any]):
    """An election, whole. `candidates`: a line for each, a name, or `code: name`."""

    title = serializers.CharField(max_length=120)
    held_on = serializers.DateField()
    method = serializers.ChoiceField(choices=METHODS)
    seats = serializers.IntegerField(min_value=1)
    max_points = serializers.IntegerField(required=False, min_value=0)
    source = serializers.ChoiceField(choices=SOURCES)
    candidates = serializers.CharField(max_length=20_000)


class NewElectionIn(ElectionIn):
    body = serializers.SlugField(max_length=50)


class ElectionStepIn(serializers.Serializer[Any]):
    """The secretary's step, with what it needs."""

    step = serializers.ChoiceField(choices=sorted(ELECTION_STEPS))
    reason = serializers.CharField(required=False, max_length=400)
    hand = serializers.IntegerField(required=False, min_value=1, max_value=2)
    taken = serializers.ListField(child=serializers.CharField(), required=False)
    how = serializers.ChoiceField(choices=HOWS, required=False)


class BallotsIn(serializers.Serializer[Any]):
    """What a teller sends: `papers` typed line by line, `strike` numbers, or a `file` as text; `finished` closes."""

    papers = serializers.CharField(required=False, max_length=1_000_000, trim_whitespace=False)
    strike = serializers.CharField(required=False, max_length=400)
    file = serializers.CharField(required=False, max_length=1_000_000, trim_whitespace=False)
    finished = serializers.BooleanField(required=False, default=False)


class TypedPaperOut(serializers.Serializer[Any]):
    options = serializers.ListField(child=serializers.CharField())
    count = serializers.IntegerField()
    points = serializers.ListField(child=serializers.IntegerField())


class DifferingBallotOut(serializers.Serializer[Any]):
    """A ballot as the two read it; null where one found none."""

    number = serializers.IntegerField()
    first = TypedPaperOut(allow_null=True)
    second = TypedPaperOut(allow_null=True)
    done = serializers.BooleanField(source="is_done", help_text="Entered anew by you, or struck.")


class EntryOut(serializers.Serializer[Any]):
    """How far the entries are: one's own ballots, and what differs; never what another typed."""

    state = serializers.ChoiceField(choices=STANDS)
    finished = serializers.IntegerField(help_text="Entries that are finished, of two.")
    may_enter = serializers.BooleanField()
    typed = serializers.IntegerField(help_text="Ballots in one's own entry.")
    differing = DifferingBallotOut(many=True)


class ElectionFilter(filters.FilterSet):  # type: ignore[misc]
    body = filters.CharFilter(field_name="body__code")
    state = filters.ChoiceFilter(choices=STANDS)


def _told(verb: str, **given: Any) -> Any:
    """The action's answer; its refusal as a conflict, a fault of a file with its place."""
    try:
        return getattr(actions, verb)(at=now(), **given)
    except actions.CannotElect as refusal:
        raise Conflict(str(refusal)) from refusal
    except FileFault as fault:
        raise serializers.ValidationError({"file": [fault_sentence(fault)]}) from fault


def _read(form: Any) -> Any:
    """The page's own form, valid; or its sentences field by field."""
    if not form.is_valid():
        raise serializers.ValidationError({name: list(errors) for name, errors in form.errors.items()})
    return form


def _body(shape: Any, request: Request) -> dict[str, Any]:
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


SECRETARY, TELLER = HasRole.of(Role.SECRETARY), HasRole.of(Role.TELLER)
DESK = HasRole.of(Role.SECRETARY, Role.TELLER)


@extend_schema(tags=["council"])
class ElectionViewSet(viewsets.ReadOnlyModelViewSet[Election]):
    """Elections of persons, the latest first; a draft is the secretary's."""

    queryset = queries.public_elections()
    serializer_class = ElectionOut
    filterset_class = ElectionFilter
    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]+--[-a-zA-Z0-9_]+"

    def get_queryset(self) -> QuerySet[Election]:
        return queries.elections_for(self.request.user, now())

    def get_object(self) -> Election:
        body, _dashes, number = self.kwargs["code"].rpartition("--")
        found = self.get_queryset().filter(body__code=body, number=number)
        return get_object_or_404(found)

    def get_permissions(self) -> list[Any]:
        if self.action in ("create", "update"):
            return [SECRETARY()]
        return list(super().get_permissions())

    def _whole(self, found: Election, status: int = 200) -> Response:
        fresh = queries.elections().get(pk=found.pk)
        return Response(WholeElectionOut(fresh).data, status=status)

    @extend_schema(responses=WholeElectionOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._whole(self.get_object())

    @extend_schema(request=NewElectionIn, responses={201: WholeElectionOut})
    def create(self, request: Request) -> Response:
        """The secretary drafts an election; it gets the body's next number of that year."""
        form = _read(NewElectionForm(_body(NewElectionIn, request)))
        return self._whole(_told("draft_election", by=request.user, **form.given()), status=201)

    @extend_schema(request=ElectionIn, responses=WholeElectionOut)
    def update(self, request: Request, code: str) -> Response:
        """The draft anew, whole; refused once it was opened."""
        found, form = self.get_object(), _read(ElectionForm(_body(ElectionIn, request)))
        return self._whole(_told("revise_election", election_id=found.pk, by=request.user, **form.given()))

    @extend_schema(request=ElectionStepIn, responses=WholeElectionOut)
    @action(detail=True, methods=["post"], permission_classes=[SECRETARY])
    def steps(self, request: Request, code: str) -> Response:
        """Open it for the tellers, let another teller enter, settle a tie by an act, declare, or cancel."""
        found, body = self.get_object(), _body(ElectionStepIn, request)
        shape, verb = ELECTION_STEPS[body.pop("step")]
        form = _read(shape(body, election=found))
        _told(verb, election_id=found.pk, by=request.user, **form.cleaned_data)
        return self._whole(found)

    @extend_schema(request=None, responses=WholeElectionOut)
    @action(detail=True, methods=["post"], permission_classes=[DESK])
    def count(self, request: Request, code: str) -> Response:
        """Counted by a teller or the secretary, once."""
        found = self.get_object()
        _told("count_election", election_id=found.pk, by=request.user)
        return self._whole(found)

    @extend_schema(request=BallotsIn, responses=EntryOut)
    @action(detail=True, methods=["get", "post"], permission_classes=[TELLER], url_path="entry")
    def entry(self, request: Request, code: str) -> Response:
        """A teller's own entry: how far it is; papers typed, numbers struck, or the file; finished at last."""
        found = self.get_object()
        if request.method == "POST":
            self._enter(found, request, _body(BallotsIn, request))
            found = queries.elections().get(pk=found.pk)
        tellers = queries.tellers_of(found, request.user, now())
        return Response(EntryOut({
            "state": found.state, "finished": tellers.finished, "may_enter": tellers.may_enter,
            "typed": len(tellers.typed), "differing": tellers.differing,
        }).data)  # fmt: skip

    def _enter(self, found: Election, request: Request, body: Mapping[str, Any]) -> None:
        own = {"election_id": found.pk, "by": request.user}
        if not (body["finished"] or {"papers", "strike", "file"} & set(body)):
            raise serializers.ValidationError({"papers": ["Send papers, strike, file or finished."]})
        if "file" in body:
            _told("enter_ballot_file", content=body["file"].encode(), **own)
            return
        if "papers" in body:
            form = _read(PapersForm(body, election=found))
            _told("enter_papers", papers=form.cleaned_data["papers"], **own)
        if "strike" in body:
            form = _read(NumbersForm({"numbers": body["strike"]}, election=found))
            _told("strike_papers", numbers=form.cleaned_data["numbers"], **own)
        if body["finished"]:
            _told("finish_entry", **own)
