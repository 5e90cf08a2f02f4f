// --- All of it ------------------------------------------------------------------------------------
function* checkDecisions(log) {
  log.index();
  for (const entry of log.entries) {
    if (!entry) continue;
    const own = DECISIONS.has(entry.type) ? [DECISIONS.get(entry.type)] : [];
    const checks = [...own, ...(FURTHER.get(entry.type) ?? [])];
    if (!checks.length) continue;
    try {
      for (const check of checks) for (const words of check(entry, log)) log.fault(`entry ${entry.number}: ${words}`);
    } catch (error) {
      log.fault(`entry ${entry.number}: the decision cannot be re-derived: ${reasonOf(error)}`);
    }
    yield;
  }
}

/** Check everything, a step at a time; the Export with its faults. ``files`` is a Map of path to bytes. */
function* verifying(files, old = null) {
  const log = new Export(files);

  function* attempt(name, step) {
    try {
      const answer = step();
      return isSteps(answer) ? yield* answer : answer;
    } catch (error) {
      log.fault(error instanceof Stumble ? `${name}: ${STUMBLED}` : reasonOf(error));
      return null;
    }
  }

  if (!files.has("log.jsonl")) log.fault("log.jsonl is missing");
  yield* attempt("check log", () => checkLog(log));
  const keys = (yield* attempt("check keys", () => checkKeys(log))) ?? [];
  const head = yield* attempt("check head", () => checkHead(log, keys));
  if (old !== null) yield* attempt("check old", () => checkOld(log, keys, head, old));
  yield* attempt("check named", () => checkNamed(log));
  yield* attempt("check unnamed", () => checkUnnamed(log));
  yield* attempt("check decisions", () => checkDecisions(log));
  log.bundle = yield* attempt("check court", () => checkCourt(log));
  return log;
}

const isSteps = (answer) => typeof answer?.next === "function";

/** The same at one go: `{faults, said}`, as `verify.py` prints either. */
function verify(files, old = null) {
  const steps = verifying(files, old);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return { faults: value.faults, said: sentencesOf(value) };
  }
}

const COUNTED = ["council.voting.closed", "council.election.counted", "council.election.superseded"];

/** The lines of a log without a fault. */
function sentencesOf(log) {
  if (log.faults.length) return [];
  const decisions = log.entries.filter((entry) => COUNTED.includes(entry.type)).length;
  const root = toBase64(treeRoot(log.leaves));
  const [entries, documents] = [log.entries.length, log.named.size];
  const whole = `ok: ${entries} entries, ${documents} documents, ${decisions} decisions re-derived; root ${root}`;
  const notes = log.notes.map((words) => `note: the older checkpoint: ${words}`);
  return [whole, ...notes, ...(log.bundle ? [log.bundle] : [])];
}
