"""The living systems of the Vessa basin as data: names, links, stations, limits, and one real lagoon."""

from biomes.rules.words import Direction, LinkKind, State, ZoneKind
from portal.demo import places

ZONES = {
    "aurelis-shore": ("Aurelis Shore", ZoneKind.LIFE_LUXURY, 9_600),
    "harl-heights": ("Harl Heights", ZoneKind.LIFE_LUXURY, 6_200),
    "middle-harl": ("Middle Harl", ZoneKind.MIXED, 14_900),
    "tessel-row": ("Tessel Row", ZoneKind.ENTROPY, 18_400),
    "low-quay": ("Low Quay", ZoneKind.ENTROPY, 22_800),
    "saltpan": ("Saltpan", ZoneKind.ENTROPY, 7_300),
    "kell-terraces": ("Kell Terraces", ZoneKind.LIFE_LUXURY, 3_100),
    "harl-crown": ("Harl Crown", ZoneKind.LIFE_LUXURY, 2_400),
    "dune-gardens": ("Dune Gardens", ZoneKind.LIFE_LUXURY, 2_900),
    "cinder-yards": ("Cinder Yards", ZoneKind.ENTROPY, 11_600),
    "southsill": ("Southsill", ZoneKind.ENTROPY, 8_200),
}

# slug: (name, names, functional group, zones, mean depth, Red List, story)
SYSTEMS: dict[str, tuple[str, list[dict[str, str]], str, list[str], str | None, str, str]] = {
    "vessa-lagoon": (
        "Vessa Lagoon",
        [
            {"language": "es", "name": "Laguna de Vessa", "meaning": ""},
            {"language": "ar", "name": "بحيرة فيسا", "meaning": ""},
            {"language": "mis", "name": "Oru-Vessa", "meaning": "the held water"},
        ],
        "FM1.3",
        ["aurelis-shore", "middle-harl", "harl-heights", "tessel-row", "low-quay", "saltpan"],
        "3.1",
        "EN",
        "A shallow lagoon held between the Harl’s mouth and a narrow inlet. The night fishers of Low Quay read it "
        "by its colour; six zones drink its air.\n\nIts western basin turns over slowly, so what the river brings "
        "stays there longest.",
    ),
    "sill-meadow": (
        "Sill Meadow",
        [{"language": "es", "name": "Pradera del Umbral", "meaning": ""}],
        "M1.1",
        ["aurelis-shore", "saltpan", "dune-gardens"],
        "2.4",
        "VU",
        "Seagrass on the lagoon’s eastern sill: nursery of the shad, and the brake on every wave.",
    ),
    "harl-river": (
        "Harl River",
        [{"language": "es", "name": "Río Harl", "meaning": ""}],
        "F1.2",
        ["harl-heights", "middle-harl", "harl-crown", "kell-terraces"],
        "1.8",
        "NT",
        "It gathers the uplands and the outfall of Middle Harl, and gives both to the lagoon.",
    ),
    "ister-reedbed": (
        "Ister Reedbed",
        [{"language": "es", "name": "Carrizal de Ister", "meaning": ""}],
        "MFT1.3",
        ["saltpan", "low-quay"],
        "0.6",
        "NT",
        "Reeds beside the inlet, cut by hand every second winter.",
    ),
    "low-quay-soil": (
        "Low Quay Soil",
        [{"language": "es", "name": "Suelo de Low Quay", "meaning": ""}],
        "T7.4",
        ["low-quay", "cinder-yards"],
        None,
        "NE",
        "What lives under the yards and the tram beds of Low Quay. Nobody has measured it yet.",
    ),
    "kell-streams": (
        "Kell Streams",
        [{"language": "es", "name": "Arroyos de Kell", "meaning": ""}],
        "F1.1",
        ["harl-heights", "kell-terraces"],
        "0.4",
        "LC",
        "Cold, quick water above the Heights. The dippers nest behind its falls.",
    ),
    "tessel-aquifer": (
        "Tessel Row Aquifer",
        [{"language": "es", "name": "Acuífero de Tessel Row", "meaning": ""}],
        "SF1.2",
        ["tessel-row", "cinder-yards", "southsill"],
        None,
        "NE",
        "The water under Tessel Row, from which four in ten of its wells still draw.",
    ),
    "aurelis-dunes": (
        "Aurelis Dunes",
        [{"language": "es", "name": "Dunas de Aurelis", "meaning": ""}],
        "MT2.1",
        ["aurelis-shore", "dune-gardens"],
        None,
        "VU",
        "Sea buckthorn and marram on old sand, fenced twice and crossed daily.",
    ),
    "saltpan-ponds": (
        "Saltpan Ponds",
        [{"language": "es", "name": "Charcas del Salobre", "meaning": ""}],
        "F2.7",
        ["saltpan"],
        "0.3",
        "NE",
        "Ponds that come with the winter and leave as salt. Their one station fell silent three weeks ago.",
    ),
    "harl-woods": (
        "Harl Woods",
        [{"language": "es", "name": "Bosque del Harl", "meaning": ""}],
        "T2.4",
        ["middle-harl", "harl-crown"],
        None,
        "EN",
        "The last laurel wood of the basin; it drinks fog.",
    ),
    "outer-reef": (
        "Outer Reef",
        [{"language": "es", "name": "Arrecife Exterior", "meaning": ""}],
        "M1.6",
        [],
        "11",
        "LC",
        "Rock and kelp beyond the inlet, where the young shad of Sill Meadow grow up.",
    ),
}

# An outline drawn from the public map by hand, simplified to some hundred metres.
MAR_MENOR = places.polygon(
    "-0.7870 37.8170, -0.8050 37.7970, -0.8300 37.7700, -0.8480 37.7430, -0.8560 37.7150, -0.8350 37.6770, "
    "-0.8120 37.6610, -0.7880 37.6530, -0.7600 37.6450, -0.7350 37.6390, -0.7210 37.6450, -0.7300 37.6800, "
    "-0.7390 37.7050, -0.7330 37.7470, -0.7440 37.7750, -0.7570 37.7900, -0.7700 37.8080, -0.7870 37.8170"
)
MAR_MENOR_SAID = (
    ("2016-08", "12.7"),
    ("2016-12", "19.0"),
    ("2017-01", "34.3"),
    ("2017-05", "2.5"),
    ("2016", "15.2"),
    ("2017", "6.6"),
    ("2018", "1.8"),
    ("2019", "4.3"),
    ("2020", "2.5"),
    ("2021", "1.8"),
    ("2022", "1.0"),
    ("2023", "0.5"),
)
DERIVED = "derived by this project from regional buoy data; not official"

# (from, to, kind, both ways, strength, evidence)
LINKS = (
    (
        "harl-river",
        "vessa-lagoon",
        LinkKind.FLOW,
        False,
        "0.81",
        "Water balance of the Vessa basin, 2147 to 2149",
    ),
    (
        "vessa-lagoon",
        "tessel-aquifer",
        LinkKind.RECHARGE,
        False,
        "0.46",
        "Tracer test in nine wells, May 2148",
    ),
    ("vessa-lagoon", "sill-meadow", LinkKind.MIGRATION, True, "0.38", "Tagged shad, four springs"),
    (
        "vessa-lagoon",
        "ister-reedbed",
        LinkKind.EXCHANGE,
        False,
        "0.22",
        "Tide gauges on both sides of the bar",
    ),
    ("kell-streams", "harl-river", LinkKind.FLOW, False, "0.35", "Gauges K-01 and H-02, ten years"),
    (
        "harl-woods",
        "kell-streams",
        LinkKind.RECHARGE,
        False,
        "0.18",
        "Fog nets and spring yield, 2140 to 2148",
    ),
    ("sill-meadow", "outer-reef", LinkKind.MIGRATION, True, "0.41", "Ear stones of juvenile shad, 2146"),
    ("saltpan-ponds", "ister-reedbed", LinkKind.EXCHANGE, True, "0.12", "Counts of waders, two winters"),
)

# station: (living system, name)
STATIONS = {
    "V-01": ("vessa-lagoon", "East basin"),
    "V-02": ("vessa-lagoon", "Middle"),
    "V-03": ("vessa-lagoon", "Tessel bank"),
    "V-04": ("vessa-lagoon", "South-west"),
    "V-05": ("vessa-lagoon", "Off the point"),
    "V-06": ("vessa-lagoon", "Inlet"),
    "V-07": ("vessa-lagoon", "Harl mouth"),
    "S-01": ("sill-meadow", "The sill"),
    "H-01": ("harl-river", "Lower bridge"),
    "H-02": ("harl-river", "Upper weir"),
    "K-01": ("kell-streams", "Third fall"),
    "R-01": ("ister-reedbed", "Reed cutters’ hut"),
    "A-01": ("tessel-aquifer", "Well 4"),
    "P-01": ("saltpan-ponds", "First pond"),
    "O-01": ("outer-reef", "Reef mooring"),
}

# How much of the bloom each lagoon station sees, and its quiet level of chlorophyll.
BLOOM = {"V-07": 1.0, "V-03": 0.75, "V-04": 0.48, "V-05": 0.1, "V-02": 0.05, "V-01": 0.0, "V-06": 0.0}
# The days before today on which the bloom passed what: chlorophyll 24 on day 9, toxin 8 on day 3.
CHLOROPHYLL_RISE = (13.6, 16.2, 19.8, 24.6, 29.0, 32.6, 37.1, 42.0, 45.2, 48.4, 51.3, 52.8, 56.4, 61.0)
TOXIN_RISE = (0.9, 1.4, 2.0, 2.8, 3.9, 4.6, 5.5, 6.4, 7.2, 7.7, 8.4, 9.3, 10.4, 11.6)

LIMITS = (
    ("microcystin", State.CRITICAL, Direction.ABOVE, "8", "adopting the US EPA value of 2019"),
    ("oxygen-night", State.DISTRESSED, Direction.BELOW, "4", "floor of night oxygen"),
    ("water-temperature", State.STRESSED, Direction.ABOVE, "28", "warm limit"),
    ("salinity", State.STRESSED, Direction.BELOW, "5", "fresh limit"),
    ("salinity", State.STRESSED, Direction.ABOVE, "12", "salt limit"),
    ("secchi-depth", State.STRESSED, Direction.BELOW, "1.2", "clearness for seagrass"),
)
