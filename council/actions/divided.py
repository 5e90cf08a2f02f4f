"""What is said where a motion that is voted on by parts would be decided, or changed, by another road."""

from django.utils.translation import gettext_lazy as _

BY_PARTS = _(
    "This motion is voted on by parts: the whole is put to sealed ballots once its parts are decided."
)
TEXT_OF_PARTS = _("The other motion is voted on by parts: its text follows from them alone.")
