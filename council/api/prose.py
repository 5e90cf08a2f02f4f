"""What people write for others to read, checked by the page's own field, so that page and API refuse alike."""

from typing import Any

from django.forms import ValidationError
from rest_framework import serializers

from council.forms import Words


class Prose(serializers.CharField):
    """Tidied, and without characters that nobody sees; ``block``: of several lines."""

    def __init__(self, *, block: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.words = Words(block=block, required=False)

    def to_internal_value(self, data: Any) -> str:
        try:
            return str(self.words.clean(super().to_internal_value(data)))
        except ValidationError as wrong:
            raise serializers.ValidationError(wrong.messages) from wrong
