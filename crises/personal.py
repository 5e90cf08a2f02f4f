"""Personal columns of this app: the few places where a person's act leaves their code."""

from ledger.registry import Personal

PERSONAL = {
    "crises.Run.started_by": Personal(
        purpose="who asked for a run, so that they may cancel it",
        retention="as long as the run; emptied at erasure",
        export=True,
        erase="blank",
    ),
    "crises.AlertEntry.actor": Personal(
        purpose="which officer released, updated or cancelled an alert",
        retention="as long as the alert; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
    "crises.Plan.made_by": Personal(
        purpose="which engineer composed a plan",
        retention="as long as the plan; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
}
