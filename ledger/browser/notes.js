// --- Ed25519 (RFC 8032, section 6) ----------------------------------------------------------------
// Written out rather than asked of the browser: some do not offer it, and none shows what it does.
const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (value) => ((value % P) + P) % P;

function power(base, exponent) {
  let result = 1n;
  for (let b = mod(base); exponent; exponent >>= 1n, b = (b * b) % P) if (exponent & 1n) result = (result * b) % P;
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

function added(a, b) {
  const w = mod((a[1] - a[0]) * (b[1] - b[0]));
  const x = mod((a[1] + a[0]) * (b[1] + b[0]));
  const y = mod(2n * a[3] * b[3] * D);
  const z = mod(2n * a[2] * b[2]);
  const [e, f, g, h] = [x - w, z - y, z + y, x + w];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar, point) {
  let total = [0n, 1n, 1n, 0n];
  for (let s = scalar, p = point; s; s >>= 1n, p = added(p, p)) if (s & 1n) total = added(total, p);
  return total;
}

const isSamePoint = (a, b) => mod(a[0] * b[2] - b[0] * a[2]) === 0n && mod(a[1] * b[2] - b[1] * a[2]) === 0n;

function xOf(y, sign) {
  if (y >= P) return null;
  const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  if (square === 0n) return sign ? null : 0n;
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square)) x = (x * ROOT_OF_MINUS_ONE) % P;
  if (mod(x * x - square)) return null;
  return (x & 1n) === sign ? x : P - x;
}

/** Bytes as a number, the lowest first. */
function little(bytes) {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function pointOf(bytes) {
  const value = little(bytes);
  const y = value & ((1n << 255n) - 1n);
  const x = xOf(y, value >> 255n);
  return x === null ? null : [x, y, 1n, (x * y) % P];
}

const BASE_Y = mod(4n * power(5n, P - 2n));
const BASE_X = xOf(BASE_Y, 0n);
const BASE = [BASE_X, BASE_Y, 1n, (BASE_X * BASE_Y) % P];

function ed25519Holds(key, message, signature) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const [point, first] = [pointOf(key), pointOf(signature.slice(0, 32))];
  const scalar = little(signature.slice(32));
  if (point === null || first === null || scalar >= L) return false;
  const factor = little(sha512(bytesOf(signature.slice(0, 32), key, message))) % L;
  return isSamePoint(times(scalar, BASE), added(first, times(factor, point)));
}

// --- Signed notes (C2SP) --------------------------------------------------------------------------
/** One row of keys.json. */
class Key {
  constructor(row) {
    if (!isObject(row) || !isText(get(row, "name"))) {
      throw new Bad("keys.json: a key is an object with name, id, key, since, until");
    }
    this.name = get(row, "name");
    this.bytes = fromBase64(say(get(row, "key")), "keys.json: a key");
    if (/\p{Surrogate}/u.test(this.name)) stumble();
    this.id = hex(sha256(bytesOf(this.name, "\n\x01", this.bytes)).slice(0, 4));
    if (this.id !== get(row, "id")) {
      throw new Bad(`keys.json: the id ${say(get(row, "id"))} does not belong to its key`);
    }
  }
}

/** A checkpoint: origin, size, root, and the key of ``keys`` that signed it. */
class Checkpoint {
  constructor(bytes, keys, what) {
    const note = decoded(bytes, new Bad(`${what} is not UTF-8`));
    const gap = note.lastIndexOf("\n\n");
    if (gap < 0 || !note.endsWith("\n") || gap + 2 === note.length) throw new Bad(`${what} is not a signed note`);
    const words = note.slice(0, gap + 1);
    const lines = words.split("\n");
    if (lines.length < 4 || !/^(0|[1-9][0-9]{0,14})$/.test(lines[1])) {
      throw new Bad(`${what} has no origin, size and root`);
    }
    this.origin = lines[0];
    this.size = Number(lines[1]);
    this.root = fromBase64(lines[2], `${what}: the root`);
    this.key = this.signer(words, note.slice(gap + 2, -1).split("\n"), keys, what);
    if (this.key.name !== this.origin) {
      throw new Bad(`${what}: signed in the name of ${this.key.name}, not of its origin`);
    }
  }

  signer(words, lines, keys, what) {
    let known = false;
    for (const line of lines) {
      const parts = line.split(" ");
      if (parts.length !== 3 || parts[0] !== "\u2014") throw new Bad(`${what}: a signature line is malformed`);
      const blob = fromBase64(parts[2], `${what}: a signature`);
      for (const key of keys) {
        if (key.name !== parts[1] || key.id !== hex(blob.slice(0, 4))) continue;
        known = true;
        if (ed25519Holds(key.bytes, bytesOf(words), blob.slice(4))) return key;
      }
    }
    throw new Bad(known ? `${what}: the signature does not verify` : `${what}: signed by no key of keys.json`);
  }
}
