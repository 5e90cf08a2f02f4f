"""The shape of what a curator writes. A form checks; it never saves."""

from biomes.forms.exports import ExportForm, TakeForm
from biomes.forms.fields import PictureField, PlaceField
from biomes.forms.imports import ColumnsForm, RunForm, SeparatorForm, UploadForm
from biomes.forms.instruments import CorrectionForm, StationForm, ThresholdForm
from biomes.forms.lists import FilterForm, ZoneFilterForm
from biomes.forms.profiles import BiomeForm, CompareForm, PublishForm, ReasonForm
from biomes.forms.relations import (
    CompetentForm,
    EndGuardianshipForm,
    EndLinkForm,
    GuardianForm,
    LinkForm,
    ZoneForm,
)
from biomes.forms.rows import NamesField, StewardsField
from biomes.forms.zone_indicators import CorrectFigureForm, FigureForm, FigureTableForm

__all__ = [
    "BiomeForm",
    "ColumnsForm",
    "CompareForm",
    "CompetentForm",
    "CorrectFigureForm",
    "CorrectionForm",
    "EndGuardianshipForm",
    "EndLinkForm",
    "ExportForm",
    "FigureForm",
    "FigureTableForm",
    "FilterForm",
    "GuardianForm",
    "LinkForm",
    "NamesField",
    "PictureField",
    "PlaceField",
    "PublishForm",
    "ReasonForm",
    "RunForm",
    "SeparatorForm",
    "StationForm",
    "StewardsField",
    "TakeForm",
    "ThresholdForm",
    "UploadForm",
    "ZoneFilterForm",
    "ZoneForm",
]
