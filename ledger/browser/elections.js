// --- Elections of persons: what was announced -----------------------------------------------------
const INPUT = ["election", "method", "seats", "options", "max_points", "ballots"];
const OUTPUT = ["valid", "empty", "elected", "open_seats", "between"];
const CODE = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** Are the ballots such that they can be counted in one way only? */
function* checkBallots(bundle) {
  const [options, method, seats] = ["options", "method", "seats"].map((key) => at(bundle, key));
  const most = at(bundle, "max_points");
  const codes = setOf(options);
  if (codes.size !== size(options) || !each(options).every((option) => CODE.test(text(option)))) {
    yield "its options are not codes that differ";
  }
  if (!holds(DIGITS, method) || !same(at(bundle, "places"), DIGITS.get(method))) {
    yield "its method or its digits are unknown";
  }
  if (less(seats, 1) || less(size(options), seats) || (method === "irv" && !same(seats, 1))) {
    yield `it cannot fill ${dumps(seats)} seats`;
  }
  const isTotal = method === "approval" || method === "score";
  const seen = new Set();
  for (const [index, paper] of each(at(bundle, "ballots")).entries()) {
    const [named, points] = [each(at(paper, "options")), each(get(paper, "points", []))];
    const key = JSON.stringify([named.map(hashed), points.map(hashed)]);
    const bad = without(setOf(named), codes).size > 0 || setOf(named).size !== named.length;
    const isPoint = (point) => isWhole(point) && point >= 0 && !less(most, point);
    if (bad || points.length !== (method === "score" ? named.length : 0) || !points.every(isPoint)) {
      yield `ballot ${index + 1} does not fit its options`;
    }
    const count = at(paper, "count");
    if (!isWhole(count) || count < 1) yield `ballot ${index + 1} stands ${dumps(count)} times`;
    if (seen.has(key) || (isTotal && !same(sorted(named), named))) {
      yield `ballot ${index + 1} is not written once, in its order`;
    }
    seen.add(key);
  }
}

/** A bundle against its own ballots and against the entry that names it: [bundle, faults]. */
function checkBundle(log, entry) {
  const [sha256, bundle] = namedDocument(log, entry, "elections/", "the bundle of the count");
  const faults = [];
  if (!same(at(entry.body, "bundle"), sha256)) faults.push("the bundle is not the one that it names");
  if (!same(at(bundle, "v"), 1) || plus("council.election/", at(bundle, "election")) !== entry.subject) {
    faults.push("the bundle is of another election");
  }
  faults.push(...[...checkBallots(bundle)].map((words) => `the bundle: ${words}`));
  if (faults.length) return [bundle, faults];
  let again;
  try {
    again = countAgain(bundle);
  } catch (error) {
    if (!(error instanceof Bad)) throw error;
    return [bundle, [`the bundle: ${error.message}`]];
  }
  return [bundle, [...differences(bundle, again, entry.body)]];
}

function* differences(bundle, again, body) {
  for (const key of OUTPUT) {
    const [said, made, told] = [at(bundle, key), again[key], at(body, key)];
    if (!same(said, made)) yield `the bundle says ${key} ${dumps(said)}, its ballots make it ${dumps(made)}`;
    if (!same(told, said)) yield `it says ${key} ${dumps(told)}, its bundle differs`;
  }
  for (const [key, name] of [["rounds", "round"], ["ties", "tie"]]) {
    const [said, made] = [each(at(bundle, key)), again[key]];
    if (said.length !== made.length) yield `the bundle has ${said.length} ${key}, not ${made.length}`;
    for (const [i, one] of said.slice(0, made.length).entries()) {
      if (same(one, made[i])) continue;
      const keys = sorted(joined(setOf(one), setOf(made[i])));
      const differ = keys.filter((field) => !same(get(one, field), get(made[i], field)));
      yield `${name} ${i + 1} of the bundle is not what its ballots make (${differ.join(", ")})`;
    }
  }
}

const COUNTS = ["council.election.counted", "council.election.tie_settled", "council.election.superseded"];

/** The entries that counted an election before an entry, in order. */
function bundlesBefore(log, subject, end) {
  return inOrder(COUNTS.flatMap((kind) => log.of(kind, subject, end)));
}

/** The entries that found the count at fault which stood before an entry, in order. */
function reopenedSince(log, subject, end) {
  const since = bundlesBefore(log, subject, end).pop()?.number ?? -1;
  return inOrder(log.of("council.election.reopened", subject, end).filter((one) => one.number > since));
}

/** A count of entered ballots: what was announced, and as many ballots as two tellers settled since. */
function* checkBallotsOf(bundle, entry, log, since = -1) {
  const { number: end, subject } = entry;
  if (yes(at(bundle, "settled"))) yield "a first count settles no tie";
  const opened = log.of("council.election.opened", subject, end);
  if (opened.length !== 1) {
    yield `the election was opened ${opened.length} times before this count`;
    return;
  }
  for (const key of ["method", "seats", "options", "max_points"]) {
    if (!same(at(bundle, key), at(opened[0].body, key))) yield `${key} is not what was announced`;
  }
  const settled = log.of("council.election.settled", subject, end).filter((one) => one.number > since);
  const entered = settled.map((one) => at(one.body, "papers"));
  const papers = each(at(bundle, "ballots")).reduce((sum, paper) => sum + numeric(at(paper, "count")), 0);
  if (!same(entered, [papers])) yield `it counts ${papers} ballots, two tellers settled ${dumps(entered)}`;
}

/** An election's first count: what was announced, opened and entered, and the ballots counted again. */
function* checkElection(entry, log) {
  const [bundle, faults] = checkBundle(log, entry);
  yield* faults;
  if (bundlesBefore(log, entry.subject, entry.number).length) yield "the election was counted before";
  if (holds(bundle, "supersedes")) yield "a first count supersedes nothing";
  yield* checkBallotsOf(bundle, entry, log);
}

/** A count that was found at fault is the one that stood, and was not found so before. */
function* checkReopened(entry, log) {
  const { number: end, subject } = entry;
  const before = bundlesBefore(log, subject, end).pop();
  if (!before) {
    yield "reopened before it was counted";
    return;
  }
  if (!same(at(entry.body, "bundle"), at(before.body, "bundle"))) {
    yield "it reopens another count than the one that stood";
  }
  if (reopenedSince(log, subject, end).length) yield "the count was reopened before";
}

/** A count that supersedes the one that stood: reopened once, entered and counted anew. */
function* checkSuperseded(entry, log) {
  const { number: end, subject } = entry;
  const [bundle, faults] = checkBundle(log, entry);
  yield* faults;
  const [before, old] = [bundlesBefore(log, subject, end).pop(), at(entry.body, "supersedes")];
  if (!before) {
    yield "superseded before it was counted";
    return;
  }
  const earlier = log.of("council.election.superseded", subject, end).map((one) => at(one.body, "supersedes"));
  if (holds(earlier, old)) yield `the count ${dumps(old)} was superseded before`;
  else if (!same(old, at(before.body, "bundle"))) yield "it supersedes another count than the one that stood";
  if (!same(get(bundle, "supersedes"), old)) yield "the bundle supersedes another count";
  const reopened = reopenedSince(log, subject, end);
  if (reopened.length !== 1) {
    yield `the count was reopened ${reopened.length} times before it was superseded`;
  } else if (!same(at(reopened[0].body, "fault"), at(entry.body, "fault"))) {
    yield "it was reopened for another fault";
  }
  yield* checkBallotsOf(bundle, entry, log, reopened.pop()?.number);
}

/** A tie that was open, settled by an act: the same ballots, one choice more. */
function* checkTieSettled(entry, log) {
  const [bundle, faults] = checkBundle(log, entry);
  yield* faults;
  const before = bundlesBefore(log, entry.subject, entry.number).pop();
  if (!before) {
    yield "a tie was settled before the election was counted";
    return;
  }
  if (reopenedSince(log, entry.subject, entry.number).length) {
    yield "a tie was settled while the ballots were entered anew";
  }
  const old = namedDocument(log, before, "elections/", "the bundle of the count before")[1];
  if (
    INPUT.some((key) => !same(at(bundle, key), at(old, key))) ||
    !same(get(bundle, "supersedes"), get(old, "supersedes"))
  ) {
    yield "the ballots are not those of the count before";
  }
  if (!same(at(bundle, "settled"), plus(at(old, "settled"), [at(entry.body, "taken")]))) {
    yield "the bundle does not take what the act takes";
  }
  if (!yes(at(old, "open_seats"))) {
    yield "a tie was settled, but none left a seat open";
    return;
  }
  const open = each(at(old, "ties")).filter((tie) => at(tie, "changes_result") !== false && !holds(tie, "settled"));
  const [round, step] = ["round", "step"].map((key) => at(open[0] ?? stumble(), key));
  if (!same([at(entry.body, "round"), at(entry.body, "step")], [round, step])) {
    yield "it settles another tie than the one that was open";
  }
}

/** Who was declared elected is who the last count elects, and no seat was left open. */
function* checkPublished(entry, log) {
  const before = bundlesBefore(log, entry.subject, entry.number).pop();
  if (!before) {
    yield "published before it was counted";
    return;
  }
  if (reopenedSince(log, entry.subject, entry.number).length) {
    yield "published while the ballots were entered anew";
  }
  const [sha256, bundle] = namedDocument(log, before, "elections/", "the bundle of the count");
  const elected = at(entry.body, "elected");
  if (!same(at(entry.body, "bundle"), sha256) || !same(elected, at(bundle, "elected"))) {
    yield `published as ${dumps(elected)}, which is not the last count`;
  }
  if (yes(at(bundle, "open_seats"))) yield "published while a tie leaves a seat open";
}

/** The election that is void was counted, and it is the count that stood which elects nobody. */
function* checkAnnulled(entry, log) {
  const before = bundlesBefore(log, entry.subject, entry.number).pop();
  if (!before) yield "annulled before it was counted";
  else if (!same(at(entry.body, "bundle"), at(before.body, "bundle"))) {
    yield "it annuls another count than the one that stood";
  }
}

/** What happens in an election happens before it is cancelled or annulled. */
function unlessOver(check) {
  return function* checked(entry, log) {
    for (const end of ["cancelled", "annulled"]) {
      if (log.of(`council.election.${end}`, entry.subject, entry.number).length) {
        yield `the election was ${end} before`;
      }
    }
    yield* check(entry, log);
  };
}

/** Somebody whom a declared count had elected, and who is not elected since it was superseded or annulled. */
function* checkSeatingReviewed(entry, log) {
  const { number: end, subject, body } = entry;
  const named = (one) => same(at(one.body, "bundle"), at(body, "bundle"));
  const counts = bundlesBefore(log, subject, end).filter(named);
  const elected = counts.map((one) => at(one.body, "elected"));
  const reopened = log.of("council.election.reopened", subject, end).map((one) => at(one.body, "bundle"));
  const annulled = log.of("council.election.annulled", subject, end).map((one) => at(one.body, "bundle"));
  const declared = log.of("council.election.published", subject, end).pop();
  if (!holds([...reopened, ...annulled], at(body, "bundle")) || !elected.length) {
    yield "it looks at a count that was not superseded";
  } else if (!holds(elected[0], at(body, "option"))) {
    yield `that count had not elected ${dumps(at(body, "option"))}`;
  }
  if (annulled.length) return;
  if (!declared || holds(at(declared.body, "elected"), at(body, "option"))) {
    yield `the count that was declared elects ${dumps(at(body, "option"))}`;
  }
}

DECISIONS.set("council.election.counted", unlessOver(checkElection));
DECISIONS.set("council.election.reopened", unlessOver(checkReopened));
DECISIONS.set("council.election.superseded", unlessOver(checkSuperseded));
DECISIONS.set("council.election.tie_settled", unlessOver(checkTieSettled));
DECISIONS.set("council.election.published", unlessOver(checkPublished));
DECISIONS.set("council.election.annulled", unlessOver(checkAnnulled));
DECISIONS.set("council.election.seating_reviewed", checkSeatingReviewed);
