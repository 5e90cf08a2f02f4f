"""The shape of what people send."""

from petitions.forms.around import OembedForm
from petitions.forms.auditing import HeldForm, HouseholdForm, ListingForm, SenderForm, can_hold, end_of
from petitions.forms.coalitions import (
    AimForm,
    AroundForm,
    BeaconForm,
    CoalitionBiomesForm,
    CoalitionFilterForm,
    HatForm,
    InviteMemberForm,
    JudgeForm,
    PledgeForm,
    ReportForm,
)
from petitions.forms.counting import CriteriaForm, IntervalForm, PauseForm, WhyForm
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
from petitions.forms.life import CloseBodyForm, ExemptionForm
from petitions.forms.mail import KindForm, MailForm, WorksForm
from petitions.forms.numbers import SponsorNeedForm, ThresholdForm
from petitions.forms.paper import (
    AsideForm,
    CheckForm,
    LinesForm,
    LookForm,
    RegisterForm,
    SettleForm,
    lines_of,
)
from petitions.forms.sealing import NameReasonForm, PseudonymForm
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
    "AimForm",
    "AppealForm",
    "AroundForm",
    "AsideForm",
    "AsksForm",
    "BackgroundForm",
    "BeaconForm",
    "CheckForm",
    "CloseBodyForm",
    "CoalitionBiomesForm",
    "CoalitionFilterForm",
    "CriteriaForm",
    "ExemptionForm",
    "FilerForm",
    "FilterForm",
    "HatForm",
    "HeldForm",
    "HouseholdForm",
    "IntervalForm",
    "InviteForm",
    "InviteMemberForm",
    "JudgeForm",
    "KindForm",
    "LinesForm",
    "ListingForm",
    "LookForm",
    "MailForm",
    "NameReasonForm",
    "OembedForm",
    "PauseForm",
    "PledgeForm",
    "PseudonymForm",
    "ReasonForm",
    "ReceiptForm",
    "RegisterForm",
    "RelationForm",
    "ReportForm",
    "ResponseForm",
    "SenderForm",
    "SettleForm",
    "SignForm",
    "SignNowForm",
    "SponsorForm",
    "SponsorNeedForm",
    "ThresholdForm",
    "TitleForm",
    "WhyForm",
    "WorksForm",
    "can_hold",
    "end_of",
    "lines_of",
]
