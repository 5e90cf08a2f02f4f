// An indicator over time, drawn again where one can look closer: zoom, read values, go back to everything.
// The numbers come from the API, the same as in the table; without a script the server's drawing stands.
import uPlot from "../vendor/uplot/uPlot.esm.js";

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const number = (value) => value.toLocaleString(document.documentElement.lang, { maximumSignificantDigits: 4 });
const DAY = 86400;

// Columns for uPlot: time, low, high, median, below. A gap longer than a value speaks becomes an empty row.
function columns(line, longest) {
  const at = [], low = [], high = [], median = [], below = [];
  const put = (x, l, h, m, b) => { at.push(x); low.push(l); high.push(h); median.push(m); below.push(b); };
  let before = null;
  for (const point of line.points) {
    const x = Date.parse(`${point.day}T00:00:00Z`) / 1000;
    if (before !== null && x - before > longest * DAY) put(before + DAY / 2, null, null, null, null);
    if (point.is_below) put(x, null, null, null, point.median);
    else put(x, point.low, point.high, point.median, null);
    before = x;
  }
  return [at, low, high, median, below];
}

// Limits are dashed lines over the whole width.
const limitLines = (limits) => ({
  hooks: {
    draw: (plot) => {
      const ctx = plot.ctx;
      ctx.save();
      ctx.strokeStyle = colour("--ink");
      ctx.lineWidth = devicePixelRatio * 1.5;
      ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
      for (const limit of limits) {
        const y = plot.valToPos(limit.value, "y", true);
        if (y < plot.bbox.top || y > plot.bbox.top + plot.bbox.height) continue;
        ctx.beginPath();
        ctx.moveTo(plot.bbox.left, y);
        ctx.lineTo(plot.bbox.left + plot.bbox.width, y);
        ctx.stroke();
      }
      ctx.restore();
    },
  },
});

// Only limits the values come near may stretch the scale, as in the server's drawing.
function range(data, limits) {
  const high = Math.max(0, ...data[2].concat(data[4]).filter((v) => v !== null));
  const low = Math.min(0, ...data[1].filter((v) => v !== null));
  const near = limits.map((limit) => limit.value).filter((value) => value <= 1.5 * high);
  return [low, Math.max(high, ...near) * 1.05 || 1];
}

function options(figure, data, limits, size) {
  const axis = { stroke: colour("--ink-2"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
  const water = colour("--water");
  return {
    width: size.width,
    height: size.height,
    legend: { show: false },
    tzDate: (ts) => uPlot.tzDate(new Date(ts * 1000), "Etc/UTC"),
    cursor: { drag: { x: true, y: false }, points: { size: 9 } },
    scales: { y: { range: () => range(data, limits) } },
    axes: [axis, { ...axis, size: 56, values: (_plot, found) => found.map(number) }],
    series: [
      {},
      { stroke: "transparent", points: { show: false } },
      { stroke: "transparent", points: { show: false } },
      { stroke: water, width: 2.5, points: { show: data[0].length < 60, fill: water } },
      { stroke: "transparent", points: { show: true, size: 7, stroke: colour("--ink-2"), fill: colour("--surface") } },
    ],
    bands: [{ series: [2, 1], fill: `color-mix(in srgb, ${water} 22%, transparent)` }],
    plugins: [limitLines(limits)],
    hooks: { setCursor: [(plot) => say(figure, plot, data)] },
  };
}

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
function zoom(plot, data, how) {
  const [first, last] = [data[0][0], data[0].at(-1)];
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
  const live = figure.querySelector(".course__live");
  const place = live.querySelector(".course__plot");
  let plot = null;
  const draw = () => {
    plot?.destroy();
    plot = new uPlot(options(figure, data, course.limits, { width: place.clientWidth, height: 320 }), data, place);
  };
  figure.querySelector(".course__drawn").hidden = true;
  live.hidden = false;
  draw();
  live.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => zoom(plot, data, button.dataset.zoom)));
  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") step(plot, data, event.key === "ArrowRight" ? 1 : -1);
    else if (KEYS[event.key]) zoom(plot, data, KEYS[event.key]);
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
