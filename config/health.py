"""Is it alive, is it ready, how is it: for load balancers and operators."""

import time
from collections.abc import Callable

import psycopg
import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from ledger import queries

DELIVERY_LAG = Gauge("biolattice_delivery_lag_seconds", "Age of the oldest reaction that is due")
SEALING_LAG = Gauge(
    "biolattice_sealing_lag_seconds", "Age of the oldest public fact without a place in the log"
)
LOST = Gauge("biolattice_lost_entries", "Entries that were signed and that this log does not hold")
DEAD = Gauge("biolattice_dead_deliveries", "Reactions given up after their last attempt")
# Beat runs delivery every second and sealing every two; a minute means that somebody should look.
LONGEST_LAG_S = 60
# Who asks whether we are ready wants to know soon.
PATIENCE_S = 2


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all; asks nothing of anybody."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when a visitor can be served in full; 503 with the reason otherwise, within seconds."""
    answers = {name: answer(check) for name, check in CHECKS.items()}
    if answers["database"]["ok"]:
        answers |= {name: answer(check) for name, check in LAGS.items()}
    return JsonResponse(answers, status=200 if all(a["ok"] for a in answers.values()) else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text. Counts and ages only; nothing of a person."""
    delivery_lag(), sealing_lag(), log_goes_on()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_delivery WHERE dead_at IS NOT NULL")
        DEAD.set(cursor.fetchone()[0])
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def answer(check: Callable[[], str]) -> dict[str, object]:
    began = time.monotonic()
    try:
        fault = check()
    except Exception as error:  # whatever is wrong, the answer is "not ready"
        fault = type(error).__name__
    return {"ok": not fault, "fault": fault, "ms": round(1000 * (time.monotonic() - began), 1)}


def database_writes() -> str:
    """By a connection of its own: the pool would wait for a server that is away as long as it waits for pages."""
    where = connection.get_connection_params() | {"connect_timeout": PATIENCE_S}
    with psycopg.connect(**where, autocommit=True) as fresh:
        row = fresh.execute("SELECT pg_is_in_recovery()").fetchone()
        if row and row[0]:
            return "read-only"
        fresh.execute("CREATE TEMPORARY TABLE ready (at timestamptz)")
        fresh.execute("INSERT INTO ready VALUES (now())")
    return ""


def broker_answers() -> str:
    waits = {"socket_timeout": PATIENCE_S, "socket_connect_timeout": PATIENCE_S}
    with redis.Redis.from_url(settings.REDIS_URL, **waits) as broker:
        return "" if broker.ping() else "no answer"


def delivery_lag() -> str:
    return lag(
        DELIVERY_LAG,
        "SELECT extract(epoch FROM now() - min(due_at)) FROM ledger_delivery"
        " WHERE done_at IS NULL AND dead_at IS NULL AND due_at < now()",
    )


def sealing_lag() -> str:
    return lag(
        SEALING_LAG,
        "SELECT extract(epoch FROM now() - min(f.recorded_at))"
        " FROM ledger_unsealed u JOIN ledger_fact f ON f.id = u.fact_id",
    )


def log_goes_on() -> str:
    """After the restore of a backup it does not, until somebody says what was lost."""
    lost = queries.loss()
    LOST.set(max(0, lost.size - lost.stands) if lost else 0)
    if lost:
        return lost.why
    late = queries.kept_late(queries.now()).total_seconds() > LONGEST_LAG_S
    return "the last checkpoint is not kept outside the database" if late else ""


def lag(gauge: Gauge, query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        seconds = float(cursor.fetchone()[0] or 0)
    gauge.set(seconds)
    return f"{seconds:.0f} s behind" if seconds > LONGEST_LAG_S else ""


CHECKS: dict[str, Callable[[], str]] = {"database": database_writes, "broker": broker_answers}
# Asked of the database, so only once it is known to answer.
LAGS: dict[str, Callable[[], str]] = {"delivery": delivery_lag, "sealing": sealing_lag, "log": log_goes_on}
ADDRESSES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": metrics,
}


def probes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answered before all else: who watches a process asks it by its number, without a host name and without HTTPS."""

    def handle(request: HttpRequest) -> HttpResponse:
        return ADDRESSES.get(request.path, get_response)(request)

    return handle
