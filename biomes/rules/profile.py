"""What a profile says, as plain data: the content of a revision, and the difference between two."""

from collections.abc import Mapping
from typing import Any

# In the order in which pages show them.
FIELDS = (
    "name",
    "names",
    "functional_group",
    "place",
    "zones",
    "story",
    "notice",
    "mean_depth_m",
    "red_list",
    "red_list_criteria",
    "red_list_on",
    "red_list_citation",
)

Snapshot = dict[str, Any]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """(field, then, now) for what differs; a field that one side lacks counts as empty."""
    return [
        (field, before.get(field), after.get(field))
        for field in FIELDS
        if (before.get(field) or None) != (after.get(field) or None)
    ]
