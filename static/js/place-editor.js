// The outline of a place, drawn on a map and written in a textarea: two faces of one GeoJSON.
// Without this file the textarea is the editor. By keyboard: the map moves with its arrow keys and takes
// points in its middle; each point of the outline is a button that arrow keys move, Delete takes out,
// Enter follows with a new one, Page Up and Page Down walk along the ring.
import * as shapes from "./place-shape.js";
import { checker } from "./place-check.js";

const MOST_HANDLES = 250;
const STEP = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function button(words, act) {
  const made = Object.assign(document.createElement("button"), {
    type: "button", className: "button button--small", textContent: words,
  });
  made.addEventListener("click", act);
  return made;
}

function element(name, fields) { return Object.assign(document.createElement(name), fields); }

function editor(root) {
  const words = root.dataset;
  const text = document.querySelector("textarea[data-place]");
  const L = window.L;
  if (!text || !L) return;
  const frame = element("div", { className: "place-editor__map" });
  const bar = element("p", { className: "cluster" });
  const said = element("p", { className: "small soft place-editor__said" });
  said.setAttribute("role", "status");
  const help = element("p", { className: "small soft", id: "place-help", textContent: words.help });
  // Its arrow keys are its own: a screen reader hands them through to an application only.
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", words.map);
  frame.setAttribute("aria-describedby", help.id);
  root.append(help, frame, bar, said);
  const map = L.map(frame, { attributionControl: false, zoomControl: false, keyboard: true, preferCanvas: true });
  L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
  const svg = L.svg({ padding: 0.5 });
  const around = L.geoJSON(JSON.parse(document.getElementById("place-around").textContent), {
    renderer: svg, style: { className: "place-editor__zone" }, interactive: false,
  }).addTo(map);
  const outline = L.layerGroup().addTo(map);
  const handles = L.layerGroup().addTo(map);
  const history = new shapes.History(text.value);
  let shape = [];
  let points = null; // while a ring is being drawn
  let mode = "new";
  let at = null; // the point that has, or last had, the focus
  const latlng = ([lon, lat]) => [lat, lon];
  const tell = (sentence) => { said.textContent = sentence; };
  // Kept apart from the sentence around it: from right to left a minus would change its side.
  const place = ([lon, lat]) => `\u2066${lon}, ${lat}\u2069`;

  // --- Showing -----------------------------------------------------------------------------------
  const drawOutline = () => {
    outline.clearLayers();
    if (shape.length) {
      L.polygon(shape.map((rings) => rings.map((ring) => ring.map(latlng))), {
        renderer: svg, className: "place-editor__outline", interactive: false,
      }).addTo(outline);
    }
    if (!points) return;
    const line = points.map(latlng);
    L.polyline(line, { renderer: svg, className: "place-editor__outline", interactive: false }).addTo(outline);
    for (const one of line) {
      L.circleMarker(one, { renderer: svg, radius: 5, className: "place-editor__point", interactive: false }).addTo(outline);
    }
  };
  const seen = () => {
    const bounds = map.getBounds().pad(0.1);
    const found = [];
    shape.forEach((rings, part) => rings.forEach((ring, r) => ring.forEach((one, point) => {
      if (found.length < MOST_HANDLES && bounds.contains(latlng(one))) found.push({ part, ring: r, point });
    })));
    return found;
  };
  const same = (a, b) => a && b && a.part === b.part && a.ring === b.ring && a.point === b.point;
  const nameOf = (one) => {
    const where = one.ring ? `${words.hole} ${one.ring}, ` : "";
    const part = shape.length > 1 ? `${words.part} ${one.part + 1}, ` : "";
    return `${part}${where}${words.point} ${one.point + 1}/${shapes.ringAt(shape, one).length}: ${place(shapes.pointAt(shape, one))}`;
  };
  const handle = (one, tabbable) => {
    const icon = L.divIcon({ className: "place-editor__handle", iconSize: [24, 24] });
    const marker = L.marker(latlng(shapes.pointAt(shape, one)), { icon, draggable: true, keyboard: false, autoPan: true });
    marker.addTo(handles);
    const knob = marker.getElement();
    knob.tabIndex = tabbable ? 0 : -1;
    knob.setAttribute("role", "button");
    knob.setAttribute("aria-label", nameOf(one));
    knob.addEventListener("focus", () => { at = one; knob.tabIndex = 0; });
    knob.addEventListener("keydown", (event) => key(event, one));
    marker.on("dragend", () => {
      const { lng, lat } = marker.getLatLng();
      at = one;
      // The handles are made anew; the keys go on with the point that was let go of.
      commit(shapes.moved(shape, one, [lng, lat]), words.moved, true);
    });
    if (same(one, at)) knob.dataset.current = "";
    return knob;
  };
  const middles = (one) => {
    const icon = L.divIcon({ className: "place-editor__middle", iconSize: [24, 24] });
    const marker = L.marker(latlng(shapes.between(shape, one)), { icon, keyboard: false }).addTo(handles);
    marker.getElement().setAttribute("aria-hidden", "true");
    marker.on("click", () => insert(one));
  };
  const drawHandles = (focus = false) => {
    handles.clearLayers();
    if (points) return;
    const found = seen();
    if (!found.some((one) => same(one, at))) at = found[0] || null;
    let current = null;
    for (const one of found) {
      const knob = handle(one, same(one, at));
      if (same(one, at)) current = knob;
    }
    if (found.length < 80) found.forEach(middles);
    if (focus && current) current.focus({ preventScroll: true });
  };
  const show = (focus = false) => { drawOutline(); drawHandles(focus); buttons(); };

  // --- Changing ----------------------------------------------------------------------------------
  const commit = (next, sentence = "", focus = false) => {
    shape = next;
    text.value = shapes.textOf(shape);
    history.push(text.value);
    show(focus);
    tell(sentence && at && shapes.pointAt(shape, at) ? `${sentence} ${nameOf(at)}` : sentence);
    check();
  };
  const insert = (one) => {
    at = { ...one, point: one.point + 1 };
    commit(shapes.inserted(shape, one, shapes.between(shape, one)), words.inserted, true);
  };
  const remove = (one) => {
    const next = shapes.removed(shape, one);
    if (next === shape) { tell(words.three); return; }
    at = { ...one, point: Math.max(one.point - 1, 0) };
    commit(next, words.removed, true);
  };
  const nudge = (one, [dx, dy], far) => {
    const from = map.latLngToContainerPoint(latlng(shapes.pointAt(shape, one)));
    const pixels = far ? 20 : 2;
    const { lng, lat } = map.containerPointToLatLng(from.add([dx * pixels, dy * pixels]));
    at = one;
    commit(shapes.moved(shape, one, [lng, lat]), words.moved, true);
  };
  const walk = (one, by) => {
    const length = shapes.ringAt(shape, one).length;
    at = { ...one, point: (one.point + by + length) % length };
    const where = latlng(shapes.pointAt(shape, at));
    if (!map.getBounds().contains(where)) map.panTo(where, { animate: false });
    drawHandles(true);
  };
  const key = (event, one) => {
    const acts = {
      Delete: () => remove(one), Backspace: () => remove(one), Enter: () => insert(one), Insert: () => insert(one),
      PageDown: () => walk(one, 1), PageUp: () => walk(one, -1),
    };
    const act = STEP[event.key] ? () => nudge(one, STEP[event.key], event.shiftKey) : acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  // --- Drawing a ring ----------------------------------------------------------------------------
  const begin = (how) => { mode = how; points = []; if (how === "new") shape = []; show(); tell(`${words.points} 0`); frame.focus({ preventScroll: true }); };
  const add = ({ lng, lat }) => {
    if (!points) return;
    const spot = [shapes.round(lng), shapes.round(lat)];
    if (`${spot}` === `${points[points.length - 1]}`) return; // the second click of a double one
    points.push(spot);
    show();
    tell(`${words.points} ${points.length}`);
  };
  const finish = () => {
    if (!points || points.length < 3) { tell(words.three); return; }
    const ring = points;
    const next = mode === "hole" ? shapes.withHole(shape, ring) : shapes.withPart(shape, ring);
    if (!next) { tell(words.nohole); return; }
    points = null;
    at = null;
    commit(next, words.closed);
  };
  const back = () => { points?.pop(); show(); tell(`${words.points} ${points?.length ?? 0}`); };
  const step = (value) => { text.value = value; read(); check(); };
  // A drawing begun by mistake is left first; what was drawn before is still in the text.
  const undo = () => { if (points) { points = null; read(); } else { step(history.undo()); } };
  const redo = () => { if (!points) step(history.redo()); };
  const clear = () => { points = null; shape = []; commit([], ""); };
  const out = () => { if (at && !points) { const gone = at; at = null; commit(shapes.withoutRing(shape, gone), words.gone); } };
  const tools = {
    draw: button(words.draw, () => begin("new")),
    add: button(words.add, () => { if (!points) begin(shape.length ? "part" : "new"); add(map.getCenter()); }),
    back: button(words.undo, back),
    done: button(words.done, finish),
    part: button(words.newpart, () => begin("part")),
    hole: button(words.newhole, () => begin("hole")),
    point: button(words.out_point, () => { if (at && !points) remove(at); }),
    out: button(words.out_ring, out),
    undo: button(words.stepback, undo),
    redo: button(words.stepforth, redo),
    clear: button(words.clear, clear),
  };
  bar.append(...Object.values(tools));
  const buttons = () => {
    const pressed = document.activeElement;
    tools.undo.disabled = !points && !history.canUndo;
    tools.redo.disabled = Boolean(points) || !history.canRedo;
    tools.back.hidden = tools.done.hidden = !points;
    tools.part.hidden = tools.hole.hidden = tools.point.hidden = tools.out.hidden = Boolean(points) || !shape.length;
    // Two quick clicks while drawing are two points, not a wish to be nearer.
    map.doubleClickZoom[points ? "disable" : "enable"]();
    // A button that goes takes the focus with it; the keys would start anew at the top of the page.
    if (bar.contains(pressed) && (pressed.hidden || pressed.disabled)) frame.focus({ preventScroll: true });
  };

  // --- The text ----------------------------------------------------------------------------------
  const read = () => {
    try {
      shape = text.value.trim() ? shapes.shapeOf(text.value) : [];
      tell("");
    } catch {
      tell(words.bad);
    }
    show();
  };
  const take = (value) => { text.value = value; history.push(value); read(); fit(); };
  const fit = () => {
    const all = shape.flat(2).map(latlng);
    const bounds = all.length ? L.latLngBounds(all) : around.getBounds();
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [24, 24], animate: false });
  };
  const check = checker({ root, text, map, said, take, L, svg });
  map.on("click", (event) => add(event.latlng));
  map.on("moveend", () => drawHandles(handles.getLayers().some((one) => one.getElement() === document.activeElement)));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !points) return;
    undo();
    frame.focus({ preventScroll: true });
  });
  frame.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    if (event.shiftKey) redo(); else undo();
  });
  text.addEventListener("input", () => { points = null; history.push(text.value); read(); fit(); check(); });
  map.setView([0, 0], 2);
  read();
  fit();
  check.first();
}

document.querySelectorAll("[data-place-editor]").forEach(editor);
document.querySelectorAll("[data-with-script]").forEach((one) => {
  one.hidden = false;
  // These fields only shorten a list: Enter in them must not send the form around them.
  one.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(); });
});
