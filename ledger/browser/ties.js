// --- Elections of persons: ties, and what the ballots come to -------------------------------------
const setKey = (some) => JSON.stringify([...some].sort());

/** What each way of taking the open ties comes to: beginning of a way -> {key: elected}; null: too many. */
function waysOf(Run, bundle, script) {
  const ballots = Math.max(1, each(at(bundle, "ballots")).length);
  const most = Math.min(500, Math.floor(500000 / ballots));
  const found = new Map();
  const waiting = [[...script]];
  for (let runs = 0; waiting.length; runs++) {
    const way = waiting.pop();
    if (runs > most) return null;
    const hand = new Run(bundle, way);
    const picks = hand.picks.filter((pick) => pick.isOpen());
    const path = picks.map((pick) => pick.taken);
    for (let depth = script.length; depth <= path.length; depth++) {
      const key = JSON.stringify(path.slice(0, depth));
      if (!found.has(key)) found.set(key, new Map());
      found.get(key).set(setKey(hand.elected), new Set(hand.elected));
    }
    for (let depth = way.length; depth < path.length; depth++) {
      const others = picks[depth].options.filter((option) => option !== path[depth]);
      waiting.push(...others.map((option) => [...path.slice(0, depth), option]));
    }
  }
  return found;
}

function tieRow(pick) {
  const fields = { round: pick.round, step: pick.step, options: pick.options, changes_result: false, taken: pick.taken };
  return row(pick.by === null ? fields : { ...fields, told_apart_by_round: pick.by });
}

const ordered = (bundle, some) => each(at(bundle, "options")).filter((option) => some.has(option));
const inAll = (outcomes) => [...outcomes.values()].reduce(shared);
const inAny = (outcomes) => joined(...outcomes.values());

/** The count with what was taken: its hand, ties, number of the open tie or null, ways. */
function carriedOn(Run, bundle, script, told) {
  const hand = new Run(bundle, script);
  const ways = waysOf(Run, bundle, script);
  const rows = [];
  const path = [];
  for (const pick of hand.picks) {
    const tie = tieRow(pick);
    rows.push(tie);
    if (!pick.isOpen()) continue;
    const place = path.length;
    if (place < script.length) {
      if (told.has(place)) {
        tie.delete("taken");
        for (const [key, value] of [...told.get(place), ["settled", [pick.taken]]]) tie.set(key, value);
      }
    } else if (ways === null) {
      tie.delete("taken");
      tie.set("changes_result", null);
      return { hand, rows, open: place, ways };
    } else {
      const outcomes = pick.options.map((option) => ways.get(JSON.stringify([...path, option])) ?? stumble());
      if (outcomes.some((one) => !sameSet(setOf(one), setOf(outcomes[0])))) {
        tie.delete("taken");
        tie.set("changes_result", true);
        const elected = outcomes.map((one) => ordered(bundle, inAll(one)));
        tie.set("outcomes", pick.options.map((taken, i) => row({ taken, elected: elected[i] })));
        return { hand, rows, open: place, ways };
      }
    }
    path.push(pick.taken);
  }
  return { hand, rows, open: null, ways };
}

function countRanked(Run, bundle) {
  let script = [];
  const told = new Map();
  for (const taken of each(at(bundle, "settled"))) {
    const { hand, rows, open } = carriedOn(Run, bundle, script, told);
    const tie = rows[rows.length - 1];
    if (open === null || size(taken) !== 1 || !holds(at(tie, "options"), at(taken, 0))) {
      throw new Bad("it settles a tie that the count does not have");
    }
    told.set(open, some(tie, ["changes_result", "outcomes"]));
    const before = hand.picks.filter((pick) => pick.isOpen()).map((pick) => pick.taken);
    script = plus(before.slice(0, open), taken);
  }
  const { hand, rows, open, ways } = carriedOn(Run, bundle, script, told);
  const answer = { elected: hand.elected, open_seats: 0, between: [], rounds: hand.rounds, ties: rows };
  if (open === null) return answer;
  const tied = rows[rows.length - 1].get("round");
  answer.rounds = hand.rounds.filter((one) => one.get("number") < tied);
  return { ...answer, ...(ways === null ? untold(bundle, hand, answer.rounds) : leftOpen(bundle, hand, script, ways)) };
}

/** Too many ways to try: who was elected before the tie is sure, who was not excluded may still be. */
function untold(bundle, hand, rounds) {
  const sure = rounds.flatMap((one) => one.get("elected").map((who) => who.get("option")));
  const gone = new Set([...sure, ...rounds.map((one) => one.get("option"))]);
  const between = each(at(bundle, "options")).filter((option) => !gone.has(option));
  return { elected: sure, open_seats: hand.elected.length - sure.length, between };
}

function leftOpen(bundle, hand, script, ways) {
  const outcomes = ways.get(JSON.stringify(script)) ?? stumble();
  const sure = inAll(outcomes);
  const most = Math.max(...[...outcomes.values()].map((outcome) => outcome.size));
  return {
    elected: hand.elected.filter((option) => sure.has(option)),
    between: ordered(bundle, without(inAny(outcomes), sure)),
    open_seats: most - sure.size,
  };
}

/** Approval and score: the highest totals; equal ones across the last seat leave it open. */
function countTotals(bundle) {
  const [options, settled] = [each(at(bundle, "options")), at(bundle, "settled")];
  const votes = new Map(options.map((option) => [option, 0n]));
  for (const paper of each(at(bundle, "ballots"))) {
    const isScored = at(bundle, "method") === "score";
    const named = each(at(paper, "options"));
    const points = isScored ? get(paper, "points", []) : named.map(() => 1);
    for (const [i, option] of named.slice(0, points.length).entries()) {
      votes.set(option, votes.get(option) + BigInt(points[i]) * BigInt(at(paper, "count")));
    }
  }
  const seats = Math.min(at(bundle, "seats"), votes.size);
  const order = byVotes(options, votes);
  const last = votes.get(order[seats - 1]);
  const above = order.filter((option) => votes.get(option) > last);
  const level = order.filter((option) => votes.get(option) === last);
  const tied = above.length + level.length > seats;
  const chosen = yes(settled) ? level.filter((option) => holds(at(settled, 0), option)) : [];
  if (yes(settled)) {
    const isOne = tied && size(settled) === 1 && chosen.length === seats - above.length;
    if (!isOne || chosen.length !== size(at(settled, 0))) throw new Bad("it settles a tie that the count does not have");
  }
  const elected = tied ? [...above, ...chosen] : order.slice(0, seats);
  const levels = [...new Set(order.map((option) => votes.get(option)))].map((total) => [
    total,
    order.filter((option) => votes.get(option) === total),
  ]);
  const ties = levels
    .filter(([, equal]) => equal.length > 1)
    .map(([total, equal]) => {
      const open = tied && total === last;
      const tie = { round: 1, step: "totals", options: equal, changes_result: open };
      return row(open && chosen.length ? { ...tie, settled: chosen } : tie);
    });
  const who = elected.map((option) => row({ option, reason: chosen.includes(option) ? "settled" : "most" }));
  const one = { number: 1, step: "totals", totals: amounts(votes, 0), exhausted: "0", lost: "0", elected: who };
  const between = tied && !chosen.length ? level : [];
  return { elected, open_seats: seats - elected.length, between, rounds: [row(one)], ties };
}

/** What the ballots of a bundle come to. */
function countAgain(bundle) {
  const method = at(bundle, "method");
  const isTotal = method === "approval" || method === "score";
  const answer = isTotal ? countTotals(bundle) : countRanked(method === "stv_meek" ? Shares : Transfers, bundle);
  const sum = (papers) => Number(totalOf(papers.map((paper) => BigInt(at(paper, "count")))));
  const ballots = each(at(bundle, "ballots"));
  answer.valid = sum(ballots.filter((paper) => yes(at(paper, "options"))));
  answer.empty = sum(ballots.filter((paper) => !yes(at(paper, "options"))));
  return answer;
}
