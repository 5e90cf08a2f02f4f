"""Sentences that Django says for us and has not in every language of ours: our catalogue gives them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SENTENCES = (
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        0,
    ),
    _("Ensure this value is a multiple of step size %(limit_value)s."),
)
