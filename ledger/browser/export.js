// --- The export -----------------------------------------------------------------------------------
const ENTRY_KEYS = ["at", "body", "prev", "seq", "subject", "type", "v"];
const TYPE = /^[a-z]+\.[a-z_]+\.[a-z_]+$/;
const SUBJECT = /^[a-z]+\.[a-z_]+\/[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]{1,100}$/u;
const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/;
const HEX = /^[0-9a-f]{64}$/;
const PLACE = /^((rules|charters|readings|elections)\/[a-z0-9][a-z0-9._-]*|(rolls|openings)\.jsonl)$/;
const FOLDERS = ["rules", "charters", "readings", "elections"];
const LINES = ["rolls.jsonl", "openings.jsonl"];

/** What lies in the folder: ``files`` is a Map of path to bytes; ``faults`` grows while it is checked. */
class Export {
  constructor(files) {
    this.files = files;
    this.faults = [];
    this.notes = []; // what is no fault, and whoever reads should know
    this.keys = [];
    this.entries = []; // one for each line; null where the line is broken
    this.leaves = [];
    this.named = new Map(); // [path, sha256] -> number of the entry that names it
    this.lined = new Map(); // path of a .jsonl file -> {sha256: line}
    this.digests = new Map(); // path -> sha256
    this.parsed = new Map(); // [path, sha256] -> value
    this.found = new Map(); // a type, or a type and a subject -> entries
    this.last = ""; // the latest moment of any entry
    this.lent = null; // the entries that lend a hand, found once
    this.bundle = null; // what the bundle of a decision holds, in a sentence
  }

  fault(words) {
    this.faults.push(words);
  }

  read(name) {
    const bytes = this.files.get(name);
    if (bytes === undefined) throw new Bad(`${name} cannot be read`);
    return bytes;
  }

  /** The lines of a .jsonl file without their ends; none when it is not there. */
  lines(name) {
    if (!this.files.has(name)) return [];
    const bytes = this.read(name);
    if (bytes.length && bytes[bytes.length - 1] !== 10) throw new Bad(`${name}: the last line has no end`);
    const found = [];
    for (let from = 0; from < bytes.length; ) {
      const end = bytes.indexOf(10, from);
      found.push(bytes.subarray(from, end));
      from = end + 1;
    }
    return found;
  }

  digest(path) {
    if (!this.digests.has(path)) this.digests.set(path, digest(this.read(path)));
    return this.digests.get(path);
  }

  /** Look through the log once, so that no decision has to. */
  index() {
    for (const entry of this.entries) {
      if (!entry) continue;
      if (textLess(this.last, entry.at)) this.last = entry.at;
      for (const key of [entry.type, tuple(entry.type, entry.subject)]) {
        if (!this.found.has(key)) this.found.set(key, []);
        this.found.get(key).push(entry);
      }
    }
  }

  /** Entries of a type, or of a type and a subject, before number ``end``, in order. */
  of(type, subject = null, end = Infinity) {
    const rows = this.found.get(subject === null ? type : tuple(type, subject)) ?? [];
    return rows.filter((entry) => entry.number < end);
  }

  /** Entries before number ``end`` that are log. */
  before(end) {
    return this.entries.slice(0, end).filter(Boolean);
  }

  /** The bytes that an entry names, or null. */
  document(path, sha256) {
    if (LINES.includes(path)) {
      if (!this.lined.has(path)) this.lined.set(path, new Map(this.lines(path).map((line) => [digest(line), line])));
      return this.lined.get(path).get(hashed(sha256)) ?? null;
    }
    if (!PLACE.test(text(path)) || !this.files.has(path)) return null;
    return this.digest(path) === sha256 ? this.read(path) : null;
  }

  /** The value of that document. */
  value(path, sha256, bytes) {
    const key = tuple(path, sha256);
    if (!this.parsed.has(key)) this.parsed.set(key, parse(bytes));
    return this.parsed.get(key);
  }
}

/** One line of the log that has the shape of an entry. */
class Entry {
  constructor(value, number) {
    this.number = number;
    for (const key of ENTRY_KEYS) this[key] = value.get(key);
  }
}

function hasShape(value) {
  const keys = isObject(value) && [...value.keys()].sort();
  return keys && same(keys, ENTRY_KEYS);
}

/** Can a decision read it, whatever else is wrong with it? */
function isReadable(value) {
  return hasShape(value) && isObject(value.get("body")) && ["at", "type", "subject"].every((key) => isText(value.get(key)));
}

/** Faults of one parsed entry, as texts. */
function* checkEntry(value, number, prev) {
  if (!hasShape(value)) {
    yield `its keys are not ${ENTRY_KEYS.join(", ")}`;
    return;
  }
  const [at, body, before, seq, subject, type, v] = ENTRY_KEYS.map((key) => value.get(key));
  if (v !== 1) yield `version ${dumps(v)} is unknown`;
  if (seq !== number) yield `its number is ${dumps(seq)}`;
  if (before !== prev) yield "prev is not the SHA-256 of the entry before: the chain is broken";
  if (!isText(type) || !TYPE.test(type)) yield "the type is malformed";
  if (!isText(subject) || !SUBJECT.test(subject)) yield "the subject is malformed";
  if (!isObject(body)) yield "the body is not an object";
  if (!isMoment(at)) yield `the time ${dumps(at)} is not UTC to the second`;
}

/** Milliseconds of a moment of the log, or null where there is no such moment. */
function moment(written) {
  const parts = isText(written) && MOMENT.exec(written);
  if (!parts || parts[1] === "0000") return null;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.toISOString() === written.replace("Z", ".000Z") ? date.getTime() : null;
}

const isMoment = (written) => moment(written) !== null;

/** So many days and hours after a moment of the log. */
function later(written, days = 0, hours = 0) {
  const start = moment(text(written)) ?? stumble();
  const end = new Date(start + numeric(days) * 86400000 + numeric(hours) * 3600000);
  const year = end.getUTCFullYear();
  return year >= 1 && year <= 9999 ? end.toISOString().replace(".000Z", "Z") : stumble();
}

// --- The log itself -------------------------------------------------------------------------------
function* checkLog(log) {
  let prev = "0".repeat(64);
  for (const [number, line] of log.lines("log.jsonl").entries()) {
    let value = null;
    try {
      value = parse(line);
    } catch (error) {
      if (!(error instanceof Bad)) throw error;
      log.fault(`entry ${number}: ${error.message}`);
      value = undefined;
    }
    if (value !== undefined) {
      for (const words of checkEntry(value, number, prev)) log.fault(`entry ${number}: ${words}`);
    }
    log.entries.push(isReadable(value) ? new Entry(value, number) : null);
    log.leaves.push(leafHash(line));
    prev = digest(line);
    if (number % 500 === 0) yield;
  }
}

/** The keys of keys.json, each of which the log itself must have named, in the same order. */
function checkKeys(log) {
  const words = decoded(log.read("keys.json"), new Stumble(STUMBLED));
  const rows = at(readLoosely(words), "keys");
  const keys = each(rows).map((row) => new Key(row));
  const begun = log.entries.filter((entry) => entry && entry.type === "ledger.key.begun");
  const told = begun.map((entry) => [get(entry.body, "name"), get(entry.body, "public_key")]);
  if (!same(told, keys.map((key) => [key.name, toBase64(key.bytes)]))) {
    log.fault("keys.json: its keys are not those that the log names (ledger.key.begun)");
  } else {
    for (const [id, words] of keyFaults(each(rows), keys, begun)) log.fault(`keys.json: key ${id} ${words}`);
  }
  log.keys = keys;
  return keys;
}

/** Each key stands from the entry that names it, in the place of the one before, until the next one. */
function* keyFaults(rows, keys, begun) {
  for (const [number, entry] of begun.entries()) {
    const [row, key] = [rows[number], keys[number]];
    const before = number ? keys[number - 1].id : "";
    const until = number + 1 < begun.length ? begun[number + 1].at : null;
    if (entry.subject !== `ledger.key/${key.id}` || !same(get(entry.body, "replaces"), before)) {
      yield [key.id, "was begun in the place of another than the one before it"];
    }
    if (!same(get(row, "since"), entry.at) || !same(get(row, "until"), until)) {
      yield [key.id, "stands for other days than the log says"];
    }
  }
}

function readLoosely(words) {
  try {
    return new Reader(words, true).whole();
  } catch (error) {
    if (error instanceof Bad) return stumble();
    throw error;
  }
}

function checkHead(log, keys) {
  const head = new Checkpoint(log.read("checkpoint"), keys, "checkpoint");
  const count = log.leaves.length;
  if (head.size !== count) log.fault(`checkpoint: signed over ${head.size} entries, the log has ${count}`);
  if (!isEqual(treeRoot(log.leaves), head.root)) {
    log.fault("checkpoint: the root of the log is not the one that was signed");
  }
  if (keys.length && head.key !== keys[keys.length - 1]) {
    log.fault(`checkpoint: signed by ${head.key.id}, which is no longer the current key`);
  }
  return head;
}

function checkOld(log, keys, head, bytes) {
  const old = new Checkpoint(bytes, keys, "older checkpoint");
  const count = log.leaves.length;
  if (head && old.origin !== head.origin) log.fault(`older checkpoint: it is of another log, ${old.origin}`);
  if (old.size <= count && isEqual(treeRoot(log.leaves.slice(0, old.size)), old.root)) return;
  const said = lostByEpoch(log, old);
  if (said !== null) {
    log.notes.push(said);
  } else if (old.size > count) {
    log.fault(
      `older checkpoint: ${old.size} entries were signed, the log has only ${count}: entries were taken out`,
    );
  } else {
    log.fault(
      `older checkpoint: the first ${old.size} entries are not those it signed: the log was rewritten`,
    );
  }
}

// --- Documents ------------------------------------------------------------------------------------
/** Every document that an entry names is there, byte for byte. */
function checkNamed(log) {
  const hashes = new Map(LINES.map((name) => [name, new Set(log.lines(name).map(digest))]));
  for (const [number, entry] of log.entries.entries()) {
    for (const row of each(entry ? get(entry.body, "documents", []) : [])) {
      const [path, sha256] = isObject(row) ? [get(row, "path"), get(row, "sha256")] : [null, null];
      if (!isText(path) || !PLACE.test(path) || !HEX.test(say(sha256))) {
        log.fault(`entry ${number}: it names a document in a malformed way`);
        continue;
      }
      log.named.set(tuple(path, sha256), number);
      if (LINES.includes(path)) {
        if (!hashes.get(path).has(sha256)) {
          log.fault(`entry ${number}: its line of ${path} is missing or changed`);
        }
      } else if (!log.files.has(path)) {
        log.fault(`entry ${number}: the document ${path} is missing`);
      } else if (log.digest(path) !== sha256) {
        log.fault(`entry ${number}: the document ${path} was changed`);
      }
    }
  }
}

/** No document lies there that no entry names. */
function checkUnnamed(log) {
  const paths = new Set([...log.named.keys()].map((key) => JSON.parse(key)[0]));
  for (const folder of FOLDERS) {
    const inside = [...log.files.keys()].filter((path) => path.startsWith(`${folder}/`));
    const first = new Set(inside.map((path) => path.split("/").slice(0, 2).join("/")));
    for (const path of sorted(first)) {
      if (!paths.has(path)) log.fault(`${path}: no entry names this document`);
    }
  }
  for (const name of LINES) {
    for (const [index, line] of log.lines(name).entries()) {
      if (!log.named.has(tuple(name, digest(line)))) {
        log.fault(`${name} line ${index + 1}: no entry names it`);
      }
    }
  }
}
