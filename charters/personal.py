"""What charters hold of a person: who drafted, and who recorded what the law outside said."""

from ledger.registry import Personal

ACT = "an act of office: who drafted a change to the law, or recorded a judgment"

PERSONAL = {
    "charters.Amendment.drafted_by": Personal(
        purpose=ACT,
        retention="as long as the charter; the person's row is emptied",
        export=True,
        erase="keep",
    ),
    "charters.CharterDraft.drafted_by": Personal(
        purpose=ACT,
        retention="as long as the charter; the person's row is emptied",
        export=True,
        erase="keep",
    ),
    "charters.LegalStatus.recorded_by": Personal(
        purpose=ACT,
        retention="as long as the charter; the person's row is emptied",
        export=True,
        erase="keep",
    ),
}
