// --- What follows a vote --------------------------------------------------------------------------
/** In force from the day that its mover asked for; where she named none or it is past, from this one. */
function* checkDayInForce({ subject, body, at: moment }, log) {
  const [told, today] = [at(body, "in_force_on"), moment.slice(0, 10)];
  const [moved] = log.of("council.motion.submitted", subject, log.entries.length);
  const asked = moved ? get(moved.body, "in_force_on", today) : today;
  if (less(told, today)) yield "in force from a day before it was enacted";
  else if (!same(told, less(asked, today) ? today : asked)) yield "in force from another day than its mover asked for";
}

/** Nothing is enacted but what a vote carried: the last count, a chair's vote on its tie, no veto left. */
function* checkEnacted(enacted, log) {
  const { subject, number: end } = enacted;
  const state = at(enacted.body, "state");
  yield* checkDayInForce(enacted, log);
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
  if (!isCarried(closing, broken)) yield `enacted, but the last vote came to ${say(at(closing.body, "outcome"))}`;
  if (less(enacted.at, closing.at)) yield "enacted before its vote was closed";
  const over = at(closing.body, "purpose") === "override";
  if (over !== (state === "enacted_over_veto")) {
    yield `enacted as ${say(state)}, but the last vote was ${over ? "an override" : "no override"}`;
  }
  const opening = openedFor(log, closing);
  const room = yes(get(closing.body, "room"));
  if (room) yield* checkDay(log, enacted, opening, closing);
  if (over) return;
  yield* checkConsented(enacted, log, opening, askedSince(closing, opening, broken));
}

/** Whether a close, and what broke its tie, adopted the motion. */
function isCarried(closing, broken) {
  const outcome = at(closing.body, "outcome");
  const choices = () => broken.map((entry) => at(entry.body, "choice"));
  return outcome === "adopted" || (outcome === "tied" && same(choices(), ["yes"]));
}

/** From when the living systems that a carried motion touches had their days. */
function askedSince(closing, opening, broken) {
  if (broken.length) return broken[broken.length - 1].at;
  const isRoom = yes(get(closing.body, "room")) && !holds(opening.body, "recounts");
  return isRoom ? later(closing.at, DISPUTED) : closing.at;
}

/** A mandate that a motion gives: the motion was adopted before. */
function* checkGiven({ body, number: end }, log) {
  if (!holds(body, "motion")) return;
  if (!wasAdopted(log, at(body, "motion"), end)) yield "a mandate was given by a motion that was not adopted";
}

/** Whether a vote, a chair's vote on a tie, or nobody's objection carried the motion, and no veto stands on it. */
const wasAdopted = (log, motion, end) => carriedBy(log, motion, end) !== null;

/** What carried a motion before an entry: {opening, or the adoption without a vote; since when}, or null. */
function carriedBy(log, motion, end) {
  const closing = log.of("council.voting.closed", motion, end).pop();
  const last = closing ?? log.of("council.motion.unopposed", motion, end).pop();
  const vetoed = log.of("council.motion.vetoed", motion, end);
  if (!last || vetoed.some((entry) => entry.number > last.number)) return null;
  if (!closing) return { opening: last, since: last.at };
  const broken = log.of("council.tie.broken", motion, end).filter((entry) => entry.number > last.number);
  if (!isCarried(last, broken)) return null;
  const opening = openedFor(log, last);
  return { opening, since: askedSince(last, opening, broken) };
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

/** A charter's next edition: on the last one, by a motion that was carried, as the amendment before it says. */
function* checkPromulgated(entry, log) {
  const { body, number: end } = entry;
  const charter = charterOf(entry);
  const before = editionsOf(log, charter, end).pop();
  if (!before) {
    yield "an edition of a charter that nobody founded";
    return;
  }
  const follows = [at(before.body, "edition"), numeric(at(before.body, "number")) + 1];
  if (!same([at(body, "base"), at(body, "number")], follows)) {
    yield "it does not follow on the last edition of the charter";
  }
  const [sha256, edition] = namedDocument(log, entry, "charters/", "the edition of the charter");
  const told = ["charter", "base", "number", "since"].map((key) => at(edition, key));
  const named = [charter, at(body, "base"), at(body, "number"), at(body, "in_force_on")];
  if (!same(at(body, "edition"), sha256) || !same(told, named)) yield "the edition is not the one that it names";
  const amended = log.of("charters.amendment.enacted", null, end);
  const made = amended.map((one) => [at(one.body, "edition"), at(one.body, "motion")]);
  if (!holds(made, [at(body, "edition"), at(edition, "motion")])) {
    yield "no amendment that was enacted made this edition";
  }
}

/** An amendment is enacted by a motion that was carried. */
function* checkAmendment({ body, number: end }, log) {
  if (!wasAdopted(log, at(body, "motion"), end)) yield "a charter was amended by a motion that was not adopted";
}

const behindFirst = (value, sign) => text(value).split(sign).slice(1).join(sign);

/** The charter that an edition, or a founding, is of. */
function charterOf(entry) {
  const name = behindFirst(entry.subject, "/");
  if (entry.type === "charters.charter.founded") return name;
  return name.split("-").slice(0, -1).join("-");
}

/** The entries that made the editions of a charter before an entry, in order. */
function editionsOf(log, charter, end) {
  const kinds = ["charters.charter.founded", "charters.edition.promulgated"];
  return inOrder(kinds.flatMap((kind) => log.of(kind, null, end))).filter((one) => charterOf(one) === charter);
}

/** The living systems that it touches had their days since its adoption, and not enough of them objected. */
function* checkConsented(enacted, log, opening, since) {
  const consent = consentOf(namedRule(log, opening)[1]);
  const objections = log.of("council.objection.filed", enacted.subject, enacted.number);
  if (consent === null || !yes(consent)) return;
  if (!less(objections.length, get(consent, "needs", 1))) {
    yield "enacted, though a living system objected and nothing overrode it";
  } else if (seatsAsked(log, opening).length && less(enacted.at, later(since, at(consent, "window_days")))) {
    yield "enacted before the living systems that it touches had their days to object";
  }
}

/** The seats that may object: each speaks for a living system that the motion touches, and takes part in it. */
function seatsAsked(log, opening) {
  const seats = each(at(namedRoll(log, opening)[1], "seats"));
  const touched = get(opening.body, "affects", []);
  const speaking = seats.filter((row) => yes(at(row, "represents")) && holds(touched, at(row, "represents")));
  return speaking
    .filter((row) => yes(get(row, "veto", true)) && !yes(at(row, "recused")))
    .map((row) => at(row, "seat"));
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
  yield* checkScheduledHours(log, opening, frozen);
  if (log.of("council.notice.dispensed", subject, start).length) return;
  const containing = wholeOf(log, subject, start);
  const since = containing
    ? (log.of("council.motion.scheduled", containing, start).pop() ?? stumble()).at
    : last.at;
  if (less(opening.at, later(since, 0, get(rule, "min_notice_hours", 0)))) {
    yield "the vote was opened with less notice than the rule asks for";
  }
}

/** A vote opens and closes within the hours that it was scheduled for, or divided to. */
function* checkScheduledHours(log, opening, frozen) {
  const { type, subject, body, number: start } = opening;
  if (type !== "council.voting.opened" || holds(body, "held_at")) return;
  const hours = inOrder([...frozen, ...log.of("council.motion.divided", subject, start)]).pop().body;
  const [opens, closes] = [at(hours, "opens_at"), at(hours, "closes_at")];
  const isWithin = !less(opening.at, opens) && !less(closes, opening.at);
  if (!isWithin || !same(at(body, "closes_at"), closes)) {
    yield "the vote was not opened for the hours that it was scheduled for";
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
  yield* checkScheduled(log, entry);
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

/** The words of a motion change only by motions that were adopted, from the words that stood. */
function* checkAmended(entry, log) {
  const { number: end, subject, body } = entry;
  for (const code of each(at(body, "motions"))) {
    if (!wasAdopted(log, `council.motion/${text(code)}`, end)) {
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
  if (!isAskedFor(rule, terms, roll, alerted(log, opening), askedFor(log, opening))) {
    yield "not enough asked for the emergency procedure";
  }
  if (!log.of("council.motion.enacted", `council.motion/${text(at(body, "motion"))}`).length) {
    yield "an emergency was declared by a motion that was not enacted";
  }
  yield* checkAlert(log, at(body, "alert"), terms, end);
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

const SEVERITIES = ["minor", "moderate", "severe", "extreme"];

/** The alert that it answers is in force before an entry, and as severe as the rule asks for. */
function* checkAlert(log, alert, terms, end) {
  const told = (deeds) => deeds.flatMap((deed) => log.of(`crises.alert.${deed}`, alert, end));
  const rows = told(["released", "updated"]);
  if (!rows.length || told(["cancelled", "expired"]).length) {
    yield "no alert was in force that the emergency answers";
    return;
  }
  const [severity, least] = [at(inOrder(rows).pop().body, "severity"), get(terms, "severity", "severe")];
  const [has, needs] = [severity, least].map((word) => SEVERITIES.indexOf(word));
  if (has < 0 || needs < 0) stumble();
  if (has < needs) {
    yield `the alert that the emergency answers is ${severity}; its rule asks for ${least}`;
  }
}

/** What carried a motion, with its rule and roll. */
function lastVote(log, motion, end) {
  const carried = carriedBy(log, motion, end);
  if (carried === null) throw new Bad("the vote that carries it is missing");
  const { opening } = carried;
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

/** The living system of the alert that a motion answers, alone in a list; none, where there is no such alert. */
function alerted(log, opening) {
  const moved = log.of("council.motion.submitted", opening.subject, opening.number).pop();
  const released = moved ? log.of("crises.alert.released", at(moved.body, "origin"), opening.number) : [];
  return released.map((entry) => `biomes.biome/${say(at(entry.body, "biome"))}`).slice(-1);
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

/** An article is suspended by an emergency that names it, for no longer than it may run unconfirmed; never an entrenched one. */
function* checkSuspended(entry, log) {
  const [declared] = log.of("council.emergency.declared", at(entry.body, "cause"));
  if (!declared) {
    yield "an article was suspended without an emergency";
    return;
  }
  const isNamed = holds(at(declared.body, "articles"), entry.subject);
  if (!isNamed || less(at(declared.body, "confirm_by"), at(entry.body, "until"))) {
    yield "an article is suspended otherwise than its emergency says";
  }
  if (isEntrenched(log, entry.subject, entry.number)) yield "an entrenched article was suspended";
}

/** Does the last edition of its charter say that nothing suspends it? */
function isEntrenched(log, article, end) {
  const parts = behindFirst(article, "/").split("--");
  const eid = parts.pop();
  const last = editionsOf(log, parts.join("--"), end).pop();
  if (!last) return false;
  const edition = namedDocument(log, last, "charters/", "the edition of the charter")[1];
  return each(at(edition, "articles")).some((row) => at(row, "eid") === eid && yes(at(row, "entrenched")));
}

/** A suspension never outlasts the term of its emergency, as declared, confirmed and renewed. */
function* checkMoved(entry, log) {
  const cause = at(entry.body, "cause");
  const [declared] = log.of("council.emergency.declared", cause, entry.number);
  if (!declared) {
    yield "an article was suspended without an emergency";
    return;
  }
  // What confirms and what renews tells of itself in the entry behind the articles that it moves, at the same moment.
  const by = (deed) => log.of(`council.emergency.${deed}`, cause).filter((row) => !less(entry.at, row.at));
  const terms = by("confirmed").length ? [declared, ...by("renewed")] : by("renewed");
  const last = sorted([at(declared.body, "confirm_by"), ...terms.map((row) => at(row.body, "until"))]).pop();
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
  if (!isAskedFor(rule, terms, roll, alerted(log, opening), askedFor(log, opening))) {
    yield "not enough asked for the emergency procedure";
  }
}

DECISIONS.set("council.voting.opened", checkOpened);
DECISIONS.set("council.sitting.entered", checkEntered);
DECISIONS.set("council.voting.closed", checkVote);
DECISIONS.set("council.motion.enacted", checkEnacted);
DECISIONS.set("council.mandate.given", checkGiven);
DECISIONS.set("charters.charter.founded", checkFounded);
DECISIONS.set("charters.edition.promulgated", checkPromulgated);
DECISIONS.set("charters.amendment.enacted", checkAmendment);
DECISIONS.set("council.motion.unopposed", checkUnopposed);
DECISIONS.set("council.motion.amended", checkAmended);
DECISIONS.set("council.emergency.declared", checkDeclared);
DECISIONS.set("council.emergency.confirmed", checkConfirmed);
DECISIONS.set("council.emergency.renewed", checkRenewed);
DECISIONS.set("charters.article.suspended", checkSuspended);
DECISIONS.set("charters.suspension.moved", checkMoved);
