"""What a station is told of its batch: sums, and a verdict for each row that wants a word."""

from __future__ import annotations

from typing import Any

from biomes import actions, words

# In a larger batch the rows that were plainly stored are only counted, unless the sender asks for all.
WORDY_ROWS = 1_000


def receipt_body(receipt: actions.Receipt, *, everything: bool) -> dict[str, Any]:
    shown = receipt.verdicts
    if len(shown) > WORDY_ROWS and not everything:
        shown = [one for one in shown if one.verdict != "stored" or one.flags]
    said: dict[tuple[str, ...], str] = {}
    return {
        "counts": receipt.counts,
        "verdicts": [_verdict(one, said) for one in shown],
        "left_out": len(receipt.verdicts) - len(shown),
    }


def _verdict(one: actions.RowVerdict, said: dict[tuple[str, ...], str]) -> dict[str, Any]:
    kept = "superseded" if one.is_superseded else one.verdict.value
    codes = (one.reason,) if one.reason else (kept, *one.flags)
    if codes not in said:
        said[codes] = _message(one.reason, codes)
    return {
        "row": one.row,
        "verdict": one.verdict.value,
        "reason": one.reason,
        "field": one.field,
        "message": said[codes],
        "flags": one.flags,
        "version": one.version,
        "newest": one.newest,
    }


def _message(reason: str, codes: tuple[str, ...]) -> str:
    """Why it was refused, or what the sender should know of a row that was kept."""
    if reason:
        return words.refusal(reason)
    return " ".join(remark for code in codes if (remark := words.remark(code)))
