// --- The bundle of a decision ---------------------------------------------------------------------
// What somebody takes to a court: an export, and beside it what the decision rested on. All of it leads to entries.
const COURT = "court/";
const [MANIFEST, PROOFS, READINGS, RUNS] = ["manifest.json", "proofs.jsonl", "readings.jsonl", "runs/"].map(
  (name) => COURT + name,
);
const FILE = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/;

/** The manifest against the files, and every file against the log; what it holds, in a sentence. */
function* checkCourt(log) {
  if (!log.files.has(MANIFEST)) return null;
  const manifest = parseAt(MANIFEST, log.read(MANIFEST));
  const keys = sorted(manifest);
  if (!same(keys, ["decision", "files", "law", "v"]) || at(manifest, "v") !== 1) {
    throw new Bad(`${MANIFEST}: it is of a form that is not known here`);
  }
  const [decision, files, law] = ["decision", "files", "law"].map((key) => at(manifest, key));
  checkFiles(log, object(files));
  const kinds = ["council.voting.closed", "council.motion.unopposed"];
  const closing = inOrder(kinds.flatMap((kind) => log.of(kind, decision))).pop();
  if (!closing) throw new Bad(`${MANIFEST}: the log holds no decision on ${say(decision)}`);
  checkLaw(log, law, decision, closing.number, closing.at.slice(0, 10));
  yield;
  const proved = checkProofs(log, decision);
  checkRuns(log, files);
  const { read, sealed, lacking } = yield* checkCited(log, leavesCited(log, decision, closing.number));
  const readings = `${read} readings (${sealed} sealed, ${lacking} cited and not here)`;
  return `ok: the bundle of ${say(decision)}: ${readings}, ${proved} proofs, ${size(law)} editions`;
}

function parseAt(where, bytes) {
  try {
    return parse(bytes);
  } catch (error) {
    if (error instanceof Bad) throw new Bad(`${where}: ${error.message}`);
    throw error;
  }
}

/** The values of a .jsonl file of the bundle, each with where it stands. */
function* rowsOf(log, name) {
  for (const [index, line] of log.lines(name).entries()) {
    const where = `${name} line ${index + 1}`;
    yield [where, parseAt(where, line)];
  }
}

/** Every file as the manifest names it, and none beside it. */
function checkFiles(log, files) {
  for (const path of sorted(files)) {
    if (!FILE.test(path) || !log.files.has(path)) log.fault(`${MANIFEST}: ${path} is missing`);
    else if (log.digest(path) !== files.get(path)) log.fault(`${MANIFEST}: ${path} was changed`);
  }
  for (const path of log.files.keys()) {
    if (path.startsWith(COURT) && path !== MANIFEST && !files.has(path)) {
      log.fault(`${MANIFEST}: it does not name ${path}`);
    }
  }
}

/** Each charter's edition in force on the day of the decision, of those that the log knew before it; none left out that it cites. */
function checkLaw(log, law, decision, end, day) {
  const known = new Map();
  for (const entry of log.before(end)) {
    for (const row of each(get(entry.body, "documents", []))) {
      const path = text(at(row, "path"));
      if (!path.startsWith("charters/")) continue;
      const bytes = log.document(path, at(row, "sha256"));
      const edition = bytes === null ? new Map() : parseAt(path, bytes);
      if (get(edition, "format") === "biolattice-edition/v1" && !less(day, at(edition, "since"))) {
        known.set(hashed(at(edition, "charter")), at(row, "sha256"));
      }
    }
  }
  for (const row of each(law)) {
    const charter = at(row, "charter");
    if (at(row, "on") !== day || !same(known.get(hashed(charter)) ?? null, at(row, "edition"))) {
      log.fault(`${MANIFEST}: the law of ${say(charter)} on ${day} was another edition`);
    }
  }
  const told = setOf(each(law).map((row) => at(row, "charter")));
  const spoken = citedBy(log, decision).map((article) => behindFirst(article, "/").split("--")[0]);
  for (const charter of sorted(setOf(spoken))) {
    if (known.has(charter) && !told.has(charter)) {
      log.fault(`${MANIFEST}: it leaves out the law of ${charter}, which the decision cites`);
    }
  }
}

/** The articles that objections and the opened reasons of a decision rest on. */
function citedBy(log, decision) {
  const found = log.of("council.objection.filed", decision).flatMap((entry) => each(at(entry.body, "articles")));
  for (const entry of log.of("council.voting.closed", decision)) {
    const opened = namedDocument(log, entry, "openings.jsonl", "the line of openings")[1];
    for (const row of each(get(opened, "reasons", []))) found.push(...each(at(row, "articles")));
  }
  return found;
}

/** The entries before a decision that cite a reading, of the alerts that it takes up, answers or rests on. */
function leavesCited(log, decision, end) {
  const found = [];
  for (const { body } of log.of("council.motion.submitted", decision)) {
    for (const subject of [at(body, "act"), at(body, "origin"), ...each(at(body, "evidence"))]) {
      for (const kind of ["crises.alert.released", "crises.alert.updated"]) {
        const rows = log.of(kind, subject, end).filter((entry) => yes(get(entry.body, "leaf")));
        found.push(...rows.map((entry) => entry.number));
      }
    }
  }
  return found;
}

/** The root that a proof leads to (RFC 9162, section 2.1.3.2), or null. */
function rootOfInclusion(leaf, index, size, path) {
  if (less(index, 0) || !less(index, size)) return null;
  let [place, last, node] = [numeric(index), numeric(size) - 1, leaf];
  const up = () => {
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  };
  for (const step of each(path)) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      node = nodeHash(fromHex(step), node);
      while (place % 2 === 0 && place) up();
    } else {
      node = nodeHash(node, fromHex(step));
    }
    up();
  }
  return last === 0 ? node : null;
}

/** One entry at a time, for who keeps only some: each proof leads to the root; how many there are. */
function checkProofs(log, decision) {
  const [count, root, proved] = [log.leaves.length, treeRoot(log.leaves), new Set()];
  for (const [where, row] of rowsOf(log, PROOFS)) {
    const seq = at(row, "seq");
    const isThere = !less(seq, 0) && less(seq, count);
    const made = isThere ? rootOfInclusion(log.leaves[numeric(seq)], seq, count, at(row, "path")) : null;
    if (made === null || !isEqual(made, root)) {
      log.fault(`${where}: the proof does not lead to the root of the log`);
    }
    proved.add(hashed(seq));
  }
  for (const entry of log.entries) {
    if (entry && entry.subject === decision && !proved.has(entry.number)) {
      log.fault(`${PROOFS}: entry ${entry.number} of the decision has no proof`);
    }
  }
  return proved.size;
}

/** Each document of a run is one that an entry of a run names by its hash. */
function checkRuns(log, files) {
  const runs = log.entries.filter((entry) => entry && entry.type.startsWith("crises.run."));
  const named = new Set(runs.flatMap((entry) => [...entry.body.values()].filter(isText)));
  for (const path of sorted(files)) {
    if (path.startsWith(RUNS) && !holds(named, files.get(path))) log.fault(`${path}: no run names this document`);
  }
}

/** Each reading against the seal of the day it came in, and the entries that cite it; how many, how many sealed, how many lack. */
function* checkCited(log, wanted) {
  const lacking = new Set(wanted);
  const seals = new Map(log.of("biomes.readings.sealed").map(({ body }) => [hashed(at(body, "day")), body]));
  let [read, sealed] = [0, 0];
  for (const [where, row] of rowsOf(log, READINGS)) {
    read++;
    const leaf = sha256(canonical(at(row, "reading")));
    for (const number of each(at(row, "cited"))) {
      const isThere = !less(number, 0) && less(number, log.entries.length);
      const entry = isThere ? log.entries[numeric(number)] : null;
      lacking.delete(number);
      if (!entry || get(entry.body, "leaf") !== hex(leaf)) {
        log.fault(`${where}: entry ${digits(number)} does not cite it`);
      }
    }
    const day = at(row, "day");
    if (day === null) continue; // it came in since the last seal
    sealed++;
    const seal = seals.get(hashed(day));
    if (seal === undefined) {
      log.fault(`${where}: no readings were sealed on ${say(day)}`);
      continue;
    }
    const made = rootOfInclusion(leafHash(leaf), at(row, "index"), at(seal, "count"), at(row, "path"));
    if (made === null || hex(made) !== at(seal, "root")) {
      log.fault(`${where}: it is not among the readings sealed on ${say(day)}`);
    }
    if (read % 200 === 0) yield;
  }
  return { read, sealed, lacking: lacking.size };
}
