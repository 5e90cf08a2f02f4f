"""What petitions hold of a person: why, how long, and what leaving does to it.

A signature that was counted stays counted: erasure leaves the row, with nobody in it.
"""

from ledger.registry import Personal

AFTER_THE_END = "until 180 days after the petition ends"
LINK = "seven days, while the link in the mail works"
TEXTED = "seven days, while its digits can confirm"
FILED = "so that a filer can be told what becomes of a petition"
BESIDE = "so that sponsors are real, different people"
SIGNED = "so that one person signs a petition once"
ASKED = "to mail the link that confirms a signature"
ON_PAPER = "so that a sheet is entered, settled and compared by different people"
AUDITED = "so that whoever changes a count, or how it is made, answers for it"
GOOD = "for good; the code names nobody after erasure"
TOGETHER = "so that a pledge has somebody who made it, and a report somebody who judged it"
OWED = "to send a mail that was asked for"

PERSONAL = {
    "petitions.Filer.user": Personal(purpose=FILED, retention=AFTER_THE_END, export=True, erase="blank"),
    "petitions.Filer.name": Personal(
        purpose=FILED, retention=AFTER_THE_END, export=True, erase="blank", of="email"
    ),
    "petitions.Filer.email": Personal(
        purpose=FILED, retention=AFTER_THE_END, export=True, erase="blank", of="email"
    ),
    "petitions.Filer.canonical": Personal(
        purpose=FILED, retention=AFTER_THE_END, export=False, erase="blank", of="email"
    ),
    "petitions.Filer.owner_mark": Personal(
        purpose="so that a pseudonymous filer finds their own petition; a keyed hash, never who they are",
        retention=AFTER_THE_END,
        export=False,
        erase="keep",
    ),
    "petitions.SealedName.box": Personal(
        purpose="the name and address of a pseudonymous filer, which two auditors may open together",
        retention=AFTER_THE_END,
        export=False,
        erase="delete",
        of="filer__owner_mark",
    ),
    "petitions.NameRequest.asked_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.NameRequest.answered_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.NameReading.read_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.Threshold.set_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.SponsorNeed.set_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.Sponsor.name": Personal(
        purpose=BESIDE, retention=AFTER_THE_END, export=True, erase="blank", of="email"
    ),
    "petitions.Sponsor.email": Personal(
        purpose=BESIDE, retention=AFTER_THE_END, export=True, erase="blank", of="email"
    ),
    "petitions.Sponsor.canonical": Personal(
        purpose=BESIDE, retention=AFTER_THE_END, export=False, erase="blank", of="email"
    ),
    "petitions.Attempt.name": Personal(purpose=ASKED, retention=LINK, export=True, erase="blank", of="email"),
    "petitions.Attempt.email": Personal(
        purpose=ASKED, retention=LINK, export=True, erase="blank", of="email"
    ),
    "petitions.Attempt.canonical": Personal(
        purpose=ASKED, retention=LINK, export=False, erase="blank", of="email"
    ),
    "petitions.Attempt.origin": Personal(
        purpose="to see that one network does not ask too often; a keyed hash, never the address",
        retention=LINK,
        export=False,
        erase="blank",
        of="email",
    ),
    "petitions.TextMessage.number": Personal(
        purpose="so that one number signs once; a keyed hash, never the number",
        retention=TEXTED,
        export=False,
        erase="keep",
    ),
    "petitions.TextMessage.box": Personal(
        purpose="to answer a text message; the number, encrypted",
        retention="until the answer has gone, at most seven days",
        export=False,
        erase="keep",
    ),
    "petitions.TextMessage.name": Personal(
        purpose="to make a signature once its number has confirmed it; nobody's account is known",
        retention=TEXTED,
        export=False,
        erase="keep",
    ),
    "petitions.Signature.name": Personal(
        purpose=SIGNED, retention=AFTER_THE_END, export=True, erase="blank", of="email"
    ),
    "petitions.Signature.email": Personal(
        purpose=SIGNED, retention=AFTER_THE_END, export=True, erase="blank", of="email"
    ),
    "petitions.Signature.canonical": Personal(
        purpose=SIGNED, retention=AFTER_THE_END, export=False, erase="blank", of="email"
    ),
    "petitions.Sheet.registered_by": Personal(purpose=ON_PAPER, retention=GOOD, export=True, erase="keep"),
    "petitions.Sheet.checked_by": Personal(purpose=ON_PAPER, retention=GOOD, export=True, erase="keep"),
    "petitions.Sheet.ended_by": Personal(purpose=ON_PAPER, retention=GOOD, export=True, erase="keep"),
    "petitions.SheetEntry.entered_by": Personal(purpose=ON_PAPER, retention=GOOD, export=True, erase="keep"),
    "petitions.SheetEntry.lines": Personal(
        purpose="so that two readings of a sheet can be compared; nobody's account is known",
        retention="until the sheet is accepted or refused",
        export=False,
        erase="keep",
    ),
    "petitions.Line.name": Personal(
        purpose=SIGNED + "; signed on paper, so nobody's account is known",
        retention=AFTER_THE_END,
        export=False,
        erase="keep",
    ),
    "petitions.Line.settled_by": Personal(purpose=ON_PAPER, retention=GOOD, export=True, erase="keep"),
    "petitions.Line.judged_by": Personal(purpose=ON_PAPER, retention=GOOD, export=True, erase="keep"),
    "petitions.Letter.name": Personal(
        purpose=OWED, retention=AFTER_THE_END, export=True, erase="delete", of="email"
    ),
    "petitions.Letter.email": Personal(
        purpose=OWED, retention=AFTER_THE_END, export=True, erase="delete", of="email"
    ),
    "petitions.Letter.canonical": Personal(
        purpose=OWED, retention=AFTER_THE_END, export=False, erase="delete", of="email"
    ),
    "petitions.Letter.origin": Personal(
        purpose="to see that one network does not ask too often; a keyed hash, never the address",
        retention="30 days",
        export=False,
        erase="delete",
        of="email",
    ),
    "petitions.Bounce.address": Personal(
        purpose="to send no more updates to an address that takes none; a keyed hash, never the address",
        retention="a year",
        export=False,
        erase="keep",
    ),
    "petitions.Bounce.lifted_by": Personal(purpose=AUDITED, retention="a year", export=True, erase="keep"),
    "petitions.Invalidation.address": Personal(
        purpose="to find the signatures of one address; a hash, never the address",
        retention=AFTER_THE_END,
        export=False,
        erase="keep",
    ),
    "petitions.Invalidation.drawn_up_by": Personal(
        purpose=AUDITED, retention=GOOD, export=True, erase="keep"
    ),
    "petitions.Invalidation.started_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.Invalidation.ended_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.Audit.asked_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.Pause.begun_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.Pause.ended_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.Interval.set_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.Exemption.made_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.Exemption.ended_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.Succession.decided_by": Personal(purpose=AUDITED, retention=GOOD, export=True, erase="keep"),
    "petitions.Response.given_by": Personal(
        purpose="who answered for a body",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
    "petitions.Coalition.founder": Personal(
        purpose="so that a founder can go on with a draft",
        retention="while the coalition exists",
        export=True,
        erase="blank",
    ),
    "petitions.Member.user": Personal(
        purpose="who stands together in a coalition",
        retention="while the coalition exists",
        export=True,
        erase="blank",
    ),
    "petitions.Member.moved_by": Personal(purpose=TOGETHER, retention=GOOD, export=True, erase="keep"),
    "petitions.BeaconRequest.asked_by": Personal(purpose=TOGETHER, retention=GOOD, export=True, erase="keep"),
    "petitions.Pledge.made_by": Personal(purpose=TOGETHER, retention=GOOD, export=True, erase="keep"),
    "petitions.Report.made_by": Personal(purpose=TOGETHER, retention=GOOD, export=True, erase="keep"),
    "petitions.Judgement.made_by": Personal(purpose=TOGETHER, retention=GOOD, export=True, erase="keep"),
}
