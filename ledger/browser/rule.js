// --- Fractions ------------------------------------------------------------------------------------
/** A whole number, or the ratio or decimal that a text writes, exactly. */
class Fraction {
  constructor(top, bottom = 1n) {
    if (bottom === 0n) stumble();
    this.top = bottom < 0n ? -top : top;
    this.bottom = bottom < 0n ? -bottom : bottom;
  }

  static of(value) {
    if (value instanceof Fraction) return value;
    if (!isText(value)) return new Fraction(BigInt(numeric(value)));
    const [, top, bottom = "1"] = /^(-?[0-9]{1,40})(?:\/([0-9]{1,40}))?$/.exec(value) ?? stumble();
    return new Fraction(BigInt(top), BigInt(bottom));
  }

  plus(other) {
    const { top, bottom } = Fraction.of(other);
    return new Fraction(this.top * bottom + top * this.bottom, this.bottom * bottom);
  }

  times(value) {
    return new Fraction(this.top * BigInt(numeric(value)), this.bottom);
  }

  /** Below nought where this is the smaller one, nought where they are equal. */
  against(other) {
    return this.top * other.bottom - other.top * this.bottom;
  }
}

// --- The rule -------------------------------------------------------------------------------------
// docs/reference/council.md states the rule language; this reads it anew, in whole numbers and fractions.
function vetoesOf(rule) {
  const vetoes = get(rule, "veto");
  if (!yes(vetoes)) return [];
  return Array.isArray(vetoes) ? vetoes : [vetoes];
}

/** The veto of the living systems that a motion touches, or null. */
function consentOf(rule) {
  return vetoesOf(rule).find((veto) => at(veto, "who") === "affected_biomes") ?? null;
}

function overrideOf(rule) {
  const kept = [...object(rule)].filter(([key]) => !["veto", "k", "blocking_minority", "fallback"].includes(key));
  const chambers = at(at(consentOf(rule), "override"), "chambers");
  return withKeys(new Map(kept), { chambers, combine: "all", tie: "reject" });
}

/** Each seat's word and the seats that cast by proxy alone, or null when a ballot may not be there. */
function wordsOf(rule, roll, ballots) {
  const seats = new Map(each(at(roll, "seats")).map((row) => [hashed(at(row, "seat")), row]));
  const said = new Map([...seats.keys()].map((code) => [code, []]));
  const seen = new Set();
  for (const ballot of each(ballots)) {
    const code = hashed(at(ballot, "seat"));
    const [seat, hand] = [seats.get(code), get(ballot, "hand", 1)];
    if (seat === undefined || yes(get(seat, "recused")) || !yes(get(seat, "votes", true))) return null;
    if (seen.has(tuple(code, hand)) || !holds(at(seat, "hands"), hand)) return null;
    seen.add(tuple(code, hand));
    said.get(code).push([get(ballot, "n", 0), hand, at(ballot, "choice"), yes(get(ballot, "proxy"))]);
  }
  const words = new Map([...seats].map(([code, seat]) => [code, wordOf(rule, seat, sorted(said.get(code)))]));
  const byProxy = [...said].filter(([, own]) => own.length && own.every((row) => row[3]));
  return { words, proxies: new Set(byProxy.map(([code]) => code)) };
}

function wordOf(rule, seat, own) {
  const choices = setOf(own.map((row) => row[2]));
  if (yes(get(seat, "recused"))) return "recused";
  if (!own.length) return "away";
  if (get(seat, "joint", "") !== "unanimous") return own[own.length - 1][2];
  const alone = own.length < 2 && !(yes(get(rule, "sole_holder_acts")) && size(at(seat, "hands")) === 1);
  if (alone) return "incomplete";
  return choices.size === 1 ? [...choices][0] : "split";
}

function reaches(share, got, base) {
  if (got.top <= 0n) return false;
  const difference = got.times(at(share, "den")).against(base.times(at(share, "num")));
  return yes(get(share, "strict")) ? difference > 0n : difference >= 0n;
}

const votesIn = (seat) => yes(get(seat, "votes", true)) && yes(at(seat, "hands"));

/** One chamber of a vote: its seats, their words, and every sum a rule may ask for. */
class Hall {
  constructor(rule, chamber, roll, words, proxies) {
    this.words = words;
    this.proxies = proxies;
    this.seats = each(at(roll, "seats")).filter((seat) => same(at(seat, "body"), at(chamber, "body")));
    const office = this.seats.filter(votesIn);
    this.office = office.filter((seat) => yes(get(rule, "recused_in_base")) || !yes(get(seat, "recused")));
    const present = get(roll, "present");
    const listed = yes(present) ? present : [];
    const isThere = (seat) => holds(listed, at(seat, "seat"));
    this.present = office.filter(
      (seat) =>
        holds(["yes", "no", "abstain", "split"], this.word(seat)) ||
        (isThere(seat) && !yes(get(seat, "recused"))),
    );
    const kept = yes(get(rule, "proxies_in_quorum"));
    // Who sits in the room counts for itself, whoever casts for it.
    this.quorate = this.present.filter(
      (seat) => kept || !holds(proxies, at(seat, "seat")) || isThere(seat),
    );
    this.yes = this.saying("yes");
    this.no = this.saying("no");
  }

  word(seat) {
    return at(this.words, at(seat, "seat"));
  }

  saying(...words) {
    return this.seats.filter((seat) => holds(words, this.word(seat)));
  }

  /** How many seats it has, and how many said what. */
  counts() {
    const said = ["yes", "no", "abstain", "split", "incomplete", "away", "recused"];
    const found = Object.fromEntries(said.map((word) => [word, this.saying(word).length]));
    const proxies = this.seats.filter((seat) => holds(this.proxies, at(seat, "seat"))).length;
    const sizes = { seats: this.seats.length, in_office: this.office.length, present: this.present.length };
    return { ...found, ...sizes, by_proxy: proxies };
  }

  base(name) {
    if (name === "present") return this.present;
    if (name === "cast") return this.saying("yes", "no");
    if (name === "cast_all") return this.saying("yes", "no", "abstain", "split");
    return this.office;
  }

  /** What these seats weigh against the share's base: [got, base]. */
  sums(share, seats) {
    const name = text(at(share, "base"));
    if (!name.startsWith("weight:")) return [seats, this.base(name)].map((some) => Fraction.of(some.length));
    const weigh = (seat) => Fraction.of(at(at(seat, "weights"), name.slice("weight:".length)));
    return [seats, this.office].map((some) => some.map(weigh).reduce((sum, one) => sum.plus(one), Fraction.of(0)));
  }

  inGroup(seats, name) {
    return seats.filter((seat) => same(get(seat, "group", ""), name)).length;
  }

  group(clause) {
    if (holds(clause, "all_of_any")) {
      return each(at(clause, "all_of_any")).some((name) => {
        const members = this.inGroup(this.office, name);
        return members > 0 && this.inGroup(this.yes, name) === members;
      });
    }
    return !less(this.inGroup(this.yes, at(clause, "of")), at(clause, "at_least"));
  }

  floor(floor, more = 0) {
    if (floor === null) return true;
    return isNumber(floor) ? this.yes.length >= floor : reaches(floor, ...this.grown(floor, more));
  }

  /** With one further yes, where a chair's vote is tried: it is cast and adds no seat in office. */
  grown(share, more) {
    const [got, base] = this.sums(share, this.yes);
    if (!more || reaches(share, got, base) || at(share, "base").startsWith("weight:")) return [got, base];
    return [got.plus(1), base.plus(at(share, "base") === "in_office" ? 0 : 1)];
  }
}

function isQuorate(chamber, hall) {
  const quorum = get(chamber, "quorum");
  return quorum === null || reaches(quorum, ...hall.sums(quorum, hall.quorate));
}

function judge(rule, chamber, hall) {
  const quorate = isQuorate(chamber, hall);
  const floor = get(chamber, "floor_yes");
  const groups = each(get(chamber, "groups", [])).every((clause) => hall.group(clause));
  const shares = each(at(chamber, "pass"));
  const majority = shares.every((share) => reaches(share, ...hall.sums(share, hall.yes)));
  const blocking = get(rule, "blocking_minority");
  const members = yes(blocking) ? get(blocking, "min_members", 0) : 0;
  const against = hall.office.length - hall.office.filter((seat) => holds(hall.yes, seat)).length;
  const deemed = hall.yes.length > 0 && less(against, members);
  const carried = quorate && (majority || deemed) && hall.floor(floor) && groups;
  const equal = hall.yes.length > 0 && hall.yes.length === hall.no.length;
  const more = shares.every((share) => reaches(share, ...hall.grown(share, 1)));
  return { quorate, carried, tied: equal && quorate && more && hall.floor(floor, 1) && groups };
}

/** The outcome of a vote, from rule, roll and opened ballots. */
function decide(frozen, roll, ballots, again) {
  const counted = wordsOf(frozen, roll, ballots);
  if (counted === null) return "void";
  const { words, proxies } = counted;
  const rule = fallenBack(frozen, roll);
  const chambers = each(at(rule, "chambers"));
  const judged = chambers.map((chamber) => judge(rule, chamber, new Hall(rule, chamber, roll, words, proxies)));
  const needs = new Map(Object.entries({ all: judged.length, any: 1, k_of_n: get(rule, "k", 0) }));
  const needed = at(needs, get(rule, "combine", "all"));
  const carried = judged.filter((one) => one.carried).length;
  if (!less(carried, needed)) return vetoed(rule, roll, words) ? "vetoed" : "adopted";
  if (!judged.every((one) => one.quorate)) return "no_quorum";
  const tie = get(rule, "tie", "reject");
  const tied = judged.filter((one) => one.tied && !one.carried).length;
  if (less(carried + tied, needed) || tie === "reject" || (tie === "revote_once" && again > 1)) return "rejected";
  return "tied";
}

/** What is announced of each chamber is what its seats said. */
function* checkChambers(frozen, roll, ballots, closing) {
  const counted = wordsOf(frozen, roll, ballots);
  if (counted === null) return;
  const rule = fallenBack(frozen, roll);
  const made = each(at(rule, "chambers")).map((chamber) => {
    const hall = new Hall(rule, chamber, roll, counted.words, counted.proxies);
    return new Map(Object.entries({ ...hall.counts(), body: at(chamber, "body") }));
  });
  if (!isEqual(canonical(at(closing.body, "chambers")), canonical(made))) {
    yield "what it announces of its chambers is not what their seats said";
  }
}

/** Where recusals alone keep a chamber from its quorum, the others decide by the share the rule names. */
function fallenBack(rule, roll) {
  if (!yes(get(rule, "fallback"))) return rule;
  const freed = withKeys(roll, { seats: each(at(roll, "seats")).map((seat) => withKeys(seat, { recused: false })) });
  const chambers = each(at(rule, "chambers"));
  const lost = chambers
    .filter((chamber) => !canBeQuorate(rule, chamber, roll) && canBeQuorate(rule, chamber, freed))
    .map((chamber) => at(chamber, "body"));
  const left = chambers.filter((chamber) => !holds(lost, at(chamber, "body")));
  if (!lost.length || !left.length) return rule;
  const kept = [...rule].filter(([key]) => key !== "k" && key !== "blocking_minority");
  const alone = left.map((chamber) => {
    const pass = [at(rule, "fallback")];
    return new Map(Object.entries({ body: at(chamber, "body"), quorum: get(chamber, "quorum"), pass }));
  });
  return withKeys(new Map(kept), { chambers: alone, combine: "all", tie: "reject" });
}

/** With every seat there that can come. */
function canBeQuorate(rule, chamber, roll) {
  const seats = each(at(roll, "seats"));
  const able = (seat) =>
    !yes(get(seat, "recused")) &&
    (get(seat, "joint", "") !== "unanimous" ||
      size(at(seat, "hands")) === 2 ||
      yes(get(rule, "sole_holder_acts")));
  const present = seats.filter(able).map((seat) => at(seat, "seat"));
  const words = new Map(seats.map((seat) => [hashed(at(seat, "seat")), "away"]));
  return isQuorate(chamber, new Hall(rule, chamber, withKeys(roll, { present }), words, new Set()));
}

/** A veto cast with the vote itself: so many noes of a group. */
function vetoed(rule, roll, words) {
  for (const veto of vetoesOf(rule)) {
    const who = text(at(veto, "who"));
    if (!who.startsWith("group:")) continue;
    const noes = each(at(roll, "seats")).filter(
      (seat) => same(get(seat, "group", ""), who.slice("group:".length)) && at(words, at(seat, "seat")) === "no",
    );
    if (!less(noes.length, get(veto, "needs", 1))) return true;
  }
  return false;
}
