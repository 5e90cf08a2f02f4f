"""How much is counted for anybody, without an account."""

MOST_SEATS, MOST_OPTIONS, MOST_BALLOTS = 64, 128, 12_000
# About two seconds of counting on a slow core (bench/tally.py prints the pace).
STEPS = 1_000_000
# Characters of a file of ballots.
MOST_TEXT = 1_000_000
