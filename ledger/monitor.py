"""Watch a public log from outside: keep its last checkpoint, and say when what was signed before was rewritten.

    python3 -S monitor.py https://council.example kept-checkpoint

It needs Python 3.8 or newer, `verify.py` beside it, and nothing else. The first run keeps the checkpoint; each later one
fetches the newest and a proof that the log only grew (RFC 9162, section 2.1.4.2), and keeps that one instead. Let a clock
run it, a few times a day, on a machine that is not the log's.

Exit 0: the log grew from what you kept. 1: it was rewritten; what you kept stays, and the checkpoint that
contradicts it is put beside it (`kept-checkpoint.rewritten`), which shows both signed by the same hand. 2: it could not be
asked, and nothing is known. 3: entries that were signed are lost, and an epoch of the log says so itself; the newest checkpoint
is kept from here on, and what you kept is put beside it (`kept-checkpoint.lost`).
"""

# mypy: ignore-errors
# One file for Python 3.8 beside verify.py: no annotations to learn first.
import http.client
import json
import os
import sys
import urllib.request

if __package__:
    from ledger import verify
else:  # run by itself: beside this file, wherever both were put
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import verify

SECONDS, LARGEST = 30, 2**22


class Unknown(Exception):
    """The log could not be asked; the text says why."""


class Rewritten(Exception):
    """What was signed before does not lead to what is signed now; the text says how."""


class Lost(Exception):
    """What was signed before is lost, and the log says so itself; the text says what."""


def fetch(base, path):
    try:
        with urllib.request.urlopen(base.rstrip("/") + path, timeout=SECONDS) as answer:  # noqa: S310
            data = answer.read(LARGEST + 1)
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Unknown("%s cannot be read: %s" % (path, error))
    if len(data) > LARGEST:
        raise Unknown("%s is larger than anything it should be" % path)
    return data


def checkpoint(data, keys, what):
    try:
        return verify.Checkpoint(data, keys, what)
    except verify.Bad as bad:
        raise Rewritten(str(bad))


def keys_of(base):
    try:
        return [verify.Key(row) for row in json.loads(fetch(base, "/log/keys.json").decode("utf-8"))["keys"]]
    except verify.Bad as bad:
        raise Rewritten(str(bad))
    except verify.STUMBLES:
        raise Unknown("keys.json is not a list of keys")


def is_consistent(old, new, path):
    """Is the tree of ``old`` the beginning of the tree of ``new``?"""
    if old.size == new.size:
        return old.root == new.root and not path
    if old.size == 0:
        return not path
    steps = path if old.size & (old.size - 1) else [old.root] + path
    if not steps:
        return False
    place, last = old.size - 1, new.size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = verify.node_hash(step, first), verify.node_hash(step, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = verify.node_hash(second, step)
        place, last = place >> 1, last >> 1
    return last == 0 and (first, second) == (old.root, new.root)


def proof(base, old, new):
    try:
        data = fetch(base, "/log/proof/consistency?from=%d&to=%d" % (old.size, new.size))
        return [bytes.fromhex(step) for step in json.loads(data.decode("utf-8"))["path"]]
    except verify.STUMBLES:
        raise Unknown("the proof from %d to %d entries is malformed" % (old.size, new.size))


def compare(base, old, new):
    """Rewritten, unless what is signed now grew from what was kept."""
    if old.origin != new.origin:
        raise Rewritten("it is another log now: %s, not %s" % (new.origin, old.origin))
    if new.size < old.size:
        raise Rewritten("it has shrunk: %d entries were signed, now it has %d" % (old.size, new.size))
    if new.size == old.size and new.root != old.root:
        raise Rewritten("two checkpoints over %d entries have two roots" % old.size)
    if new.size > old.size and not is_consistent(old, new, proof(base, old, new)):
        raise Rewritten(
            "the first %d of its %d entries are not those that were signed: no proof leads from one to the other"
            % (old.size, new.size)
        )


# --- A loss that the log admits (docs/log-format.md, Epochs) -----------------------------------------
def admitted(base, old, new, keys):
    """A sentence when an epoch of this log tells what was kept as lost; None when none does."""
    try:
        rows = list(json.loads(fetch(base, "/log/epochs.json").decode("utf-8"))["epochs"])
    except (Unknown,) + verify.STUMBLES:
        rows = []
    for row in rows:
        try:
            said = told_by(base, row["seq"], old, new, keys)
        except (Unknown, verify.Bad) + verify.STUMBLES:
            continue  # what cannot be shown excuses nothing
        if said:
            return said
    return None


def told_by(base, number, old, new, keys):
    entry = included(base, number, new)
    if entry is None or entry["type"] != verify.EPOCH or entry["body"]["size"] != number:
        return None
    body = entry["body"]
    lost = verify.Checkpoint(body["lost"].encode("utf-8"), keys, "the lost checkpoint")
    if lost.size <= number or not names(base, body, lost, old, new):
        return None
    words = "epoch %d (entry %d) says that entries were lost: %d were signed, the log went on from %d"
    return words % (body["epoch"], number, lost.size, number)


def line_of(base, number):
    return fetch(base, "/log/entries?from=%d&to=%d" % (number, number + 1)).rstrip(b"\n")


def path_of(base, number, size):
    data = fetch(base, "/log/proof/inclusion?seq=%d&size=%d" % (number, size))
    return json.loads(data.decode("utf-8"))["path"]


def included(base, number, new):
    """The entry at a place of the log that was signed; None when its proof does not lead there."""
    line = line_of(base, number)
    root = verify.root_of_inclusion(verify.leaf_hash(line), number, new.size, path_of(base, number, new.size))
    return verify.parse(line) if root == new.root else None


def names(base, body, lost, old, new):
    """Is it exactly what was kept, or do the lost leaves lead to it on the way to the lost checkpoint?"""
    if "leaves" not in body:
        return (lost.size, lost.root) == (old.size, old.root)
    common, gone = body["common"], verify.lost_leaves(body)
    if not 0 <= common < old.size <= lost.size or common + len(gone) != lost.size:
        return False
    begun = beginning(base, common, new)
    if verify.tree_root(gone, begun) != lost.root:
        return False
    return verify.tree_root(gone[: old.size - common], begun) == old.root


def beginning(base, size, new):
    """The complete subtrees over the first ``size`` entries of the log that was signed, the largest first."""
    if size == 0:
        return []
    last, leaf = size - 1, verify.leaf_hash(line_of(base, size - 1))
    path = path_of(base, last, size)
    then = Beginning(size, verify.root_of_inclusion(leaf, last, size, path))
    if not is_consistent(then, new, proof(base, then, new)):
        raise Unknown("the first %d entries cannot be shown" % size)
    # Everything beside the way of the last leaf lies to its left, one subtree for each bit of its number.
    heights = [height for height in range(last.bit_length()) if last >> height & 1]
    stack = [(height, bytes.fromhex(step)) for height, step in zip(heights, path)][::-1]
    height = 0
    while stack and stack[-1][0] == height:
        leaf = verify.node_hash(stack.pop()[1], leaf)
        height += 1
    return stack + [(height, leaf)]


class Beginning:
    def __init__(self, size, root):
        self.size, self.root = size, root


def keep(path, data):
    """Whole or not at all: a machine that stops meanwhile loses nothing."""
    with open(path + ".new", "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".new", path)


def compare_or_lose(base, old, new, keys):
    try:
        compare(base, old, new)
    except Rewritten:
        said = admitted(base, old, new, keys) if old.origin == new.origin else None
        if said:
            raise Lost(said)
        raise


def watch(base, path):
    """One look at the log; what there is to say."""
    keys, data = keys_of(base), fetch(base, "/log/checkpoint")
    if not os.path.exists(path):
        new = checkpoint(data, keys, "checkpoint")
        keep(path, data)
        return "ok: kept the first checkpoint of %s, over %d entries" % (new.origin, new.size)
    with open(path, "rb") as file:
        kept = file.read()
    try:
        old = checkpoint(kept, keys, "the checkpoint that you kept")
        new = checkpoint(data, keys, "checkpoint")
        compare_or_lose(base, old, new, keys)
    except Rewritten:
        keep(path + ".rewritten", data)
        raise
    except Lost:
        keep(path + ".lost", kept)
        keep(path, data)
        raise
    keep(path, data)
    return "ok: %s grew from %d to %d entries" % (new.origin, old.size, new.size)


def main(arguments):
    if len(arguments) != 2:
        print(__doc__.split("\n\n")[1].strip())
        return 2
    try:
        print(watch(*arguments))
    except Rewritten as rewritten:
        print("REWRITTEN: %s" % rewritten)
        return 1
    except Lost as lost:
        print("LOST: %s" % lost)
        return 3
    except (Unknown, OSError) as unknown:
        print("unknown: %s" % unknown)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
