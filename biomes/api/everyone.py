"""What anybody may do, for programs: pins, sightings, statements. Each write calls the action its page calls."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.permissions import SAFE_METHODS, AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, SignedIn, client_address, now, person_of
from biomes import actions, queries
from biomes.api.acts import SLUG, ByKey, Curator, who
from biomes.api.everyone_shapes import (
    GuestAppealIn,
    GuestShape,
    NeedIn,
    NeedShape,
    PinIn,
    PinShape,
    SentShape,
    SettleIn,
    SightingIn,
    SightingShape,
    StatementIn,
    StatementShape,
)
from biomes.forms.everyone import NeedForm, PinForm, SettleForm, SightingForm, StatementForm
from biomes.forms.guests import GuestAppealForm, GuestPinForm, GuestSightingForm
from biomes.models import Biome, GuestFiling, Sighting, Statement
from biomes.queries import pins as reads
from biomes.rules.guests import Kind
from biomes.rules.sighted import View
from biomes.words.guests import SENT

UUIDS = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
PARSERS = [JSONParser, MultiPartParser, FormParser]


class OnlySignedInWrites(AllowAny):
    """Everybody reads; who writes has signed in."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or SignedIn().has_permission(request, view)


def checked_form(form: Any) -> Any:
    """A page's own form over a program's body: the same rules, the faults by field."""
    if not form.is_valid():
        raise ValidationError({name: [str(one) for one in faults] for name, faults in form.errors.items()})
    return form


def body_of(request: Request) -> dict[str, Any]:
    if not hasattr(request.data, "items"):
        raise ValidationError({"detail": ["Send one object."]})
    return {name: _typed(request.data.get(name)) for name in request.data}


def _typed(value: Any) -> Any:
    """As if a person had typed it: forms take texts, and files as they are. Half a character is none."""
    if hasattr(value, "read"):
        return value
    return "" if value is None else str(value).encode("utf-8", "replace").decode()


class AnybodyFiles(OnlySignedInWrites):
    """The same, but to file something needs no account: its address confirms it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return view.action == "create" or super().has_permission(request, view)


def shape_of(request: Request, own: Any, guests: Any) -> Any:
    """The form of who has an account, or of a guest, over a program's body."""
    shape = own if request.user.is_authenticated else guests
    return checked_form(shape(body_of(request), request.FILES))


def filed(request: Request, kind: Kind, act: Any, form: Any, photo: Any) -> Any:
    """What was filed; None for a guest, whose link is on its way."""
    content = form.content(language(request))
    if request.user.is_authenticated:
        return done(act, photo=photo, **content, by=who(request), at=now())
    email, address = form.cleaned_data["email"], client_address(request)
    done(
        actions.ask_as_guest, photo=photo, kind=kind, content=content, email=email, address=address, at=now()
    )
    return None


def look_at_your_mail() -> Response:
    """The same words for everybody, whatever the address has done before."""
    return Response({"detail": str(SENT)}, status=202)


def language(request: Request) -> str:
    return str(getattr(request, "LANGUAGE_CODE", "en"))


def done(act: Any, *, photo: Any = None, **said: Any) -> Any:
    """One action; a refusal is a conflict with its sentence, a photo that is none is a fault of its field."""
    try:
        return act(**said)
    except actions.CannotKeepPhoto as why:
        raise ValidationError({photo(why.position): [str(why)]}) from why
    except (actions.CannotConfirm, actions.CannotFile, actions.CannotSettle) as why:
        raise Conflict(str(why)) from why


class PinViewSet(viewsets.ReadOnlyModelViewSet[Biome]):
    """What people put on the map and no registry holds yet; a list shows what was looked at, an address anything."""

    serializer_class = PinShape
    permission_classes = [AnybodyFiles]
    pagination_class = ByKey
    lookup_field = "slug"
    lookup_value_regex = SLUG
    parser_classes = PARSERS
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Biome]:
        if self.action == "retrieve":
            return Biome.objects.unregistered().select_related("filing")
        return queries.unregistered_biomes().order_by()

    @extend_schema(request=PinIn, responses={201: PinShape, 202: SentShape})
    def create(self, request: Request) -> Response:
        form = shape_of(request, PinForm, GuestPinForm)
        alike = queries.alike(form.cleaned_data["name"], form.cleaned_data["lon"], form.cleaned_data["lat"])
        if alike and not form.cleaned_data["is_new"]:
            raise ValidationError({"is_new": [f"{one.slug}: {one.name}" for one, _metres in alike]})
        made = filed(request, Kind.PIN, actions.file_pin, form, lambda _position: "photo")
        if made is None:
            return look_at_your_mail()
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(responses=PinShape(many=True), filters=False)
    @action(detail=False, methods=["get"], permission_classes=[SignedIn], pagination_class=None)
    def mine(self, request: Request) -> Response:
        """What I put on the map, whatever became of it."""
        rows = [filing.biome for filing in queries.pins_of(person_of(request))]
        return Response(self.get_serializer(rows, many=True).data)

    @extend_schema(responses=PinShape(many=True), filters=False)
    @action(detail=False, methods=["get"], permission_classes=[Curator], pagination_class=None)
    def undecided(self, request: Request) -> Response:
        """What waits for a curator, the longest waiting first."""
        return Response(self.get_serializer(reads.undecided_pins(), many=True).data)

    @extend_schema(request=SettleIn, responses={204: None})
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def settle(self, request: Request, slug: str) -> Response:
        found = reads.any_pin(slug)
        if found is None:
            get_object_or_404(Biome.objects.none())
        form = checked_form(SettleForm(body_of(request)))
        done(actions.settle_pin, biome_id=found.pk, **form.cleaned_data, actor=who(request), at=now())
        return Response(status=204)


class SightingFilter(filters.FilterSet):  # type: ignore[misc]
    biome = filters.CharFilter(field_name="biome__slug")
    since = filters.IsoDateTimeFilter(field_name="seen_at", lookup_expr="gte")
    until = filters.IsoDateTimeFilter(field_name="seen_at", lookup_expr="lt")

    class Meta:
        model = Sighting
        fields = ["biome", "kind"]


class SightingViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Sighting]):
    """Accepted sightings; one's own in any state. Who saw it is shown to nobody."""

    serializer_class = SightingShape
    permission_classes = [AnybodyFiles]
    pagination_class = ByKey
    lookup_field = "uuid"
    lookup_value_regex = UUIDS
    parser_classes = PARSERS
    filterset_class = SightingFilter

    def get_queryset(self) -> QuerySet[Sighting]:
        return queries.public_sightings().order_by()

    @extend_schema(responses=SightingShape, filters=False)
    def retrieve(self, request: Request, uuid: str) -> Response:
        found = queries.sighting_for(uuid, request.user, now())
        if found is None:
            get_object_or_404(Sighting.objects.none())
        return Response(self.get_serializer(found).data)

    @extend_schema(request=SightingIn, responses={201: SightingShape, 202: SentShape})
    def create(self, request: Request) -> Response:
        form = shape_of(request, SightingForm, GuestSightingForm)
        made = filed(
            request, Kind.SIGHTING, actions.file_sighting, form, lambda position: list(View)[position].value
        )
        if made is None:
            return look_at_your_mail()
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def withdraw(self, request: Request, uuid: str) -> Response:
        found = queries.sighting_for(uuid, request.user, now())
        if found is None or found.observer != who(request):
            get_object_or_404(Sighting.objects.none())
        done(actions.withdraw_sighting, uuid=uuid, by=who(request), at=now())
        return Response(status=204)

    @extend_schema(responses=SightingShape(many=True), filters=False)
    @action(
        detail=False,
        methods=["get"],
        permission_classes=[SignedIn],
        pagination_class=None,
        filterset_class=None,
    )
    def mine(self, request: Request) -> Response:
        """What I reported, and what became of it."""
        rows = queries.sightings_by(person_of(request))
        return Response(self.get_serializer(rows, many=True).data)

    @extend_schema(methods=["get"], responses=NeedShape(many=True), filters=False)
    @extend_schema(methods=["post"], request=NeedIn, responses={201: NeedShape}, filters=False)
    @action(detail=False, methods=["get", "post"], pagination_class=None, filterset_class=None)
    def needs(self, request: Request) -> Response:
        """The numbers that curators set; for a kind that is not in the list 3 people, 72 hours and 2,000 m hold."""
        if request.method == "GET":
            rows = [row for _kind, _need, row in queries.corroboration_needs() if row]
            return Response(NeedShape(rows, many=True).data)
        if not Curator().has_permission(request, self):
            self.permission_denied(request)
        form = checked_form(NeedForm(body_of(request)))
        row = actions.set_corroboration_need(**form.content, actor=who(request), at=now())
        return Response(NeedShape(row).data, status=201)


class StatementFilter(filters.FilterSet):  # type: ignore[misc]
    biome = filters.CharFilter(field_name="biome__slug")

    class Meta:
        model = Statement
        fields = ["biome", "capacity", "method", "by_guardian"]


class StatementViewSet(viewsets.ReadOnlyModelViewSet[Statement]):
    """Statements whose label lets them leave their own page; one's own by its address."""

    serializer_class = StatementShape
    permission_classes = [OnlySignedInWrites]
    pagination_class = ByKey
    lookup_field = "uuid"
    lookup_value_regex = UUIDS
    filterset_class = StatementFilter

    def get_queryset(self) -> QuerySet[Statement]:
        if self.action == "retrieve" and self.request.user.is_authenticated:
            own = queries.statements_by(self.request.user).values("pk")
            return Statement.objects.select_related("biome").filter(pk__in=own) | Statement.objects.exported()
        return queries.public_statements().order_by()

    @extend_schema(request=StatementIn, responses={201: StatementShape})
    def create(self, request: Request) -> Response:
        body = body_of(request)
        biome = queries.known_biome(str(body.pop("biome", "")).replace("\x00", ""))
        if biome is None:
            raise ValidationError({"biome": ["No living system has this address."]})
        form = checked_form(StatementForm(body))
        made = done(
            actions.file_statement,
            biome=biome,
            author=person_of(request),
            language=language(request),
            at=now(),
            **form.content,
        )
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(responses=StatementShape(many=True), filters=False)
    @action(
        detail=False,
        methods=["get"],
        permission_classes=[SignedIn],
        pagination_class=None,
        filterset_class=None,
    )
    def mine(self, request: Request) -> Response:
        """What I said, and what became of it."""
        rows = queries.statements_by(person_of(request))
        return Response(self.get_serializer(rows, many=True).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def withdraw(self, request: Request, uuid: str) -> Response:
        found = queries.statement_for(str(UUID(uuid)), request.user, now())
        if found is None or found.author != who(request):
            get_object_or_404(Statement.objects.none())
        done(actions.withdraw_statement, uuid=uuid, by=who(request), at=now())
        return Response(status=204)


class GuestViewSet(viewsets.GenericViewSet[GuestFiling]):
    """A guest's link: GET shows and changes nothing, POST files it; pressing twice is pressing once."""

    serializer_class = GuestShape
    permission_classes = [AllowAny]
    lookup_field = "token"
    lookup_value_regex = "[A-Za-z0-9_-]{32}"
    queryset = GuestFiling.objects.none()
    filter_backends: list[Any] = []

    def _behind(self, token: str) -> GuestFiling:
        return queries.guest_filing(token, now()) or get_object_or_404(GuestFiling.objects.none())

    @extend_schema(responses=GuestShape)
    def retrieve(self, request: Request, token: str) -> Response:
        return Response(GuestShape(self._behind(token)).data)

    @extend_schema(request=None, responses=GuestShape)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, token: str) -> Response:
        self._behind(token)
        return Response(GuestShape(done(actions.confirm_as_guest, token=token, at=now())).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, token: str) -> Response:
        """Takes back the sighting it became."""
        self._behind(token)
        done(actions.withdraw_as_guest, token=token, at=now())
        return Response(status=204)

    @extend_schema(request=GuestAppealIn, responses=GuestShape)
    @action(detail=True, methods=["post"])
    def appeal(self, request: Request, token: str) -> Response:
        """Against the moderators' refusal: another of them answers, once."""
        self._behind(token)
        form = checked_form(GuestAppealForm(body_of(request)))
        return Response(
            GuestShape(done(actions.appeal_as_guest, token=token, **form.cleaned_data, at=now())).data
        )


ROUTES = [
    ("filed", GuestViewSet, "guest"),
    ("pins", PinViewSet, "pin"),
    ("sightings", SightingViewSet, "sighting"),
    ("statements", StatementViewSet, "statement"),
]
