"""Coalitions for other programs: everything the pages show, and every act of a person in them."""

from typing import Any

from django import forms as pages
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, Gone, SignedIn, now
from petitions import actions, queries
from petitions.doors import Hidden
from petitions.doors_coalitions import coalition_or_gone, pledge_or_gone
from petitions.forms import (
    AimForm,
    BeaconForm,
    CoalitionBiomesForm,
    HatForm,
    InviteMemberForm,
    JudgeForm,
    PledgeForm,
    ReportForm,
)
from petitions.models import Coalition
from petitions.plain_coalitions import coalition_row, coalition_whole, member_row, pledge_row, pledge_whole
from petitions.rules.coalitions import Act, Step
from petitions.rules.pledges import Unit
from petitions.serializers_coalitions import (
    STEWARD,
    BeaconIn,
    CoalitionIn,
    CoalitionMemberOut,
    CoalitionOut,
    CoalitionRow,
    CoalitionTaken,
    HatIn,
    MemberInviteIn,
    MemberMoveIn,
    PledgeIn,
    PledgeJudgementIn,
    PledgeOut,
    PledgeReportIn,
    PledgeReportOut,
    PledgeWholeOut,
)

FILTERS = [
    OpenApiParameter("show", str, enum=["open", "ended"]),
    OpenApiParameter("biome", str),
    OpenApiParameter("q", str),
]
NUMBER = OpenApiParameter("number", int, OpenApiParameter.PATH)
REPORT = OpenApiParameter("report", int, OpenApiParameter.PATH)
REFUSED: dict[int, Any] = {409: OpenApiResponse()}


def read(serializer: Any, request: Request) -> dict[str, Any]:
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    return {name: value for name, value in body.validated_data.items() if value is not None}


def valid(form: pages.Form) -> dict[str, Any]:
    """What the page's form makes of it, or 400 in the form's own sentences."""
    if not form.is_valid():
        raise exceptions.ValidationError(
            {name: [str(word) for word in words] for name, words in form.errors.items()}
        )
    return form.cleaned_data


@extend_schema_view(list=extend_schema(parameters=FILTERS))
class CoalitionViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Coalition]):
    """People, bodies and living systems who stand together, and what they pledge."""

    serializer_class = CoalitionRow
    queryset = queries.public_coalitions()
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Coalition]:
        if getattr(self, "swagger_fake_view", False):
            return Coalition.objects.none()
        asked = self.request.query_params
        return queries.coalition_shelf(
            show=asked.get("show", ""), biome=asked.get("biome", ""), words=asked.get("q", "")
        )

    def get_object(self) -> Coalition:
        try:
            return coalition_or_gone(self.kwargs["slug"])
        except Hidden as hidden:
            raise Gone from hidden
        except Http404 as missing:
            raise exceptions.NotFound from missing

    def pledge(self, number: int) -> Any:
        self.get_object()
        try:
            return pledge_or_gone(self.kwargs["slug"], number)
        except Http404 as missing:
            raise exceptions.NotFound from missing

    @extend_schema(responses=CoalitionRow(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response([coalition_row(found) for found in page])

    @extend_schema(responses=CoalitionOut)
    def retrieve(self, request: Request, slug: str) -> Response:
        return Response(coalition_whole(self.get_object(), now()))

    @extend_schema(request=CoalitionIn, responses={201: CoalitionTaken, **REFUSED})
    def create(self, request: Request) -> Response:
        """Found a whole coalition at once; it opens when a moderator has read it."""
        if not SignedIn().has_permission(request, self):
            raise exceptions.NotAuthenticated
        body, at = read(CoalitionIn, request), now()
        about, aim = valid(CoalitionBiomesForm({"biomes": body["biomes"]})), valid(AimForm(body))
        hat = HatForm(body, hats=queries.hats_of(request.user, at))
        valid(hat)
        whole = actions.WholeCoalition(biomes=list(about["biomes"]), around=body["around"], title=aim["title"],
                                       aim=aim["aim"], hat=hat.hat, language=body["language"])  # fmt: skip
        try:
            made = actions.found_at_once(whole=whole, user=request.user, at=at)
        except actions.CannotGather as refusal:
            if refusal.step == Step.AROUND:
                raise exceptions.ValidationError({"around": [str(refusal)]}) from refusal
            raise Conflict(str(refusal)) from refusal
        return Response(
            {"detail": "Founded. It opens when a moderator has read it.", "slug": made.slug}, status=201
        )

    @extend_schema(responses=PledgeOut(many=True))
    @action(detail=False, url_path="my-pledges", permission_classes=[SignedIn], pagination_class=None)
    def my_pledges(self, request: Request) -> Response:
        """The pledges of everybody this person speaks for now."""
        at = now()
        rows = [pledge_row(queries.stood(pledge, at)) for pledge in queries.pledges_by(request.user, at)]
        return Response(rows)

    @extend_schema(request=HatIn, responses={200: CoalitionMemberOut, **REFUSED})
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def requests(self, request: Request, slug: str) -> Response:
        """Ask to join; an invitation that waits is accepted by it."""
        found, at = self.get_object(), now()
        form = HatForm(read(HatIn, request), hats=queries.hats_of(request.user, at))
        valid(form)
        try:
            member = actions.ask_to_join(coalition_id=found.pk, hat=form.hat, by=request.user, at=at)
        except actions.CannotJoin as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(member_row(member))

    @extend_schema(request=MemberInviteIn, responses={202: CoalitionTaken, **REFUSED})
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def invitations(self, request: Request, slug: str) -> Response:
        """A steward invites; the answer is the same whether or not somebody has the address."""
        found, at = self.get_object(), now()
        if not queries.is_steward(request.user, found, at):
            raise exceptions.PermissionDenied
        form = InviteMemberForm(read(MemberInviteIn, request))
        named = valid(form)
        try:
            if hat := form.hat():
                actions.invite_member(coalition_id=found.pk, hat=hat, by=request.user, at=at)
        except actions.CannotJoin as refusal:
            if not named["email"]:
                raise Conflict(str(refusal)) from refusal
        return Response({"detail": "The invitation is on its way."}, status=202)

    @extend_schema(request=MemberMoveIn, responses={200: CoalitionMemberOut, **REFUSED})
    @action(detail=True, methods=["post"], url_path="membership-moves", permission_classes=[SignedIn])
    def membership_moves(self, request: Request, slug: str) -> Response:
        """Accept, decline or leave for a member one speaks for; admit, refuse, remove or entrust as a steward."""
        found, body = self.get_object(), read(MemberMoveIn, request)
        member = queries.member_of(found, body["member"])
        if member is None:
            raise exceptions.NotFound
        try:
            if body["act"] == STEWARD:
                done = actions.hand_stewardship(member_id=member.pk, by=request.user, at=now())
            else:
                done = actions.move_member(
                    member_id=member.pk, act=Act(body["act"]), by=request.user, at=now()
                )
        except actions.CannotJoin as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(member_row(done))

    @extend_schema(request=None, responses={200: CoalitionRow, **REFUSED})
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def end(self, request: Request, slug: str) -> Response:
        """A steward ends it; its page and its pledges stay."""
        return Response(
            coalition_row(actions.end_coalition(coalition_id=self.get_object().pk, by=request.user, at=now()))
        )

    @extend_schema(request=BeaconIn, responses={202: CoalitionTaken, **REFUSED})
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def beacon(self, request: Request, slug: str) -> Response:
        """A steward asks for a beacon; a moderator reads why before anybody is called."""
        found = self.get_object()
        if not queries.is_steward(request.user, found, now()):
            raise exceptions.PermissionDenied
        why = valid(BeaconForm(read(BeaconIn, request)))["why"]
        try:
            actions.request_beacon(coalition_id=found.pk, why=why, by=request.user, at=now())
        except actions.CannotGather as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response({"detail": "Asked. A moderator reads it before anybody is called."}, status=202)

    @extend_schema(request=PledgeIn, responses={201: CoalitionTaken, **REFUSED})
    @action(detail=True, methods=["post"])
    def pledges(self, request: Request, slug: str) -> Response:
        """A member pledges; it is public when a moderator has read it."""
        if not SignedIn().has_permission(request, self):
            raise exceptions.NotAuthenticated
        found, at = self.get_object(), now()
        members = [m for m in queries.memberships(request.user, found, at) if m.is_present]
        if not members:
            raise exceptions.PermissionDenied
        today = at.astimezone(queries.site_clock()).date()
        data = valid(PledgeForm(read(PledgeIn, request), members=members, today=today))
        try:
            made = actions.make_pledge(
                member_id=data["member"].pk, what=data["what"], unit=Unit(data["unit"]), amount=data["amount"],
                due_on=data["due_on"], key=data["key"], by=request.user, at=at,
            )  # fmt: skip
        except actions.CannotPledge as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(
            {"detail": "Pledged. It is public when a moderator has read it.", "number": made.number},
            status=201,
        )

    @extend_schema(parameters=[NUMBER], responses=PledgeWholeOut)
    @action(detail=True, url_path=r"pledges/(?P<number>[0-9]{1,9})")
    def one_pledge(self, request: Request, slug: str, number: str) -> Response:
        """A pledge with its reports and how each was judged."""
        return Response(pledge_whole(self.pledge(int(number)), now()))

    @extend_schema(parameters=[NUMBER], request=PledgeReportIn, responses={201: PledgeReportOut, **REFUSED})
    @action(detail=True, methods=["post"], url_path=r"pledges/(?P<number>[0-9]{1,9})/reports",
            permission_classes=[SignedIn])  # fmt: skip
    def reports(self, request: Request, slug: str, number: str) -> Response:
        """How much is done, with evidence: by the pledger, or once it is due by another member."""
        found, at = self.pledge(int(number)), now()
        members = queries.reporting_hats(request.user, found, at)
        if not members:
            raise exceptions.PermissionDenied
        data = valid(ReportForm(read(PledgeReportIn, request), members=members, pledged_in=found.unit))
        try:
            made = actions.report_pledge(
                pledge_id=found.pk, member_id=data["member"].pk, unit=Unit(data["unit"]), done=data["done"],
                says=data["says"], link=data["link"], key=data["key"], by=request.user, at=at,
            )  # fmt: skip
        except actions.CannotPledge as refusal:
            raise Conflict(str(refusal)) from refusal
        whole = pledge_whole(self.pledge(int(number)), at)
        return Response(next(row for row in whole["reports"] if row["number"] == made.number), status=201)

    @extend_schema(
        parameters=[NUMBER, REPORT], request=PledgeJudgementIn, responses={201: PledgeOut, **REFUSED}
    )
    @action(detail=True, methods=["post"], permission_classes=[SignedIn],
            url_path=r"pledges/(?P<number>[0-9]{1,9})/reports/(?P<report>[0-9]{1,5})/judgements")  # fmt: skip
    def judgements(self, request: Request, slug: str, number: str, report: str) -> Response:
        """Confirm or contest a report; never one's own, under any hat."""
        found, at = self.pledge(int(number)), now()
        judged = found.reports.filter(number=int(report)).first()
        if judged is None:
            raise exceptions.NotFound
        members = queries.judging_hats(request.user, judged, at)
        if not members:
            raise exceptions.PermissionDenied
        body = read(PledgeJudgementIn, request)
        data = valid(JudgeForm(body | {"confirms": "yes" if body["confirms"] else "no"}, members=members))
        try:
            actions.judge_report(report_id=judged.pk, member_id=data["member"].pk, confirms=data["confirms"],
                                 says=data["says"], by=request.user, at=at)  # fmt: skip
        except actions.CannotPledge as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(pledge_row(queries.stood(self.pledge(int(number)), at)), status=201)


ROUTES = [("coalitions", CoalitionViewSet, "coalition")]
