"""The court bundle, for programs."""

from django.http import FileResponse, Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.doors import Conflict
from council import queries
from portal.court import NotDecided
from portal.views.court import bundle_of


class CourtBundle(APIView):
    """A decision as a ZIP that verifies offline: the log, readings, runs, law of that day, proofs, both verifiers.

    409 while no vote on the motion has closed; 20 a minute.
    """

    permission_classes = [AllowAny]

    @extend_schema(
        tags=["council"],
        operation_id="motion_court",
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, code: str) -> FileResponse:
        motion = queries.motion(code, request.user)
        if motion is None or not motion.number:
            raise Http404
        try:
            return bundle_of(motion, request)
        except NotDecided as refusal:
            raise Conflict(str(refusal)) from refusal
