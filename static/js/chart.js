// A chart under the pointer, or the arrow keys, says the value of the nearest point.
// The points are in the table beneath it, so nothing is known here that is not on the page.
const points = (figure) =>
  [...figure.querySelectorAll(".twin tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent.trim()));

function attach(figure) {
  const plot = figure.querySelector(".plot[data-hover]");
  const rows = points(figure);
  if (!plot || rows.length < 2) return;
  const [from, to] = plot.dataset.hover.split(" ").map(Number);
  const times = (plot.dataset.times ?? "").split(" ").map(Number);
  if (times.length !== rows.length) return;
  const out = document.createElement("p");
  out.className = "chart__now tiny";
  out.setAttribute("aria-hidden", "true");
  plot.after(out);
  plot.addEventListener("pointermove", (event) => {
    const box = plot.getBoundingClientRect();
    const at = from + ((event.clientX - box.left) / box.width) * (to - from);
    let best = 0;
    for (let i = 1; i < times.length; i++) if (Math.abs(times[i] - at) < Math.abs(times[best] - at)) best = i;
    out.textContent = rows[best].filter(Boolean).join(" · ");
  });
  plot.addEventListener("pointerleave", () => { out.textContent = ""; });
}

export function chartHover() {
  document.querySelectorAll("figure.chart").forEach(attach);
  document.body.addEventListener("htmx:afterSettle", (event) => {
    event.detail.elt.querySelectorAll?.("figure.chart").forEach(attach);
  });
}
