"""Keeping the log's checkpoints by mail, for anybody with an address.

asked -> judged -> mailed -> confirmed -> a letter a week, and after a sitting -> left: the address is gone
           |         '----> gone           nobody pressed within seven days
           '-> held                        asked too often: the address is gone at once
"""

from datetime import datetime, timedelta

LINK_LIFE = timedelta(days=7)
EVERY = timedelta(days=7)
# Behind a sitting's close, so that the checkpoint over it is signed by then.
AFTER_A_SITTING = timedelta(minutes=1)
# Letters in a row that no host took; then the address is taken for dead.
MOST_MISSED = 3
# Letters written in one turn: sign-in letters queue behind no more than these.
A_TURN = 50


def is_open(asked_at: datetime, at: datetime) -> bool:
    """Whether the link still confirms."""
    return at < asked_at + LINK_LIFE
