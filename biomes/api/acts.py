"""What every write of this API does: check the body, call one action, answer its refusal."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request

from accounts import actions as accounts
from accounts.doors import Conflict, HasRole
from accounts.rules.roles import Role
from biomes import actions
from biomes.models import Biome
from biomes.queries import desk
from ledger.paging import Pages

Curator = HasRole.of(Role.CURATOR)
# What an address may hold; anything else finds nothing.
SLUG = "[-a-zA-Z0-9_]+"
REFUSALS = (
    actions.CannotSchedule,
    actions.CannotTell,
    actions.CannotEdit,
    actions.CannotImport,
    actions.CannotCorrect,
    actions.CannotIssue,
    actions.CannotJudge,
    actions.CannotRecord,
    actions.CannotRelate,
    accounts.CannotApprove,
)


class ByKey(Pages):
    """Keyset pages in the order of the row's number, oldest first."""

    ordering = "pk"


class ByNumber(Pages):
    """Keyset pages of readings, the newest number first."""

    ordering = "-id"


def who(request: Request) -> str:
    return str(getattr(request.user, "code", ""))


def checked(shape: type[Any], request: Request) -> dict[str, Any]:
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def do(act: Any, **said: Any) -> Any:
    """One action; its refusal is a conflict with its sentence, or a fault of the field that is to blame."""
    try:
        return act(**said)
    except REFUSALS as why:
        if field := getattr(why, "field", ""):
            raise ValidationError({field: [str(why)]}) from why
        raise Conflict(str(why)) from why


def any_biome(slug: str) -> Biome:
    return get_object_or_404(desk.all_biomes(), slug=slug)
