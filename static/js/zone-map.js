// Where somebody lives, by a pin: a click on the map, or the device's position, chooses the zone in the list.
// The pin is looked up in this page and never sent; the form sends the zone. Without a script the list is there.
const BASE = new URL("../vendor/leaflet/", import.meta.url);
const element = (tag, given) => Object.assign(document.createElement(tag), given);

function leaflet() {
  return new Promise((resolve, reject) => {
    document.head.append(element("script", { src: new URL("leaflet.js", BASE).href, onload: () => resolve(window.L), onerror: reject }));
  });
}

// Whether a ray from the point to the east meets the ring an odd number of times.
function inRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

const polygons = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates);
// In an outline and in none of its holes: every ring that is crossed turns the answer round.
const holds = (zone, at) => polygons(zone.polygon).some((rings) => rings.filter((ring) => inRing(at, ring)).length % 2);

async function zonesOf(url) {
  const found = [];
  for (let next = url; next; ) {
    const page = await (await fetch(next, { credentials: "omit" })).json();
    found.push(...page.results);
    next = page.next;
  }
  return found;
}

function zoneMap(root) {
  const words = root.dataset;
  const list = document.getElementById(words.zoneMap);
  const [open, locate] = root.querySelectorAll("button");
  const said = root.querySelector("[role=status]");
  let zones;
  let layers;
  const paint = () => layers?.eachLayer((one) => one.getElement()?.classList.toggle("is-chosen", one.feature.properties.slug === list.value));
  const choose = (at) => {
    const zone = zones.find((one) => holds(one, at));
    list.value = zone ? zone.slug : "";
    said.textContent = zone ? words.chosen.replace("{zone}", zone.name) : words.outside;
    paint();
  };
  const known = async () => (zones ??= await zonesOf(words.zones));
  const tried = (press, act) => async () => {
    press.disabled = true;
    try {
      await act();
    } catch {
      said.textContent = words.failed;
    }
    press.disabled = false;
  };

  async function draw() {
    const L = await leaflet();
    await known();
    const frame = element("div", { className: "place-editor__map" });
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", words.label);
    const put = element("button", { type: "button", className: "button button--small", textContent: words.put });
    open.replaceWith(element("p", { className: "small soft", textContent: words.help }), frame, put);
    const map = L.map(frame, { attributionControl: false, zoomControl: false, scrollWheelZoom: false });
    L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
    const features = zones.map((one) => ({ type: "Feature", geometry: one.polygon, properties: { slug: one.slug, name: one.name } }));
    layers = L.geoJSON(features, { style: () => ({ className: "place-editor__zone" }) }).addTo(map);
    layers.eachLayer((one) => one.bindTooltip(element("bdi", { textContent: one.feature.properties.name })));
    map.setView([0, 0], 2);
    if (layers.getBounds().isValid()) map.fitBounds(layers.getBounds(), { padding: [16, 16] });
    map.on("click", ({ latlng }) => choose([latlng.lng, latlng.lat]));
    put.addEventListener("click", () => choose([map.getCenter().lng, map.getCenter().lat]));
    paint();
    frame.focus();
  }

  const position = () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, { timeout: 15000, maximumAge: 60000 }));
  open.hidden = false;
  open.addEventListener("click", tried(open, draw));
  list.addEventListener("change", paint);
  if (!navigator.geolocation) return;
  locate.hidden = false;
  locate.addEventListener("click", tried(locate, async () => {
    const { coords } = await position();
    await known();
    choose([coords.longitude, coords.latitude]);
  }));
}

document.querySelectorAll("[data-zone-map]").forEach(zoneMap);
