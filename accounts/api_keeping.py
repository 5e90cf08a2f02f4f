"""Asking for checkpoints by mail, for programs; the links in the letters are for people."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.doors_keeping import Askers, ask
from accounts.forms import KeepForm


class KeepIn(serializers.Serializer[Any]):
    email = serializers.CharField(max_length=320, help_text="Where the link that confirms is sent.")


class KeepOut(serializers.Serializer[Any]):
    detail = serializers.CharField()


class Keepers(APIView):
    """Ask for the log's checkpoint by mail, once a week and after each sitting.

    The answer is the same for every address: nothing is sent until the link in the mail is opened and the button pressed.
    """

    permission_classes = [AllowAny]
    throttle_classes = [Askers]

    @extend_schema(tags=["log"], operation_id="log_letters", request=KeepIn, responses={202: KeepOut})
    def post(self, request: Request) -> Response:
        body = KeepIn(data=request.data)
        body.is_valid(raise_exception=True)
        form = KeepForm(body.validated_data)
        if not form.is_valid():
            raise ValidationError({"email": [str(said) for said in form.errors["email"]]})
        ask(request._request, form.cleaned_data["email"])
        said = _(
            "Look at your mail: we are sending one link. Open it and press the button; only then do letters come."
        )
        return Response({"detail": said}, status=202)
