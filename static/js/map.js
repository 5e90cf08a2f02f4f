// A drawn map becomes one that can be moved, when a reader asks for it. The drawing stays for
// everybody else; the list beside it says the same. No tiles, no other site.
const BASE = new URL("../vendor/leaflet/", import.meta.url);
let loading;

const element = (tag, given) => Object.assign(document.createElement(tag), given);

function leaflet() {
  loading ??= new Promise((resolve, reject) => {
    document.head.append(element("link", { rel: "stylesheet", href: new URL("leaflet.css", BASE).href }));
    document.head.append(
      element("script", { src: new URL("leaflet.js", BASE).href, onload: () => resolve(window.L), onerror: reject }),
    );
  });
  return loading;
}

const CLASSES = {
  zone: "zone", biome: "living", water: "sea sea--shored", depth: "iso", river: "river", shore: "shore",
  edge: "edge", link: "link", barrier: "barrier", station: "station", drone: "drone", dots: "dot", grass: "dot",
};

function mark(L, { properties: p }, at) {
  if (p.kind === "dots" || p.kind === "grass") return L.circleMarker(at, { radius: 1.5, className: "dot", interactive: false });
  return L.circleMarker(at, { radius: 6, className: CLASSES[p.kind] ?? "station" });
}

function layers(L, features) {
  const text = (s) => element("bdi", { textContent: s });
  return L.geoJSON(features.filter((f) => f.geometry), {
    pointToLayer: (feature, at) => mark(L, feature, at),
    style: ({ properties: p }) => ({
      className: [CLASSES[p.kind] ?? "edge", p.state ? `is-${p.state}` : "", p.level ? `e${p.level}` : ""].join(" ").trim(),
      interactive: Boolean(p.url || (p.name && p.kind !== "water")),
    }),
    onEachFeature: ({ properties: p }, layer) => {
      if (!p.name) return;
      const name = element("span", {});
      name.append(p.url ? element("a", { href: p.url, textContent: p.name }) : text(p.name));
      layer.bindPopup(name);
    },
  });
}

async function explore(figure, button) {
  const drawing = figure.querySelector("svg[data-map]");
  const features = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const height = drawing.getBoundingClientRect().height;
  button.disabled = true;
  try {
    const L = await leaflet();
    const place = element("div", { className: "map__live" });
    place.style.background = "var(--land)";
    place.style.blockSize = `${Math.max(height, 320)}px`;
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", drawing.getAttribute("aria-label"));
    drawing.replaceWith(place);
    const map = L.map(place, { attributionControl: false, zoomSnap: 0.5, maxZoom: 17, scrollWheelZoom: false });
    const drawn = layers(L, features).addTo(map);
    map.fitBounds(drawn.getBounds());
    map.getContainer().focus();
    button.remove();
  } catch {
    button.disabled = false;
  }
}

export function exploreMaps(within = document) {
  for (const button of within.querySelectorAll("[data-explore]")) {
    button.hidden = false;
    button.addEventListener("click", () => explore(button.closest("figure"), button));
  }
}
