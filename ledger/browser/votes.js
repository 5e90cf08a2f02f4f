// --- Decisions ------------------------------------------------------------------------------------
// type of an entry -> a generator function (entry, whole export) that yields one text per fault. A new check is a
// function and a row, as in verify.py; it shares nothing with the code of the platform.
const DECISIONS = new Map();

// --- Votes of the council, counted a second time ---------------------------------------------------
const DOMAIN = "council-commit/v1\0";

/** Entries of one kind in the same vote (motion and round). */
function sameVote(log, closing, kind) {
  const round = at(closing.body, "round");
  return log.of(kind, closing.subject).filter((entry) => same(get(entry.body, "round", round), round));
}

/** [sha256, value] of the document that an entry names at a path, or in a folder. */
function namedDocument(log, entry, path, what) {
  for (const row of each(get(entry.body, "documents", []))) {
    const named = at(row, "path");
    if (named !== path && !(path.endsWith("/") && text(named).startsWith(path))) continue;
    const bytes = log.document(named, at(row, "sha256"));
    if (bytes !== null) return [at(row, "sha256"), log.value(named, at(row, "sha256"), bytes)];
  }
  throw new Bad(`${what} is missing from the export`);
}

const namedRule = (log, entry) => namedDocument(log, entry, "rules/", "the rule");
const namedRoll = (log, entry) => namedDocument(log, entry, "rolls.jsonl", "the roll");

/** SHA-256 over domain, salt and value, as a sealed thing was committed to; the value from its entries. */
function committed(salt, entries) {
  return digest(bytesOf(DOMAIN, fromHex(salt), canonical(new Map(entries))));
}

/** Everything that a close announces, from the log and its documents alone. */
function* checkVote(closing, log) {
  const end = closing.number;
  const openings = sameVote(log, closing, "council.voting.opened").filter((entry) => entry.number < end);
  if (openings.length !== 1) {
    yield `the vote was opened ${openings.length} times before this close`;
    return;
  }
  const opening = openings[0];
  const [ruleSha, frozen] = namedRule(log, opening);
  const [rollSha, roll] = namedRoll(log, opening);
  const opened = namedDocument(log, closing, "openings.jsonl", "the line of openings")[1];
  for (const [name, sha] of [["rule", ruleSha], ["roll", rollSha]]) {
    if (!same(at(opening.body, name), sha) || !same(at(closing.body, name), sha)) {
      yield `the ${name} is not the one that was frozen at the opening`;
    }
  }
  if (!same(at(closing.body, "purpose"), at(opening.body, "purpose"))) {
    yield "opening and close differ on what the vote was for";
  }
  if (holds(roll, "present")) yield "the roll at the opening says who was present";
  yield* checkScheduled(log, opening);
  if (yes(get(opening.body, "room")) || yes(get(closing.body, "room"))) {
    yield* checkCalled(log, opening, frozen, roll, closing, opened);
    return;
  }
  let rule = frozen;
  if (at(opening.body, "purpose") === "override") {
    yield* checkCooled(log, opening, rule);
    rule = overrideOf(rule);
  }
  yield* checkRoll(log, opening, roll, rule);
  yield* checkCast(log, opening, closing, rule, roll, opened);
  yield* checkCounted(log, opening, closing, rule, roll, opened);
}

function* checkCast(log, opening, closing, rule, roll, opened) {
  const cast = sameVote(log, closing, "council.ballot.cast");
  yield* checkHours(cast, opening, closing);
  yield* checkOpenings(cast, opened, closing);
  yield* checkReasons(log, closing, opened);
  yield* checkReasoned(log, closing, opened, roll);
  yield* checkInstructions(log, closing, opened, cast);
  yield* checkSetAside(log, opened, cast, closing);
  yield* checkSignatures(log, cast);
  yield* checkHands(log, cast, roll, rule);
}

/** Who was there, and what the rule makes of it. */
function* checkCounted(log, opening, closing, rule, roll, opened) {
  let [named, there] = [null, roll];
  const rooms = roomsOf(log, closing.subject, at(opening.body, "closes_at"), closing.number);
  if (holds(closing.body, "presence")) {
    const [sha, line] = namedDocument(log, closing, "rolls.jsonl", "the presence at the close");
    if (!same(sha, at(closing.body, "presence"))) {
      yield "the presence at the close is not the one that it names";
    }
    named = line;
    there = withKeys(roll, { present: at(line, "present") });
  }
  yield* checkPresence(rooms, named);
  yield* checkOutcome(log, opened, rule, there, closing);
}

/** Sittings that published an agenda with this motion: name -> {session, present, unsure} at the hour. */
function roomsOf(log, motion, hour, end) {
  const rooms = new Map();
  for (const entry of log.before(end)) {
    if (less(hour, entry.at)) continue;
    const { type, body, subject } = entry;
    if (type === "council.agenda.published" && holds(at(body, "motions"), motion)) {
      rooms.set(subject, { session: false, present: new Set(), unsure: new Set() });
    }
    const room = rooms.get(subject);
    if (room === undefined) continue;
    // Moments are logged to the second: what bears the hour's own second may be before it or after.
    const onTheHour = entry.at === hour;
    if (type === "council.sitting.opened") {
      room.session = true;
    } else if (type === "council.sitting.adjourned" || type === "council.sitting.closed") {
      room.session = onTheHour ? null : false;
      if (onTheHour) room.unsure = joined(room.unsure, room.present);
      room.present = new Set();
    } else if (type === "council.seat.arrived" || type === "council.seat.left") {
      const seat = hashed(at(body, "seat"));
      if (type.endsWith("arrived")) room.present.add(seat);
      else room.present.delete(seat);
      if (onTheHour) room.unsure.add(seat);
    }
  }
  return rooms;
}

/** Who was in the room at the close, as the comings and goings in the log make it. */
function* checkPresence(rooms, line) {
  const sittings = line && yes(line) ? at(line, "sittings") : [];
  for (const name of sorted(without(setOf(sittings), setOf(rooms)))) {
    yield `${say(name)}: its agenda did not hold this motion`;
  }
  for (const name of sorted(rooms)) {
    if (rooms.get(name).session && !holds(sittings, name)) {
      yield `${name}: it was in session at the close, which does not say so`;
    }
  }
  const held = [...rooms].filter(([name]) => holds(sittings, name)).map((row) => row[1]);
  const there = joined(...held.map((room) => room.present));
  const unsure = joined(...held.map((room) => room.unsure));
  const told = setOf(line && yes(line) ? at(line, "present") : []);
  for (const seat of sorted(without(apart(there, told), unsure))) {
    yield `seat ${say(seat)}: the log and the presence at the close differ`;
  }
}

function* checkOutcome(log, opened, rule, roll, closing) {
  const counted = each(at(opened, "ballots")).filter((row) => yes(at(row, "live")) && !holds(row, "set_aside"));
  const ties = tiesBefore(log, closing.subject, closing.number);
  yield* checkTies(closing, ties);
  const fit = counted.every((row) => fits(row, closing));
  yield* checkAnnounced(closing, fit ? decide(rule, roll, counted, 1 + ties) : "void");
  yield* checkChambers(rule, roll, fit ? counted : [], closing);
}

function* checkTies(closing, ties) {
  const told = at(closing.body, "ties_before");
  if (!same(told, ties)) yield `it says ${say(told)} ties went before, the log has ${ties}`;
}

function* checkAnnounced(closing, outcome) {
  const told = at(closing.body, "outcome");
  if (told !== outcome) yield `announced as ${say(told)}, but the rule makes it ${outcome}`;
}

/** How often the motion tied before an entry; a round that was counted again is one with its recount. */
function tiesBefore(log, subject, end) {
  const opened = log.of("council.voting.opened", subject, end);
  const again = setOf(opened.map((entry) => get(entry.body, "recounts")));
  return log
    .of("council.voting.closed", subject, end)
    .filter(({ body }) => at(body, "outcome") === "tied" && !holds(again, at(body, "round"))).length;
}

/** Every ballot between opening and close, in the log and by the clock; no close before its hour. */
function* checkHours(cast, opening, closing) {
  const hour = at(opening.body, "closes_at");
  if (less(closing.at, hour)) yield `the vote was closed at ${closing.at}, before its hour ${say(hour)}`;
  for (const entry of cast) {
    // Moments are logged to the second, so the last second before the hour may bear its name.
    if (entry.number > closing.number || less(hour, entry.at)) {
      yield `entry ${entry.number} is a ballot cast after the close`;
    }
    if (entry.number < opening.number || less(entry.at, opening.at)) {
      yield `entry ${entry.number} is a ballot cast before the opening`;
    }
  }
}

/** The rule is the one that the motion, or the whole it is a part of, was scheduled with, the newest of its name. */
function* checkScheduled(log, opening) {
  const subject = wholeOf(log, opening.subject, opening.number) ?? opening.subject;
  const scheduled = log.of("council.motion.scheduled", subject, opening.number).pop();
  if (scheduled === undefined) {
    yield "the vote was opened, but never scheduled";
    return;
  }
  const rule = at(scheduled.body, "rule");
  if (!same(rule, at(opening.body, "rule"))) yield "the rule is not the one that the motion was scheduled with";
  const own = log.of("council.motion.scheduled", opening.subject, opening.number).pop();
  if (own) yield* checkTouched(log, opening, own);
  const newest = new Map();
  const ever = new Set();
  for (const entry of log.of("council.rule.defined", null, scheduled.number)) {
    newest.set(upToLast(entry.subject, ".v"), at(entry.body, "sha256"));
    ever.add(hashed(at(entry.body, "sha256")));
  }
  if (!holds(ever, rule)) yield "the motion was scheduled under a rule that was not yet defined";
  else if (!holds([...newest.values()], rule)) {
    yield "the motion was scheduled under a rule that had a newer version";
  }
}

/** It touches what it was scheduled with, and what seats of living systems said besides, unless that was dismissed. */
function* checkTouched(log, opening, scheduled) {
  const { said, ruled } = concernsOf(log, opening.subject, opening.number);
  if ([...said.keys()].some((concern) => !ruled.has(concern))) {
    yield "a living system's seat said that it is touched, and nothing was ruled on it";
  }
  const upheld = [...said].filter(([concern]) => ruled.get(concern) === "upheld");
  const found = upheld.map(([, seat]) => speaksFor(log, seat, opening.number));
  const named = at(scheduled.body, "affects");
  const touched = found.length ? sorted([...setOf([...found, ...each(named)])]) : named;
  if (!same(at(opening.body, "affects"), touched)) {
    yield "the living systems that it touches are not those that the motion was scheduled with";
  }
}

/** What seats of living systems said of a motion before an entry (concern: seat), and the rulings (concern: word). */
function concernsOf(log, motion, end) {
  const told = (kind, key) =>
    new Map(log.of(kind, motion, end).map(({ body }) => [hashed(at(body, "concern")), at(body, key)]));
  return { said: told("council.concern.raised", "seat"), ruled: told("council.concern.ruled", "ruling") };
}

/** The living system that a seat was made to speak for, or "". */
function speaksFor(log, seat, end) {
  const made = log.of("council.seat.created", `council.seat/${say(seat)}`, end).pop();
  return made ? at(made.body, "represents") : "";
}

/** An override follows a veto, after the cooling days that the rule asks for. */
function* checkCooled(log, opening, rule) {
  const vetoed = log.of("council.motion.vetoed", opening.subject, opening.number).pop();
  if (vetoed === undefined) {
    yield "an override of a motion that nobody vetoed";
    return;
  }
  if (less(opening.at, overrideOpens(vetoed, rule))) yield "the override was opened before the cooling days were over";
}

/** The first moment at which a vetoed motion may be put to the vote once more. */
const overrideOpens = (vetoed, rule) => later(vetoed.at, get(at(consentOf(rule), "override"), "cooling_days", 0));

// --- Mandates, seats and the roll -----------------------------------------------------------------
/** Mandates as the log knew them at an entry: subject -> {seat, hand, since, until or null}. */
function mandatesBefore(log, end) {
  const found = new Map();
  for (const { type, subject, body, at: when } of log.before(end)) {
    if (type === "council.mandate.given") {
      const [seat, hand, since, until] = ["seat", "hand", "since", "until"].map((key) => at(body, key));
      found.set(subject, { seat, hand, since, until });
    } else if (type === "council.mandate.ended" && found.has(subject)) {
      found.set(subject, { ...found.get(subject), until: when });
    }
  }
  return found;
}

/** One of them, found by its name; undefined when the log did not know it. */
function mandateBefore(log, subject, end) {
  const given = log.of("council.mandate.given", subject, end).pop();
  if (given === undefined) return undefined;
  const ended = log.of("council.mandate.ended", subject, end).filter((entry) => entry.number > given.number);
  const [seat, hand, since] = ["seat", "hand", "since"].map((key) => at(given.body, key));
  return { seat, hand, since, until: ended.length ? ended.pop().at : at(given.body, "until") };
}

/** At a whole second: moments are logged to the second, so equal ones may be either way. */
function inForce(mandate, when) {
  return !less(when, mandate.since) && (mandate.until === null || !less(mandate.until, when));
}

function surelyInForce(mandate, when) {
  return less(mandate.since, when) && (mandate.until === null || less(when, mandate.until));
}

/** The roll against the mandates and seats that the log gave before the opening. */
function* checkRoll(log, opening, roll, rule) {
  const mandates = mandatesBefore(log, opening.number);
  // A vote that was held on paper has the roll of that hour.
  const when = get(opening.body, "held_at", opening.at);
  const rows = each(at(roll, "seats"));
  const listed = new Set();
  const named = rows.map((row) => at(row, "seat"));
  for (const code of sorted(setOf(named.filter((code) => named.filter((one) => same(one, code)).length > 1)))) {
    yield `seat ${say(code)} stands on the roll more than once`;
  }
  for (const row of rows) {
    const [hands, codes] = [each(at(row, "hands")), each(at(row, "mandates"))];
    if (setOf(hands).size !== hands.length || hands.length !== codes.length) {
      yield `seat ${say(at(row, "seat"))} stands on the roll with hands that are not those of its mandates`;
    }
    for (const [i, hand] of hands.slice(0, codes.length).entries()) {
      const mandate = mandates.get(`council.mandate/${text(codes[i])}`);
      listed.add(`council.mandate/${codes[i]}`);
      const own = mandate && same([mandate.seat, mandate.hand], [at(row, "seat"), hand]);
      if (!own || !inForce(mandate, when)) {
        yield `seat ${say(at(row, "seat"))} stands on the roll with a mandate that is not in force`;
      }
    }
  }
  const seats = new Map(rows.map((row) => [hashed(at(row, "seat")), row]));
  for (const subject of sorted(mandates)) {
    const mandate = mandates.get(subject);
    if (surelyInForce(mandate, when) && holds(seats, mandate.seat) && !listed.has(subject)) {
      yield `the roll lacks a mandate in force for seat ${say(mandate.seat)}`;
    }
  }
  const { recused, objected } = standing(log, opening, roll, when);
  if (shared(objected, setOf(seats)).size) yield "an objecting seat stands on the roll of the override";
  const bodies = setOf(each(at(rule, "chambers")).map((chamber) => at(chamber, "body")));
  yield* checkSeats(log, opening.number, seats, objected, bodies);
  for (const row of rows) {
    if (!same(at(row, "recused"), holds(recused, at(row, "seat")))) {
      yield `seat ${say(at(row, "seat"))}: the roll and the log differ on its recusal`;
    }
  }
  yield* checkRecusals(log, opening);
}

/** The seats that may not stand in a vote: recused by its hour, and in an override those that objected. */
function standing(log, opening, roll, when) {
  const seatsOf = (entries) => setOf(entries.map((entry) => at(entry.body, "seat")));
  const recused = log.of("council.seat.recused", opening.subject, opening.number);
  const objected =
    at(opening.body, "purpose") === "override"
      ? log.of("council.objection.filed", opening.subject, opening.number)
      : [];
  const out = seatsOf(recused.filter((entry) => !less(when, entry.at)));
  for (const seat of standingIn(log, opening.subject, roll, opening.number, when)) out.delete(seat);
  return { recused: out, objected: seatsOf(objected) };
}

/** Each seat as the log made it: none missing, none with another chamber, group, weight or right. */
function* checkSeats(log, start, seats, objected, bodies) {
  const made = new Map();
  for (const entry of log.before(start)) {
    if (entry.type === "council.seat.created") made.set(behind(entry.subject, "/"), entry.body);
    else if (entry.type === "council.seat.abolished") made.delete(behind(entry.subject, "/"));
  }
  for (const code of sorted(made)) {
    const [body, row] = [made.get(code), seats.get(code)];
    if (row === undefined) {
      if (holds(bodies, at(body, "body_code")) && !objected.has(code)) yield `seat ${code} is missing from the roll`;
      continue;
    }
    const own = ["body", "joint", "group", "votes"].map((key) => at(row, key));
    const told = [...own, get(row, "weights", new Map()), at(row, "represents"), get(row, "veto", true)];
    const asMade = ["body_code", "joint", "group"].map((key) => at(body, key));
    const [may, represents] = [at(body, "capacity"), at(body, "represents")];
    const veto = !yes(represents) || holds(may, "veto");
    if (!same(told, [...asMade, holds(may, "vote"), get(body, "weights", new Map()), represents, veto])) {
      yield `seat ${code} is not on the roll as the log made it`;
    }
  }
  for (const code of sorted(without(setOf(seats), setOf(made)))) {
    yield `seat ${say(code)} is on the roll, but the log never made it`;
  }
}
