"""The words for our codes. Rules speak codes and numbers; people read these."""

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biomes import queries as biomes
from crises.models import Alert, Run
from crises.rules import alert_life, finding, plan, run_life, severity
from ledger import registry

Words = dict[str, str | Promise]

SEVERITY: Words = {
    severity.Severity.MINOR: gettext_lazy("Minor"),
    severity.Severity.MODERATE: gettext_lazy("Moderate"),
    severity.Severity.SEVERE: gettext_lazy("Severe"),
    severity.Severity.EXTREME: gettext_lazy("Extreme"),
}
URGENCY: Words = {
    severity.Urgency.IMMEDIATE: gettext_lazy("Act now"),
    severity.Urgency.EXPECTED: gettext_lazy("Act soon"),
    severity.Urgency.FUTURE: gettext_lazy("Prepare"),
    severity.Urgency.PAST: gettext_lazy("Past"),
    severity.Urgency.UNKNOWN: gettext_lazy("Not known"),
}
CERTAINTY: Words = {
    severity.Certainty.OBSERVED: gettext_lazy("Measured"),
    severity.Certainty.LIKELY: gettext_lazy("Likely (more than one chance in two)"),
    severity.Certainty.POSSIBLE: gettext_lazy("Possible (one chance in two or less)"),
    severity.Certainty.UNLIKELY: gettext_lazy("Unlikely"),
    severity.Certainty.UNKNOWN: gettext_lazy("Not known"),
}
ALERT_STATE: Words = {
    alert_life.State.DRAFT: gettext_lazy("Draft"),
    alert_life.State.ACTUAL: gettext_lazy("Actual"),
    alert_life.State.EXERCISE: gettext_lazy("Exercise"),
    alert_life.State.CANCELLED: gettext_lazy("Cancelled"),
    alert_life.State.EXPIRED: gettext_lazy("Expired"),
}
MOVE: Words = {
    alert_life.Move.RAISED: gettext_lazy("Raised"),
    alert_life.Move.UPDATED: gettext_lazy("Updated"),
    alert_life.Move.APPROVED: gettext_lazy("First officer agreed to release it"),
    alert_life.Move.RELEASED: gettext_lazy("Released by two officers"),
    alert_life.Move.EASED: gettext_lazy("Back inside the limits"),
    alert_life.Move.CANCELLED: gettext_lazy("Cancelled"),
    alert_life.Move.EXPIRED: gettext_lazy("Expired"),
}
CANCEL_REASON: Words = {
    alert_life.CancelReason.FALSE_READING: gettext_lazy("The reading was wrong"),
    alert_life.CancelReason.OVER: gettext_lazy("The danger is over"),
    alert_life.CancelReason.DUPLICATE: gettext_lazy("Another alert says the same"),
    alert_life.CancelReason.MISTAKE: gettext_lazy("It was raised by mistake"),
}
RUN_STATE: Words = {
    run_life.State.QUEUED: gettext_lazy("Queued"),
    run_life.State.RUNNING: gettext_lazy("Running"),
    run_life.State.FINISHED: gettext_lazy("Finished"),
    run_life.State.CANCELLED: gettext_lazy("Cancelled"),
    run_life.State.FAILED: gettext_lazy("Failed"),
}
MEASURE: Words = {
    plan.Kind.DRONES: gettext_lazy("Drones"),
    plan.Kind.BARRIER: gettext_lazy("Barrier"),
    plan.Kind.CUT: gettext_lazy("Nutrient cut"),
}
MEASURE_FAULT: Words = {
    plan.Fault.NOT_A_NUMBER: gettext_lazy("Enter a number."),
    plan.Fault.OUT_OF_RANGE: gettext_lazy("This is more, or less, than can be built."),
    plan.Fault.OFF_THE_WATER: gettext_lazy(
        "This line lies on land. Move it so that at least half of it is in the water."
    ),
    plan.Fault.TOO_SHORT: gettext_lazy("This line is shorter than 100 m. Set its two ends apart."),
    plan.Fault.EMPTY: gettext_lazy("Choose at least one measure."),
}
# Why the model refuses a question made of sound parts.
QUESTION_FAULT: Words = {
    "closed_off": gettext_lazy(
        "The water that flows in has no way out: the barrier or the land closes it off."
    ),
    "far_from_water": gettext_lazy("A drone or a source lies more than a kilometre from the water."),
    "too_fast": gettext_lazy(
        "The current is too fast for cells of this size. Choose a coarser detail, or leave a wider passage."
    ),
}
ZONE_KIND: Words = {
    "life_luxury": gettext_lazy("Life-Luxury Zone"),
    "mixed": gettext_lazy("Mixed zone"),
    "entropy": gettext_lazy("Entropy Zone"),
}
# What our facts are called in the log and on timelines.
FACTS: Words = {
    "crises.alert.released": gettext_lazy("Alert released by two officers"),
    "crises.alert.updated": gettext_lazy("Alert updated"),
    "crises.alert.cancelled": gettext_lazy("Alert cancelled"),
    "crises.alert.expired": gettext_lazy("Alert expired"),
    "crises.alert.exercised": gettext_lazy("Exercise made from a run"),
    "crises.run.queued": gettext_lazy("Simulation asked for"),
    "crises.run.finished": gettext_lazy("Simulation finished"),
    "crises.run.cancelled": gettext_lazy("Simulation cancelled"),
    "crises.run.failed": gettext_lazy("Simulation failed"),
    "crises.plan.adopted": gettext_lazy("A council adopted the plan: it stands ready"),
    "crises.plan.composed": gettext_lazy("Plan composed"),
    "crises.deployment.begun": gettext_lazy("Put to work in the water"),
    "crises.crisis.opened": gettext_lazy("Crisis opened"),
    "crises.crisis.closed": gettext_lazy("Crisis closed"),
}
# What several people saw; no measurement stands behind it, so none of these says more than eyes can.
SEEN: Words = {
    "sighting-bloom": gettext_lazy("Algae seen by several people (not known whether toxic)"),
    "sighting-dead-fish": gettext_lazy("Dead fish seen by several people"),
    "sighting-flood": gettext_lazy("Flood seen by several people"),
    "sighting-colour": gettext_lazy("Unusual colour seen by several people"),
    "sighting-dry": gettext_lazy("Dried out, as several people saw"),
    "sighting-foam": gettext_lazy("Foam seen by several people"),
    "sighting-smell": gettext_lazy("A bad smell, as several people say"),
}
LAYER: Words = {
    "exceedance": gettext_lazy("Chance above the limit"),
    "median": gettext_lazy("Median"),
    "spread": gettext_lazy("Spread"),
}


def refused_question(bad: Exception) -> str:
    """A refusal of the model in the reader's language; in its own words where nobody worded it."""
    said = QUESTION_FAULT.get(getattr(bad, "code", ""))
    return str(said) if said else _("The model refuses this question: %(why)s") % {"why": bad}


def alert_event(alert: Alert) -> str:
    """What kind of event, said with care: "toxic" only where the toxin itself was measured."""
    if alert.source == alert_life.Source.PEOPLE.value and alert.indicator in SEEN:
        return str(SEEN[alert.indicator])
    if alert.toxin_known and alert.indicator in BLOOM:
        return _("Toxic algal bloom")
    if alert.indicator in BLOOM:
        return _("Algal bloom (not known whether toxic)")
    if alert.indicator in OXYGEN:
        return _("Lack of oxygen")
    return _("%(indicator)s beyond its limit") % {"indicator": indicator_name(alert.indicator)}


def indicator_name(code: str) -> str:
    """The indicator's own name; its code where there is no such row."""
    if code in SEEN:
        return str(SEEN[code])
    name = _names().get(code)
    if name is None:
        _names.cache_clear()
        name = _names().get(code, code)
    return name


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Names of indicators hardly ever change, and every line of a list asks for one."""
    return {i.code: i.name for i in biomes.indicators()}


def alert_title(alert: Alert) -> str:
    return _("%(event)s: %(biome)s") % {"event": alert_event(alert), "biome": alert.biome.name}


# Indicators of a bloom; any other one speaks for itself.
BLOOM = frozenset({"chlorophyll-a", "microcystin", "phycocyanin"})
OXYGEN = frozenset({"oxygen", "oxygen-night"})


def run_title(run: Run) -> str:
    if run.plan_document is None:
        return _("Run %(number)s: doing nothing") % {"number": run.number}
    name = run.plan.title if run.plan else _("a plan")
    return _("Run %(number)s: %(plan)s against doing nothing") % {"number": run.number, "plan": name}


def finding_heading(code: str, *, zone: str, plan_name: str) -> str:
    """The heading of a finished run's page: always "likely", never "will"."""
    names = {"zone": zone, "plan": plan_name}
    return {
        finding.Finding.STOPS: _("With %(plan)s, the bloom likely stops short of %(zone)s"),
        finding.Finding.LESSENS: _("%(plan)s lessens the danger for %(zone)s, and does not end it"),
        finding.Finding.NO_DIFFERENCE: _("Even with %(plan)s, the bloom likely reaches %(zone)s"),
        finding.Finding.REACHES: _("If nothing is done, the bloom likely reaches %(zone)s"),
        finding.Finding.UNCERTAIN: _("Whether the bloom reaches %(zone)s is open"),
        finding.Finding.STAYS_AWAY: _("The bloom likely stays away from %(zone)s, whatever is done"),
        finding.Finding.WORSE: _("%(plan)s likely makes it worse for %(zone)s"),
    }[finding.Finding(code)] % names


def of_fact(kind: str) -> str:
    """What the record calls a fact of any app, as far as it words without its body."""
    said = str(registry.words_for(kind) or "")
    return said if said and "%(" not in said else kind.rpartition(".")[0].rpartition(".")[2].capitalize()
