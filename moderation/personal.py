"""What moderation holds of a person."""

from ledger.registry import Personal

PERSONAL = {
    "moderation.Item.author": Personal(
        purpose="to tell the author what was decided",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
    "moderation.Item.snapshot": Personal(
        purpose="the text as it was judged",
        retention="180 days after the last decision",
        export=True,
        erase="blank",
        of="author",
    ),
    "moderation.Item.salt": Personal(
        purpose="to prove later what a commitment in the log stands for",
        retention="as long as the text",
        export=False,
        erase="blank",
        of="author",
    ),
    "moderation.Appeal.reason": Personal(
        purpose="why the author objects",
        retention="180 days after the answer",
        export=True,
        erase="blank",
        of="by",
    ),
    "moderation.Decision.moderator": Personal(
        purpose="so that nobody answers an appeal against themselves",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
    "moderation.Lock.moderator": Personal(
        purpose="so that two do not decide at once", retention="15 minutes", export=False, erase="delete"
    ),
    "moderation.Opinion.asked_by": Personal(
        purpose="so that the answer finds whoever asked",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
        of="asked_by",
    ),
    "moderation.Opinion.answered_by": Personal(
        purpose="so that nobody answers their own question",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
        of="answered_by",
    ),
    "moderation.Opinion.question": Personal(
        purpose="what a moderator asked a colleague about a text",
        retention="180 days after the decision",
        export=True,
        erase="blank",
        of="asked_by",
    ),
    "moderation.Opinion.answer": Personal(
        purpose="what the colleague thought",
        retention="180 days after the decision",
        export=True,
        erase="blank",
        of="answered_by",
    ),
    "moderation.Draft.written_by": Personal(
        purpose="so that a version has somebody to ask",
        retention="for good; the code names nobody after erasure",
        export=False,
        erase="keep",
    ),
    "moderation.Notice.set_by": Personal(
        purpose="so that a change of rules has an author",
        retention="for good; the code names nobody after erasure",
        export=False,
        erase="keep",
    ),
}
