// An indicator over time, drawn again where one can look closer: zoom, read values, go back to everything.
// The numbers come from the API, the same as in the table; without a script the server's drawing stands.
import uPlot from "../vendor/uplot/uPlot.esm.js";

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const number = (value) => value.toLocaleString(document.documentElement.lang, { maximumSignificantDigits: 4 });
const DAY = 86400;
const rtl = document.documentElement.dir === "rtl";
// The drawing runs from left to right in every language; words on it are read from their own beginning.
const ownWay = (text) => (rtl ? `\u2067${text}\u2069` : text);

// Columns for uPlot: time, low, high, median, below. A gap longer than a value speaks becomes an empty row.
function columns(line, longest) {
  const at = [], low = [], high = [], median = [], below = [];
  const put = (x, l, h, m, b) => { at.push(x); low.push(l); high.push(h); median.push(m); below.push(b); };
  let before = null;
  for (const point of line.points) {
    const x = seconds(point.day);
    if (before !== null && x - before > longest * DAY) put(before + DAY / 2, null, null, null, null);
    if (point.is_below) put(x, null, null, null, point.median);
    else put(x, point.low, point.high, point.median, null);
    before = x;
  }
  return [at, low, high, median, below];
}

// Harm is red: beyond the first limit the line changes its colour, exactly where it crosses.
function strokeOf(limit) {
  return (plot) => {
    const water = colour("--water");
    if (!limit || plot.scales.y.min === undefined) return water;
    const { top, height } = plot.bbox;
    const at = Math.min(1, Math.max(0, (plot.valToPos(limit.value, "y", true) - top) / height));
    if (!Number.isFinite(at)) return water;
    const fill = plot.ctx.createLinearGradient(0, top, 0, top + height);
    const [over, under] = limit.direction === "above" ? [colour("--critical"), water] : [water, colour("--critical")];
    fill.addColorStop(0, over); fill.addColorStop(at, over); fill.addColorStop(at, under); fill.addColorStop(1, under);
    return fill;
  };
}

// What is known from records only lies on a shaded ground.
function shadePast(plot, past) {
  if (!past) return;
  const { left, top, width, height } = plot.bbox;
  const until = Math.min(left + width, plot.valToPos(past, "x", true));
  if (until <= left) return;
  plot.ctx.save();
  plot.ctx.fillStyle = colour("--sunk");
  plot.ctx.fillRect(left, top, until - left, height);
  plot.ctx.restore();
}

// Limits are dashed lines over the whole width, with their names on the line.
function drawLimits(plot, limits, word) {
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  const dot = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour("--ink");
  ctx.font = `700 ${13 * dot}px ${colour("--face-tells") || "sans-serif"}`;
  ctx.textAlign = "left";
  ctx.direction = rtl ? "rtl" : "ltr";
  ctx.lineWidth = dot * 1.5;
  for (const limit of limits) {
    const y = plot.valToPos(limit.value, "y", true);
    if (y < top || y > top + height) continue;
    ctx.setLineDash([5 * dot, 4 * dot]);
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(left + width, y);
    ctx.stroke();
    const said = `${word} ${number(limit.value)}${limit.label ? `, ${limit.label}` : ""}`;
    // The words stand off the line, on a halo of the ground.
    ctx.setLineDash([]);
    ctx.strokeStyle = colour("--surface");
    ctx.lineWidth = dot * 4;
    ctx.strokeText(said, left + 8 * dot, y - 7 * dot);
    ctx.fillText(said, left + 8 * dot, y - 7 * dot);
    ctx.strokeStyle = colour("--ink");
    ctx.lineWidth = dot * 1.5;
  }
  ctx.restore();
}

// Only limits the values come near, and always the nearest, may stretch the scale, as in the server's drawing.
function nearLimits(limits, high) {
  const near = limits.filter((limit) => limit.value <= 1.5 * high);
  const nearest = [...limits].sort((a, b) => Math.abs(a.value - high) - Math.abs(b.value - high));
  const chosen = near.length ? near : nearest.slice(0, 1);
  return chosen.sort((a, b) => (a.direction === "above" ? a.value - b.value : b.value - a.value));
}

function ends(data) {
  const high = Math.max(0, ...data[2].concat(data[4]).filter((v) => v !== null));
  const low = Math.min(0, ...data[1].filter((v) => v !== null));
  return [low, high];
}

const days = (format) => {
  const shown = new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: "UTC", ...format });
  return (ts) => ownWay(shown.format(new Date(ts * 1000)));
};

function options(figure, data, course, past, size) {
  const face = `500 12px ${colour(rtl ? "--face-tells" : "--face-measures") || "monospace"}`;
  const axis = { stroke: colour("--ink-2"), font: face, grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
  const [low, high] = ends(data);
  const limits = nearLimits(course.limits, high);
  const top = Math.max(high, ...limits.map((limit) => limit.value)) * 1.08 || 1;
  const [short, long] = [days({ day: "numeric", month: "short" }), days({ month: "short", year: "numeric" })];
  const stamp = (_plot, found) => found.map(found.length > 1 && found[1] - found[0] > 25 * DAY ? long : short);
  return {
    width: size.width,
    height: size.height,
    legend: { show: false },
    tzDate: (ts) => uPlot.tzDate(new Date(ts * 1000), "Etc/UTC"),
    cursor: { drag: { x: true, y: false }, points: { size: 9 } },
    scales: { x: { min: seconds(course.since), max: seconds(course.until) }, y: { range: () => [low, top] } },
    axes: [{ ...axis, values: stamp, space: 90 }, { ...axis, size: 56, values: (_plot, found) => found.map(number) }],
    series: [
      {},
      { stroke: "transparent", points: { show: false } },
      { stroke: "transparent", points: { show: false } },
      { stroke: strokeOf(limits[0]), width: 2.5, points: { show: data[0].length < 60, fill: strokeOf(limits[0]) } },
      { stroke: "transparent", points: { show: true, size: data[0].length < 120 ? 7 : 4, stroke: colour("--ink-2"), fill: colour("--surface") } },
    ],
    bands: [{ series: [2, 1], fill: tint(colour("--water")) }],
    hooks: {
      setCursor: [(plot) => say(figure, plot, data)],
      drawClear: [(plot) => shadePast(plot, past)],
      draw: [(plot) => drawLimits(plot, limits, figure.dataset.wordLimit)],
    },
  };
}

// A token's colour, pale: tokens are written #rrggbb.
const tint = (hex) => (/^#[0-9a-f]{6}$/i.test(hex) ? `${hex}38` : hex);
const seconds = (day) => Date.parse(`${day}T00:00:00Z`) / 1000;

function say(figure, plot, data) {
  const out = figure.querySelector(".course__live .chart__now");
  const index = plot.cursor.idx;
  if (index === null || index === undefined || (data[3][index] === null && data[4][index] === null)) { out.textContent = ""; return; }
  const day = new Date(data[0][index] * 1000).toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  const { unit, wordMedian, wordRange, wordBelow } = figure.dataset;
  out.textContent = data[4][index] !== null
    ? `${day}: ${wordBelow}, < ${number(data[4][index])} ${unit}`
    : `${day}: ${wordMedian} ${number(data[3][index])} ${unit}; ${wordRange} ${number(data[1][index])} – ${number(data[2][index])}`;
}

// Zooming keeps within the data and never below three days.
function zoom(plot, [first, last], how) {
  let { min, max } = plot.scales.x;
  const span = max - min;
  if (how === "in") { min += span / 4; max -= span / 4; }
  if (how === "out") { min -= span / 2; max += span / 2; }
  if (how === "earlier") { min -= span / 2; max -= span / 2; }
  if (how === "later") { min += span / 2; max += span / 2; }
  if (how === "reset") { min = first; max = last; }
  if (how === "earlier" && min < first) { max += first - min; min = first; }
  if (how === "later" && max > last) { min -= max - last; max = last; }
  min = Math.max(first, min);
  max = Math.min(last, max);
  if (max - min >= 3 * DAY || how === "reset") plot.setScale("x", { min, max });
}

const KEYS = { "+": "in", "=": "in", "-": "out", 0: "reset", Home: "reset", PageUp: "earlier", PageDown: "later" };

function step(plot, data, by) {
  let index = (plot.cursor.idx ?? (by > 0 ? -1 : data[0].length)) + by;
  while (index >= 0 && index < data[0].length && data[3][index] === null && data[4][index] === null) index += by;
  if (index < 0 || index >= data[0].length) return;
  const value = data[3][index] ?? data[4][index];
  plot.setCursor({ left: plot.valToPos(data[0][index], "x"), top: plot.valToPos(value, "y") });
}

async function attach(figure) {
  if (figure.dataset.attached) return;
  figure.dataset.attached = "yes";
  const answer = await fetch(figure.dataset.course, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const course = await answer.json();
  const line = course.lines[0];
  if (!line || line.points.length < 2) return;
  const data = columns(line, course.longest_step_days);
  const whole = [seconds(course.since), seconds(course.until)];
  const known = line.points.filter((point) => point.historical);
  const past = known.length ? seconds(known.at(-1).day) + DAY : null;
  const live = figure.querySelector(".course__live");
  const place = live.querySelector(".course__plot");
  let plot = null;
  const draw = () => {
    plot?.destroy();
    plot = new uPlot(options(figure, data, course, past, { width: place.clientWidth, height: 320 }), data, place);
    plot.setScale("x", { min: whole[0], max: whole[1] });
  };
  figure.querySelector(".course__drawn").hidden = true;
  live.hidden = false;
  draw();
  live.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => zoom(plot, whole, button.dataset.zoom)));
  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") step(plot, data, event.key === "ArrowRight" ? 1 : -1);
    else if (KEYS[event.key]) zoom(plot, whole, KEYS[event.key]);
    else return;
    event.preventDefault();
  });
  new ResizeObserver(() => { if (plot.width !== place.clientWidth) plot.setSize({ width: place.clientWidth, height: 320 }); }).observe(place);
  // Colours are drawn on a canvas: another theme is drawn anew.
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  figure.dataset.live = "yes";
}

const all = (root) => root.querySelectorAll?.("figure[data-course]").forEach(attach);
all(document);
document.body.addEventListener("htmx:afterSettle", () => all(document));
