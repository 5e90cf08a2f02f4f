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
}
