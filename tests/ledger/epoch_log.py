"""A log that lost entries twice and says so, and the ways to tamper with what it says.

0..3   signed             kept-4
4..8   signed, then lost  kept-7, kept-9 (epoch 2 names 9 and the leaves of 4..8)
4      epoch 2
5..6   signed             kept-7b
7..8   signed, then lost  kept-8b, kept-9b (epoch 3 names 9 alone: its leaves were not kept)
7      epoch 3
8..9
"""

from base64 import b64decode, b64encode

from ledger.rules.note import Head
from tests.ledger.forgery import OTHER, ROLL, RULE, RULE_PATH, Forged, lines_of, rechain, resign, rewrite


def write(folder, noon):
    """``export``, and beside it the checkpoints that somebody kept; ``OUTSIDE_ROOT`` must be a folder of it."""
    from ledger import actions as ledger
    from ledger import outside, queries
    from ledger.rules.epoch import Reason
    from tests.ledger.restoring import restore_to

    def publish(count, name=""):
        for number in range(count):
            ledger.record(
                kind="council.motion.closed",
                subject=f"council.motion/{name}-{number}",
                actor="",
                at=noon,
                public=True,
                documents={RULE_PATH: RULE, "rolls.jsonl": ROLL} if name == "4" and not number else None,
                number=number,
            )
        ledger.seal_due(at=noon)
        ledger.keep_published()
        (folder / f"kept-{name}").write_text(queries.latest_checkpoint().note)

    def lose(left):
        restore_to(left)
        ledger.open_epoch(lost=outside.checkpoint(), reason=Reason.RESTORE, at=noon)
        ledger.keep_published()

    for count, name in ((3, "4"), (3, "7"), (2, "9")):
        publish(count, name)
    lose(4)
    for count, name in ((2, "7b"), (1, "8b"), (1, "9b")):
        publish(count, name)
    (outside.folder() / outside.LEAVES).unlink()
    lose(7)
    publish(2, "last")
    ledger.export_log(folder / "export")


# --- Tampering: each hand signs anew with the platform's own key -------------------------------------
def epoch(export, number=2, **body):
    """Change what an epoch says; None takes a key away."""
    forged = Forged(export)
    entry = forged.first("ledger.epoch.opened", epoch=number)
    entry["body"] = {k: v for k, v in (entry["body"] | body).items() if v is not None}
    forged.sign()


def body_of(export, number=2):
    return Forged(export).first("ledger.epoch.opened", epoch=number)["body"]


def signed(hand, size, root):
    return hand.sign(Head("localhost/log", size, bytes.fromhex(root)).text)


def ours():
    from ledger.actions.seal import signer

    return signer()


def another_hand_signed_the_lost(export):
    body = body_of(export)
    epoch(export, lost=signed(OTHER, body["lost_size"], body["lost_root"]))


def the_lost_signature_is_bent(export):
    lost = body_of(export)["lost"]
    at = lost.rindex(" ") + 20
    epoch(export, lost=lost[:at] + ("A" if lost[at] != "A" else "B") + lost[at + 1 :])


def the_lost_is_no_note(export):
    epoch(export, lost="nothing")


def another_lost_size(export):
    epoch(export, lost_size=8)


def another_lost_root(export):
    epoch(export, lost_root="00" * 32)


def a_loss_of_nothing(export):
    body = body_of(export)
    note = signed(ours(), 4, body["root"])
    epoch(export, lost=note, lost_size=4, lost_root=body["root"], common=None, leaves=None)


def an_earlier_position(export):
    from ledger.rules import tree

    root = tree.root(tree.leaf_hash(line) for line in lines_of(export)[:3]).hex()
    epoch(export, size=3, root=root, common=3)


def another_root_of_what_was_left(export):
    epoch(export, root="11" * 32)


def a_number_left_out(export):
    epoch(export, number=3, epoch=4)


def a_number_twice(export):
    epoch(export, number=3, epoch=2)


def a_subject_of_another_number(export):
    forged = Forged(export)
    forged.first("ledger.epoch.opened", epoch=2)["subject"] = "ledger.epoch/3"
    forged.sign()


def an_epoch_taken_out(export):
    lines = [line for line in lines_of(export) if b'"subject":"ledger.epoch/2"' not in line]
    rewrite(export, rechain(lines))
    resign(export)


def an_epoch_moved_behind_what_followed(export):
    lines = lines_of(export)
    rewrite(export, rechain([*lines[:4], lines[5], lines[4], *lines[6:]]))
    resign(export)


def a_leaf_too_few(export):
    data = b64decode(body_of(export)["leaves"])
    epoch(export, leaves=b64encode(data[:-32]).decode())


def a_leaf_bent(export):
    data = b64decode(body_of(export)["leaves"])
    epoch(export, leaves=b64encode(data[:-1] + bytes([data[-1] ^ 1])).decode())


def leaves_that_are_no_base64(export):
    epoch(export, leaves="!")


def more_in_common_than_was_left(export):
    data = b64decode(body_of(export)["leaves"])
    epoch(export, common=6, leaves=b64encode(data[64:]).decode())


def less_in_common_than_nothing(export):
    epoch(export, common=-1)


def leaves_without_a_beginning(export):
    epoch(export, common=None)


def a_beginning_without_leaves(export):
    epoch(export, leaves=None)


def a_value_of_another_kind(export):
    epoch(export, lost=5)


def a_word_in_common(export):
    epoch(export, common="4")


def a_value_missing(export):
    epoch(export, root=None)


STUMBLED = "the decision cannot be re-derived: a value is missing or of another kind"
FORGERIES = [
    (another_hand_signed_the_lost, "entry 4: the lost checkpoint: signed by no key of keys.json"),
    (the_lost_signature_is_bent, "entry 4: the lost checkpoint: the signature does not verify"),
    (the_lost_is_no_note, "entry 4: the lost checkpoint is not a signed note"),
    (another_lost_size, "entry 4: the lost checkpoint has another size or root than it says"),
    (another_lost_root, "entry 4: the lost checkpoint has another size or root than it says"),
    (a_loss_of_nothing, "entry 4: it calls a checkpoint over 4 entries lost, when 4 were left"),
    (an_earlier_position, "entry 4: it does not stand directly behind the entries that it says were left"),
    (another_root_of_what_was_left, "entry 4: the 4 entries before it do not have the root that it says"),
    (a_number_left_out, "entry 7: it is epoch 3 of the log, and says another number"),
    (a_number_twice, "entry 7: it is epoch 3 of the log, and says another number"),
    (a_subject_of_another_number, "entry 4: it is epoch 2 of the log, and says another number"),
    (an_epoch_taken_out, "entry 6: it is epoch 2 of the log, and says another number"),
    (an_epoch_moved_behind_what_followed, "entry 5: it does not stand directly behind"),
    (a_leaf_too_few, "entry 4: the lost leaves are not as many as were lost"),
    (a_leaf_bent, "entry 4: the lost leaves do not lead to the root of the lost checkpoint"),
    (leaves_that_are_no_base64, "entry 4: the decision cannot be re-derived: the list of lost leaves is not base64"),
    (more_in_common_than_was_left, "entry 4: the lost leaves are not as many as were lost"),
    (less_in_common_than_nothing, "entry 4: the lost leaves are not as many as were lost"),
    (leaves_without_a_beginning, f"entry 4: {STUMBLED}"),
    (a_beginning_without_leaves, f"entry 4: {STUMBLED}"),
    (a_value_of_another_kind, f"entry 4: {STUMBLED}"),
    (a_word_in_common, f"entry 4: {STUMBLED}"),
    (a_value_missing, f"entry 4: {STUMBLED}"),
]  # fmt: skip
