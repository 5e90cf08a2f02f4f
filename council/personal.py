"""What the council holds of a person. A public office leaves a public record: names go, acts stay."""

from ledger.registry import Personal

KEPT = "as long as the public record"

PERSONAL = {
    "council.Mandate.person": Personal(
        purpose="who speaks for a seat, on the public roster", retention=KEPT, export=True, erase="keep"
    ),
    "council.Mandate.instrument": Personal(
        purpose="under what act the mandate was given", retention=KEPT, export=True, erase="keep"
    ),
    "council.Mandate.attests": Personal(
        purpose="what the statutes ask to be attested of a holder, on the public roster",
        retention=KEPT,
        export=True,
        erase="keep",
    ),
    "council.Nomination.person": Personal(
        purpose="who is nominated for a seat", retention=KEPT, export=True, erase="keep"
    ),
    "council.Nomination.made_by": Personal(
        purpose="who nominated somebody for a seat", retention=KEPT, export=True, erase="keep"
    ),
    "council.Motion.mover": Personal(purpose="who moved a motion", retention=KEPT, export=True, erase="keep"),
    "council.Backing.person": Personal(
        purpose="who moved a motion too, or asked for the emergency procedure",
        retention=KEPT,
        export=True,
        erase="keep",
    ),
    "council.Ballot.cast_by": Personal(
        purpose="who cast a seat’s ballot, for the receipt", retention=KEPT, export=True, erase="keep"
    ),
    "council.BallotKey.credential": Personal(
        purpose="by what her authenticator knows the passkey that signs her ballots",
        retention=KEPT,
        export=False,
        erase="keep",
        of="mandate__person",
    ),
    "council.Ballot.choice": Personal(
        purpose="what was cast; public from the close", retention=KEPT, export=True, erase="keep"
    ),
    "council.Reason.text": Personal(
        purpose="why a living system’s seat voted so; public from the close",
        retention=KEPT,
        export=True,
        erase="keep",
        of="ballot__cast_by",
    ),
    "council.Reason.departure": Personal(
        purpose="why a living system’s seat voted otherwise than instructed; public from the close",
        retention=KEPT,
        export=True,
        erase="keep",
        of="ballot__cast_by",
    ),
    "council.Question.asked_by": Personal(
        purpose="who put a motion to those who appointed a seat’s holder",
        retention=KEPT,
        export=True,
        erase="keep",
    ),
    "council.Instruction.given_by": Personal(
        purpose="who instructed a seat for those who appointed its holder",
        retention=KEPT,
        export=True,
        erase="keep",
    ),
    "council.Instruction.text": Personal(
        purpose="why a seat was instructed so; public from the close",
        retention=KEPT,
        export=True,
        erase="keep",
    ),
    "council.RuleProposal.proposed_by": Personal(
        purpose="who proposed a rule", retention=KEPT, export=True, erase="keep"
    ),
    "council.Objection.filed_by": Personal(
        purpose="who filed a living system’s objection", retention=KEPT, export=True, erase="keep"
    ),
    # Who sits, and who takes part.
    "council.Interest.what": Personal(
        purpose="what a seat’s holder has a stake in, on the public register",
        retention=KEPT,
        export=True,
        erase="keep",
        of="mandate__person",
    ),
    "council.Challenge.filed_by": Personal(
        purpose="who challenged a seat", retention=KEPT, export=True, erase="keep"
    ),
    "council.Challenge.ruled_by": Personal(
        purpose="who ruled on a challenge", retention=KEPT, export=True, erase="keep"
    ),
    "council.Concern.filed_by": Personal(
        purpose="who said that a motion touches a living system", retention=KEPT, export=True, erase="keep"
    ),
    "council.Concern.ruled_by": Personal(
        purpose="who ruled on what a living system's seat said", retention=KEPT, export=True, erase="keep"
    ),
    "council.Substitute.person": Personal(
        purpose="who stands in for a seat, on the public roster", retention=KEPT, export=True, erase="keep"
    ),
    "council.Substitute.instrument": Personal(
        purpose="under what act the substitute was named", retention=KEPT, export=True, erase="keep"
    ),
    "council.Attendance.entered_by": Personal(
        purpose="who entered that a seat came or went", retention=KEPT, export=True, erase="keep"
    ),
    "council.TellerSheet.teller": Personal(
        purpose="who copied a sheet of the room", retention=KEPT, export=True, erase="keep"
    ),
    "council.Dispute.filed_by": Personal(
        purpose="who disputed the word called for a seat", retention=KEPT, export=True, erase="keep"
    ),
    "council.Dispute.reason": Personal(
        purpose="what a seat’s holder says happened in the room",
        retention=KEPT,
        export=True,
        erase="keep",
        of="filed_by",
    ),
    "council.RoomReason.told_by": Personal(
        purpose="who said why a living system’s seat voted so", retention=KEPT, export=True, erase="keep"
    ),
    "council.RoomReason.departure": Personal(
        purpose="the public reason for a departure from an instruction",
        retention=KEPT,
        export=True,
        erase="keep",
        of="told_by",
    ),
    "council.RoomReason.text": Personal(
        purpose="the public reason of a living system’s vote",
        retention=KEPT,
        export=True,
        erase="keep",
        of="told_by",
    ),
    "council.Voice.by": Personal(
        purpose="who ruled on a disputed word", retention=KEPT, export=True, erase="keep"
    ),
    "council.Turn.asked_by": Personal(
        purpose="who asked for the floor for a seat", retention=KEPT, export=True, erase="keep"
    ),
    "council.Alliance.proposed_by": Personal(
        purpose="who proposed an alliance", retention=KEPT, export=True, erase="keep"
    ),
    "council.Word.given_by": Personal(
        purpose="who gave the word of a party of an alliance", retention=KEPT, export=True, erase="keep"
    ),
    "council.CommitmentFinding.found_by": Personal(
        purpose="who found a commitment kept or broken for a party", retention=KEPT, export=True, erase="keep"
    ),
    # Elections of persons.
    "council.Candidate.name": Personal(
        purpose="who stood in an election, as the body publishes it",
        retention=KEPT,
        export=False,
        erase="keep",
    ),
    "council.ElectionEntry.entered_by": Personal(
        purpose="who entered an election’s ballots as a teller", retention=KEPT, export=True, erase="keep"
    ),
    "council.ElectionCount.counted_by": Personal(
        purpose="who counted an election or settled its tie", retention=KEPT, export=True, erase="keep"
    ),
    "council.Correction.asked_by": Personal(
        purpose="who asked for the correction of a count", retention=KEPT, export=True, erase="keep"
    ),
    "council.Correction.agreed_by": Personal(
        purpose="who agreed to the correction of a count", retention=KEPT, export=True, erase="keep"
    ),
    "council.Annulment.asked_by": Personal(
        purpose="who asked for the annulment of an election", retention=KEPT, export=True, erase="keep"
    ),
    "council.Annulment.agreed_by": Personal(
        purpose="who agreed to the annulment of an election", retention=KEPT, export=True, erase="keep"
    ),
    "council.SeatingReview.reviewed_by": Personal(
        purpose="who looked at a seat after a count was corrected or an election annulled",
        retention=KEPT,
        export=True,
        erase="keep",
    ),
    # The papers of a sitting.
    "council.Convening.person": Personal(
        purpose="who was convened to a sitting, and what they answered",
        retention=KEPT,
        export=True,
        erase="keep",
    ),
    "council.ActionItem.given_by": Personal(
        purpose="who entered an action given at a sitting", retention=KEPT, export=True, erase="keep"
    ),
}
