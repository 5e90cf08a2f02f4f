// --- Elections of persons: the count --------------------------------------------------------------
// docs/reference/counts.md states the methods; all amounts are whole numbers of the last digit (bigint), and each round
// is added up anew from the papers.
const DIGITS = new Map(Object.entries({ stv_scottish: 5, stv_meek: 9, irv: 0, approval: 0, score: 0 }));

function amount(units, digits) {
  const written = String(units).padStart(digits + 1, "0");
  return digits ? `${written.slice(0, -digits)}.${written.slice(-digits)}` : written;
}

const amounts = (table, digits) => new Map([...table].map(([option, units]) => [option, amount(units, digits)]));
const totalOf = (values) => [...values].reduce((sum, value) => sum + value, 0n);
const largest = (values) => values.reduce((a, b) => (b > a ? b : a));
const smallest = (values) => values.reduce((a, b) => (b < a ? b : a));
const byVotes = (options, votes) => [...options].sort((a, b) => (votes.get(b) > votes.get(a) ? 1 : votes.get(b) < votes.get(a) ? -1 : 0));
const row = (fields) => new Map(Object.entries(fields));

/** Equal options where one had to be taken. */
class Pick {
  constructor(round, step, options, taken, by = null, harmless = false) {
    Object.assign(this, { round, step, options: [...options], taken, by, harmless });
  }

  isOpen() {
    return this.by === null && !this.harmless;
  }
}

/** One run of a count: `rounds` as a bundle writes them, `picks`, `elected`. */
class Hand {
  constructor(bundle, script) {
    this.options = each(at(bundle, "options"));
    this.seats = at(bundle, "seats");
    this.script = [...script];
    this.digits = DIGITS.get(at(bundle, "method"));
    this.one = 10n ** BigInt(this.digits);
    this.left = [...this.options];
    [this.elected, this.rounds, this.picks] = [[], [], []];
    this.papers = each(at(bundle, "ballots"))
      .filter((paper) => yes(at(paper, "options")))
      .map((paper) => ({ ranking: at(paper, "options"), count: BigInt(at(paper, "count")) }));
  }

  vacant() {
    return this.seats - this.elected.length;
  }

  noVotes() {
    return new Map(this.options.map((option) => [option, 0n]));
  }

  leave(option) {
    this.left = this.left.filter((one) => one !== option);
  }

  /** They are elected, the most votes first; what the round says of them. */
  seat(options, reason, votes) {
    const chosen = byVotes(options, votes);
    for (const option of chosen) {
      this.leave(option);
      this.elected.push(option);
    }
    return chosen.map((option) => row({ option, reason }));
  }

  lastStanding(votes) {
    const all = this.vacant() && this.left.length <= this.vacant();
    return all ? this.seat(this.left, "last_standing", votes) : [];
  }

  choose(options, step, harmless) {
    const taken = this.script.length && !harmless ? this.script.shift() : options[0];
    this.picks.push(new Pick(this.rounds.length + 1, step, options, taken, null, harmless));
    return taken;
  }

  amount(units) {
    return amount(units, this.digits);
  }
}

/** Scottish STV and the instant runoff: papers lie with somebody, at a value. */
class Transfers extends Hand {
  constructor(bundle, script) {
    super(bundle, script);
    this.runoff = at(bundle, "method") === "irv";
    this.valid = totalOf(this.papers.map((paper) => paper.count));
    this.quota = (this.valid / BigInt(this.seats + 1) + 1n) * this.one;
    this.piles = this.papers.map((paper) => ({ ...paper, value: this.one, holder: null }));
    [this.passed, this.history] = [[], []];
    for (const pile of this.piles) pile.holder = this.following(pile);
    this.close({ step: "first" });
    while (this.vacant() && this.left.length) {
      const over = (option) => this.votes.get(option) > this.quota && !this.passed.includes(option);
      const waiting = this.elected.filter(over);
      if (waiting.length) this.surplus(waiting);
      else this.exclude();
    }
  }

  following(pile) {
    const from = pile.holder === null ? 0 : pile.ranking.indexOf(pile.holder) + 1;
    return pile.ranking.slice(from).find((option) => this.left.includes(option)) ?? null;
  }

  handOn(option, worth) {
    const moved = new Map();
    for (const pile of this.piles) {
      if (pile.holder !== option) continue;
      pile.value = worth(pile.value);
      pile.holder = this.following(pile);
      if (pile.holder === null) continue;
      moved.set(pile.holder, (moved.get(pile.holder) ?? 0n) + pile.count * pile.value);
    }
    return amounts(moved, this.digits);
  }

  close(fields) {
    const votes = this.noVotes();
    let nobody = 0n;
    for (const { count, value, holder } of this.piles) {
      if (holder === null) nobody += count * value;
      else votes.set(holder, votes.get(holder) + count * value);
    }
    for (const option of this.passed) votes.set(option, this.quota);
    this.votes = votes;
    this.history.push(votes);
    const whole = totalOf(votes.values());
    const isEnough = (units) => (this.runoff ? 2n * units > whole : units >= this.quota);
    const enough = this.left.filter((option) => isEnough(votes.get(option)));
    const elected = this.seat(enough, this.runoff ? "majority" : "quota", votes);
    const round = {
      ...fields,
      number: this.rounds.length + 1,
      totals: amounts(votes, this.digits),
      exhausted: this.amount(nobody),
      lost: this.amount(this.valid * this.one - whole - nobody),
      elected: [...elected, ...this.lastStanding(votes)],
    };
    if (!this.runoff) round.quota = this.amount(this.quota);
    this.rounds.push(row(round));
  }

  surplus(waiting) {
    const most = largest(waiting.map((option) => this.votes.get(option)));
    const option = this.take(waiting.filter((one) => this.votes.get(one) === most), "surplus", largest);
    const total = this.votes.get(option);
    const over = total - this.quota;
    this.passed.push(option);
    const moved = this.handOn(option, (value) => (over * value) / total);
    const value = (over * this.one) / total;
    this.close({ step: "surplus", option, moved, ...(value ? { value: this.amount(value) } : {}) });
  }

  exclude() {
    const fewest = smallest(this.left.map((option) => this.votes.get(option)));
    const option = this.take(this.left.filter((one) => this.votes.get(one) === fewest), "exclusion", smallest);
    this.leave(option);
    this.close({ step: "exclusion", option, moved: this.handOn(option, (value) => value) });
  }

  /** By the most recent earlier round that tells them apart; else it is an open tie. */
  take(equal, step, best) {
    let [level, by] = [equal, null];
    for (let round = this.history.length; round > 0; round--) {
      const votes = this.history[round - 1];
      const mark = best(level.map((option) => votes.get(option)));
      const kept = level.filter((option) => votes.get(option) === mark);
      if (kept.length < level.length) [level, by] = [kept, round];
    }
    if (equal.length === 1) return equal[0];
    if (level.length === 1) {
      this.picks.push(new Pick(this.rounds.length + 1, step, equal, level[0], by));
      return level[0];
    }
    const papers = this.piles.some((pile) => level.includes(pile.holder));
    const idle = step === "exclusion" && !papers && this.left.length - level.length >= this.vacant();
    return this.choose(level, step, idle);
  }
}

/** Meek: each elected option keeps a part of every vote, and the rest goes on. */
class Shares extends Hand {
  constructor(bundle, script) {
    super(bundle, script);
    this.keep = new Map(this.options.map((option) => [option, this.one]));
    let fields = { step: "first" };
    for (;;) {
      const elected = this.settleDown();
      this.close(fields, elected);
      if (!this.vacant() || !this.left.length) return;
      fields = elected.length ? { step: "surplus" } : this.exclude();
    }
  }

  shareOut() {
    this.votes = this.noVotes();
    this.nobody = 0n;
    for (const { ranking, count } of this.papers) {
      let rest = this.one;
      for (const option of ranking) {
        const part = (rest * this.keep.get(option) + this.one - 1n) / this.one;
        this.votes.set(option, this.votes.get(option) + count * part);
        rest -= part;
      }
      this.nobody += count * rest;
    }
    this.quota = totalOf(this.votes.values()) / BigInt(this.seats + 1) + 1n;
  }

  over() {
    const over = totalOf(this.elected.map((option) => this.votes.get(option) - this.quota));
    return over > 0n ? over : 0n;
  }

  settleDown() {
    let before = null;
    for (;;) {
      this.shareOut();
      const enough = this.left.filter((option) => this.votes.get(option) >= this.quota);
      if (enough.length) return this.seat(byVotes(enough, this.votes).slice(0, this.vacant()), "quota", this.votes);
      const over = this.over();
      if (over < 1000n || (before !== null && over >= before)) return [];
      before = over;
      for (const option of this.elected) {
        const kept = (this.keep.get(option) * this.quota + this.one - 1n) / this.one;
        const votes = this.votes.get(option);
        this.keep.set(option, (kept * this.one + votes - 1n) / votes);
      }
    }
  }

  close(fields, elected) {
    const all = [...elected, ...this.lastStanding(this.votes)];
    this.rounds.push(
      row({
        ...fields,
        number: this.rounds.length + 1,
        totals: amounts(this.votes, this.digits),
        exhausted: this.amount(this.nobody),
        lost: this.amount(0n),
        elected: all,
        quota: this.amount(this.quota),
        keep: amounts(new Map(this.elected.map((option) => [option, this.keep.get(option)])), this.digits),
      }),
    );
  }

  exclude() {
    const fewest = smallest(this.left.map((option) => this.votes.get(option)));
    const equal = this.left.filter((option) => this.votes.get(option) <= fewest + this.over());
    let option = equal[0];
    if (equal.length > 1) {
      const votes = equal.some((one) => this.votes.get(one));
      option = this.choose(equal, "exclusion", !votes && this.left.length - equal.length >= this.vacant());
    }
    this.leave(option);
    this.keep.set(option, 0n);
    return { step: "exclusion", option };
  }
}
