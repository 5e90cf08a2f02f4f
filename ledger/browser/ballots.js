// --- Ballots, reasons, instructions ---------------------------------------------------------------
// Where another than the hand's own holder cast: the seat that held its proxy, or the call of its substitute.
const LENT = ["proxy", "substitute"];

const isVoid = (closing) => at(closing.body, "outcome") === "void";

/** What every ballot and reason of a vote is sealed with. */
function ofVote(closing) {
  return [["motion", behind(closing.subject, "/")], ["round", at(closing.body, "round")]];
}

/** Does the opening make the commitment that it names? */
function fits(row, closing) {
  const value = [...ofVote(closing), ...some(row, ["choice", "hand", "seat", ...LENT])];
  const made = committed(at(row, "salt"), value);
  return size(at(row, "salt")) === 64 && made === at(row, "commitment");
}

/** Rows by their place in the vote. */
function byPlace(rows) {
  return new Map(rows.map((row) => [hashed(at(row, "n")), row]));
}

/** One opening for each sealed ballot, each fitting its commitment; the last of a hand is the live one. */
function* checkOpenings(cast, opened, closing) {
  const sealed = byPlace(cast.map((entry) => entry.body));
  if (sealed.size !== cast.length) yield "two ballots have one place in the vote";
  if (!same(cast.map((entry) => at(entry.body, "n")), sorted(sealed))) {
    yield "the places of the ballots are not in the order of the log";
  }
  const ballots = each(at(opened, "ballots"));
  const rows = byPlace(ballots);
  if (rows.size !== ballots.length) yield "one ballot was opened twice";
  const last = new Map();
  for (const n of sorted(sealed)) {
    const [body, row] = [sealed.get(n), rows.get(n)];
    const [seat, hand] = [at(body, "seat"), at(body, "hand")];
    last.set(tuple(seat, hand), n);
    rows.delete(n);
    if (row === undefined) {
      yield `the ballot of seat ${say(seat)} (place ${digits(n)}) was never opened`;
      continue;
    }
    // One that does not open makes the vote void; a vote that says so has hidden nothing.
    if (!same(at(row, "commitment"), at(body, "commitment")) || !(fits(row, closing) || isVoid(closing))) {
      yield `the opening of seat ${say(at(row, "seat"))} (place ${digits(n)}) does not fit its commitment`;
    }
    if (!same([at(row, "seat"), at(row, "hand")], [seat, hand])) {
      yield `the opening at place ${digits(n)} is of another seat or hand`;
    }
    if (LENT.some((name) => !same(get(row, name), get(body, name)))) {
      yield `the opening at place ${digits(n)} was cast by another than its sealed ballot`;
    }
  }
  for (const n of sorted(rows)) yield `the opening at place ${digits(n)} belongs to no sealed ballot`;
  for (const row of ballots) {
    const [live, key] = [at(row, "live"), tuple(at(row, "seat"), at(row, "hand"))];
    if (!same(live, same(last.get(key) ?? null, at(row, "n")))) {
      yield `seat ${say(at(row, "seat"))}: the live ballot is not the last one cast`;
    }
  }
}

/** Each reason that was sealed with a ballot is opened with it, and fits its commitment. */
function* checkReasons(log, closing, opened) {
  const sealed = byPlace(sameVote(log, closing, "council.reason.given").map((entry) => entry.body));
  const ballots = byPlace(each(at(opened, "ballots")));
  const rows = byPlace(each(get(opened, "reasons", [])));
  for (const n of sorted(joined(setOf(sealed), setOf(rows)))) {
    const [body, row, ballot] = [sealed.get(n), rows.get(n), ballots.get(n)];
    if (row === undefined) {
      yield `the reason of seat ${say(at(body, "seat"))} (place ${digits(n)}) was never opened`;
      continue;
    }
    const value = [...ofVote(closing), ...some(row, ["articles", "n", "text", "departure"])];
    const made = committed(at(row, "salt"), value);
    if (!body || made !== at(row, "commitment") || !same(at(row, "commitment"), at(body, "commitment"))) {
      yield `the reason at place ${digits(n)} does not fit its commitment`;
    } else if (!ballot || !same([at(ballot, "seat"), at(ballot, "hand")], [at(body, "seat"), at(body, "hand")])) {
      yield `the reason at place ${digits(n)} belongs to no ballot of its seat`;
    }
  }
}

/** Each ballot of a seat that speaks for a living system carries its reason. */
function* checkReasoned(log, closing, opened, roll) {
  const reasoned = setOf(sameVote(log, closing, "council.reason.given").map((entry) => at(entry.body, "n")));
  const speaking = each(at(roll, "seats")).filter((row) => yes(at(row, "represents")));
  const seats = setOf(speaking.map((row) => at(row, "seat")));
  for (const row of each(at(opened, "ballots"))) {
    if (holds(seats, at(row, "seat")) && !holds(reasoned, at(row, "n"))) {
      const place = `seat ${say(at(row, "seat"))} (place ${digits(at(row, "n"))})`;
      yield `the ballot of ${place} speaks for a living system without a reason`;
    }
  }
}

/** Each instruction sealed before this close is opened, fits its commitment, and came before the seat's ballots. */
function* checkInstructions(log, closing, opened, cast) {
  const { subject, number: end } = closing;
  const given = log.of("council.instruction.given", subject, end);
  const asked = new Map();
  for (const entry of log.of("council.instruction.asked", subject)) {
    asked.set(hashed(at(entry.body, "seat")), entry.number);
  }
  const keyOf = (row) => tuple(at(row, "seat"), at(row, "n"));
  const sealed = new Map(given.map(({ body }) => [keyOf(body), at(body, "commitment")]));
  const rows = new Map(each(get(opened, "instructions", [])).map((row) => [keyOf(row), row]));
  for (const key of sorted(joined(setOf(sealed), setOf(rows)), JSON.parse)) {
    const [seat, n] = JSON.parse(key);
    yield* checkInstruction(`instruction ${digits(n)} for seat ${say(seat)}`, sealed.get(key), rows.get(key), subject);
  }
  for (const entry of given) {
    const seat = at(entry.body, "seat");
    if ((asked.get(hashed(seat)) ?? end) > entry.number) {
      yield `entry ${entry.number} instructs seat ${say(seat)}, which had not asked`;
    }
    if (cast.some((one) => one.number < entry.number && same(at(one.body, "seat"), seat))) {
      yield `entry ${entry.number} instructs seat ${say(seat)} after its ballot`;
    }
  }
  yield* checkDepartures(log, opened, given, rows, cast);
}

function* checkInstruction(what, sealed, row, subject) {
  if (row === undefined) {
    yield `the ${what} was never opened`;
    return;
  }
  const told = ["answer", "n", "seat", "text"].map((key) => [key, at(row, key)]);
  const made = committed(at(row, "salt"), [["motion", behind(subject, "/")], ...told]);
  if (sealed === undefined || made !== at(row, "commitment") || !same(at(row, "commitment"), sealed)) {
    yield `the ${what} does not fit its commitment`;
  }
}

/** Who departs from her instruction says why where her seat asks it; nobody else says that she departs. */
function* checkDepartures(log, opened, given, rows, cast) {
  const created = log.entries.filter((entry) => entry && entry.type === "council.seat.created");
  const strict = created.filter((entry) => yes(get(entry.body, "explains_departures")));
  const explains = setOf(strict.map((entry) => behind(entry.subject, "/")));
  const choices = new Map(each(at(opened, "ballots")).map((row) => [hashed(at(row, "n")), at(row, "choice")]));
  const reasons = each(get(opened, "reasons", [])).filter((row) => holds(row, "departure"));
  const said = setOf(reasons.map((row) => at(row, "n")));
  for (const entry of cast) {
    const [seat, n] = [at(entry.body, "seat"), at(entry.body, "n")];
    const before = given.filter((one) => same(at(one.body, "seat"), seat) && one.number < entry.number);
    const told = before.map((one) => get(rows.get(tuple(seat, at(one.body, "n"))) ?? new Map(), "answer"));
    const kept = [null, "free", choices.get(hashed(n)) ?? null];
    const departs = told.length > 0 && !holds(kept, told[told.length - 1]);
    if (holds(said, n) && !departs) yield `the ballot at place ${digits(n)} explains a departure from no instruction`;
    if (departs && holds(explains, seat) && !holds(said, n)) {
      yield `the ballot at place ${digits(n)} departs from its instruction and does not say why`;
    }
  }
}

/** A live ballot is set aside exactly when its mandate, or its proxy, ended before the close. */
function* checkSetAside(log, opened, cast, closing) {
  const when = new Map(cast.map((entry) => [hashed(at(entry.body, "n")), entry.at]));
  const mandates = mandatesBefore(log, closing.number);
  const lent = proxiesBefore(log, closing.subject, closing.number);
  for (const row of each(at(opened, "ballots"))) {
    if (!yes(at(row, "live")) || !holds(when, at(row, "n"))) continue;
    const [seat, hand, then] = [at(row, "seat"), at(row, "hand"), when.get(hashed(at(row, "n")))];
    const byProxy = holds(row, "proxy");
    // A proxy casts under its holder's mandate, of whichever hand; all others under the hand's own.
    const own = [...mandates.values()]
      .filter((m) => (byProxy ? same(m.seat, at(row, "proxy")) : same([m.seat, m.hand], [seat, hand])))
      .filter((m) => inForce(m, then));
    let sure = own.filter((m) => surelyInForce(m, closing.at));
    let runs = own.some((m) => inForce(m, closing.at));
    if (byProxy) {
      const { holder, under } = lent.get(hashed(seat)) ?? { holder: null, under: null };
      const kept = same(holder, at(row, "proxy")) ? mandates.get(under) : undefined;
      runs = runs && kept !== undefined && inForce(kept, closing.at);
      sure = kept !== undefined && surelyInForce(kept, closing.at) ? sure : [];
    }
    if (!own.length) yield `seat ${say(seat)} cast without a mandate in force`;
    else if (holds(row, "set_aside") && sure.length === own.length) {
      yield `the ballot of seat ${say(seat)} was set aside though its mandate ran`;
    } else if (!holds(row, "set_aside") && !runs) {
      yield `the ballot of seat ${say(seat)} was counted though its mandate had ended`;
    }
  }
}
