// The outline of a place, drawn on a map and written in a textarea: two faces of one GeoJSON.
// Without this file the textarea is the editor. By keyboard: move the map with its arrow keys,
// put points in its middle with the buttons.
const round = (n) => Math.round(n * 1e6) / 1e6;

function ringsOf(text) {
  const said = JSON.parse(text);
  const geometry = said.type === "Feature" ? said.geometry : said;
  if (geometry?.type === "Polygon") return [geometry.coordinates];
  if (geometry?.type === "MultiPolygon") return geometry.coordinates;
  throw new TypeError("no polygon");
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--small";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function editor(root) {
  const words = root.dataset;
  const text = document.querySelector("textarea[data-place]");
  const L = window.L;
  if (!text || !L) return;
  const frame = Object.assign(document.createElement("div"), { className: "place-editor__map" });
  const bar = Object.assign(document.createElement("p"), { className: "cluster" });
  const said = Object.assign(document.createElement("p"), { className: "small soft" });
  const help = Object.assign(document.createElement("p"), { className: "small soft", textContent: words.help });
  said.setAttribute("role", "status");
  root.append(help, frame, bar, said);
  const map = L.map(frame, { attributionControl: false, zoomControl: false, keyboard: true });
  L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
  const around = L.geoJSON(JSON.parse(document.getElementById("place-around").textContent), {
    style: { className: "place-editor__zone" }, interactive: false,
  }).addTo(map);
  const outline = L.layerGroup().addTo(map);
  let points = [];
  let drawing = false;

  const show = (polygons) => {
    outline.clearLayers();
    const latlngs = polygons.map((rings) => rings.map((ring) => ring.map(([lon, lat]) => [lat, lon])));
    return L.polygon(latlngs, { className: "place-editor__outline", interactive: false }).addTo(outline);
  };
  const read = () => {
    try {
      const drawn = show(ringsOf(text.value));
      said.textContent = "";
      return drawn;
    } catch {
      said.textContent = text.value.trim() ? words.bad : "";
      return null;
    }
  };
  const sketch = () => {
    outline.clearLayers();
    const line = points.map(([lon, lat]) => [lat, lon]);
    L.polyline(line, { className: "place-editor__outline", interactive: false }).addTo(outline);
    for (const at of line) L.circleMarker(at, { radius: 5, className: "place-editor__point", interactive: false }).addTo(outline);
    said.textContent = `${words.points} ${points.length}`;
  };
  const add = ({ lng, lat }) => {
    if (!drawing) return;
    points.push([round(lng), round(lat)]);
    sketch();
  };
  const begin = () => { drawing = true; points = []; sketch(); frame.focus(); };
  const finish = () => {
    if (points.length < 3) return;
    drawing = false;
    text.value = JSON.stringify({ type: "Polygon", coordinates: [[...points, points[0]]] });
    read();
  };
  bar.append(
    button(words.draw, begin),
    button(words.add, () => { if (!drawing) begin(); add(map.getCenter()); }),
    button(words.undo, () => { points.pop(); sketch(); }),
    button(words.done, finish),
    button(words.clear, () => { drawing = false; points = []; text.value = ""; outline.clearLayers(); said.textContent = ""; }),
  );
  map.on("click", (event) => add(event.latlng));
  text.addEventListener("input", () => { drawing = false; read(); });
  map.setView([0, 0], 2);
  const drawn = read();
  const bounds = drawn ? drawn.getBounds() : around.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [16, 16] });
}

document.querySelectorAll("[data-place-editor]").forEach(editor);
