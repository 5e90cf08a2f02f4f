"""The court bundle: one decision as a ZIP that somebody takes to a court and checks without us.

    decision.html                 to read: question, votes, ballots, reasons, law, readings, runs
    verify.py  verify.html        the two verifiers
    log.jsonl checkpoint ...      the whole export they need (docs/log-format.md)
    court/manifest.json           the decision, the law of that day, every file by its SHA-256
    court/proofs.jsonl            an inclusion proof of each entry that the decision rests on
    court/readings.jsonl          each reading with its place in the seal of its day
    court/runs/                   what the models were given and came to

Nothing is held in memory but what one line needs, the list of readings (at most `readings.MOST`) and one day's leaves.
"""

from portal.court.bundle import Decision, decision_on, write_bundle
from portal.court.grounds import NotDecided

__all__ = ["Decision", "NotDecided", "decision_on", "write_bundle"]
