"""Every way to tamper with an export that the tests know, and what `verify.py` must say of it."""

import json

import rfc8785

from tests.ledger.forgery import (
    OTHER,
    ROLL,
    RULE,
    RULE_PATH,
    changed,
    lines_of,
    rechain,
    resign,
    rewrite,
)


def one_byte(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:2], lines[2].replace(b"council.motion/", b"council.notion/"), *lines[3:]])


def swap(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:3], lines[4], lines[3], *lines[5:]])


def drop_last(export):
    rewrite(export, lines_of(export)[:-3])


def drop_last_and_resign(export):
    rewrite(export, lines_of(export)[:-3])
    resign(export)


def rewrite_history_and_resign(export):
    lines = lines_of(export)
    rewrite(export, rechain([*lines[:1], changed(lines[1], number=99), *lines[2:]]))
    resign(export)


def duplicate_key(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], lines[-1].replace(b'{"at"', b'{"v":1,"at"')])


def whole_number_as_float(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], lines[-1].replace(b'"number":1', b'"number":1.0')])


def combining_accents(export):
    lines = lines_of(export)
    entry = json.loads(lines[-1])
    entry["body"]["place"] = "Cafe\u0301"
    rewrite(export, [*lines[:-1], rfc8785.dumps(entry)])
    resign(export)


def spaces(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], lines[-1].replace(b":", b": ", 1)])


def escaped(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], lines[-1].replace(b"council", b"c\\u006funcil", 1)])


def large_number(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], lines[-1].replace(b'"number":1', b'"number":9007199254740993')])


def local_time(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], lines[-1].replace(b"12:00:00Z", b"25:00:00Z")])


def extra_key(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], rfc8785.dumps(json.loads(lines[-1]) | {"who": "me"})])
    resign(export)


def another_key(export):
    resign(export, OTHER)


def another_key_and_its_own_history(export):
    resign(export, OTHER, keys=True)


def signature_bent(export):
    note = (export / "checkpoint").read_text()
    head, _, blob = note.rstrip("\n").rpartition(" ")
    (export / "checkpoint").write_text(f"{head} {blob[:20]}{'A' if blob[20] != 'A' else 'B'}{blob[21:]}\n")


def size_bent(export):
    (export / "checkpoint").write_text((export / "checkpoint").read_text().replace("\n7\n", "\n8\n"))


def no_checkpoint(export):
    (export / "checkpoint").unlink()


def no_log(export):
    (export / "log.jsonl").unlink()


def cut_line(export):
    data = (export / "log.jsonl").read_bytes()
    (export / "log.jsonl").write_bytes(data[:-1])


def not_text(export):
    rewrite(export, [*lines_of(export)[:-1], b"\xff\xfe"])


def abyss(export):
    rewrite(export, [*lines_of(export)[:-1], b"[" * 200_000])


def last_line(export, line):
    rewrite(export, [*lines_of(export)[:-1], line])


def deep_and_a_float(export):
    last_line(export, b'{"a":1.5,"b":' + b"[" * 201 + b"]" * 201 + b"}")


def deep_and_a_key_twice(export):
    last_line(export, b'{"a":{"b":1,"b":2},"c":' + b"[" * 300 + b"]" * 300 + b"}")


def deep_and_broken(export):
    last_line(export, b'{"a":nul,"b":' + b'{"c":' * 300)


def brackets_in_a_text(export):
    """Not deep: they are letters, whatever stands before them."""
    last_line(export, b'{"a":"\\"' + b"[" * 300 + b'","b":1.5}')


def keys_deep(export):
    path = export / "keys.json"
    path.write_text(path.read_text().replace('"keys"', f'"more": {"[" * 300}{"]" * 300}, "keys"', 1))


def keys_with_a_long_number(export):
    path = export / "keys.json"
    path.write_text(path.read_text().replace('"keys"', f'"more": {"9" * 5000}, "keys"', 1))


def keys_with_a_number_too_large(export):
    path = export / "keys.json"
    path.write_text(path.read_text().replace('"keys"', f'"more": {2**53}, "keys"', 1))


def keys_with_a_float(export):
    path = export / "keys.json"
    path.write_text(path.read_text().replace('"keys"', '"more": 1e999, "keys"', 1))


def document_changed(export):
    (export / RULE_PATH).write_bytes(RULE.replace(b"reject", b"accept"))


def document_missing(export):
    (export / RULE_PATH).unlink()


def document_smuggled(export):
    (export / "rules" / "extra.json").write_text("{}")


def document_smuggled_below(export):
    (export / "rules" / "sub" / "one").mkdir(parents=True)
    (export / "rules" / "sub" / "empty").mkdir()
    (export / "rules" / "sub" / "one" / "x.json").write_text("{}")


def roll_changed(export):
    (export / "rolls.jsonl").write_bytes(ROLL.replace(b"true", b"false") + b"\n")


def roll_added(export):
    (export / "rolls.jsonl").write_bytes(ROLL + b"\n" + b'{"seat":"h-2"}\n')


TAMPERINGS = [
    (one_byte, "entry 3: prev is not the SHA-256"),
    (swap, "entry 3: its number is 4"),
    (drop_last, "older checkpoint: 5 entries were signed, the log has only 4"),
    (drop_last_and_resign, "older checkpoint: 5 entries were signed, the log has only 4"),
    (rewrite_history_and_resign, "the log was rewritten"),
    (duplicate_key, 'entry 6: the key "v" stands twice'),
    (whole_number_as_float, "entry 6: 1.0 is not an integer"),
    (combining_accents, 'entry 6: the text "Cafe\\u0301" is not in Unicode form NFC'),
    (spaces, "entry 6: the bytes are not in canonical form"),
    (escaped, "entry 6: the bytes are not in canonical form"),
    (large_number, "entry 6: the number 9007199254740993 is 2^53 or more"),
    (local_time, 'entry 6: the time "2150-06-11T25:00:00Z"'),
    (extra_key, "entry 6: its keys are not"),
    (another_key, "checkpoint: signed by no key of keys.json"),
    (another_key_and_its_own_history, "keys.json: its keys are not those that the log names"),
    (signature_bent, "checkpoint: "),
    (size_bent, "checkpoint: the signature does not verify"),
    (no_checkpoint, "checkpoint cannot be read"),
    (no_log, "log.jsonl is missing"),
    (cut_line, "log.jsonl: the last line has no end"),
    (not_text, "entry 6: the bytes are not UTF-8"),
    (abyss, "entry 6: the JSON is nested too deeply"),
    (deep_and_a_float, "entry 6: the JSON is nested too deeply"),
    (deep_and_a_key_twice, "entry 6: the JSON is nested too deeply"),
    (deep_and_broken, "entry 6: the JSON is nested too deeply"),
    (brackets_in_a_text, "entry 6: 1.5 is not an integer"),
    (keys_deep, "check keys: a value is missing or of another kind"),
    (keys_with_a_long_number, "check keys: a value is missing or of another kind"),
    (keys_with_a_number_too_large, "check keys: a value is missing or of another kind"),
    (keys_with_a_float, "check keys: a value is missing or of another kind"),
    (document_changed, f"the document {RULE_PATH} was changed"),
    (document_missing, f"the document {RULE_PATH} is missing"),
    (document_smuggled, "rules/extra.json: no entry names this document"),
    (document_smuggled_below, "rules/sub: no entry names this document"),
    (roll_changed, "its line of rolls.jsonl is missing or changed"),
    (roll_added, "rolls.jsonl line 2: no entry names it"),
]
