"""Petitions for other programs: everything the pages show, and every act of a person on them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import queries as accounts
from accounts.actions import CannotApprove
from accounts.doors import Conflict, Gone, HasRole, SignedIn, client_address, now, person_of
from accounts.rules.roles import Role
from petitions import (
    actions,
    api_coalitions,
    api_counting,
    api_mail,
    api_paper,
    api_signing,
    predicates,
    queries,
)
from petitions.actions.ending import STOP
from petitions.api_around import URLS as AROUND
from petitions.api_held import ROUTES as HELD_ROUTES
from petitions.api_life import ROUTES as LIFE_ROUTES
from petitions.api_life import URLS as LIFE
from petitions.api_names import ROUTES as NAME_ROUTES
from petitions.api_numbers import ROUTES as NUMBER_ROUTES
from petitions.doors import Hidden, invited_to
from petitions.models import Petition
from petitions.plain import as_row, as_whole
from petitions.rules import receipts, sealing
from petitions.serializers import (
    ConfirmIn,
    InviteIn,
    PetitionIn,
    PetitionOut,
    PetitionRow,
    ReceiptOut,
    ResponseIn,
    SignIn,
    SignNowIn,
    SponsorIn,
    StopIn,
    Taken,
)

FILTERS = [
    OpenApiParameter("show", str, enum=list(queries.SHELVES)),
    OpenApiParameter("biome", str),
    OpenApiParameter("zone", str),
    OpenApiParameter("right", str),
    OpenApiParameter("q", str),
]
TAKEN = {"detail": "Taken. The rest is in the mail to that address."}


def checked(serializer: Any, request: Request) -> dict[str, Any]:
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


@extend_schema_view(list=extend_schema(parameters=FILTERS))
class PetitionViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Petition]):
    """What people ask for living systems, how far it is, and what was answered."""

    serializer_class = PetitionRow
    queryset = queries.public_petitions()  # what the schema reads; the list asks the clock as well
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Petition]:
        asked = self.request.query_params
        return queries.shelf(
            name=asked.get("show", ""),
            biome=asked.get("biome", ""),
            zone=asked.get("zone", ""),
            right=asked.get("right", ""),
            words=asked.get("q", ""),
            at=now(),
        )

    def get_object(self) -> Petition:
        return public_or_gone(self.kwargs["slug"])

    @extend_schema(responses=PetitionRow(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response([as_row(petition) for petition in page])

    @extend_schema(responses=PetitionOut)
    def retrieve(self, request: Request, slug: str) -> Response:
        return Response(as_whole(self.get_object(), now()))

    @extend_schema(request=PetitionIn, responses={201: Taken})
    def create(self, request: Request) -> Response:
        """File a whole petition at once; the filer is signed in and their address confirmed."""
        if not SignedIn().has_permission(request, self):
            raise exceptions.NotAuthenticated
        address = own_address(request)
        body, name = checked(PetitionIn, request), person_of(request).get_short_name()
        pseudonym = body.pop("pseudonym")
        if pseudonym and sealing.gives_away(pseudonym, name):
            said = _("Choose a pseudonym that holds no part of your name")
            raise exceptions.ValidationError({"pseudonym": [said]})
        whole = actions.Whole(**body)
        petition = actions.file_at_once(
            whole=whole, user=request.user, name=name, email=address, pseudonym=pseudonym, at=now()
        )
        return Response({"detail": "Filed. It needs its sponsors now.", "slug": petition.slug}, status=201)

    @extend_schema(request=SignIn, responses={202: Taken})
    @action(detail=True, methods=["post"])
    def signatures(self, request: Request, slug: str) -> Response:
        """Ask to sign; the same answer whatever the address has done before."""
        body = checked(SignIn, request)
        self.get_object()
        origins, origin = actions.origins_of(client_address(request), now())
        zone = body.pop("zone")
        try:
            actions.attempt_signature(
                slug=slug, zone_id=zone.pk if zone else None, origins=origins, origin=origin, **body
            )
        except actions.CannotSign as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(TAKEN, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=SponsorIn, responses={202: Taken})
    @action(detail=True, methods=["post"])
    def sponsors(self, request: Request, slug: str) -> Response:
        """Ask to stand beside a petition; `share` is the sponsors' link's last part."""
        body = checked(SponsorIn, request)
        try:
            petition = invited_to(slug, body.pop("share"))
        except Hidden as hidden:
            raise Gone from hidden
        origin = actions.origins_of(client_address(request), now())[1]
        try:
            actions.attempt_sponsorship(petition_id=petition.pk, origin=origin, at=now(), **body)
        except actions.CannotSponsor as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(TAKEN, status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses=PetitionRow(many=True))
    @action(detail=False, permission_classes=[SignedIn])
    def mine(self, request: Request) -> Response:
        """The petitions that this person filed, drafts among them."""
        page = self.paginate_queryset(queries.filed_by(request.user)) or []
        return self.get_paginated_response([as_row(petition) for petition in page])

    @extend_schema(request=SignNowIn, responses={200: ReceiptOut, 201: ReceiptOut})
    @action(detail=True, methods=["post"], url_path="own-signature", permission_classes=[SignedIn])
    def own_signature(self, request: Request, slug: str) -> Response:
        """Sign at once as oneself, where one's address is confirmed."""
        address, body = own_address(request), checked(SignNowIn, request)
        self.get_object()
        zone = body.pop("zone")
        try:
            signed = actions.sign_now(slug=slug, name=person_of(request).get_short_name(), email=address,
                                      zone_id=zone.pk if zone else None, **body)  # fmt: skip
        except actions.CannotSign as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(
            ReceiptOut(queries.receipt(signed.receipt)).data, status=201 if signed.is_new else 200
        )

    @extend_schema(request=InviteIn, responses={202: Taken})
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def invitations(self, request: Request, slug: str) -> Response:
        """The filer has the sponsors' link mailed to people they name, twenty in all."""
        petition, body = filed_petition(request, slug), checked(InviteIn, request)
        try:
            number = actions.invite_sponsors(petition_id=petition.pk, emails=body["emails"], at=now())
        except actions.CannotSponsor as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response({"detail": f"Invitations on their way: {number}."}, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses=PetitionRow)
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def withdrawal(self, request: Request, slug: str) -> Response:
        """The filer takes it back; every signature stays counted."""
        petition = filed_petition(request, slug)
        try:
            done = actions.withdraw_petition(petition_id=petition.pk, by=request.user, at=now())
        except actions.CannotEnd as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(as_row(done))

    @extend_schema(request=StopIn, responses={200: PetitionRow, 202: Taken})
    @action(detail=True, methods=["post"], permission_classes=[HasRole.of(Role.MODERATOR)])
    def stop(self, request: Request, slug: str) -> Response:
        """One moderator asks with a reason, another agrees: signing ends and the reason is public."""
        petition, at = self.get_object(), now()
        asked, reason = (
            accounts.open_approval(STOP, petition.subject, at),
            checked(StopIn, request).get("reason"),
        )
        if not asked and not reason:
            raise exceptions.ValidationError({"reason": ["Say why; the reason is published."]})
        try:
            if not asked:
                actions.ask_to_stop(petition_id=petition.pk, by=request.user, reason=reason, at=at)
                return Response(
                    {"detail": "Another moderator must agree before anything changes."}, status=202
                )
            actions.agree_to_stop(petition_id=petition.pk, approval_id=asked.pk, by=request.user, at=at)
        except (actions.CannotEnd, CannotApprove) as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(as_row(public_or_gone(slug)))

    @extend_schema(request=ResponseIn, responses={201: PetitionOut})
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def responses(self, request: Request, slug: str) -> Response:
        """Answer for a body, ask by ask; each answer adds a version."""
        petition = self.get_object()
        bodies = predicates.bodies_spoken_for(request.user, petition, now())
        if not bodies:
            raise exceptions.PermissionDenied
        body = checked(ResponseIn, request)
        try:
            actions.respond(petition_id=petition.pk, body=bodies[0], by=request.user, at=now(),
                            summary=body["summary"],
                            answers=[actions.AnswerTo(**answer) for answer in body["answers"]])  # fmt: skip
        except actions.CannotRespond as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(as_whole(public_or_gone(slug), now()), status=201)


def public_or_gone(slug: str) -> Petition:
    petition = queries.public_petition(slug)
    if petition is None:
        raise Gone if queries.is_gone(slug) else exceptions.NotFound
    return petition


def own_address(request: Request) -> str:
    if address := accounts.confirmed_email(person_of(request)):
        return address
    raise Conflict("Confirm your own e-mail address first.")


def filed_petition(request: Request, slug: str) -> Petition:
    """The petition, for whoever filed it; for anybody else it is not there."""
    petition = queries.petition_by_code(slug)
    if petition is None or not queries.is_filer(petition, request.user):
        raise exceptions.NotFound
    return petition


class Confirmations(GenericAPIView[Any]):
    """The link of a mail, pressed by a program; the same as the page's button."""

    serializer_class = ConfirmIn
    permission_classes: list[Any] = []

    @extend_schema(request=ConfirmIn, responses={200: ReceiptOut, 201: ReceiptOut, 409: OpenApiResponse()})
    def post(self, request: Request) -> Response:
        try:
            signed = actions.confirm_signature(token=checked(ConfirmIn, request)["token"])
        except actions.CannotConfirm as refusal:
            raise Conflict(str(refusal)) from refusal
        found = queries.receipt(signed.receipt)
        return Response(ReceiptOut(found).data, status=201 if signed.is_new else 200)


class SponsorConfirmations(GenericAPIView[Any]):
    """A sponsor's link, pressed by a program."""

    serializer_class = ConfirmIn
    permission_classes: list[Any] = []

    @extend_schema(request=ConfirmIn, responses={200: Taken, 409: OpenApiResponse()})
    def post(self, request: Request) -> Response:
        try:
            actions.confirm_sponsor(token=checked(ConfirmIn, request)["token"], at=now())
        except (actions.CannotConfirm, actions.CannotSponsor) as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response({"detail": "You stand beside it."})


class Receipts(GenericAPIView[Any]):
    """A receipt: the batch that counted it, and the proof."""

    serializer_class = ReceiptOut
    permission_classes: list[Any] = []

    def get(self, request: Request, code: str) -> Response:
        known = receipts.read(code)
        found = queries.receipt(known) if known else None
        if found is None:
            raise exceptions.NotFound
        if queries.public_petition(found.petition.slug) is None:
            raise Gone
        return Response(ReceiptOut(found).data)


ROUTES = [
    ("petitions", PetitionViewSet, "petition"),
    *api_signing.ROUTES,
    *api_counting.ROUTES,
    *api_paper.ROUTES,
    *LIFE_ROUTES,
    *HELD_ROUTES,
    *NAME_ROUTES,
    *NUMBER_ROUTES,
    *api_coalitions.ROUTES,
]
URLS = [
    path("petition-confirmations/", Confirmations.as_view(), name="petition-confirmations"),
    path(
        "petition-sponsor-confirmations/",
        SponsorConfirmations.as_view(),
        name="petition-sponsor-confirmations",
    ),
    path("petition-receipts/<str:code>/", Receipts.as_view(), name="petition-receipt"),
    *api_signing.URLS,
    *api_mail.URLS,
    *AROUND,
    *LIFE,
]
