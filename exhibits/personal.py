"""What exhibits hold of a person: who made them."""

from ledger.registry import Personal

PERSONAL = {
    "exhibits.Exhibit.artist": Personal(
        purpose="a published work carries its artist's name; a draft is its artist's own",
        retention="as long as the work is there; the work stays, without a name, when its artist leaves",
        export=True,
        erase="blank",
    ),
}
