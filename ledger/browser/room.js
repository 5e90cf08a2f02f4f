// --- Called in the room ---------------------------------------------------------------------------
// Two tellers copy the roll; each copy is sealed in the log when it comes in, and opened with the close.
const WORDS = ["yes", "no", "abstain", "absent"];
const OFFICES = ["chair", "teller_1", "teller_2"];
// Days in which a seat may dispute its word, and in which a dispute must be ruled on.
const [DISPUTED, RULED] = [1, 7];

const lineOf = (row) => `${say(at(row, "seat"))}/${digits(at(row, "hand"))}`;

/** A vote called in the room: nothing sealed in it, two copies that agree, the words counted as they say. */
function* checkCalled(log, opening, rule, roll, closing, opened) {
  if (!(yes(get(opening.body, "room")) && yes(get(closing.body, "room")) && yes(get(opened, "room")))) {
    yield "opening and close differ on whether it was called in the room";
    return;
  }
  for (const entry of sameVote(log, closing, "council.ballot.cast")) {
    yield `entry ${entry.number} is a sealed ballot in a vote that was called in the room`;
  }
  const ballots = each(at(opened, "ballots"));
  if (ballots.some((row) => holds(row, "commitment") || !yes(get(row, "room")))) {
    yield "what was called in the room holds a sealed ballot";
  }
  const rows = ballots.map((row) => tuple(at(row, "seat"), at(row, "hand")));
  const twice = new Set(rows.filter((row, i) => rows.indexOf(row) !== i));
  for (const [seat, hand] of sorted([...twice].map((row) => JSON.parse(row)))) {
    yield `seat ${say(seat)}: its hand ${digits(hand)} is counted twice`;
  }
  if (holds(opening.body, "recounts")) yield* checkRecount(log, opening, rule, roll, closing);
  else yield* checkTellers(log, opening, rule, roll, closing, opened);
}

/** Each line of the roll has its word, and is counted as that and nothing else. */
function* checkWords(words, opened, roll) {
  const lines = new Set();
  for (const row of each(at(roll, "seats"))) {
    if (!yes(at(row, "votes")) || yes(at(row, "recused"))) continue;
    for (const hand of each(at(row, "hands"))) lines.add(`${say(at(row, "seat"))}/${digits(hand)}`);
  }
  for (const line of sorted(without(setOf(words), lines))) {
    yield `line ${line} was called, but it is not on the roll or is recused`;
  }
  for (const line of sorted(without(lines, setOf(words)))) yield `line ${line} of the roll was not called`;
  if (without(setOf([...words.values()]), new Set(WORDS)).size) yield `a word is none of ${WORDS.join(", ")}`;
  yield* checkSettled(spoken(words), calledWords(opened));
}

const spoken = (words) => new Map([...words].filter(([, word]) => word !== "absent"));
const calledWords = (opened) => new Map(each(at(opened, "ballots")).map((row) => [lineOf(row), at(row, "choice")]));

function* checkSettled(right, counted) {
  for (const line of sorted(joined(setOf(right), setOf(counted)))) {
    if (!same(right.get(line) ?? null, counted.get(line) ?? null)) {
      yield `line ${line} was counted otherwise than it was settled`;
    }
  }
}

/** The two copies, what they come to, and the count of it. */
function* checkTellers(log, opening, rule, roll, closing, opened) {
  yield* checkRoll(log, opening, roll, rule);
  yield* checkPlace(log, opening);
  const sealed = sheetsOf(log, opening, closing);
  const settled = sameVote(log, closing, "council.roll_call.settled").filter(
    (entry) => entry.number > opening.number && entry.number < closing.number,
  );
  if (!settled.length && isVoid(closing)) {
    if (less(closing.at, at(opening.body, "closes_at")) || yes(at(opened, "ballots"))) {
      yield "void as never settled, but before its hour or with words";
    }
    return;
  }
  if (!same(sorted(sealed), [1, 2]) || settled.length !== 1) {
    yield "it was not settled by two tellers";
    return;
  }
  if (!same(sorted(at(settled[0].body, "sheets")), sorted([...sealed.values()]))) {
    yield "what was settled is not what the two tellers handed in";
  }
  const sheets = new Map(each(at(opened, "sheets")).map((row) => [hashed(at(row, "place")), row]));
  for (const place of [1, 2]) {
    if (!sheets.has(place) || !sheetFits(sheets.get(place), opening, sealed.get(place))) {
      yield `the sheet of teller ${place} does not fit its commitment`;
      return;
    }
  }
  const words = agreement(sheets.get(1), sheets.get(2));
  if (words === null) {
    yield "the two sheets differ and were not settled alike";
    return;
  }
  yield* checkWords(words, opened, roll);
  yield* checkCalledOutcome(log, opened, rule, roll, closing);
}

/** The sitting in which it was called had it on its agenda, and on paper only in a blackout. */
function* checkPlace(log, opening) {
  const sitting = at(opening.body, "sitting");
  const agendas = log.of("council.agenda.published", sitting).map((entry) => at(entry.body, "motions"));
  if (!agendas.some((motions) => holds(motions, opening.subject))) {
    yield "it was called in a sitting whose agenda did not hold it";
  }
  const declared = log.of("council.sitting.blacked_out", sitting, opening.number);
  if (holds(opening.body, "held_at") && !declared.length) {
    yield "it was held on paper in a sitting that was not declared a blackout";
  }
}

/** Place -> commitment of the copies that came in before the close; of paper, those of its sitting. */
function sheetsOf(log, opening, closing) {
  const { body } = opening;
  let rows;
  if (holds(body, "held_at")) {
    rows = log.of("council.sheet.entered", at(body, "sitting"));
    rows = rows.filter((entry) => same(at(entry.body, "position"), at(body, "position")));
  } else {
    rows = sameVote(log, closing, "council.roll_call.entered");
  }
  const found = new Map();
  for (const entry of rows.filter((row) => row.number < closing.number)) {
    const place = hashed(at(entry.body, "place"));
    // A second sheet at one place would be somebody's who had handed one in.
    found.set(found.has(place) ? -entry.number : place, at(entry.body, "sheet"));
  }
  return found;
}

function sheetFits(row, opening, sealed) {
  const { body, subject } = opening;
  const own = holds(body, "held_at")
    ? [["sitting", behind(at(body, "sitting"), "/")], ["position", at(body, "position")]]
    : [["motion", behind(subject, "/")], ["round", at(body, "round")]];
  const value = [["place", at(row, "place")], ["lines", at(row, "lines")], ...own];
  const made = committed(at(row, "salt"), value);
  return size(at(row, "salt")) === 64 && made === at(row, "commitment") && made === sealed;
}

/** The lines on which two copies differ, or null where they were not settled alike. */
function settledLines(first, second, lines) {
  const [one, other] = [at(first, "lines"), at(second, "lines")];
  const differ = new Set(lines.filter((line) => !same(get(one, line), get(other, line))));
  if (!differ.size) return differ;
  const settles = at(first, "settles");
  return same(settles, at(second, "settles")) && sameSet(setOf(settles), differ) ? differ : null;
}

const settledWith = (sheet) => new Map([...object(at(sheet, "lines")), ...object(at(sheet, "settles"))]);

/** The words that two copies come to, or null. */
function agreement(first, second) {
  const lines = joined(setOf(at(first, "lines")), setOf(at(second, "lines")));
  if (settledLines(first, second, [...lines]) === null) return null;
  // A sheet on paper also says when it was called: a line without a seat.
  return new Map([...settledWith(first)].filter(([line]) => line.includes("/")));
}

function* checkCalledOutcome(log, opened, rule, roll, closing) {
  const ties = tiesBefore(log, closing.subject, closing.number);
  yield* checkTies(closing, ties);
  const ballots = each(at(opened, "ballots"));
  yield* checkAnnounced(closing, decide(rule, roll, ballots, 1 + ties));
  yield* checkChambers(rule, roll, ballots, closing);
}

// --- Disputed, and counted again ------------------------------------------------------------------
/** [close, words] of a round that was called in the room; words of the silent are absent. */
function calledBefore(log, subject, round, end) {
  for (const entry of log.of("council.voting.closed", subject, end)) {
    if (same(at(entry.body, "round"), round) && yes(get(entry.body, "room"))) {
      return [entry, calledWords(namedDocument(log, entry, "openings.jsonl", "the line of openings")[1])];
    }
  }
  throw new Bad("the round that it counts again was not called in the room");
}

/** Faults, words upheld and words still open of one round: line -> word. */
function disputesBefore(log, base, end) {
  const [faults, upheld, waiting, filed, voices] = [[], new Map(), new Map(), new Map(), new Map()];
  const of = (kind) => log.of(`council.roll_call.${kind}`, base.subject, end);
  const ofRound = (entry) => same(at(entry.body, "round"), at(base.body, "round"));
  for (const { at: when, body } of of("disputed").filter(ofRound)) {
    const line = lineOf(body);
    if (less(later(base.at, DISPUTED), when)) faults.push(`line ${line} was disputed after its day`);
    waiting.set(line, at(body, "word"));
    filed.set(hashed(at(body, "dispute")), [line, at(body, "word")]);
  }
  for (const { body } of of("judged")) {
    const dispute = hashed(at(body, "dispute"));
    voices.set(dispute, [...(voices.get(dispute) ?? []), [at(body, "office"), at(body, "says")]]);
  }
  for (const { body } of of("ruled").filter(ofRound)) {
    const line = lineOf(body);
    const dispute = hashed(at(body, "dispute"));
    const heard = sorted(voices.get(dispute) ?? []);
    if (!same(filed.get(dispute) ?? null, [line, at(body, "word")])) {
      faults.push(`line ${line} was ruled on, but nobody had disputed it so`);
    }
    waiting.delete(line);
    if (at(body, "ruling") !== "upheld") {
      if (heard.every((row) => row[1] === "uphold")) faults.push(`the dispute of line ${line} was dismissed by nobody`);
      continue;
    }
    upheld.set(line, at(body, "word"));
    if (!same(heard, OFFICES.map((office) => [office, "uphold"]))) {
      faults.push(`line ${line} was corrected without both tellers and the chair`);
    }
  }
  return { faults, upheld, waiting };
}

/** Ballots of these words with some changed. */
function withWords(words, changed) {
  const all = new Map([...words, ...changed]);
  const rows = [];
  for (const line of sorted(all)) {
    const [seat, hand] = [upToLast(line, "/"), Number(line.slice(line.lastIndexOf("/") + 1))];
    if (all.get(line) === "absent") continue;
    rows.push(new Map(Object.entries({ n: rows.length + 1, seat, hand, choice: all.get(line) })));
  }
  return rows;
}

/** Would the outcome change if some of what is still open were upheld? */
function mayTurn(rule, roll, words, waiting, again) {
  const lines = sorted(waiting).filter((line) => !same(words.get(line) ?? "absent", waiting.get(line)));
  if (lines.length > 10) return true;
  const stands = decide(rule, roll, withWords(words, new Map()), again);
  for (let chosen = 1; chosen < 2 ** lines.length; chosen++) {
    const turned = lines.filter((_, i) => (chosen >> i) & 1).map((line) => [line, waiting.get(line)]);
    if (decide(rule, roll, withWords(words, new Map(turned)), again) !== stands) return true;
  }
  return false;
}

/** Counted again: the same rule and roll, the first words with what was upheld, or void for what nobody ruled on. */
function* checkRecount(log, opening, rule, roll, closing) {
  const { subject, body } = opening;
  const [base, words] = calledBefore(log, subject, at(body, "recounts"), opening.number);
  const first = sameVote(log, base, "council.voting.opened")[0] ?? stumble();
  const old = namedRoll(log, first)[1];
  const alike = same(withKeys(old, { round: 0 }), withKeys(roll, { round: 0 }));
  if (!alike || !same(at(first.body, "rule"), at(body, "rule"))) yield "it counts again by another rule or roll";
  const { faults, upheld, waiting } = disputesBefore(log, base, opening.number);
  yield* faults;
  if (less(closing.at, later(base.at, DISPUTED))) yield "counted again before the day of disputes was over";
  const opened = namedDocument(log, closing, "openings.jsonl", "the line of openings")[1];
  const right = spoken(new Map([...words, ...upheld]));
  yield* checkSettled(right, calledWords(opened));
  const again = 1 + tiesBefore(log, subject, closing.number);
  if (isVoid(closing)) {
    if (less(closing.at, later(base.at, RULED)) || !mayTurn(rule, roll, right, waiting, again)) {
      yield "void, though no open dispute could have turned it a week later";
    }
    return;
  }
  if (!upheld.size) yield "counted again without a dispute that was upheld";
  yield* checkCalledOutcome(log, opened, rule, roll, closing);
}

/** What was called in the room takes effect a day later, with no dispute open that could turn it. */
function* checkDay(log, enacted, opening, closing) {
  const { subject, number } = closing;
  const recounted = holds(opening.body, "recounts");
  const round = recounted ? at(opening.body, "recounts") : at(closing.body, "round");
  const [base, words] = calledBefore(log, subject, round, enacted.number);
  if (less(enacted.at, later(base.at, DISPUTED))) {
    yield "enacted within the 24 hours in which a called word may be disputed";
  }
  const { faults, upheld, waiting } = disputesBefore(log, base, enacted.number);
  yield* faults;
  if (!recounted && [...upheld].some(([line, word]) => !same(words.get(line) ?? "absent", word))) {
    yield "enacted without counting again what was upheld in a dispute";
  }
  const rule = namedRule(log, opening)[1];
  const roll = namedRoll(log, opening)[1];
  const again = 1 + tiesBefore(log, subject, number);
  if (mayTurn(rule, roll, new Map([...words, ...upheld]), waiting, again)) {
    yield "enacted while a dispute was open that could turn it";
  }
}
