// The drawing answers without being left: a living system under the pointer or the caret shows its own links,
// and the kinds above filter in place. Without this script every node and every kind is a plain link.
function near(figure) {
  const wires = [...figure.querySelectorAll("[data-ends]")];
  const show = (node) => {
    for (const wire of wires) {
      const touches = node !== null && wire.dataset.ends.split(" ").includes(node);
      wire.classList.toggle("is-near", touches);
      wire.classList.toggle("is-quiet", node !== null && !touches);
    }
  };
  for (const node of figure.querySelectorAll("[data-node]")) {
    for (const begins of ["pointerenter", "focus"]) node.addEventListener(begins, () => show(node.dataset.node));
    for (const ends of ["pointerleave", "blur"]) node.addEventListener(ends, () => show(null));
  }
  arrows(figure);
}

// Arrow keys walk along the links: to the neighbour that lies most in that direction.
function arrows(figure) {
  const nodes = [...figure.querySelectorAll("[data-node]")];
  const middle = (node) => {
    const circle = node.querySelector("circle");
    return [circle.cx.baseVal.value, circle.cy.baseVal.value];
  };
  const ways = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  figure.addEventListener("keydown", (event) => {
    const here = event.target.closest?.("[data-node]");
    const way = ways[event.key];
    if (!here || !way) return;
    const [x, y] = middle(here);
    let best = null;
    for (const node of nodes) {
      if (node === here) continue;
      const [dx, dy] = middle(node).map((at, i) => at - [x, y][i]);
      const along = dx * way[0] + dy * way[1];
      const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (along > 1 && (best === null || along + 2 * aside < best.far)) best = { node, far: along + 2 * aside };
    }
    if (best) {
      event.preventDefault();
      best.node.focus();
    }
  });
}

function filter(nav) {
  const links = [...nav.querySelectorAll("a")];
  if (new URL(location.href).searchParams.get("kind")) return; // the server filtered: the others are not on this page
  nav.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const kind = link.dataset.pick ?? "";
    for (const one of links) one === link ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current");
    for (const part of document.querySelectorAll("[data-kind]")) {
      const off = kind !== "" && part.dataset.kind !== kind;
      part.classList.toggle("is-off", off);
      if (part.tagName === "TR") part.hidden = off;
    }
  });
}

for (const figure of document.querySelectorAll("[data-lattice]")) near(figure);
for (const nav of document.querySelectorAll("[data-kinds]")) filter(nav);
