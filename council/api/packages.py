"""A body in a box for programs: read one, look into one, compare two, import one by two officers."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import actions as accounts
from accounts.doors import Allowed, Conflict, now
from council import actions, queries
from council.api.reading import BodySerializer
from council.api.trial import Faulty, Trial
from council.predicates import may_import_boxes
from council.queries import Plan
from council.rules.boxes.comparing import differences
from council.rules.boxes.opening import Opened, open_package
from council.rules.boxes.parts import Box
from council.rules.boxes.reading import LONGEST_BOX
from council.rules.fields import RuleFault
from council.words import packages as words

LONGEST_PATH = 200


class BoxOut(serializers.Serializer[Any]):
    """A council's statutes: the package, and the same signed with this installation's key."""

    box = serializers.JSONField(help_text="The package; its shape is `/council/boxes/schema.json`.")
    sha256 = serializers.CharField(help_text="Of the package's RFC 8785 bytes.")
    note = serializers.CharField(help_text="Those bytes and a line feed as a C2SP signed note.")


class BoxOf(APIView):
    """A council's package."""

    permission_classes = [AllowAny]
    serializer_class = BoxOut

    @extend_schema(responses=BoxOut)
    def get(self, request: Request, code: str) -> Response:
        council = queries.body(code)
        if council is None or not queries.has_statutes(council):
            raise Http404
        at = now()
        found = open_package(queries.exported_box(council, at).decode(), ())
        note = actions.signed_box(council=council, at=at)
        return Response({"box": found.data, "sha256": found.sha256, "note": note})


class BoxIn(serializers.Serializer[Any]):
    """A package: as JSON, or as the text of a file, signed or not."""

    package = serializers.JSONField()
    code = serializers.SlugField(max_length=24, help_text="What the council shall be called here.")
    key = serializers.CharField(
        max_length=400, default="", help_text="The signer's key as its log publishes it: name+id+key."
    )
    beings = serializers.DictField(
        child=serializers.SlugField(max_length=50), default=dict,
        help_text="The package's code of a living system, and its slug here; the same, unless said.",
    )  # fmt: skip

    def validate_package(self, value: Any) -> str:
        return as_text(value)


class BoxAsked(BoxIn):
    accept_unsigned = serializers.BooleanField(
        default=False,
        help_text="An unsigned package, or one signed by a key not known here, is wanted all the same.",
    )


class BoxProblem(serializers.Serializer[Any]):
    path = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    words = serializers.CharField()


class BoxMade(serializers.Serializer[Any]):
    """One thing the import would make."""

    code = serializers.CharField()
    name = serializers.CharField()


class BoxChecked(serializers.Serializer[Any]):
    """What a package is, whose, and what importing it would make here."""

    sha256 = serializers.CharField()
    name = serializers.CharField()
    forked_from = serializers.CharField()
    signed = serializers.CharField(help_text="`unsigned`, `holds`, `unknown_key` or `broken`.")
    signer = serializers.CharField()
    words = serializers.CharField()
    bodies = BoxMade(many=True)
    seats = BoxMade(many=True)
    rules = BoxMade(many=True)
    absent = serializers.ListField(
        child=serializers.CharField(), help_text="Living systems that are not here yet."
    )
    problems = BoxProblem(many=True)


class CheckBox(APIView):
    """Look into a package without an account: nothing is stored. 60 a minute; a fault is 422 with its path."""

    permission_classes = [AllowAny]
    throttle_classes = [Trial]
    serializer_class = BoxIn

    @extend_schema(request=BoxIn, responses=BoxChecked)
    def post(self, request: Request) -> Response:
        body = BoxIn(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        try:
            found = actions.unpacked(text=data["package"], key=data["key"])
        except RuleFault as fault:
            raise faulty(fault) from fault
        except actions.CannotImport as refusal:
            raise serializers.ValidationError({refusal.field: [str(refusal)]}) from refusal
        return Response(_checked(found, queries.import_plan(found.box, data["code"], data["beings"])))


def _checked(found: Opened, plan: Plan) -> dict[str, Any]:
    box = plan.box
    return {
        "sha256": found.sha256,
        "name": box.name,
        "forked_from": box.forked_from,
        "signed": found.signed.value,
        "signer": found.signer,
        "words": words.signature_sentence(found),
        "bodies": [{"code": one.code, "name": one.name} for one in (box, *box.chambers)],
        "seats": [{"code": one.code, "name": one.title} for one in box.seats],
        "rules": [{"code": one.code, "name": one.title} for one in box.rules],
        "absent": list(plan.absent),
        "problems": [
            {
                "path": one.path,
                "code": one.code,
                "name": one.name,
                "words": words.problem_sentence(one.path, one.code, one.name),
            }
            for one in plan.problems
        ],
    }


def as_text(value: Any) -> str:
    """JSON that came as JSON, as the text it could have come as."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(text) > LONGEST_BOX:
        raise serializers.ValidationError([words.problem_sentence("", "too_many")])
    return text


def faulty(fault: RuleFault) -> Faulty:
    path = fault.path.encode(errors="replace").decode()
    return Faulty(RuleFault(path[:LONGEST_PATH] or "package", fault.code))


class CompareIn(serializers.Serializer[Any]):
    """Two of them, each a council's code or a package."""

    one = serializers.JSONField()
    other = serializers.JSONField()


class DifferenceOut(serializers.Serializer[Any]):
    path = serializers.CharField(help_text="By codes: `seats[state-1].group`.")
    change = serializers.CharField(help_text="`added`, `gone` or `changed`.")
    was = serializers.JSONField(allow_null=True)
    now = serializers.JSONField(allow_null=True)
    words = serializers.CharField()


class CompareBoxes(APIView):
    """What differs between two packages, in the order of the format. Nothing is stored. 60 a minute."""

    permission_classes = [AllowAny]
    throttle_classes = [Trial]
    serializer_class = CompareIn

    @extend_schema(request=CompareIn, responses=DifferenceOut(many=True))
    def post(self, request: Request) -> Response:
        body = CompareIn(data=request.data)
        body.is_valid(raise_exception=True)
        found = differences(*(_box(body.validated_data[name]) for name in ("one", "other")))
        rows = [
            {"path": one.where, "change": one.change.value, "was": one.was, "now": one.now,
             "words": words.difference_sentence(one)}
            for one in found
        ]  # fmt: skip
        return Response(rows)


def _box(value: Any) -> Box:
    council = queries.body(value) if isinstance(value, str) and len(value) <= 50 else None
    if council is not None and queries.has_statutes(council):
        return queries.box_of(council, now())
    try:
        return open_package(as_text(value), ()).box
    except RuleFault as fault:
        raise faulty(fault) from fault


# --- By two officers --------------------------------------------------------------------------------------
class BoxWaiting(serializers.Serializer[Any]):
    """A package that waits for a second officer."""

    id = serializers.IntegerField(read_only=True)
    code = serializers.CharField(source="body.code")
    name = serializers.CharField(source="body.name")
    sha256 = serializers.CharField(source="body.sha256")
    signer = serializers.CharField(source="body.signer", help_text="Empty where it is taken unsigned.")
    seats = serializers.IntegerField(source="body.seats")
    rules = serializers.IntegerField(source="body.rules")
    asked_at = serializers.DateTimeField()


@extend_schema(tags=["council"])
class BoxImportViewSet(viewsets.ViewSet):
    """Packages that officers bring."""

    permission_classes = [Allowed.by(may_import_boxes)]
    serializer_class = BoxWaiting

    def _waiting(self) -> QuerySet[Any]:
        return queries.imports_waiting(now())

    @extend_schema(responses=BoxWaiting(many=True))
    def list(self, request: Request) -> Response:
        """What waits for a second officer."""
        return Response(BoxWaiting(self._waiting(), many=True).data)

    @extend_schema(request=BoxAsked, responses={201: BoxWaiting})
    def create(self, request: Request) -> Response:
        """Ask for an import; the council is made when a second officer agrees."""
        body = BoxAsked(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        text, unsigned = given.pop("package"), given.pop("accept_unsigned")
        try:
            asked = actions.ask_to_import(text=text, unsigned=unsigned, by=request.user, at=now(), **given)
        except actions.CannotImport as refusal:
            raise refused(refusal) from refusal
        except accounts.CannotApprove as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(BoxWaiting(asked).data, status=201)

    @extend_schema(request=None, responses=BodySerializer)
    @action(detail=False, methods=["post"], url_path="(?P<change>[0-9]{1,15})/agree")
    def agree(self, request: Request, change: str) -> Response:
        """Agree as the second officer; the council is made in the same moment."""
        if not self._waiting().filter(pk=int(change)).exists():
            raise Http404
        try:
            made = actions.agree_to_import(approval_id=int(change), by=request.user, at=now())  # type: ignore[arg-type]
        except (actions.CannotImport, accounts.CannotApprove) as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(BodySerializer(made).data)


def refused(refusal: actions.CannotImport) -> Exception:
    """A field that is wrong is 422 with the place in the package; all else a conflict."""
    if not refusal.field:
        return Conflict(str(refusal))
    if refusal.problems:
        places = {one.path[:LONGEST_PATH] or "package": [one.code] for one in refusal.problems}
        return _Refused({**places, refusal.field: [str(refusal)]})
    return _Refused({refusal.field: [str(refusal)]})


class _Refused(serializers.ValidationError):
    status_code = 422
