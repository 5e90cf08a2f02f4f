// --- By whose hand --------------------------------------------------------------------------------
const LENDING = /^council\.(proxy|substitute|interest)\./;

/** Entries before one that tell of proxies, substitutes and interests. */
function lending(log, end) {
  log.lent ??= log.entries.filter((entry) => entry && LENDING.test(entry.type));
  return log.lent.filter((entry) => entry.number < end);
}

/** Proxies of one motion as they stood at an entry: giver -> {holder, mandate it was given under}. */
function proxiesBefore(log, subject, end) {
  const found = new Map();
  for (const { type, subject: motion, body } of lending(log, end)) {
    if (motion !== subject) continue;
    if (type === "council.proxy.given") {
      const under = `council.mandate/${text(at(body, "mandate"))}`;
      found.set(hashed(at(body, "seat")), { holder: at(body, "holder"), under });
    } else if (type === "council.proxy.revoked") {
      found.delete(hashed(at(body, "seat")));
    }
  }
  return found;
}

/** Substitutes called and not sent back at an entry: call -> body; those never named are left out. */
function callsBefore(log, end) {
  const named = new Map();
  let found = new Map();
  for (const { type, body } of lending(log, end)) {
    if (type === "council.substitute.named") {
      named.set(hashed(at(body, "substitute")), body);
    } else if (type === "council.substitute.called") {
      const who = named.get(hashed(at(body, "substitute")));
      if (who && same([at(who, "seat"), at(who, "hand")], [at(body, "seat"), at(body, "hand")])) {
        const ends = [at(who, "until"), at(body, "until")];
        found.set(hashed(at(body, "call")), withKeys(body, { ends }));
      }
    } else if (type === "council.substitute.unnamed") {
      const gone = (call) => same(at(call, "substitute"), at(body, "substitute"));
      found = new Map([...found].filter(([, call]) => !gone(call)));
    } else if (type === "council.substitute.ended") {
      found.delete(hashed(at(body, "call")));
    }
  }
  return found;
}

/** Does the call give this hand to the substitute in this motion at that moment? */
function isCalledFor(call, subject, seat, hand, when, sure = false) {
  if (!same([at(call, "seat"), at(call, "hand")], [seat, hand])) return false;
  if (!holds(["", behind(subject, "/")], at(call, "motion"))) return false;
  const ends = at(call, "ends").filter((end) => end !== null);
  if (sure) return less(at(call, "since"), when) && ends.every((end) => less(when, end));
  return !less(when, at(call, "since")) && ends.every((end) => !less(end, when));
}

/** Recused seats of a motion whose substitutes take part in their place, before an entry. */
function coveredSeats(log, subject, end) {
  return setOf(log.of("council.recusal.covered", subject, end).map((entry) => at(entry.body, "seat")));
}

/** Those of them for which a substitute is called at that moment. */
function standingIn(log, subject, roll, end, when) {
  const [covered, calls] = [coveredSeats(log, subject, end), [...callsBefore(log, end).values()]];
  const isCalled = (seat) => calls.some((call) => [1, 2].some((hand) => isCalledFor(call, subject, seat, hand, when)));
  const seats = each(at(roll, "seats")).map((row) => at(row, "seat"));
  return setOf(seats.filter((seat) => holds(covered, seat) && isCalled(seat)));
}

/** Each ballot by a hand that might cast it: never for a recused seat; proxies given, substitutes called. */
function* checkHands(log, cast, roll, rule) {
  const rows = new Map(each(at(roll, "seats")).map((row) => [hashed(at(row, "seat")), row]));
  for (const { number, body, subject, at: when } of cast) {
    const seat = at(body, "seat");
    const row = rows.get(hashed(seat));
    if (row === undefined) {
      yield `entry ${number} is a ballot for seat ${say(seat)}, which is not on the roll`;
      continue;
    }
    if (yes(at(row, "recused"))) yield `entry ${number} is a ballot for seat ${say(seat)}, which is recused`;
    const [calls, covered] = [callsBefore(log, number), coveredSeats(log, subject, number)];
    if (holds(covered, seat) && !holds(body, "substitute")) {
      yield `entry ${number}: seat ${say(seat)} is recused, and was cast by another than its substitute`;
    }
    if (holds(body, "proxy") && holds(covered, at(body, "proxy"))) {
      yield `entry ${number}: seat ${say(seat)} was cast by proxy of a seat that is recused`;
    }
    if (holds(body, "proxy")) {
      for (const words of checkProxy(proxiesBefore(log, subject, number), body, rows, roll, rule)) {
        yield `entry ${number}: ${words}`;
      }
    } else if (holds(body, "substitute")) {
      const call = calls.get(hashed(at(body, "substitute")));
      if (!call || !isCalledFor(call, subject, seat, at(body, "hand"), when)) {
        yield `entry ${number}: seat ${say(seat)} was cast by a substitute who was not called`;
      }
    } else if ([...calls.values()].some((call) => isCalledFor(call, subject, seat, at(body, "hand"), when, true))) {
      yield `entry ${number}: seat ${say(seat)} was cast by its holder, but a substitute held the hand`;
    }
  }
}

/** Same chamber, given and not taken back, one held, not passed on; never for a living system or a pair. */
function* checkProxy(given, body, rows, roll, rule) {
  const [seat, holder] = [at(body, "seat"), at(body, "proxy")];
  const allowed = get(rule, "proxies", "none");
  const own = rows.get(hashed(seat));
  const holders = [...given.values()].map((row) => row.holder);
  if (allowed === "none") yield `seat ${say(seat)} was cast by proxy, and the rule knows none`;
  if (!same(given.get(hashed(seat))?.holder ?? null, holder)) {
    yield `seat ${say(seat)} was cast by proxy of seat ${say(holder)}, to which it was not given`;
  }
  if (holds(given, holder) || holds(holders, seat)) yield `seat ${say(seat)} was cast by a proxy of a proxy`;
  if (holders.filter((one) => same(one, holder)).length > 1) yield `seat ${say(holder)} holds two proxies`;
  const other = rows.get(hashed(holder));
  if (!other || !same(at(other, "body"), at(own, "body"))) {
    yield `the proxy of seat ${say(seat)} sits in another chamber`;
  }
  if (yes(get(own, "represents")) || yes(at(own, "joint")) || (other && yes(get(other, "joint")))) {
    yield `seat ${say(seat)} speaks for a living system or is held jointly, and was cast by proxy`;
  }
  if (other && yes(get(other, "recused"))) {
    yield `seat ${say(seat)} was cast by proxy of seat ${say(holder)}, which is recused`;
  }
  const present = get(roll, "present");
  if (allowed === "absent" && yes(present) && holds(present, seat)) {
    yield `seat ${say(seat)} was present and was cast by proxy`;
  }
}

/** A mandatory recusal rests on a declared interest, an upheld one on a challenge that was upheld, a substitute on a recusal. */
function* checkRecusals(log, opening) {
  for (const { number, body } of log.of("council.recusal.covered", opening.subject, opening.number)) {
    const [seat, known] = [at(body, "seat"), log.of("council.seat.recused", opening.subject, number)];
    if (!holds(setOf(known.map((entry) => at(entry.body, "seat"))), seat)) {
      yield `a substitute took the place of seat ${say(seat)}, which was not recused`;
    }
  }
  for (const { number, body } of log.of("council.seat.recused", opening.subject, opening.number)) {
    const seat = at(body, "seat");
    const held = new Set();
    for (const told of lending(log, number)) {
      if (told.type === "council.interest.declared" && same(at(told.body, "seat"), seat)) {
        held.add(hashed(at(told.body, "interest")));
      } else if (told.type === "council.interest.withdrawn") {
        held.delete(hashed(at(told.body, "interest")));
      }
    }
    const recusal = at(body, "recusal");
    if (recusal === "mandatory" && !holds(held, at(body, "interest"))) {
      yield `seat ${say(seat)} was recused for an interest that it had not declared`;
    }
    const ruled = log.of("council.challenge.ruled", opening.subject, number);
    const upheld = ruled.filter((entry) => at(entry.body, "ruling") === "upheld");
    if (recusal === "upheld" && !holds(setOf(upheld.map((entry) => at(entry.body, "seat"))), seat)) {
      yield `seat ${say(seat)} was recused on a challenge that nobody upheld`;
    }
  }
}
