"""Charters, amendments, drafts of new charters and duties, as the API shows them."""

from charters.api.founding import CharterDraftViewSet
from charters.api.texts import AmendmentViewSet, CharterViewSet, DutyViewSet

ROUTES = [
    ("charters", CharterViewSet, "charter"),
    ("charter-drafts", CharterDraftViewSet, "charter-draft"),
    ("amendments", AmendmentViewSet, "amendment"),
    ("duties", DutyViewSet, "duty"),
]
