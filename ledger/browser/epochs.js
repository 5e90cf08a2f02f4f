// --- Epochs ---------------------------------------------------------------------------------------
// A backup was restored that is older than a checkpoint which somebody may hold. Then the log goes on with an entry that
// names this checkpoint, and the leaf hashes of what was lost under it where they are known.
const EPOCH = "ledger.epoch.opened";

/** Faults of one epoch: the entry's number, and how many epochs were opened before it. */
function* epochFaults(number, before, entry, log) {
  const { body } = entry;
  if (!same(at(body, "epoch"), before + 2) || entry.subject !== `ledger.epoch/${before + 2}`) {
    yield `it is epoch ${before + 2} of the log, and says another number`;
  }
  if (!same(at(body, "size"), number)) {
    yield "it does not stand directly behind the entries that it says were left";
  } else if (!same(hex(treeRoot(log.leaves.slice(0, number))), at(body, "root"))) {
    yield `the ${number} entries before it do not have the root that it says`;
  }
  const lost = lostCheckpoint(body, log);
  if (isText(lost)) {
    yield lost;
    return;
  }
  if (!same(at(body, "lost_size"), lost.size) || !same(at(body, "lost_root"), hex(lost.root))) {
    yield "the lost checkpoint has another size or root than it says";
  }
  if (lost.size <= number) {
    yield `it calls a checkpoint over ${lost.size} entries lost, when ${number} were left`;
  }
  if (holds(body, "common") || holds(body, "leaves")) {
    const told = at(body, "common");
    const gone = lostLeaves(body);
    const common = numeric(told);
    if (common < 0 || common > number || common + gone.length !== lost.size) {
      yield "the lost leaves are not as many as were lost";
    } else if (!isEqual(treeRoot([...log.leaves.slice(0, common), ...gone]), lost.root)) {
      yield "the lost leaves do not lead to the root of the lost checkpoint";
    }
  }
}

/** The checkpoint that it names, or what is wrong with it. */
function lostCheckpoint(body, log) {
  try {
    return new Checkpoint(bytesOf(text(at(body, "lost"))), log.keys, "the lost checkpoint");
  } catch (error) {
    if (error instanceof Bad) return error.message;
    throw error;
  }
}

function lostLeaves(body) {
  const bytes = fromBase64(text(at(body, "leaves")), "the list of lost leaves");
  const leaves = [];
  for (let from = 0; from < bytes.length; from += 32) leaves.push(bytes.slice(from, from + 32));
  return leaves;
}

/** The number and body of every epoch without a fault; those with one are told where decisions are. */
function soundEpochs(log) {
  const opened = log.entries.filter((entry) => entry && entry.type === EPOCH);
  return opened.filter((entry, before) => {
    try {
      return epochFaults(entry.number, before, entry, log).next().done;
    } catch (error) {
      reasonOf(error);
      return false;
    }
  });
}

/** A sentence about a checkpoint that an epoch names as lost, or that lies before one in the same lost history. */
function lostByEpoch(log, old) {
  for (const { number, body } of soundEpochs(log)) {
    const said = `epoch ${digits(at(body, "epoch"))} (entry ${number}) says that it was lost:`;
    if (!holds(body, "leaves")) {
      if (same(at(body, "lost_size"), old.size) && same(at(body, "lost_root"), hex(old.root))) {
        return `${said} at most its first ${number} entries are here`;
      }
      continue;
    }
    const common = numeric(at(body, "common"));
    if (old.size <= common || old.size > numeric(at(body, "lost_size"))) continue;
    const leaves = [...log.leaves.slice(0, common), ...lostLeaves(body).slice(0, old.size - common)];
    if (isEqual(treeRoot(leaves), old.root)) {
      return `${said} its first ${common} entries are here, ${old.size - common} are not`;
    }
  }
  return null;
}

/** The readings of a day are sealed once. */
function* checkDaySealed({ subject, body, number }, log) {
  const day = at(body, "day");
  if (subject !== plus("biomes.seal/", day)) yield "the seal is of another day";
  if (log.of("biomes.readings.sealed", subject, number).length) yield `the readings of ${say(day)} were sealed before`;
}

DECISIONS.set("biomes.readings.sealed", checkDaySealed);
DECISIONS.set(EPOCH, (entry, log) => epochFaults(entry.number, log.of(EPOCH, null, entry.number).length, entry, log));
