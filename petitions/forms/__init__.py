"""The shape of what people send."""

from petitions.forms.filing import (
    AboutForm,
    AsksForm,
    BackgroundForm,
    FilerForm,
    InviteForm,
    RelationForm,
    SponsorForm,
    TitleForm,
)
from petitions.forms.signing import (
    AppealForm,
    FilterForm,
    ReasonForm,
    ReceiptForm,
    ResponseForm,
    SignForm,
    SignNowForm,
)

__all__ = [
    "AboutForm",
    "AppealForm",
    "AsksForm",
    "BackgroundForm",
    "FilerForm",
    "FilterForm",
    "InviteForm",
    "ReasonForm",
    "ReceiptForm",
    "RelationForm",
    "ResponseForm",
    "SignForm",
    "SignNowForm",
    "SponsorForm",
    "TitleForm",
]
