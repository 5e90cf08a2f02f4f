// --- What follows a vote --------------------------------------------------------------------------
/** Nothing is enacted but what a vote carried: the last count, a chair's vote on its tie, no veto left. */
function* checkEnacted(enacted, log) {
  const { subject, number: end } = enacted;
  const state = at(enacted.body, "state");
  const given = get(enacted.body, "mandate", null);
  if (given !== null && !log.of("council.mandate.given", given, end).length) {
    yield "enacted, but the mandate that it gives is not there";
  }
  const edition = get(enacted.body, "edition", null);
  if (edition !== null && !makesEdition(log, subject, edition, end)) {
    yield "enacted, but the edition of a charter that it makes is not there";
  }
  const closing = log.of("council.voting.closed", subject, end).pop();
  const unopposed = log.of("council.motion.unopposed", subject, end).pop();
  if (!closing && !unopposed) {
    yield "enacted without a vote";
    return;
  }
  if (!closing) {
    yield* checkConsented(enacted, log, unopposed, unopposed.at);
    return;
  }
  const broken = log.of("council.tie.broken", subject, end).filter((entry) => entry.number > closing.number);
  const carried = same(broken.map((entry) => at(entry.body, "choice")), ["yes"]);
  const outcome = at(closing.body, "outcome");
  if (outcome !== "adopted" && !(outcome === "tied" && carried)) {
    yield `enacted, but the last vote came to ${say(outcome)}`;
  }
  const over = at(closing.body, "purpose") === "override";
  if (over !== (state === "enacted_over_veto")) {
    yield `enacted as ${say(state)}, but the last vote was ${over ? "an override" : "no override"}`;
  }
  const opening = openedFor(log, closing);
  const room = yes(get(closing.body, "room"));
  if (room) yield* checkDay(log, enacted, opening, closing);
  if (over) return;
  let since = broken.length ? broken[broken.length - 1].at : closing.at;
  if (room && !broken.length && !holds(opening.body, "recounts")) since = later(since, DISPUTED);
  yield* checkConsented(enacted, log, opening, since);
}

/** A mandate that a motion gives: the motion was adopted before. */
function* checkGiven({ body, number: end }, log) {
  if (!holds(body, "motion")) return;
  if (!wasAdopted(log, at(body, "motion"), end)) yield "a mandate was given by a motion that was not adopted";
}

/** Whether a vote, a chair's vote on a tie, or nobody's objection carried the motion before number ``end``. */
function wasAdopted(log, motion, end) {
  const outcomes = log.of("council.voting.closed", motion, end).map((entry) => at(entry.body, "outcome"));
  const broken = log.of("council.tie.broken", motion, end).map((entry) => at(entry.body, "choice"));
  const unopposed = log.of("council.motion.unopposed", motion, end);
  return holds(outcomes, "adopted") || holds(broken, "yes") || unopposed.length > 0;
}

/** A charter that a motion founds: the motion was adopted before, on the words that were tabled. */
function* checkFounded({ subject, body, number: end }, log) {
  if (!holds(body, "words")) return;
  if (!wasAdopted(log, at(body, "motion"), end)) yield "a charter was founded by a motion that was not adopted";
  const tabled = log.of("charters.draft.tabled", null, end).map((entry) => entry.body);
  const place = text(subject).split("/").slice(1).join("/");
  const words = at(body, "words");
  const isTabled = tabled.some((row) => same(at(row, "charter"), place) && same(at(row, "words"), words));
  if (!isTabled) yield "a charter was founded with other words than were tabled";
}

/** The living systems that it touches had their days since its adoption, and not enough of them objected. */
function* checkConsented(enacted, log, opening, since) {
  const consent = consentOf(namedRule(log, opening)[1]);
  const objections = log.of("council.objection.filed", enacted.subject, enacted.number);
  if (consent === null || !yes(consent)) return;
  if (!less(objections.length, get(consent, "needs", 1))) {
    yield "enacted, though a living system objected and nothing overrode it";
  } else if (isAsked(log, opening) && less(enacted.at, later(since, at(consent, "window_days")))) {
    yield "enacted before the living systems that it touches had their days to object";
  }
}

/** Does a seat on the roll speak for a living system that the motion touches? */
function isAsked(log, opening) {
  const seats = each(at(namedRoll(log, opening)[1], "seats"));
  const touched = get(opening.body, "affects", []);
  return seats.some((row) => yes(at(row, "represents")) && holds(touched, at(row, "represents")));
}

const openedFor = (log, closing) => sameVote(log, closing, "council.voting.opened")[0] ?? stumble();

// --- A sitting that ran on paper ------------------------------------------------------------------
/** Declared, its times copied by two alike, the log telling what they say. */
function* checkEntered(entered, log) {
  const { number: end, subject, body } = entered;
  const [declared] = log.of("council.sitting.blacked_out", subject, end);
  const [notice] = log.of("council.agenda.published", subject, end);
  if (!declared || !notice || !same(at(notice.body, "agenda"), at(declared.body, "agenda"))) {
    yield "entered from paper without a declared blackout of a sitting with that agenda";
  }
  const times = { held_at: at(body, "opened_at"), sitting: subject, position: 0 };
  const opening = { subject, body: new Map(Object.entries(times)) };
  const sealed = sheetsOf(log, opening, entered);
  const opened = namedDocument(log, entered, "openings.jsonl", "the line of its sheets")[1];
  const sheets = new Map(each(at(opened, "sheets")).map((row) => [hashed(at(row, "place")), row]));
  if (!same(sorted(sealed), [1, 2]) || !same(sorted(sheets), [1, 2])) {
    yield "its times were not entered by two tellers";
    return;
  }
  if (![1, 2].every((place) => sheetFits(sheets.get(place), opening, sealed.get(place)))) {
    yield "a sheet of its times does not fit its commitment";
    return;
  }
  const [one, other] = [sheets.get(1), sheets.get(2)];
  if (settledLines(one, other, each(at(one, "lines"))) === null) {
    yield "the sheets of its times differ and were not settled alike";
    return;
  }
  yield* checkTimes(log, subject, settledWith(one), body, end);
}

/** Comings, goings and points in the log, each at the hour that the sheets say. */
function* checkTimes(log, subject, lines, body, end) {
  const said = new Set();
  const told = new Set();
  for (const [key, hour] of lines) {
    if (yes(hour) && !key.startsWith("sitting:")) said.add(tuple(key, plus(hour, ":00Z")));
  }
  for (const [what, field, began, ended] of [
    ["seat", "seat", "council.seat.arrived", "council.seat.left"],
    ["point", "position", "council.point.opened", "council.point.finished"],
  ]) {
    for (const [kind, edge] of [[began, "since"], [ended, "until"]]) {
      for (const entry of log.of(kind, subject, end)) {
        told.add(tuple(`${what}:${say(at(entry.body, field))}:${edge}`, get(entry.body, "held_at")));
      }
    }
  }
  const differ = [...apart(said, told)].map((row) => JSON.parse(row));
  for (const [key] of sorted(differ, quoted)) yield `${key}: the log and the sheets differ`;
  const hours = ["sitting::since", "sitting::until"].map((key) => plus(at(lines, key), ":00Z"));
  if (!same(hours, [at(body, "opened_at"), at(body, "closed_at")])) {
    yield "the hours of the sitting are not those of its sheets";
  }
}

// --- What comes before a vote ---------------------------------------------------------------------
/** A vote is opened with the notice that its rule asks for, on the words that were frozen last. */
function* checkOpened(opening, log) {
  yield* checkFrozen(log, opening, namedRule(log, opening)[1]);
}

function* checkFrozen(log, opening, rule) {
  const { subject, body, number: start } = opening;
  const frozen = log.of("council.motion.scheduled", subject, start);
  if (!frozen.length) {
    yield "a vote was opened that nobody scheduled";
    return;
  }
  const worded = inOrder([...frozen, ...log.of("council.motion.amended", subject, start)]);
  if (!same(at(worded.pop().body, "text"), at(body, "text"))) {
    yield "the words put to the vote are not those that were frozen last";
  }
  const last = frozen[frozen.length - 1];
  if (at(body, "purpose") === "override" || isOpenedAgain(log, subject, last.number, start)) return;
  if (log.of("council.notice.dispensed", subject, start).length) return;
  const containing = wholeOf(log, subject, start);
  const since = containing
    ? (log.of("council.motion.scheduled", containing, start).pop() ?? stumble()).at
    : last.at;
  if (less(opening.at, later(since, 0, get(rule, "min_notice_hours", 0)))) {
    yield "the vote was opened with less notice than the rule asks for";
  }
}

const inOrder = (entries) => entries.sort((a, b) => a.number - b.number);

/** Was it opened since it was last scheduled, and tied? Then the second vote needs no new notice. */
function isOpenedAgain(log, subject, since, end) {
  return log.of("council.voting.closed", subject, end).some((entry) => entry.number > since);
}

/** The motion that this one is a part of, or null. */
function wholeOf(log, subject, end) {
  const code = subject.includes("/") ? behind(subject, "/") : "";
  const found = log.of("council.motion.divided", null, end).filter((entry) => holds(at(entry.body, "parts"), code));
  return found.length ? found[found.length - 1].subject : null;
}

/** Adopted without a vote: the rule allows it, the room had its quorum, no seat in it objected. */
function* checkUnopposed(entry, log) {
  const { number: end, subject, body } = entry;
  const [ruleSha, rule] = namedRule(log, entry);
  const [rollSha, roll] = namedRoll(log, entry);
  if (!same(at(body, "rule"), ruleSha) || !same(at(body, "roll"), rollSha)) {
    yield "rule and roll are not those that it names";
  }
  if (!yes(get(rule, "no_objection"))) yield "adopted without a vote, by a rule that asks for one";
  yield* checkRoll(log, entry, roll, rule);
  yield* checkPresence(roomsOf(log, subject, entry.at, end), roll);
  const { words } = wordsOf(rule, roll, []);
  for (const chamber of each(at(rule, "chambers"))) {
    if (!judge(rule, chamber, new Hall(rule, chamber, roll, words, new Set())).quorate) {
      yield `adopted without a vote, and without a quorum of ${say(at(chamber, "body"))}`;
    }
  }
  for (const refused of log.of("council.consent.refused", null, end)) {
    const motion = `council.motion/${text(at(refused.body, "motion"))}`;
    if (motion === subject && holds(at(roll, "sittings"), refused.subject)) {
      yield `adopted without a vote, though seat ${say(at(refused.body, "seat"))} asked for one`;
    }
  }
  yield* checkFrozen(log, entry, rule);
}

/** Was a motion adopted before an entry, by its last vote or without one? */
function isCarried(log, motion, end) {
  const closing = log.of("council.voting.closed", motion, end).pop();
  if (log.of("council.motion.unopposed", motion, end).length) return true;
  return closing !== undefined && holds(["adopted", "tied"], at(closing.body, "outcome"));
}

/** The words of a motion change only by motions that were adopted, from the words that stood. */
function* checkAmended(entry, log) {
  const { number: end, subject, body } = entry;
  for (const code of each(at(body, "motions"))) {
    if (!isCarried(log, `council.motion/${text(code)}`, end)) {
      yield `its words were changed by motion ${say(code)}, which was not adopted`;
    }
  }
  const kinds = ["submitted", "scheduled", "amended"].map((deed) => `council.motion.${deed}`);
  const stood = inOrder(kinds.flatMap((kind) => log.of(kind, subject, end))).pop();
  if (stood && !same(at(stood.body, "text"), at(body, "base"))) {
    yield "the words that it changes are not those that stood";
  }
}

// --- Emergencies ----------------------------------------------------------------------------------
/** An emergency: voted by its own rule, asked for by enough, within its term, suspending what it says. */
function* checkDeclared(entry, log) {
  const { number: end, body } = entry;
  const { opening, rule, roll } = lastVote(log, `council.motion/${text(at(body, "motion"))}`, end);
  const terms = get(rule, "emergency");
  if (terms === null) {
    yield "an emergency by a rule that knows none";
    return;
  }
  if (!isAskedFor(rule, terms, roll, get(opening.body, "affects", []), askedFor(log, opening))) {
    yield "not enough asked for the emergency procedure";
  }
  const [lasts, confirm] = [get(terms, "lasts_days", 90), get(terms, "confirm_days", 30)];
  if (less(later(entry.at, lasts), at(body, "until")) || less(later(entry.at, confirm), at(body, "confirm_by"))) {
    yield "the emergency is to last longer than its rule allows";
  }
  const suspended = new Set();
  for (const row of log.of("charters.article.suspended", null, end)) {
    if (at(row.body, "cause") !== entry.subject) continue;
    suspended.add(row.subject);
    if (less(at(body, "confirm_by"), at(row.body, "until"))) {
      yield `${row.subject} is suspended for longer than the emergency may run unconfirmed`;
    }
  }
  if (!sameSet(suspended, setOf(at(body, "articles")))) {
    yield "the articles suspended are not those that it names";
  }
}

/** The opening of a motion's last vote that was adopted, with its rule and roll. */
function lastVote(log, motion, end) {
  if (!isCarried(log, motion, end)) throw new Bad("the vote that carries it is missing");
  const unopposed = log.of("council.motion.unopposed", motion, end).pop();
  const opening = unopposed ?? openedFor(log, log.of("council.voting.closed", motion, end).pop());
  return { opening, rule: namedRule(log, opening)[1], roll: namedRoll(log, opening)[1] };
}

/** The hands of each seat that asked for the emergency procedure before the vote opened. */
function askedFor(log, opening) {
  const kinds = ["council.backing.given", "council.backing.withdrawn"];
  const asked = new Map();
  for (const row of inOrder(kinds.flatMap((kind) => log.of(kind, opening.subject, opening.number)))) {
    const seat = hashed(at(row.body, "seat"));
    if (!asked.has(seat)) asked.set(seat, new Set());
    const hand = hashed(at(row.body, "hand"));
    if (row.type.endsWith("given")) asked.get(seat).add(hand);
    else asked.get(seat).delete(hand);
  }
  return asked;
}

/** Both guardians of the living system, or the share of one chamber that the rule names. */
function isAskedFor(rule, terms, roll, touched, asked) {
  const seats = each(at(roll, "seats")).filter(
    (seat) => yes(at(seat, "votes")) && yes(at(seat, "hands")) && !yes(at(seat, "recused")),
  );
  const handsOf = (seat) => shared(asked.get(hashed(at(seat, "seat"))) ?? new Set(), setOf(at(seat, "hands")));
  const speaking = seats.filter((seat) => yes(at(seat, "represents")) && holds(touched, at(seat, "represents")));
  const both = speaking.map((seat) => (yes(at(seat, "joint")) ? [1, 2] : [1]).every((hand) => handsOf(seat).has(hand)));
  if (yes(get(terms, "guardians", true)) && both.length && both.every(Boolean)) return true;
  const share = get(terms, "request", new Map([["num", 1], ["den", 3]]));
  for (const chamber of each(at(rule, "chambers"))) {
    const members = seats.filter((seat) => same(at(seat, "body"), at(chamber, "body")));
    const asking = members.filter((seat) => {
      const given = handsOf(seat);
      return given.size && (at(seat, "joint") === "any" || sameSet(given, setOf(at(seat, "hands"))));
    }).length;
    if (asking && asking * numeric(at(share, "den")) >= numeric(at(share, "num")) * members.length) return true;
  }
  return false;
}

function* checkSuspended(entry, log) {
  if (!log.of("council.emergency.declared", at(entry.body, "cause")).length) {
    yield "an article was suspended without an emergency";
  }
}

/** A suspension never outlasts the term of its emergency, as declared, confirmed and renewed. */
function* checkMoved(entry, log) {
  const cause = at(entry.body, "cause");
  const [declared] = log.of("council.emergency.declared", cause, entry.number);
  if (!declared) {
    yield "an article was suspended without an emergency";
    return;
  }
  const ends = [declared, ...log.of("council.emergency.renewed", cause)].map((row) => at(row.body, "until"));
  const last = sorted(ends).pop();
  if (less(last, at(entry.body, "until")) || log.of("council.emergency.ended", cause, entry.number).length) {
    yield "an article is suspended for longer than its emergency runs";
  }
}

/** Whether the motion amended a charter, or founded one, to this edition. */
function makesEdition(log, motion, edition, end) {
  const rows = ["charters.amendment.enacted", "charters.charter.founded"].flatMap((type) => log.of(type, null, end));
  return rows.some(({ body }) => same(get(body, "edition"), edition) && same(get(body, "motion"), motion));
}

/** Confirmed by a motion that was adopted, in time and once. */
function* checkConfirmed(entry, log) {
  lastVote(log, `council.motion/${text(at(entry.body, "motion"))}`, entry.number);
  const [declared] = log.of("council.emergency.declared", entry.subject, entry.number);
  if (!declared || less(at(declared.body, "confirm_by"), entry.at)) yield "the emergency was confirmed too late";
  if (log.of("council.emergency.ended", entry.subject, entry.number).length) {
    yield "an emergency that was over was confirmed";
  }
}

/** Renewed as often as the rule allows, after it was confirmed, by its own procedure. */
function* checkRenewed(entry, log) {
  const { number, subject, body } = entry;
  const { opening, rule, roll } = lastVote(log, `council.motion/${text(at(body, "motion"))}`, number);
  const terms = get(rule, "emergency");
  const before = log.of("council.emergency.renewed", subject, number);
  const [declared] = log.of("council.emergency.declared", subject, number);
  if (terms === null || !declared || !less(before.length, get(terms, "renewals", 1))) {
    yield "the emergency was renewed more often than its rule allows";
    return;
  }
  if (!log.of("council.emergency.confirmed", subject, number).length) {
    yield "an emergency was renewed that nobody confirmed";
  }
  const until = at((before.length ? before[before.length - 1] : declared).body, "until");
  if (less(later(until, get(terms, "lasts_days", 90)), at(body, "until")) || less(until, entry.at)) {
    yield "the emergency is to last longer than its rule allows";
  }
  if (!isAskedFor(rule, terms, roll, get(opening.body, "affects", []), askedFor(log, opening))) {
    yield "not enough asked for the emergency procedure";
  }
}

DECISIONS.set("council.voting.opened", checkOpened);
DECISIONS.set("council.sitting.entered", checkEntered);
DECISIONS.set("council.voting.closed", checkVote);
DECISIONS.set("council.motion.enacted", checkEnacted);
DECISIONS.set("council.mandate.given", checkGiven);
DECISIONS.set("charters.charter.founded", checkFounded);
DECISIONS.set("council.motion.unopposed", checkUnopposed);
DECISIONS.set("council.motion.amended", checkAmended);
DECISIONS.set("council.emergency.declared", checkDeclared);
DECISIONS.set("council.emergency.confirmed", checkConfirmed);
DECISIONS.set("council.emergency.renewed", checkRenewed);
DECISIONS.set("charters.article.suspended", checkSuspended);
DECISIONS.set("charters.suspension.moved", checkMoved);
