// --- The page -------------------------------------------------------------------------------------
const MOST_SHOWN = 1000;
const part = (id) => document.getElementById(id);
const words = JSON.parse(part("words").textContent);
const inWords = (count) => new Intl.NumberFormat(document.documentElement.lang).format(count);

/** Check it all, and let the browser breathe meanwhile. */
async function checked(files, old) {
  const steps = verifying(files, old);
  for (let since = performance.now(); ; ) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - since < 50) continue;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  }
}

function show(heading, lines, whole) {
  part("answer").hidden = false;
  part("answer").dataset.whole = whole;
  part("answer-title").textContent = heading;
  part("lines").replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }),
  );
  part("state").textContent = "";
  part("answer-title").focus();
}

function showAnswer(log) {
  const { faults } = log;
  if (!faults.length) return show(words.whole, sentencesOf(log), true);
  const shown = faults.slice(0, MOST_SHOWN).map((fault) => `fault: ${fault}`);
  return show(words.faults.replace("%s", inWords(faults.length)), shown, false);
}

async function press(event) {
  event.preventDefault();
  const [folder, zip, old] = ["folder", "zip", "kept"].map((id) => [...part(id).files]);
  part("choose-error").hidden = folder.length > 0 || zip.length > 0;
  if (!part("choose-error").hidden) return part("folder").focus();
  part("answer").hidden = true;
  part("press").disabled = true;
  part("state").textContent = words.checking;
  try {
    const kept = old.length ? await bytesOfFile(old[0]) : null;
    showAnswer(await checked(await chosenFiles(folder, zip[0]), kept));
  } catch (error) {
    show(words.unfinished, [error.message], false);
  } finally {
    part("press").disabled = false;
  }
}

part("choose").addEventListener("submit", press);
