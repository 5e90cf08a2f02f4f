"""A living system out of many thousands, found by its name: typed, and chosen among those that match.

With a script a few are offered while the name is typed. Without one the form comes back with those that match, to choose
from; a name or an address that is written out needs neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from biomes import queries
from biomes.models import Biome
from biomes.queries.finding import MOST_OFFERED, Among, Offer

FIND = _("Its name, some words of it, or its address.")


class FinderWidget(forms.TextInput):
    """A line of text; where it matched several, these below it. ``listed`` is a list of the page's own."""

    template_name = "biomes/widgets/finder.html"

    def __init__(self, *, listed: str = "", among: Among = Among.PUBLIC) -> None:
        super().__init__({"autocomplete": "off"} | ({"list": listed} if listed else {}))
        self.is_live, self.among = not listed, among
        self.offered: Sequence[Offer] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        found = context["widget"]
        found["offered"] = self.offered
        if self.is_live:
            found["attrs"]["list"] = f"{found['attrs'].get('id', name)}-offered"
            found["asks"] = self.among.value
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was chosen, unless another name was typed since it was offered."""
        typed, chosen = data.get(name), data.get(f"{name}-chosen")
        return chosen if chosen and typed == data.get(f"{name}-asked") else typed


class KnownField(forms.CharField):
    """A living system (a published one, if ``among`` says no more), or a zone where ``zones`` says so, by its name or its address.

    A list of thousands is no choice. ``offers`` names a datalist of the page, which holds a few; without it
    the field finds them itself. Cleaned to ``biome/<address>`` or ``zone/<address>``; empty where nothing was said.
    """

    def __init__(
        self, *, offers: str = "", zones: bool = False, among: Among = Among.PUBLIC, **said: Any
    ) -> None:
        super().__init__(max_length=120, widget=FinderWidget(listed=offers, among=among), **said)
        self.zones, self.among = zones, among

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        found = queries.called(text, zones=self.zones, among=self.among)
        if len(found) == 1:
            return found[0].key
        addresses = ", ".join(one.key for one in found)
        near = found or queries.offers(text, zones=self.zones, among=self.among)
        self._offer(near)
        if found:
            raise forms.ValidationError(
                _("Several have this name; say which one: %(addresses)s.") % {"addresses": addresses}
            )
        if len(near) == MOST_OFFERED:
            raise forms.ValidationError(
                _("Many names hold these words. Choose one of the first, or write more of it.")
            )
        if near:
            raise forms.ValidationError(_("Choose which one you mean, or write its whole name."))
        raise forms.ValidationError(_("Nothing here has this name or address."))

    def _offer(self, near: Sequence[Offer]) -> None:
        if isinstance(self.widget, FinderWidget):
            self.widget.offered = near


class BiomeField(KnownField):
    """The same, cleaned to the living system itself, or None."""

    def clean(self, value: Any) -> Any:
        _kind, _slash, slug = super().clean(value).partition("/")
        return Biome.objects.get(slug=slug) if slug else None
