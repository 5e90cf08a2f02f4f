"""The shape of what a curator writes. A form checks; it never saves."""

from biomes.forms.exports import ExportForm, TakeForm
from biomes.forms.fields import NamesField, PlaceField
from biomes.forms.imports import ColumnsForm, RunForm, SeparatorForm, UploadForm
from biomes.forms.instruments import CorrectionForm, StationForm, ThresholdForm
from biomes.forms.profiles import BiomeForm, FilterForm, PublishForm, ReasonForm
from biomes.forms.relations import (
    CompetentForm,
    EndGuardianshipForm,
    EndLinkForm,
    GuardianForm,
    LinkForm,
    ZoneForm,
)

__all__ = [
    "BiomeForm",
    "ColumnsForm",
    "CompetentForm",
    "CorrectionForm",
    "EndGuardianshipForm",
    "EndLinkForm",
    "ExportForm",
    "FilterForm",
    "GuardianForm",
    "LinkForm",
    "NamesField",
    "PlaceField",
    "PublishForm",
    "ReasonForm",
    "RunForm",
    "SeparatorForm",
    "StationForm",
    "TakeForm",
    "ThresholdForm",
    "UploadForm",
    "ZoneForm",
]
