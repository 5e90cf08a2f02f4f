"""The shape of what a curator writes. A form checks; it never saves."""

from biomes.forms.fields import NamesField, PictureField, PlaceField
from biomes.forms.instruments import CorrectionForm, StationForm, ThresholdForm
from biomes.forms.lists import FilterForm, ZoneFilterForm
from biomes.forms.profiles import BiomeForm, PublishForm, ReasonForm
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
    "CompetentForm",
    "CorrectionForm",
    "EndGuardianshipForm",
    "EndLinkForm",
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
    "ZoneFilterForm",
    "ZoneForm",
]
