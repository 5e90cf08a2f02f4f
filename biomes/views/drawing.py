"""What the forms with a map share: a repair that was asked for by a button, and where the fault lies."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, QueryDict

from biomes import words
from biomes.rules import place, repair
from biomes.rules.bulk import geometry_text
from biomes.words import curation, drawing


def repaired(request: HttpRequest, field: str) -> tuple[QueryDict | None, str]:
    """What was sent, with its drawing repaired as the button says, and a sentence; None where nothing was asked."""
    asked = request.POST.get("repair", "")
    if request.method != "POST" or asked not in set(repair.Repair):
        return None, ""
    data = request.POST.copy()
    how, text = repair.Repair(asked), data.get(field, "")
    try:
        said = drawing.thinning(text) if how is repair.Repair.THIN else ""
        data[field] = geometry_text(repair.repaired(text, how))
    except place.BadPlace as why:
        return data, words.bad_place(why)
    return data, f"{curation.REPAIRED[how]} {said}".strip()


def around_fault(form: Form, field: str) -> dict[str, Any]:
    """For `_place_editor.html`: where the drawing is broken, and the repair that is offered."""
    found = form.errors.as_data().get(field, []) if form.is_bound else []
    context: dict[str, Any] = {}
    for one in found:
        why = (one.params or {}).get("why")
        if why and why.lon is not None:
            context["fault"] = {"lon": why.lon, "lat": why.lat}
        if one.code in repair.FOR:
            how = repair.FOR[one.code]
            about = curation.OFFERS[how]
            if how is repair.Repair.THIN:
                about = drawing.thinning(str(form.data.get(field, "")))
            context["repair"] = {"code": how.value, "words": curation.REPAIRS[how], "about": about}
    return context
