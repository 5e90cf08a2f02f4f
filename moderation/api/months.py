"""What was removed, month by month, as the public log has it."""

from typing import Any

from rest_framework import serializers, viewsets

from ledger.paging import Pages
from moderation import queries
from moderation.models import Month


class RemovedByCode(serializers.Serializer[Any]):
    code = serializers.CharField()
    hides = serializers.BooleanField()
    rejected = serializers.IntegerField(help_text="At first.")
    confirmed = serializers.IntegerField(help_text="Again, on appeal.")


class MonthSerializer(serializers.ModelSerializer[Month]):
    month = serializers.CharField(source="code", help_text="2150-05")  # type: ignore[assignment]
    codes = RemovedByCode(source="rows", many=True)
    rejected = serializers.IntegerField(source="rejected_count")
    confirmed = serializers.IntegerField(source="confirmed_count")
    restored = serializers.IntegerField(source="restored_count")
    hidden = serializers.IntegerField(source="hidden_count")

    class Meta:
        model = Month
        fields = (
            "month",
            "codes",
            "rejected",
            "confirmed",
            "restored",
            "hidden",
            "root",
            "subject",
            "sealed_at",
        )


class MonthPages(Pages):
    ordering = "-month"


class MonthViewSet(viewsets.GenericViewSet[Month], viewsets.mixins.ListModelMixin):
    """Counts of removed texts by code, the newest month first; `root` is over the commitments of what was hidden."""

    queryset = queries.months()
    serializer_class = MonthSerializer
    pagination_class = MonthPages
