"""The states of everything, as words, shapes and edges: one table, so that a state looks the same everywhere."""

from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

# state -> (words, the colour and edge of its tag, its shape). Severity first; lives of things after.
STATES: dict[str, tuple[Any, str, str]] = {
    "thriving": (pgettext_lazy("state of a living system", "Thriving"), "life", "life"),
    "stressed": (pgettext_lazy("state of a living system", "Stressed"), "stress", "stress"),
    "distressed": (pgettext_lazy("state of a living system", "Distressed"), "distress", "distress"),
    "critical": (pgettext_lazy("state of a living system", "Critical"), "critical", "critical"),
    "unknown": (pgettext_lazy("state of a living system", "Unknown"), "unknown", "unknown"),
    "minor": (pgettext_lazy("severity of an alert", "Minor"), "stress", "stress"),
    "moderate": (pgettext_lazy("severity of an alert", "Moderate"), "distress", "distress"),
    "severe": (pgettext_lazy("severity of an alert", "Severe"), "critical", "critical"),
    "extreme": (pgettext_lazy("severity of an alert", "Extreme"), "critical", "critical"),
    "exercise": (pgettext_lazy("status of an alert", "Exercise"), "exercise", "exercise"),
    "test": (pgettext_lazy("status of an alert", "Test"), "exercise", "exercise"),
    "actual": (pgettext_lazy("status of an alert", "Actual"), "critical", "alert"),
    "draft": (gettext_lazy("Draft"), "line", "edit"),
    "open": (gettext_lazy("Open"), "water", "clock"),
    "closed": (gettext_lazy("Closed"), "line", "lock"),
    "adopted": (gettext_lazy("Adopted"), "life", "check"),
    "enacted": (gettext_lazy("Enacted"), "life", "check"),
    "in_force": (gettext_lazy("In force"), "life", "check"),
    "rejected": (gettext_lazy("Rejected"), "distress", "cross"),
    "failed": (gettext_lazy("Failed"), "distress", "cross"),
    "lapsed": (gettext_lazy("Lapsed"), "line", "clock"),
    "withdrawn": (gettext_lazy("Withdrawn"), "line", "cross"),
    "cancelled": (gettext_lazy("Cancelled"), "line", "cross"),
    "queued": (gettext_lazy("Queued"), "line", "clock"),
    "running": (gettext_lazy("Running"), "water", "simulation"),
    "finished": (gettext_lazy("Finished"), "life", "check"),
    "owed": (gettext_lazy("Owed"), "stress", "duty"),
    "overdue": (gettext_lazy("Overdue"), "critical", "critical"),
    "discharged": (gettext_lazy("Answered"), "life", "check"),
    "hidden": (gettext_lazy("Hidden"), "line", "lock"),
    "moderation": (gettext_lazy("In moderation"), "line", "clock"),
    "seeking_sponsors": (gettext_lazy("Seeking sponsors"), "line", "group"),
    "published": (gettext_lazy("Published"), "life", "check"),
    "superseded": (gettext_lazy("Superseded"), "line", "clock"),
    "tabled": (gettext_lazy("Tabled"), "line", "motion"),
    "consent": (gettext_lazy("In its consent window"), "stress", "clock"),
}


def state_key(state: Any) -> str:
    return (
        str(getattr(state, "value", state) or "unknown").strip().lower().replace(" ", "_").replace("-", "_")
    )


def state_words(state: Any) -> str:
    """The state in words; one that is not listed keeps its own."""
    found = STATES.get(state_key(state))
    return str(found[0]) if found and state else str(state or "")
