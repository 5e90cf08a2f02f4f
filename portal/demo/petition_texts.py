"""The petitions of the story, as data: what they ask, of which waters, and what becomes of them."""

from dataclasses import dataclass, field

TESSEL, LOW_QUAY, MIDDLE, SALTPAN = "tessel-row", "low-quay", "middle-harl", "saltpan"
AURELIS, HEIGHTS, ELSEWHERE = "aurelis-shore", "harl-heights", ""
TERRACES, CROWN, GARDENS = "kell-terraces", "harl-crown", "dune-gardens"
CINDER, SOUTHSILL = "cinder-yards", "southsill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One petition; days count back from today."""

    title: str
    biomes: tuple[str, ...]
    asks: tuple[str, ...]
    background: str
    details: str = ""
    filer: str
    pseudonym: str = ""
    filed: float
    fate: str
    opened: float = 0
    right: str = ""
    relation: str = "lives"
    zone: str = ""
    language: str = "en"
    sponsors: int = 5
    words: str = ""
    signatures: dict[str, int] = field(default_factory=dict)
    # (days ago, percent of the signatures there were by then)
    curve: tuple[tuple[float, int], ...] = ()


BREATHE = "charters.article/vessa-lagoon--art_3"
STEADY = ((0.85, 8), (0.6, 30), (0.4, 55), (0.2, 78), (0.03, 100))

HARL = Story(
    title="Clean the Harl outfall before summer, and let the drones stay",
    biomes=("vessa-lagoon", "harl-river"),
    right=BREATHE,
    asks=(
        "Cut phosphorus at the Harl outfall by 30 % before the summer low water.",
        "Keep forty clearing drones in the strip before Tessel Row until it has had sixty days under 8 µg/L.",
        "Publish every reading in the three languages of the shore.",
    ),
    background=(
        "Each summer the upper shore closes its gates and the lower shore carries its water in cans. "
        "The bloom is not weather. It comes from one pipe, and we know which."
    ),
    details=(
        "Station V-07 stands where the Harl comes in. When it rises, the strip before Tessel Row follows within "
        "six days. The drones of last month's trial took up toxin there; when they left, it came back."
    ),
    filer="lyra",
    filed=7.9,
    opened=7.5,
    fate="owed",
    zone=TESSEL,
    signatures={TESSEL: 5_204, LOW_QUAY: 4_011, MIDDLE: 3_140, SALTPAN: 1_490, AURELIS: 846, HEIGHTS: 341,
                TERRACES: 74, CROWN: 52, GARDENS: 61, CINDER: 498, SOUTHSILL: 390, ELSEWHERE: 2_107},
curve=((7.3, 3), (7, 6), (6.5, 12), (6, 19), (5.5, 27), (5, 36), (4.6, 44), (4.2, 52), (3.8, 58), (3.2, 65),
           (2.6, 73), (2, 81), (1.5, 87), (1, 93), (0.5, 97), (0.15, 99), (0.01, 100)),
)  # fmt: skip

STORIES: tuple[Story, ...] = (
    HARL,
    Story(
        title="Let the Ister reedbed flood twice a year",
        biomes=("ister-reedbed",),
        asks=("Open the Ister sluice in March and in October, for ten days each.",),
        background="The reeds dry from the roots. They were made by floods, and get none.",
        filer="lyra",
        filed=2,
        fate="draft",
    ),
    Story(
        title="Darken the lamps along the Kell streams at night",
        biomes=("kell-streams",),
        asks=(
            "Switch off every second lamp between the first and the third fall from 23:00 to 05:00.",
            "Measure the hatch of mayflies for two summers and publish it.",
        ),
        background="Mayflies rise into the lamps and do not come down. The trout below have less each year.",
        filer="mira",
        filed=4,
        fate="seeking_sponsors",
        sponsors=3,
        zone=MIDDLE,
        relation="works",
    ),
    Story(
        title="Give the saltpan ponds back their tide",
        biomes=("saltpan-ponds",),
        asks=(
            "Remove the eastern weir before the next spring tide.",
            "Let the fishers of Saltpan say where the new channel runs.",
        ),
        background="The weir was built for a factory that closed eleven years ago. The ponds behind it are too salt for shrimp.",
        filer="guardian08",
        filed=5,
        fate="moderation",
        zone=SALTPAN,
    ),
    Story(
        title="Que se lean las medidas de la laguna también en la plaza",
        biomes=("vessa-lagoon",),
        asks=("Poner en la plaza de Tessel Row una pantalla con las medidas de la estación V-07.",),
        background="Quien no tiene pantalla en casa se entera de la toxina por el olor.",
        filer="odile",
        filed=3,
        fate="moderation",
        zone=TESSEL,
        language="es",
    ),
    Story(
        title="Close the Sill meadow to anchors",
        biomes=("sill-meadow",),
        asks=(
            "Mark the meadow with buoys and forbid anchoring inside them.",
            "Offer forty moorings on the sand beside it.",
        ),
        background="Each anchor takes a square metre of grass that needs twelve years to come back.",
        filer="felix",
        filed=40,
        opened=33,
        fate="open",
        relation="cares",
        signatures={
            TESSEL: 610,
            LOW_QUAY: 388,
            MIDDLE: 702,
            SALTPAN: 96,
            AURELIS: 431,
            HEIGHTS: 118,
            TERRACES: 44,
            CROWN: 36,
            GARDENS: 87,
            CINDER: 214,
            SOUTHSILL: 126,
            ELSEWHERE: 354,
        },
        curve=STEADY,
    ),
    Story(
        title="Let the outer reef rest for three winters",
        biomes=("outer-reef",),
        asks=("No trawl within two miles of the reef from December to March, for three years.",),
        background="The reef was dragged bare in one season. Divers count four kinds of fish where there were thirty.",
        filer="member03",
        filed=24,
        opened=17,
        fate="open",
        signatures={
            TESSEL: 41,
            LOW_QUAY: 66,
            MIDDLE: 38,
            SALTPAN: 112,
            AURELIS: 57,
            HEIGHTS: 3,
            TERRACES: 7,
            CROWN: 5,
            GARDENS: 11,
            CINDER: 64,
            SOUTHSILL: 38,
            ELSEWHERE: 79,
        },
        curve=STEADY,
    ),
    Story(
        title="اتركوا كثبان أوريليس للطيور من أبريل إلى يوليو",
        biomes=("aurelis-dunes",),
        asks=("إغلاق الممر الغربي فوق الكثبان من أبريل إلى يوليو كل عام.", "وضع لافتات بلغات الساحل الثلاث."),
        background="تعشش الخرشنة على الرمل المكشوف، وتكفي قدم واحدة لتضيع سنة كاملة.",
        filer="noor",
        filed=20,
        opened=14,
        fate="open",
        language="ar",
        zone=AURELIS,
        signatures={
            TESSEL: 12,
            LOW_QUAY: 19,
            MIDDLE: 25,
            SALTPAN: 6,
            AURELIS: 88,
            HEIGHTS: 31,
            ELSEWHERE: 47,
        },
        curve=STEADY,
    ),
    Story(
        title="Plant the bare yards of Low Quay",
        biomes=("low-quay-soil",),
        asks=(
            "Break up the asphalt of the three yards behind Fish Street.",
            "Give each yard twelve trees and a tap.",
        ),
        background="Rain runs off the yards into the harbour with everything that lies on them. Soil would hold it.",
        filer="citizen",
        pseudonym="Grey Heron",
        filed=9,
        opened=6,
        fate="open",
        zone=LOW_QUAY,
        sponsors=2,
    ),
    Story(
        title="Test the soil before the school is built",
        biomes=("low-quay-soil",),
        asks=(
            "Take twenty cores on the old wharf before the first stone is laid.",
            "Publish what is in them.",
        ),
        background="The wharf handled batteries for thirty years. Children will play where they were stacked.",
        filer="guardian07",
        filed=30,
        opened=24,
        fate="referred",
        zone=LOW_QUAY,
        sponsors=2,
        signatures={LOW_QUAY: 9, TESSEL: 2},
        curve=((20, 30), (11, 70), (8, 100)),
    ),
    Story(
        title="Say who may draw from the Tessel aquifer, and how much",
        biomes=("tessel-aquifer",),
        asks=(
            "Publish every well, its owner and its yearly draw.",
            "Set a yearly limit that the aquifer can bear.",
        ),
        background="The wells of Tessel Row fall by a hand each year. Nobody can say who draws what.",
        filer="member05",
        filed=280,
        opened=272,
        fate="answered",
        zone=TESSEL,
        signatures={
            TESSEL: 602,
            LOW_QUAY: 188,
            MIDDLE: 164,
            SALTPAN: 40,
            AURELIS: 22,
            HEIGHTS: 61,
            TERRACES: 9,
            CROWN: 7,
            GARDENS: 6,
            CINDER: 71,
            SOUTHSILL: 39,
            ELSEWHERE: 31,
        },
        curve=((265, 20), (240, 52), (200, 80), (130, 95), (95, 100)),
    ),
    Story(
        title="Bring back the ferry that waited for the otters",
        biomes=("harl-river",),
        asks=("Hold the morning ferry while otters cross, as it did until last year.",),
        background="It cost four minutes a day. Three otters have been hit since the timetable changed.",
        filer="taurin",
        filed=230,
        opened=224,
        fate="closed",
        relation="cares",
        signatures={
            TESSEL: 31,
            LOW_QUAY: 44,
            MIDDLE: 60,
            SALTPAN: 14,
            AURELIS: 9,
            HEIGHTS: 18,
            ELSEWHERE: 36,
        },
        curve=((215, 40), (150, 80), (60, 100)),
    ),
    Story(
        title="Sell Harl water to the upper shore by subscription",
        biomes=("harl-river",),
        asks=("Let households of the upper shore reserve water at a fixed price.",),
        background="There is water enough for those who plan ahead. A subscription would pay for the pipes.",
        filer="member11",
        filed=21,
        fate="rejected",
        relation="works",
        words="No body of this site sells water, and the charter of the lagoon forbids that a share be reserved by payment. "
        "The regional price office can be asked.",
    ),
    Story(
        title="Name the man who opened the sluice at night",
        biomes=("harl-river",),
        asks=("Publish the name and the address of the keeper on duty.",),
        background="Everybody at Low Quay knows who it was.",
        filer="member12",
        filed=16,
        fate="hidden",
        words="The text tells private things about a person.",
    ),
    Story(
        title="Move the regatta out of the spawning weeks",
        biomes=("vessa-lagoon",),
        asks=("Hold the regatta in September.",),
        background="It falls on the ten days in which the gobies guard their eggs.",
        filer="member09",
        filed=60,
        opened=52,
        fate="withdrawn",
        signatures={
            TESSEL: 26,
            LOW_QUAY: 18,
            MIDDLE: 33,
            SALTPAN: 7,
            AURELIS: 14,
            HEIGHTS: 10,
            ELSEWHERE: 12,
        },
        curve=((48, 50), (33, 100)),
        words="",
    ),
    Story(
        title="Cut the Harl woods for a view of the lagoon",
        biomes=("harl-woods",),
        asks=("Clear the lower slope between the two lookouts.",),
        background="From the Heights the water can no longer be seen.",
        filer="member01",
        filed=50,
        opened=44,
        fate="stopped",
        zone=HEIGHTS,
        signatures={AURELIS: 21, HEIGHTS: 94, ELSEWHERE: 11},
        curve=((38, 100),),
        words="The slope is protected by article 5 of the charter; a body may not be asked to break it. "
        "Order 14 of the basin's court, which anybody may read there.",
    ),
)
