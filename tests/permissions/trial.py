"""Trying a cell: one request in a transaction that is rolled back, then what happened against what was due."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from tests.permissions.format import PASSES, Cell, Given, Meets
from tests.permissions.rows import UNTOUCHED, Writes, rows, writes
from tests.permissions.world import World

SAFE = {"GET", "HEAD"}


def try_cell(cell: Cell, world: World) -> str | None:
    """None when the cell holds; else a sentence."""
    due = cell.row.meets(cell.who)
    must_not_write = due not in PASSES or (cell.row.method in SAFE and not cell.row.get_writes)
    with transaction.atomic():
        before = writes()
        response = knock(cell, world)
        changed = changes(before, world) if must_not_write else {}
        transaction.set_rollback(True)
    noted = {"ledger_fact"} if cell.row.refusals_kept else set(cell.row.notes)
    changed = {table: what for table, what in changed.items() if table not in noted}
    got = judge(response, is_api=is_api(cell.row.route))
    if due not in got:
        return f"{cell}: got {response.status_code} {place(response)}"
    if changed:
        return f"{cell}: wrote: {changed}"
    return None


def changes(before: Writes, world: World) -> dict[str, str]:
    """Tables in which a row was altered, or that hold more or fewer rows than the world has."""
    now = writes()
    touched = {table for table, written in now.items() if written != before.get(table, UNTOUCHED)}
    altered = {table for table in touched if now[table].altered != before.get(table, UNTOUCHED).altered}
    held = rows(touched)
    moved = {
        table: f"{world.rows[table]} -> {held[table]}" for table in held if held[table] != world.rows[table]
    }
    return dict.fromkeys(altered, "rows altered") | moved


def knock(cell: Cell, world: World) -> Any:
    row = cell.row
    path = reverse(row.route, kwargs=dict(given(row.args, world)))
    if query := given(row.query, world):
        path += "?" + urlencode(query, doseq=True)
    headers = {**row.headers, **({"HX-Request": "true"} if cell.hx else {})}
    send: Callable[..., Any] = getattr(world.client(cell.who), row.method.lower())
    if row.method in SAFE:
        return send(path, headers=headers)
    data = given(row.data, world)
    if is_api(row.route):
        return send(path, json.dumps(data, default=str), content_type="application/json", headers=headers)
    return send(path, dict(data), headers=headers)


def given(values: Given, world: World) -> Mapping[str, Any]:
    return values(world) if callable(values) else values


def is_api(route: str) -> bool:
    return route.startswith("api:")


def place(response: HttpResponse) -> str:
    return response.headers.get("Location") or response.headers.get("HX-Redirect") or ""


def judge(response: HttpResponse, *, is_api: bool) -> set[Meets]:
    """What this answer counts as."""
    status, to_sign_in = response.status_code, place(response).partition("?")[0] == reverse("account_login")
    if status == 401 and (is_api or to_sign_in):
        return {Meets.SIGN_IN}
    if 200 <= status < 400:
        return {Meets.SIGN_IN} if to_sign_in else {Meets.A, Meets.OWN}
    return {
        400: {Meets.INVALID},
        422: {Meets.INVALID},
        403: {Meets.FORBIDDEN},
        404: {Meets.HIDDEN},
        405: {Meets.NOT_ALLOWED},
        409: {Meets.CONFLICT},
        410: {Meets.GONE},
        286: {Meets.A},
    }.get(status, set())
