"""What biomes hold of a person: guardianships, and the codes of those who curated."""

from ledger.registry import Personal

FOR_GOOD = "for good; the code names nobody after erasure"

PERSONAL = {
    "biomes.Guardianship.instrument": Personal(
        purpose="under which instrument somebody held a living system's trust, and when",
        retention=FOR_GOOD,
        export=True,
        erase="keep",
        of="user",
    ),
    "biomes.Guardianship.user": Personal(
        purpose="who guards a living system; guardians are named in public",
        retention=FOR_GOOD,
        export=True,
        erase="keep",
        of="user",
    ),
    "biomes.Revision.author": Personal(
        purpose="who changed a profile", retention=FOR_GOOD, export=True, erase="keep", of="author"
    ),
    "biomes.Revision.published_by": Personal(
        purpose="who published a profile", retention=FOR_GOOD, export=True, erase="keep", of="published_by"
    ),
    "biomes.Threshold.author": Personal(
        purpose="who set or corrected a limit", retention=FOR_GOOD, export=True, erase="keep", of="author"
    ),
    "biomes.Picture.kept_by": Personal(
        purpose="who sent a picture", retention=FOR_GOOD, export=True, erase="keep", of="kept_by"
    ),
    "biomes.Picture.credit": Personal(
        purpose="whom to name beside a picture, as its sender asked",
        retention="as long as the picture",
        export=True,
        erase="blank",
        of="kept_by",
    ),
    "biomes.StationKey.issued_by": Personal(
        purpose="who issued a station's key", retention=FOR_GOOD, export=True, erase="keep", of="issued_by"
    ),
    "biomes.CalendarEntry.added_by": Personal(
        purpose="who put an entry into a calendar",
        retention=FOR_GOOD,
        export=True,
        erase="keep",
        of="added_by",
    ),
    "biomes.Story.author": Personal(
        purpose="who filed a community story", retention=FOR_GOOD, export=True, erase="keep", of="author"
    ),
    "biomes.Story.teller": Personal(
        purpose="who tells a story, as they wish to be named",
        retention="until the story is withdrawn",
        export=True,
        erase="keep",
        of="author",
    ),
    "biomes.Story.consent_of": Personal(
        purpose="who of those portrayed consented",
        retention="until the story is withdrawn",
        export=True,
        erase="keep",
        of="author",
    ),
    "biomes.Bulk.sender": Personal(
        purpose="who brought a file of profiles or zones in",
        retention=FOR_GOOD,
        export=True,
        erase="keep",
        of="sender",
    ),
    "biomes.Batch.sender": Personal(
        purpose="which key or file a batch came from",
        retention=FOR_GOOD,
        export=False,
        erase="keep",
        of="sender",
    ),
}
