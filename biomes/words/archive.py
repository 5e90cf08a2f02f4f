"""The words for months that were put away."""

from django.utils.translation import gettext_lazy

TOO_LONG = gettext_lazy("That would take too long: name a station or a shorter period.")
REFUSALS = {
    "month_archived": gettext_lazy(
        "Readings of this month are in the archive, so nobody can say whether this one is there already. "
        "The operator can bring the month back."
    ),
}
