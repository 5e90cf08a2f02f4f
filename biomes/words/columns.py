"""What each column of a file of readings says, for the page that hands them out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

COLUMNS = {
    "station": gettext_lazy("Code of the station that measured"),
    "indicator": gettext_lazy("What was measured"),
    "phenomenon_at": gettext_lazy("When, in UTC; the first instant of what is known"),
    "precision": gettext_lazy("How much of the time is known: instant, day, month or year"),
    "depth_m": gettext_lazy("Depth in metres, where one was said"),
    "replicate": gettext_lazy("Number of the sample, where several were taken at once"),
    "version": gettext_lazy("1, or more where the value was corrected"),
    "qualifier": gettext_lazy("< below the detection limit, > above what can be counted, or nothing"),
    "value": gettext_lazy("The value, every digit as it was sent"),
    "unit": gettext_lazy("Unit of value and detection limit"),
    "detection_limit": gettext_lazy("Below this the method sees nothing"),
    "quality": gettext_lazy("checked, or raw where nobody has looked yet"),
    "flags": gettext_lazy("late, future, out_of_order, wild, rounded, converted"),
    "method": gettext_lazy("How it was measured, in the sender’s words"),
    "historical": gettext_lazy("Whether it came from a file of the past"),
    "leaf": gettext_lazy("SHA-256 by which anybody can check the row against the public record"),
}
