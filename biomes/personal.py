"""What biomes hold of a person: guardianships, and the codes of those who curated."""

from ledger.registry import Personal

GUEST = "to mail the link that confirms, and what became of it, to a person without an account"
TILL_TOLD = "seven days; once confirmed, until it is decided and the letter about it has gone"
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
    "biomes.Import.asked_by": Personal(
        purpose="who imported a file of readings",
        retention=FOR_GOOD,
        export=True,
        erase="keep",
        of="asked_by",
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
        retention="until the story is withdrawn or the person leaves",
        export=True,
        erase="blank",
        of="author",
    ),
    # The reaction to an erasure empties these, or leaves them nameless, as `afterwards` says.
    "biomes.Story.tellings": Personal(
        purpose="the story a person told",
        retention="until it is withdrawn; after the person left only where they chose that it stays nameless",
        export=True,
        erase="keep",
        of="author",
    ),
    "biomes.Story.transcript": Personal(
        purpose="what is heard in a story, in words",
        retention="as long as the story",
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
    "biomes.Bulk.asked_by": Personal(
        purpose="who brought a file of profiles, zones or links in",
        retention=FOR_GOOD,
        export=True,
        erase="keep",
        of="asked_by",
    ),
    "biomes.Bulk.applied_by": Personal(
        purpose="who had a file of profiles, zones or links taken in",
        retention=FOR_GOOD,
        export=True,
        erase="keep",
        of="applied_by",
    ),
    "biomes.Batch.sender": Personal(
        purpose="which key or file a batch came from",
        retention=FOR_GOOD,
        export=False,
        erase="keep",
        of="sender",
    ),
    "biomes.ZoneIndicator.author": Personal(
        purpose="who recorded or corrected a figure about a zone",
        retention=FOR_GOOD,
        export=True,
        erase="keep",
        of="author",
    ),
    "biomes.Filing.filed_by": Personal(
        purpose="who put a living system on the map",
        retention=FOR_GOOD,
        export=True,
        erase="keep",
        of="filed_by",
    ),
    "biomes.Filing.about": Personal(
        purpose="what a person wrote about a living system they put on the map",
        retention="until the person leaves",
        export=True,
        erase="blank",
        of="filed_by",
    ),
    "biomes.Filing.decided_by": Personal(
        purpose="which curator decided about it",
        retention=FOR_GOOD,
        export=True,
        erase="keep",
        of="decided_by",
    ),
    "biomes.Sighting.observer": Personal(
        purpose="so that several reports of one person count as one; shown nowhere",
        retention=FOR_GOOD,
        export=True,
        erase="keep",
        of="observer",
    ),
    "biomes.Sighting.said": Personal(
        purpose="what a person wrote about what they saw",
        retention="until it is taken back or the person leaves",
        export=True,
        erase="blank",
        of="observer",
    ),
    "biomes.GuestFiling.email": Personal(
        purpose=GUEST, retention=TILL_TOLD, export=True, erase="blank", of="email"
    ),
    "biomes.GuestFiling.canonical": Personal(
        purpose=GUEST, retention=TILL_TOLD, export=False, erase="blank", of="email"
    ),
    "biomes.GuestFiling.content": Personal(
        purpose="what a person without an account wants on the map, until they confirm it",
        retention="seven days",
        export=True,
        erase="blank",
        of="email",
    ),
    "biomes.GuestFiling.origin": Personal(
        purpose="to see that one network does not ask too often; a keyed hash, never the address",
        retention=TILL_TOLD,
        export=False,
        erase="blank",
        of="email",
    ),
    "biomes.CorroborationNeed.set_by": Personal(
        purpose="who set how many people it takes", retention=FOR_GOOD, export=True, erase="keep", of="set_by"
    ),
    "biomes.Statement.author": Personal(
        purpose="who speaks for a living system; the page names them",
        retention=FOR_GOOD,
        export=True,
        erase="keep",
        of="author",
    ),
    "biomes.Statement.text": Personal(
        purpose="what a person said for a living system",
        retention="until it is withdrawn or the person leaves",
        export=True,
        erase="blank",
        of="author",
    ),
    "biomes.Statement.standing": Personal(
        purpose="of whom the author is",
        retention="until it is withdrawn or the person leaves",
        export=True,
        erase="blank",
        of="author",
    ),
    "biomes.Statement.no_evidence": Personal(
        purpose="why a statement names no evidence",
        retention="until it is withdrawn or the person leaves",
        export=True,
        erase="blank",
        of="author",
    ),
}
