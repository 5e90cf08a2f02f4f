"""Mail for other programs: the queue for operators and auditors, and the door at which the mail host reports what came back."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, now, person_of
from accounts.rules.roles import Role
from petitions import actions, queries
from petitions.forms import MailForm
from petitions.rules import bounces
from petitions.rules.mail import MailState

Operators = HasRole.of(Role.AUDITOR, Role.ADMIN)
# A report names one mail and one status.
LARGEST_BODY = 4 * 1024


def checked(serializer: Any, request: Request) -> dict[str, Any]:
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


# --- The queue ------------------------------------------------------------------------------------


class MailKindRow(serializers.Serializer[Any]):
    kind = serializers.CharField()
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="By state; none is left out as nought."
    )


class MailHourRow(serializers.Serializer[Any]):
    hour = serializers.DateTimeField()
    mailed = serializers.IntegerField()
    ended = serializers.IntegerField(help_text="Given up, or bounced.")


class MailOutRow(serializers.Serializer[Any]):
    petition = serializers.SlugField(source="petition.slug")
    kind = serializers.CharField()
    begun_at = serializers.DateTimeField()
    written = serializers.IntegerField()
    done_at = serializers.DateTimeField(allow_null=True)


class MailRow(serializers.Serializer[Any]):
    """One mail, by its key; to whom it goes is not told."""

    key = serializers.UUIDField()
    kind = serializers.CharField()
    petition = serializers.SlugField()
    state = serializers.CharField()
    tries = serializers.IntegerField()
    answer = serializers.CharField()
    asked_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    may_retry = serializers.BooleanField()
    why = serializers.CharField()


class MailQueueOut(serializers.Serializer[Any]):
    kinds = MailKindRow(many=True)
    hours = MailHourRow(many=True)
    mailouts = MailOutRow(many=True)
    oldest_waiting = serializers.DateTimeField(allow_null=True)
    mails = MailRow(many=True)


MAIL_FILTERS = [
    OpenApiParameter(
        "state", str, enum=[s.value for s in MailState if s not in {MailState.DUE, MailState.SENT}]
    ),
    OpenApiParameter("kind", str),
]


class MailQueue(GenericAPIView[Any]):
    """What is due, waits, failed or came back. Of what ended, the last day; of single mails, the oldest fifty."""

    serializer_class = MailQueueOut
    permission_classes = [Operators]

    @extend_schema(operation_id="petition_mail_queue", parameters=MAIL_FILTERS, responses=MailQueueOut)
    def get(self, request: Request) -> Response:
        form = MailForm(request.query_params)
        if not form.is_valid():
            raise exceptions.ValidationError(
                {name: [str(word) for word in words] for name, words in form.errors.items()}
            )
        at, wanted = now(), form.wanted()
        found = {
            "kinds": queries.queue(at),
            "hours": queries.by_hour(at),
            "mailouts": queries.mailouts()[:50],
            "oldest_waiting": queries.oldest_waiting(),
            "mails": queries.troubled(at, state=MailState(wanted["state"]), kind=wanted["kind"]),
        }
        return Response(MailQueueOut(found).data)


class RetryIn(serializers.Serializer[Any]):
    """One mail, or all of a kind that were given up."""

    key = serializers.UUIDField(required=False, allow_null=True, default=None)
    kind = serializers.ChoiceField(choices=queries.MAIL_KINDS, required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs["key"]) == bool(attrs["kind"]):
            raise serializers.ValidationError({"key": [_("Say one mail by its key, or one kind.")]})
        return attrs


class RetriedOut(serializers.Serializer[Any]):
    retried = serializers.IntegerField()


class MailRetries(GenericAPIView[Any]):
    """Try again what was given up."""

    serializer_class = RetryIn
    permission_classes = [Operators]

    @extend_schema(
        operation_id="petition_mail_retry",
        request=RetryIn,
        responses={202: RetriedOut, 409: OpenApiResponse()},
    )
    def post(self, request: Request) -> Response:
        body, by, number = checked(RetryIn, request), person_of(request), 1
        try:
            if body["key"]:
                actions.retry_mail(key=body["key"], by=by, at=now())
            else:
                number = actions.retry_kind(kind=body["kind"], by=by, at=now())
        except actions.CannotRetry as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response({"retried": number}, status=202)


class WorksIn(serializers.Serializer[Any]):
    address = serializers.EmailField(max_length=254)


class LiftedOut(serializers.Serializer[Any]):
    lifted = serializers.IntegerField()


class BounceLifts(GenericAPIView[Any]):
    """An address takes mail again."""

    serializer_class = WorksIn
    permission_classes = [Operators]

    @extend_schema(
        operation_id="petition_bounce_lift",
        request=WorksIn,
        responses={200: LiftedOut, 409: OpenApiResponse()},
    )
    def post(self, request: Request) -> Response:
        try:
            number = actions.lift_bounces(
                email=checked(WorksIn, request)["address"], by=person_of(request), at=now()
            )
        except actions.CannotRetry as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response({"lifted": number})


# --- What came back -------------------------------------------------------------------------------


class ReportTooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"


class HostSignature(BaseAuthentication):
    """`Authorization: Bounce <moment>.<HMAC>`: the mail host has the key; it is no person."""

    keyword = "Bounce"

    def authenticate(self, request: Request) -> tuple[None, str] | None:
        scheme, _space, given = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != self.keyword.lower():
            return None
        if bounces.is_signed(settings.MAIL_BOUNCE_KEY, given.strip(), _body(request), int(now().timestamp())):
            return None, self.keyword
        raise exceptions.AuthenticationFailed(
            _("This report is not signed with the key of this site, or is old.")
        )

    def authenticate_header(self, request: Request) -> str:
        return self.keyword


def _body(request: Request) -> bytes:
    """All of it, before anything reads it as JSON; what says that it is long is not read at all."""
    too_long = ReportTooLarge(_("A report is at most 4 kB."))
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if not declared.isdigit() or int(declared) > LARGEST_BODY:
        raise too_long
    try:
        body = bytes(request._request.body)
    except RequestDataTooBig as error:
        raise too_long from error
    if len(body) > LARGEST_BODY:
        raise too_long
    return body


class HostSignatureScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "petitions.api_mail.HostSignature"
    name = "mailHostSignature"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Bounce, a space, Unix seconds, a dot, and HMAC-SHA-256 (hex) over seconds, dot and body",
        }


class IsMailHost(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        if request.auth != HostSignature.keyword:
            raise exceptions.NotAuthenticated(
                _("Sign the report: Authorization: Bounce, a space, the signature.")
            )
        return True


class BounceIn(serializers.Serializer[Any]):
    message_id = serializers.CharField(max_length=bounces.LONGEST_HEADER)
    status = serializers.RegexField(
        r"\A[245]\.[0-9]{1,3}\.[0-9]{1,3}\Z", help_text="As RFC 3463 writes it: 5.1.1."
    )


class BounceOut(serializers.Serializer[Any]):
    noted = serializers.BooleanField(help_text="False where the mail may still arrive.")


class Bounces(GenericAPIView[Any]):
    """The mail host reports one mail that came back. Sent again, it is noted once."""

    serializer_class = BounceIn
    authentication_classes = [HostSignature]
    permission_classes = [IsMailHost]

    @extend_schema(
        operation_id="petition_bounce_report",
        request=BounceIn,
        responses={200: BounceOut, 404: OpenApiResponse(), 413: OpenApiResponse()},
    )
    def post(self, request: Request) -> Response:
        body = checked(BounceIn, request)
        try:
            bounce = actions.record_bounce(message_id=body["message_id"], status=body["status"], at=now())
        except actions.UnknownMail as error:
            raise exceptions.NotFound(_("No mail of this site has this Message-ID.")) from error
        return Response({"noted": bounce is not None})


URLS = [
    path("petition-mail/", MailQueue.as_view(), name="petition-mail"),
    path("petition-mail/retries/", MailRetries.as_view(), name="petition-mail-retries"),
    path("petition-mail/lifts/", BounceLifts.as_view(), name="petition-bounce-lifts"),
    path("petition-mail/bounces/", Bounces.as_view(), name="petition-bounces"),
]
