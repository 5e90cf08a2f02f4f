"""The shape of what officers and engineers send. Nothing here saves."""

import math
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.core.validators import slug_re
from django.utils.translation import gettext_lazy as _

from crises import queries, words
from crises.models import Plan, Template
from crises.rules import alert_life, plan, run_life
from crises.rules.alert_life import CancelReason
from crises.rules.plan import Barrier, Cut, Drones, Kind, Place, Response


class CancelForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why cancel it"), choices=list(words.CANCEL_REASON.items()), initial=CancelReason.OVER.value
    )

    @property
    def chosen(self) -> CancelReason:
        return CancelReason(self.cleaned_data["reason"])


class FilterForm(forms.Form):
    """The list of alerts; anything unknown is ignored, never an error."""

    STATES = [
        ("", _("All")),
        (alert_life.State.ACTUAL.value, _("In force")),
        (alert_life.State.EXERCISE.value, _("Exercises")),
        ("over", _("Over")),
    ]
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    biome = forms.SlugField(required=False, widget=forms.HiddenInput)


def asked_biome(query: Mapping[str, str]) -> str:
    """The living system an address asks about; "" where that is no slug."""
    asked = query.get("biome", "")
    return asked if slug_re.match(asked) else ""


class RunForm(forms.Form):
    """A run: which plan, how many futures, how many days."""

    plan = forms.ChoiceField(label=_("Plan"), required=False, widget=forms.RadioSelect)
    members = forms.TypedChoiceField(
        label=_("Futures"),
        help_text=_(
            "Each is one weather and one way the algae may grow. More futures, a finer answer, a longer wait."
        ),
        coerce=int,
        choices=[(8, "8"), (16, "16"), (32, "32"), (64, "64")],
        initial=8,
    )
    days = forms.IntegerField(
        label=_("Days"), min_value=run_life.DAYS[0], max_value=run_life.DAYS[1], initial=10
    )
    cells = forms.TypedChoiceField(
        label=_("Detail"),
        coerce=int,
        choices=[(64, _("Coarse, 200 m")), (128, _("Fine, 100 m")), (256, _("Very fine, 50 m"))],
        initial=128,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, template: Template, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = list(queries.plans_for(template.biome.slug))
        self.plans: dict[str, Plan] = {p.slug: p for p in plans}
        choice = cast("forms.ChoiceField", self.fields["plan"])
        choice.choices = [("", _("Do nothing")), *((p.slug, p.title) for p in plans)]
        side = float(template.settings.get("frame", {}).get("side_m", 0)) or None
        if side:
            cells = cast("forms.TypedChoiceField", self.fields["cells"])
            cells.choices = [(n, _("%(metres)s m") % {"metres": round(side / n)}) for n in run_life.GRIDS]
        if not self.is_bound:
            self.initial.setdefault("key", uuid4())

    @property
    def chosen_plan(self) -> Plan | None:
        return self.plans.get(self.cleaned_data["plan"])

    @property
    def given_key(self) -> UUID:
        key: UUID = self.cleaned_data["key"]
        return key


NEEDED = {
    "capacity": _("Say how much water passes each drone in an hour."),
    "drones_from": _("Say where the drone line begins."),
    "drones_to": _("Say where the drone line ends."),
    "barrier_from": _("Say where the barrier begins."),
    "barrier_to": _("Say where the barrier ends."),
    "percent": _("Say by how many percent the source is cut."),
}


class PlanForm(forms.Form):
    """A plan: drones on a line, a barrier between two gates, a cut of one source. Each may be left out."""

    title = forms.CharField(label=_("Name of the plan"), max_length=60)
    drones = forms.IntegerField(
        label=_("Drones"), required=False, min_value=0, max_value=plan.DRONES[1],
        help_text=_("How many hold station along the line."),
    )  # fmt: skip
    capacity = forms.FloatField(
        label=_("Water through each drone, m³ an hour"), required=False,
        min_value=plan.CAPACITY_M3_H[0], max_value=plan.CAPACITY_M3_H[1], initial=50,
    )  # fmt: skip
    drones_from = forms.CharField(label=_("Drone line from"), required=False, max_length=60)
    drones_to = forms.CharField(label=_("Drone line to"), required=False, max_length=60)
    barrier = forms.ChoiceField(
        label=_("Barrier"), required=False,
        choices=[("", _("None")), ("deflecting", _("Deflecting: water goes round it")),
                 ("filtering", _("Filtering: water passes, algae stay"))],
    )  # fmt: skip
    barrier_from = forms.CharField(label=_("Barrier from"), required=False, max_length=60)
    barrier_to = forms.CharField(label=_("Barrier to"), required=False, max_length=60)
    source = forms.ChoiceField(label=_("Cut the nutrients of"), required=False)
    percent = forms.IntegerField(
        label=_("Cut by, %"), required=False, min_value=plan.CUT_PERCENT[0], max_value=plan.CUT_PERCENT[1]
    )

    def __init__(self, template: Template, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gates = {g["slug"]: g for g in template.settings.get("gates", [])}
        named = [("", _("None")), *((s["name"], s["name"]) for s in template.settings.get("sources", []))]
        cast("forms.ChoiceField", self.fields["source"]).choices = named
        gates = [(g["slug"], g["name"]) for g in self.gates.values()]
        for field in ("drones_from", "drones_to", "barrier_from", "barrier_to"):
            self.fields[field].widget = GateInput(gates, field)
            self.fields[field].help_text = _(
                "A gate of the list, or longitude and latitude: -24.1380, 38.1240"
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        wanted = []
        if given.get("drones"):
            wanted += ["capacity", "drones_from", "drones_to"]
        if given.get("barrier"):
            wanted += ["barrier_from", "barrier_to"]
        if given.get("source"):
            wanted.append("percent")
        for field in wanted:
            if field not in self.errors and given.get(field) in (None, ""):
                self.add_error(field, NEEDED[field])
        for field in ("drones_from", "drones_to", "barrier_from", "barrier_to"):
            if field in wanted and field not in self.errors and self._place(given[field]) is None:
                self.add_error(field, _("This is neither a gate of the list nor a longitude and a latitude."))
        return given

    def _place(self, text: str) -> Place | None:
        """A gate by its address or name, or two numbers."""
        for gate in self.gates.values():
            if text.strip().casefold() in (gate["slug"], gate["name"].casefold()):
                return float(gate["lon"]), float(gate["lat"])
        try:
            lon, lat = (float(part) for part in text.split(","))
        except ValueError:
            return None
        fits = math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
        return (lon, lat) if fits else None

    @property
    def response(self) -> Response:
        given = self.cleaned_data

        def line(start: str, end: str) -> tuple[Place, ...]:
            return tuple(p for p in (self._place(given[start]), self._place(given[end])) if p)

        return Response(
            drones=Drones(given["drones"], given["capacity"], line("drones_from", "drones_to"))
            if given.get("drones")
            else None,
            barrier=Barrier(line("barrier_from", "barrier_to"), given["barrier"])
            if given.get("barrier")
            else None,
            cut=Cut(given["source"], given["percent"]) if given.get("source") else None,
        )

    def take_faults(self, faults: list[tuple[Kind | None, str, plan.Fault]]) -> None:
        """Put each refusal of the rules beside the field it is about."""
        fields = {
            (Kind.DRONES, "capacity_m3_h"): "capacity", (Kind.DRONES, "count"): "drones",
            (Kind.DRONES, "line"): "drones_from", (Kind.BARRIER, "line"): "barrier_from",
            (Kind.CUT, "percent"): "percent",
        }  # fmt: skip
        for kind, name, fault in faults:
            self.add_error(fields.get((kind, name)) if kind else None, str(words.MEASURE_FAULT[fault]))


class GateInput(forms.TextInput):
    """A text field that offers the named gates (a datalist needs no script) and takes coordinates too."""

    template_name = "crises/_gate_input.html"

    def __init__(self, gates: list[tuple[str, str]], name: str) -> None:
        super().__init__(attrs={"list": f"{name}-gates", "autocomplete": "off"})
        self.gates, self.list_id = gates, f"{name}-gates"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"gates": self.gates, "list_id": self.list_id}
