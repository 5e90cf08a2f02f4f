// A drawing as parts of rings of points, none closed; what can be done to it, and the way back.
// A part is [shore, hole, hole, ...]. Nothing here knows a map.
export const round = (n) => Math.round(n * 1e6) / 1e6;

const open = (ring) => {
  const last = ring[ring.length - 1];
  const closed = ring.length > 1 && ring[0][0] === last[0] && ring[0][1] === last[1];
  return (closed ? ring.slice(0, -1) : ring).map(([lon, lat]) => [lon, lat]);
};

export function shapeOf(text) {
  let said = JSON.parse(text);
  if (said.type === "FeatureCollection" && said.features?.length === 1) said = said.features[0];
  if (said.type === "Feature") said = said.geometry;
  if (said?.type === "Polygon") return [said.coordinates.map(open)];
  if (said?.type === "MultiPolygon") return said.coordinates.map((part) => part.map(open));
  throw new TypeError("no polygon");
}

export function textOf(shape) {
  const parts = shape.map((rings) => rings.map((ring) => [...ring, ring[0]]));
  if (!parts.length) return "";
  return JSON.stringify(
    parts.length === 1
      ? { type: "Polygon", coordinates: parts[0] }
      : { type: "MultiPolygon", coordinates: parts },
  );
}

export const ringAt = (shape, { part, ring }) => shape[part]?.[ring];
export const pointAt = (shape, at) => ringAt(shape, at)?.[at.point];
export const count = (shape) => shape.flat(2).length;

const changed = (shape, at, change) =>
  shape.map((rings, p) => (p === at.part ? rings.map((ring, r) => (r === at.ring ? change([...ring]) : ring)) : rings));

export const moved = (shape, at, [lon, lat]) =>
  changed(shape, at, (ring) => { ring[at.point] = [round(lon), round(lat)]; return ring; });

export const inserted = (shape, at, [lon, lat]) =>
  changed(shape, at, (ring) => { ring.splice(at.point + 1, 0, [round(lon), round(lat)]); return ring; });

export function between(shape, at) {
  const ring = ringAt(shape, at);
  const [a, b] = [ring[at.point], ring[(at.point + 1) % ring.length]];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

// A ring of three points has none to spare.
export const removed = (shape, at) =>
  ringAt(shape, at).length <= 3 ? shape : changed(shape, at, (ring) => { ring.splice(at.point, 1); return ring; });

export const withPart = (shape, ring) => [...shape, [ring]];

export function withHole(shape, ring) {
  const part = shape.findIndex(([shore]) => inside(shore, ring[0]));
  return part < 0 ? null : shape.map((rings, p) => (p === part ? [...rings, ring] : rings));
}

// Without the shore a part is nothing: its holes go with it.
export const withoutRing = (shape, { part, ring }) =>
  ring === 0 ? shape.filter((_, p) => p !== part) : shape.map((rings, p) => (p === part ? rings.filter((_, r) => r !== ring) : rings));

// The crossing rule: a ray to the east passes an odd number of sides.
function inside(ring, [x, y]) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}

export class History {
  constructor(text) { this.texts = [text]; this.at = 0; }
  get text() { return this.texts[this.at]; }
  get canUndo() { return this.at > 0; }
  get canRedo() { return this.at < this.texts.length - 1; }
  push(text) {
    if (text === this.text) return;
    // A hundred steps back are enough; a large drawing keeps fewer.
    const most = text.length > 200_000 ? 10 : 100;
    this.texts = [...this.texts.slice(0, this.at + 1), text].slice(-most);
    this.at = this.texts.length - 1;
  }
  undo() { if (this.canUndo) this.at -= 1; return this.text; }
  redo() { if (this.canRedo) this.at += 1; return this.text; }
}
