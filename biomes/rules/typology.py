"""The IUCN Global Ecosystem Typology, version 2.1: 11 realms, 25 biomes, 110 functional groups.

Reference data with credit: Keith, D.A., Ferrer-Paris, J.R., Nicholson, E. and Kingsford, R.T. (eds.)
(2020). IUCN Global Ecosystem Typology 2.0, updated as version 2.1; IUCN, Gland. global-ecosystems.org.
The names are IUCN's own; `biomes/words/typology.py` has them in the reader's language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

LINK = "https://global-ecosystems.org/"
CREDIT = "IUCN Global Ecosystem Typology 2.1"

_TABLE = """
A|Atmospheric
F|Freshwater
F1|Rivers and streams biome
F1.1|Permanent upland streams
F1.2|Permanent lowland rivers
F1.3|Freeze-thaw rivers and streams
F1.4|Seasonal upland streams
F1.5|Seasonal lowland rivers
F1.6|Episodic arid rivers
F1.7|Large lowland rivers
F2|Lakes biome
F2.1|Large permanent freshwater lakes
F2.2|Small permanent freshwater lakes
F2.3|Seasonal freshwater lakes
F2.4|Freeze-thaw freshwater lakes
F2.5|Ephemeral freshwater lakes
F2.6|Permanent salt and soda lakes
F2.7|Ephemeral salt lakes
F2.8|Artesian springs and oases
F2.9|Geothermal pools and wetlands
F2.10|Subglacial lakes
F3|Artificial wetlands biome
F3.1|Large reservoirs
F3.2|Constructed lacustrine wetlands
F3.3|Rice paddies
F3.4|Freshwater aquafarms
F3.5|Canals, ditches and drains
FM|Freshwater-Marine
FM1|Semi-confined transitional waters biome
FM1.1|Deepwater coastal inlets
FM1.2|Permanently open riverine estuaries and bays
FM1.3|Intermittently closed and open lakes and lagoons
M|Marine
M1|Marine shelf biome
M1.1|Seagrass meadows
M1.2|Kelp forests
M1.3|Photic coral reefs
M1.4|Shellfish beds and reefs
M1.5|Photo-limited marine animal forests
M1.6|Subtidal rocky reefs
M1.7|Subtidal sand beds
M1.8|Subtidal mud plains
M1.9|Upwelling zones
M1.10|Rhodolith/Maërl beds
M2|Pelagic ocean waters biome
M2.1|Epipelagic ocean waters
M2.2|Mesopelagic ocean water
M2.3|Bathypelagic ocean waters
M2.4|Abyssopelagic ocean waters
M2.5|Sea ice
M3|Deep sea floors biome
M3.1|Continental and island slopes
M3.2|Submarine canyons
M3.3|Abyssal plains
M3.4|Seamounts, ridges and plateaus
M3.5|Deepwater biogenic beds
M3.6|Hadal trenches and troughs
M3.7|Chemosynthetic-based-ecosystems (CBE)
M4|Anthropogenic marine biome
M4.1|Submerged artificial structures
M4.2|Marine aquafarms
MFT|Marine-Freshwater-Terrestrial
MFT1|Brackish tidal biome
MFT1.1|Coastal river deltas
MFT1.2|Intertidal forests and shrublands
MFT1.3|Coastal saltmarshes and reedbeds
MT|Marine-Terrestrial
MT1|Shorelines biome
MT1.1|Rocky Shorelines
MT1.2|Muddy Shorelines
MT1.3|Sandy Shorelines
MT1.4|Boulder and cobble shores
MT2|Supralittoral coastal biome
MT2.1|Coastal shrublands and grasslands
MT2.2|Large seabird and pinniped colonies
MT3|Anthropogenic shorelines biome
MT3.1|Artificial shorelines
S|Subterranean
S1|Subterranean lithic biome
S1.1|Aerobic caves
S1.2|Endolithic systems
S2|Anthropogenic subterranean voids biome
S2.1|Anthropogenic subterranean voids
SF|Subterranean-Freshwater
SF1|Subterranean freshwaters biome
SF1.1|Underground streams and pools
SF1.2|Groundwater ecosystems
SF2|Anthropogenic subterranean freshwaters biome
SF2.1|Water pipes and subterranean canals
SF2.2|Flooded mines and other voids
SM|Subterranean-Marine
SM1|Subterranean tidal biome
SM1.1|Anchialine caves
SM1.2|Anchialine pools
SM1.3|Sea caves
T|Terrestrial
T1|Tropical-subtropical forests biome
T1.1|Tropical/Subtropical lowland rainforests
T1.2|Tropical/Subtropical dry forests and thickets
T1.3|Tropical/Subtropical montane rainforests
T1.4|Tropical heath forests
T2|Temperate-boreal forests and woodlands biome
T2.1|Boreal and temperate high montane forests and woodlands
T2.2|Deciduous temperate forests
T2.3|Oceanic cool temperate rainforests
T2.4|Warm temperate laurophyll forests
T2.5|Temperate pyric humid forests
T2.6|Temperate pyric sclerophyll forests and woodlands
T3|Shrublands and shrubby woodlands biome
T3.1|Seasonally dry tropical shrublands
T3.2|Seasonally dry temperate heath and shrublands
T3.3|Cool temperate heathlands
T3.4|Young rocky pavements, lava flows and screes
T4|Savannas and grasslands biome
T4.1|Trophic savannas
T4.2|Pyric tussock savannas
T4.3|Hummock savannas
T4.4|Temperate woodlands
T4.5|Temperate subhumid grasslands
T5|Deserts and semi-deserts biome
T5.1|Semi-desert steppe
T5.2|Succulent or Thorny deserts and semi-deserts
T5.3|Sclerophyll hot deserts and semi-deserts
T5.4|Cool deserts and semi-deserts
T5.5|Hyper-arid deserts
T6|Polar/alpine (cryogenic) biome
T6.1|Ice sheets, glaciers and perennial snowfields
T6.2|Polar/alpine cliffs, screes, outcrops and lava flows
T6.3|Polar tundra and deserts
T6.4|Temperate alpine grasslands and shrublands
T6.5|Tropical alpine grasslands and herbfields
T7|Intensive land-use biome
T7.1|Annual croplands
T7.2|Sown pastures and fields
T7.3|Plantations
T7.4|Urban and industrial ecosystems
T7.5|Derived semi-natural pastures and old fields
TF|Terrestrial-Freshwater
TF1|Palustrine wetlands biome
TF1.1|Tropical flooded forests and peat forests
TF1.2|Subtropical/temperate forested wetlands
TF1.3|Permanent marshes
TF1.4|Seasonal floodplain marshes
TF1.5|Episodic arid floodplains
TF1.6|Boreal, temperate and montane peat bogs
TF1.7|Boreal and temperate fens
"""


@dataclass(frozen=True, slots=True)
class Group:
    """One place in the typology; ``broader`` is the code above it, empty for a realm."""

    code: str
    name: str
    broader: str


def _broader(code: str) -> str:
    """F1.10 -> F1 -> F: a functional group has a point, a biome ends in a digit."""
    if "." in code:
        return code.split(".")[0]
    return code.rstrip("0123456789") if code[-1].isdigit() else ""


_ALL = {
    code: Group(code, name, _broader(code))
    for code, name in (line.split("|") for line in _TABLE.strip().splitlines())
}
REALMS = MappingProxyType({c: g for c, g in _ALL.items() if not g.broader})
BIOMES = MappingProxyType({c: g for c, g in _ALL.items() if g.broader in REALMS})
FUNCTIONAL_GROUPS = MappingProxyType({c: g for c, g in _ALL.items() if g.broader in BIOMES})


# What a person put on the map without knowing its kind.
NOT_SAID = Group("", "", "")


def lineage(code: str) -> tuple[str, ...]:
    """FM1.3 -> (FM1.3, FM1, FM): from the narrowest to the widest; empty for an unknown code."""
    group = _ALL.get(code)
    return (code, *lineage(group.broader)) if group else ()


def _unnamed(_code: str) -> str:
    return ""


def search(words: str = "", realm: str = "", also: Callable[[str], str] = _unnamed) -> list[Group]:
    """Functional groups whose own name, biome, realm or code holds every word, in the typology's order.

    ``also`` gives a part's name in another language.
    """
    wanted = words.casefold().split()
    return [
        group
        for code, group in FUNCTIONAL_GROUPS.items()
        if (not realm or lineage(code)[-1] == realm) and all(one in _said_of(code, also) for one in wanted)
    ]


def _said_of(code: str, also: Callable[[str], str]) -> str:
    return " ".join(f"{one} {_ALL[one].name} {also(one)}" for one in lineage(code)).casefold()


def name_of(code: str) -> str:
    return _ALL[code].name if code in _ALL else ""
