"""The shape of what a curator writes. A form checks; it never saves."""

from biomes.forms.fields import NamesField, PictureField, PlaceField
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
from biomes.forms.zone_indicators import CorrectFigureForm, FigureForm, FigureTableForm

__all__ = [
    "BiomeForm",
    "CompetentForm",
    "CorrectFigureForm",
    "CorrectionForm",
    "EndGuardianshipForm",
    "EndLinkForm",
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
    "StationForm",
    "ThresholdForm",
    "ZoneForm",
]
