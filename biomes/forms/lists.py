"""The filters of the lists. An unknown value counts as none, so that an old link still opens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes import words
from biomes.models import Zone
from biomes.queries import Shelf, Wanted, ZoneShelf
from biomes.rules import typology
from biomes.rules.person_words import line
from biomes.rules.words import ZoneKind
from biomes.words.typology import kind_name

EVERY = [("", _("All"))]
YES_NO = [*EVERY, ("yes", _("Yes")), ("no", _("No"))]
# The words of a filter, with how many it would show.
COUNTED = "%s (%s)"


class Filters(forms.Form):
    def choose(self, field: str, rows: list[tuple[str, Any]]) -> None:
        chooser = self.fields[field]
        if isinstance(chooser, forms.ChoiceField):
            chooser.choices = [*EVERY, *rows]

    def text(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    @property
    def words(self) -> str:
        """The query as typed, without what nobody can see; a NUL asks nothing."""
        return line(str(self.data.get("q", "")).replace("\x00", "")[:80])


class FilterForm(Filters):
    q = forms.CharField(
        label=_("Name"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    zone = forms.ChoiceField(label=_("Zone"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    station = forms.ChoiceField(label=_("Has a station"), required=False, choices=YES_NO)
    guardian = forms.ChoiceField(label=_("Has a guardian"), required=False, choices=YES_NO)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("Worst first")), ("unknown", _("Unknown first")), ("name", _("By name"))],
    )

    def offer(self, shelf: Shelf, zones: list[Zone]) -> None:
        """The choices with their counts, known once the list is."""
        self.choose("state", [(k, COUNTED % (v, shelf.by_state.get(k, 0))) for k, v in words.STATES.items()])
        self.choose("zone", [(z.slug, COUNTED % (z.name, shelf.by_zone.get(z.slug, 0))) for z in zones])
        self.choose(
            "kind",
            [(code, COUNTED % (f"{code} {kind_name(code)}", n)) for code, n in shelf.by_kind.items()],
        )

    @property
    def wanted(self) -> Wanted:
        """Before the choices are known: what looks like a value is one, and finds nothing if it is none."""
        names = ("state", "zone", "kind", "station", "guardian", "order")
        given = {name: str(self.data.get(name, "")).replace("\x00", "")[:60] for name in names}
        known = {"state": set(words.STATES), "station": {"yes", "no"}, "guardian": {"yes", "no"}}
        for name, values in known.items():
            given[name] = given[name] if given[name] in values else ""
        known_kinds = {*typology.REALMS, *typology.BIOMES, *typology.FUNCTIONAL_GROUPS}
        given["kind"] = given["kind"] if given["kind"] in known_kinds else ""
        given["zone"] = given["zone"] if Zone.objects.filter(slug=given["zone"]).exists() else ""
        return Wanted(**given, words=self.words)


class ZoneFilterForm(Filters):
    q = forms.CharField(
        label=_("Name"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("", _("By name")), ("people", _("Most people first"))]
    )

    @property
    def wanted(self) -> dict[str, str]:
        kind, order = str(self.data.get("kind", "")), str(self.data.get("order", ""))
        return {
            "kind": kind if kind in set(ZoneKind) else "",
            "order": order if order == "people" else "",
            "words": self.words,
        }

    def offer(self, shelf: ZoneShelf) -> None:
        self.choose(
            "kind", [(k, COUNTED % (v, shelf.by_kind.get(k, 0))) for k, v in words.ZONE_KINDS.items()]
        )
