// --- The course of a motion -----------------------------------------------------------------------
// kind of an entry -> where it may find the motion, where it leaves it. A vote, its opening and what breaks a tie
// depend on more than that.
const AHEAD = ["submitted", "admissible", "scheduled", "postponed"];
const COURSE = new Map([
  ["council.motion.submitted", [[null], "submitted"]],
  ["council.motion.admitted", [["submitted"], "admissible"]],
  ["council.motion.refused", [["submitted"], "over"]],
  ["council.motion.scheduled", [["admissible", "postponed", "void"], "scheduled"]],
  ["council.motion.debated", [["scheduled"], "scheduled"]],
  ["council.motion.postponed", [["scheduled"], "postponed"]],
  ["council.motion.unopposed", [["scheduled"], "adopted"]],
  ["council.voting.opened", [["scheduled"], "open"]],
  ["council.voting.closed", [["open"], null]],
  ["council.tie.broken", [["tied"], null]],
  ["council.objection.filed", [["adopted"], "adopted"]],
  ["council.motion.vetoed", [["adopted"], "vetoed"]],
  ["council.motion.enacted", [["adopted"], "over"]],
  ["council.motion.overtaken", [["adopted"], "overtaken"]],
  ["council.motion.withdrawn", [AHEAD, "over"]],
  ["council.motion.lapsed", [[...AHEAD, "no_quorum", "tied", "void", "overtaken", "vetoed"], "over"]],
]);

/** Where a motion stands before an entry, and the entries that brought it there; null before it was handed in. */
function courseOf(log, subject, end) {
  const path = inOrder([...COURSE.keys()].flatMap((kind) => log.of(kind, subject, end)));
  return { stand: path.map(leftAt).pop() ?? null, path };
}

function leftAt({ type, body }) {
  if (type === "council.tie.broken") return at(body, "choice") === "yes" ? "adopted" : "over";
  if (type !== "council.voting.closed") return COURSE.get(type)[1];
  const outcome = text(at(body, "outcome"));
  if (at(body, "purpose") === "override") return { adopted: "adopted", void: "vetoed" }[outcome] ?? "over";
  return ["adopted", "tied", "no_quorum", "void"].includes(outcome) ? outcome : "over";
}

/** What happens to a motion may happen to it where it stands. */
function* checkCourse(entry, log) {
  const { stand, path } = courseOf(log, entry.subject, entry.number);
  if (mayFollow(entry, log, stand, path)) return;
  const words = stand === null ? "was not handed in" : `stood at ${stand}`;
  yield `${entry.type.split(".").pop()}, but the motion ${words}`;
}

function mayFollow(entry, log, stand, path) {
  const { type, body, subject } = entry;
  if (type === "council.motion.scheduled" && stand === null) {
    return wholeOf(log, subject, log.entries.length) !== null;
  }
  if (type === "council.motion.scheduled" && stand === "no_quorum") {
    return less(recalls(path), get(ruleOf(log, path), "max_recalls", 2));
  }
  if (type === "council.voting.opened" && holds(body, "recounts")) {
    const last = path[path.length - 1];
    const isClose = last !== undefined && last.type === "council.voting.closed";
    return isClose && same(at(last.body, "round"), at(body, "recounts"));
  }
  if (type === "council.voting.opened" && at(body, "purpose") === "override") return stand === "vetoed";
  // What the clock postponed, because nothing ran here, was held on paper all the same.
  if (type === "council.voting.opened" && holds(body, "held_at")) return ["scheduled", "postponed"].includes(stand);
  if (type === "council.voting.opened" && stand === "tied") return get(ruleOf(log, path), "tie") === "revote_once";
  if (type === "council.tie.broken" && stand === "tied") return get(ruleOf(log, path), "tie") === "casting_vote";
  if (type === "council.motion.lapsed" && stand === "vetoed") {
    // Not before it might have been put to an override, and nobody asked for that.
    const vetoed = path.filter((one) => one.type === "council.motion.vetoed").pop() ?? stumble();
    return !less(entry.at, overrideOpens(vetoed, ruleOf(log, path)));
  }
  return COURSE.get(type)[0].includes(stand);
}

/** How often a motion was scheduled again because too few had come. */
function recalls(path) {
  const isRecall = (one, i) => one.type === "council.motion.scheduled" && i > 0 && leftAt(path[i - 1]) === "no_quorum";
  return path.filter(isRecall).length;
}

/** The rule of the last vote on a motion, or of its adoption without one. */
function ruleOf(log, path) {
  const kinds = ["council.voting.opened", "council.motion.unopposed"];
  const opened = path.filter((entry) => kinds.includes(entry.type));
  return namedRule(log, opened.pop() ?? stumble())[1];
}

/** How the rule of a carried motion asks for consent, what carried it, since when; null where nothing did. */
function consentAsked({ subject, number }, log) {
  const carried = carriedBy(log, subject, number);
  return carried && { ...carried, consent: consentOf(namedRule(log, carried.opening)[1]) };
}

/** A living system that the motion touches objects in its days, once. */
function* checkObjected(entry, log) {
  const { subject, body, number: end } = entry;
  const asked = consentAsked(entry, log);
  if (asked === null) return;
  const { consent, opening, since } = asked;
  const seat = at(body, "seat");
  if (consent === null || !holds(seatsAsked(log, opening), seat)) {
    yield `seat ${say(seat)} objects, and the rule does not ask it`;
  } else if (less(later(since, at(consent, "window_days")), entry.at)) {
    yield `seat ${say(seat)} objects after its days to object`;
  }
  if (log.of("council.objection.filed", subject, end).some((one) => same(at(one.body, "seat"), seat))) {
    yield `seat ${say(seat)} objects twice`;
  }
}

/** Vetoed when the days to object are over, by those who objected, enough of them. */
function* checkVetoed(entry, log) {
  const { subject, body, number: end } = entry;
  const asked = consentAsked(entry, log);
  if (asked === null) return;
  const { consent, since } = asked;
  const objected = sorted(log.of("council.objection.filed", subject, end).map((one) => at(one.body, "seat")));
  if (consent === null || !same(at(body, "seats"), objected) || less(objected.length, get(consent, "needs", 1))) {
    yield "vetoed, but not by enough who objected";
  } else if (less(entry.at, later(since, at(consent, "window_days")))) {
    yield "vetoed before the days to object were over";
  }
}

/** A seat is recused before the vote, never during it. */
function* checkRecused({ subject, body, number }, log) {
  if (!AHEAD.includes(courseOf(log, subject, number).stand)) {
    yield `seat ${say(at(body, "seat"))} was recused when the vote had begun, or was over`;
  }
}

/** A seat that speaks for a living system says before the vote that a motion touches it, once. */
function* checkRaised({ subject, body, number }, log) {
  const seat = at(body, "seat");
  if (!AHEAD.includes(courseOf(log, subject, number).stand)) {
    yield `seat ${say(seat)} said that it is touched when the vote had begun, or was over`;
  }
  if (!yes(speaksFor(log, seat, number))) {
    yield `seat ${say(seat)} said that it is touched, and speaks for no living system`;
  }
  const { said } = concernsOf(log, subject, number);
  if ([...said.values()].some((one) => same(one, seat))) yield `seat ${say(seat)} said twice that it is touched`;
  if (said.has(hashed(at(body, "concern")))) yield `what seat ${say(seat)} said bears the code of another`;
}

/** What a seat said is ruled on before the vote, once. */
function* checkRuled({ subject, body, number }, log) {
  const { said, ruled } = concernsOf(log, subject, number);
  const [concern, seat] = [hashed(at(body, "concern")), at(body, "seat")];
  if (!said.has(concern) || !same(said.get(concern), seat)) yield `a ruling on what seat ${say(seat)} never said`;
  const words = holds(body, "by_clock") ? ["upheld"] : ["upheld", "dismissed"];
  if (!holds(words, at(body, "ruling"))) yield `the ruling on what seat ${say(seat)} said is none`;
  if (ruled.has(concern)) yield `what seat ${say(seat)} said was ruled on twice`;
  if (!AHEAD.includes(courseOf(log, subject, number).stand)) {
    yield `what seat ${say(seat)} said was ruled on when the vote had begun, or was over`;
  }
}

/** A vote whose hour is long past was closed. */
function* checkEnded(entry, log) {
  const closed = sameVote(log, entry, "council.voting.closed").some((one) => one.number > entry.number);
  if (!closed && less(later(at(entry.body, "closes_at"), CLOSED_WITHIN), log.last)) yield "the vote was never closed";
}

// Days after its hour in which a vote is closed, also where the machine stood still.
const CLOSED_WITHIN = 7;
// kind of an entry -> further checks of it, in this order, behind its own.
const FURTHER = new Map([...COURSE.keys()].map((kind) => [kind, [checkCourse]]));
FURTHER.get("council.objection.filed").push(checkObjected);
FURTHER.get("council.motion.vetoed").push(checkVetoed);
FURTHER.get("council.voting.opened").push(checkEnded);
FURTHER.set("council.seat.recused", [checkRecused]);
FURTHER.set("council.concern.raised", [checkRaised]);
FURTHER.set("council.concern.ruled", [checkRuled]);
