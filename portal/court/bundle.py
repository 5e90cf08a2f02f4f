"""Writing a bundle: every part once, each file's hash kept for the manifest, which comes last."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import rfc8785
from django.utils.translation import gettext as _

from crises import queries as crises
from ledger import actions, browser, queries, verify
from ledger.archive import Archive
from ledger.rules import tree
from portal.court import law as laws
from portal.court import readings, sheet
from portal.court.grounds import Grounds, NotDecided, articles_cited, grounds_of

COURT = "court"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a bundle is made of: the motion's grounds, and the checkpoint over the log that comes with it."""

    grounds: Grounds
    head: Any


def decision_on(motion: Any) -> Decision:
    """The motion's decision, or NotDecided."""
    head = queries.latest_checkpoint()
    grounds = grounds_of(motion, head.size) if head else None
    if grounds is None:
        raise NotDecided(_("No vote on this motion has closed, or its close has no place in the log yet."))
    return Decision(grounds, head)


def write_bundle(file: IO[bytes], decision: Decision) -> None:
    """The whole bundle into an open file."""
    grounds, head, motion = decision.grounds, decision.head, decision.grounds.motion
    law = laws.law_of(grounds, articles_cited(motion))
    lines = readings.lines_of(grounds)
    with Archive(file, f"decision-{motion.code}", head.at) as archive:
        for path, pieces in actions.export_files(head):
            archive.add(path, pieces)
        seals: set[int] = set()
        archive.add(f"{COURT}/readings.jsonl", _proved(lines, head.size, seals))
        named = grounds.entries | seals | {one.entry for one in law}
        archive.add(f"{COURT}/proofs.jsonl", _proofs(named, head.size))
        for path, data in _runs(grounds):
            archive.add(f"{COURT}/runs/{path}", [data])
        archive.add("verify.py", [Path(verify.__file__).read_bytes()])
        archive.add("verify.html", [browser.page().encode()])
        archive.add("decision.html", [sheet.page(grounds, law, lines, head).encode()])
        archive.add(f"{COURT}/manifest.json", [_manifest(motion, grounds, law, archive.digests)])


def _proved(lines: list[readings.Line], size: int, seals: set[int]) -> Iterator[bytes]:
    """The lines of readings; ``seals`` learns the entries that their proofs lead to."""
    for written, seal in readings.proved(lines, size):
        if seal is not None:
            seals.add(seal)
        yield written


def _proofs(entries: set[int], size: int) -> Iterator[bytes]:
    kept = tree.Levels(queries.leaves(size))
    for seq in sorted(entries):
        path = [step.hex() for step in kept.path(seq)]
        yield rfc8785.dumps({"seq": seq, "path": path}) + b"\n"


def _runs(grounds: Grounds) -> Iterator[tuple[str, bytes]]:
    """What each run was given and came to, in the bytes that its entries name by hash."""
    for number in sorted(set(grounds.runs)):
        run = crises.public_run(number)
        if run is not None:
            for name, document in crises.documents_of(run).items():
                yield f"{number}-{name}.json", rfc8785.dumps(document)


def _manifest(motion: Any, grounds: Grounds, law: list[laws.Law], digests: dict[str, str]) -> bytes:
    editions = [{"charter": one.charter, "edition": one.sha256, "on": grounds.day} for one in law]
    return rfc8785.dumps({"v": 1, "decision": motion.subject, "law": editions, "files": dict(digests)})
