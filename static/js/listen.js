// Plays the scores of the chosen living systems together. Nothing sounds before the press; stop stops.
// A voice is a tone of five partials; its companion, beating where the ear is roughest, is as loud as the stress.
const section = document.querySelector("#score");
const player = section.querySelector(".player");
const [play, stop, volume, now] = ["play", "stop", "volume", "now"].map((name) => player.querySelector(`[data-${name}]`));
const still = matchMedia("(prefers-reduced-motion: reduce)");
let sounding = null;

const loudness = () => (Number(volume.value) / 100) ** 2;

async function scores() {
  const parts = [...section.querySelectorAll("[data-score]")];
  const answers = await Promise.all(parts.map((part) => fetch(part.dataset.score)));
  if (answers.some((answer) => !answer.ok)) throw new Error("no score");
  const found = await Promise.all(answers.map((answer) => answer.json()));
  return found.map((score, n) => ({ score, part: parts[n] }));
}

function wave(context, partials) {
  const imaginary = new Float32Array([0, ...partials.map((loud) => loud / 1000)]);
  return context.createPeriodicWave(new Float32Array(imaginary.length), imaginary, { disableNormalization: false });
}

// One oscillator with its own loudness over the steps; silence where there is no value.
function tone(context, out, shape, hertz, loud, begins, seconds) {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.setPeriodicWave(shape);
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, begins);
  loud.forEach((value, n) => gain.gain.linearRampToValueAtTime(value, begins + (n + 0.35) * seconds));
  gain.gain.linearRampToValueAtTime(0, begins + (loud.length + 0.35) * seconds);
  oscillator.connect(gain).connect(out);
  oscillator.start(begins);
  oscillator.stop(begins + (loud.length + 1) * seconds);
}

function compose(context, found) {
  const master = context.createGain();
  const begins = context.currentTime + 0.1;
  const voices = Math.max(1, found.reduce((sum, { score }) => sum + score.voices.length, 0));
  master.gain.value = loudness();
  master.connect(context.destination);
  let ends = begins;
  for (const { score } of found) {
    const seconds = score.step_ms / 1000;
    const shape = wave(context, score.partials_per_mille);
    for (const voice of score.voices) {
      const share = 0.7 / voices;
      const rests = voice.stress_per_mille.map((stress) => (stress === null ? 0 : share));
      const beating = voice.stress_per_mille.map((stress) => (share * (stress ?? 0)) / 1000);
      tone(context, master, shape, voice.millihertz / 1000, rests, begins, seconds);
      tone(context, master, shape, voice.companion_millihertz / 1000, beating, begins, seconds);
      ends = Math.max(ends, begins + (rests.length + 1) * seconds);
    }
  }
  return { master, begins, ends };
}

// A line goes over the drawn voices, from day to day; with reduced motion it stands at the day being heard.
function follow(context, found, begins) {
  if (!sounding || sounding.context !== context) return;
  for (const { score, part } of found) {
    const steps = score.roughness_per_mille.length || 1;
    const exact = Math.max(0, (context.currentTime - begins) / (score.step_ms / 1000));
    const at = Math.min(steps, still.matches ? Math.floor(exact) : exact);
    part.querySelectorAll(".voice-part__now").forEach((line) => {
      line.hidden = false;
      line.style.insetInlineStart = `${(at / steps) * 100}%`;
    });
    const date = new Date(`${score.first_day}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + Math.min(Math.floor(exact), steps - 1));
    section.dataset.day = date.toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", timeZone: "UTC" });
  }
  sounding.frame = requestAnimationFrame(() => follow(context, found, begins));
}

async function begin() {
  if (sounding) return;
  const context = new AudioContext();
  sounding = { context, frame: 0, timer: 0 };
  play.disabled = true;
  stop.disabled = false;
  // A button that is switched off drops the focus; whoever pressed it finds the other one under the same key.
  stop.focus();
  try {
    const found = await scores();
    if (sounding?.context !== context) return;
    await context.resume();
    const { master, begins, ends } = compose(context, found);
    sounding.master = master;
    sounding.timer = setTimeout(() => end(section.dataset.ended), (ends - context.currentTime) * 1000);
    now.textContent = section.dataset.playing;
    section.dataset.sound = "playing";
    follow(context, found, begins);
  } catch {
    end(section.dataset.failed);
  }
}

function end(words) {
  if (!sounding) return;
  const { context, frame, timer } = sounding;
  sounding = null;
  clearTimeout(timer);
  cancelAnimationFrame(frame);
  context.close();
  play.disabled = false;
  // Back to where it began, but never away from what somebody is doing by now.
  if ([stop, document.body].includes(document.activeElement)) play.focus();
  stop.disabled = true;
  now.textContent = words;
  section.dataset.sound = "stopped";
  section.querySelectorAll(".voice-part__now").forEach((line) => { line.hidden = true; });
}

play.addEventListener("click", begin);
stop.addEventListener("click", () => end(section.dataset.stopped));
volume.addEventListener("input", () => { if (sounding?.master) sounding.master.gain.value = loudness(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(section.dataset.stopped); });
addEventListener("pagehide", () => end(section.dataset.stopped));
player.hidden = false;
section.dataset.sound = "silent";
