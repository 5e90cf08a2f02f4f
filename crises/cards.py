"""What others may show of alerts, runs, crises and plans. A draft alert answers None to the public."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crises import queries
from crises.models import Alert, Crisis, Deployment, Plan, Run, Scenario
from crises.words import ALERT_STATE, FACTS, RUN_STATE, alert_title, run_title
from ledger.queries import Card, now


def alert(code: str, viewer: Any) -> Card | None:
    found = Alert.objects.select_related("biome").filter(code=code).first()
    if found is None or not (found.is_public or queries.is_officer(viewer, now())):
        return None
    state = str(ALERT_STATE[found.state])
    return Card(alert_title(found), found.get_absolute_url(), state, since=found.raised_at)


def run(code: str, viewer: Any) -> Card | None:
    found = (
        Run.objects.select_related("plan", "biome").filter(number=code).first() if code.isdigit() else None
    )
    return Card(run_title(found), found.get_absolute_url(), str(RUN_STATE[found.state])) if found else None


def crisis(code: str, viewer: Any) -> Card | None:
    found = Crisis.objects.filter(slug=code).first()
    return (
        Card(found.title, found.get_absolute_url(), "discharged" if found.closed_at else "open")
        if found
        else None
    )


def plan(code: str, viewer: Any) -> Card | None:
    found = Plan.objects.select_related("biome").filter(slug=code).first()
    if found is None:
        return None
    url = reverse("crises:run_new") + f"?biome={found.biome.slug}&plan={found.slug}"
    return Card(found.title, url)


def deployment(code: str, viewer: Any) -> Card | None:
    found = Deployment.objects.select_related("biome").filter(slug=code).first()
    if found is None:
        return None
    crisis_of = Crisis.objects.filter(biome=found.biome).order_by("-opened_at").first()
    return Card(found.title, crisis_of.get_absolute_url() if crisis_of else reverse("crises:alerts"))


def scenario(code: str, viewer: Any) -> Card | None:
    found = Scenario.objects.filter(sha256=code).first()
    first = found.runs.order_by("number").first() if found else None
    title = _("Scenario of run %(number)s") % {"number": first.number} if first else ""
    return Card(title, first.get_absolute_url()) if first else None


CARDS = {
    "crises.alert": alert,
    "crises.run": run,
    "crises.crisis": crisis,
    "crises.plan": plan,
    "crises.deployment": deployment,
    "crises.scenario": scenario,
}

WORDS = FACTS
