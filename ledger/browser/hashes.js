// --- SHA-256 and SHA-512 (FIPS 180-4) -------------------------------------------------------------
/** Whole part of the fractional bits of a root of the first primes: the constants of both functions. */
function constants(count, bits, root) {
  const found = [];
  for (let n = 2n; found.length < count; n++) {
    if (isPrime(n)) found.push(rootOf(n << (BigInt(bits) * root), root) & ((1n << BigInt(bits)) - 1n));
  }
  return found;
}

function isPrime(n) {
  for (let d = 2n; d * d <= n; d++) if (n % d === 0n) return false;
  return true;
}

function rootOf(value, root) {
  let [low, high] = [0n, 1n << BigInt(Math.ceil(value.toString(2).length / Number(root)) + 1)];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** root > value) high = middle;
    else low = middle;
  }
  return low;
}

const K256 = Uint32Array.from(constants(64, 32, 3n), Number);
const H256 = Uint32Array.from(constants(8, 32, 2n), Number);
const K512 = constants(80, 64, 3n);
const H512 = constants(8, 64, 2n);

/** The message with a one, zeros and its length in bits. */
function padded(bytes, block, lengthBytes) {
  const whole = Math.ceil((bytes.length + 1 + lengthBytes) / block) * block;
  const out = new Uint8Array(whole);
  out.set(bytes);
  out[bytes.length] = 0x80;
  new DataView(out.buffer).setBigUint64(whole - 8, BigInt(bytes.length) * 8n);
  return out;
}

const W256 = new Uint32Array(64);

function sha256(bytes) {
  const message = padded(bytes, 64, 8);
  const view = new DataView(message.buffer);
  const state = H256.slice();
  for (let block = 0; block < message.length; block += 64) {
    for (let i = 0; i < 16; i++) W256[i] = view.getUint32(block + i * 4);
    for (let i = 16; i < 64; i++) {
      const x = W256[i - 15];
      const y = W256[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      W256[i] = W256[i - 16] + s0 + W256[i - 7] + s1;
    }
    compress256(state);
  }
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => out.setUint32(i * 4, word));
  return new Uint8Array(out.buffer);
}

function compress256(state) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K256[i] + W256[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state.set([a, b, c, d, e, f, g, h].map((word, i) => state[i] + word));
}

const MASK = (1n << 64n) - 1n;
const turned = (x, n) => ((x >> n) | (x << (64n - n))) & MASK;

/** Only signatures need it, a few times an export: whole numbers are fast enough. */
function sha512(bytes) {
  const message = padded(bytes, 128, 16);
  const view = new DataView(message.buffer);
  const state = [...H512];
  for (let block = 0; block < message.length; block += 128) {
    const w = [];
    for (let i = 0; i < 16; i++) w.push(view.getBigUint64(block + i * 8));
    for (let i = 16; i < 80; i++) {
      const s0 = turned(w[i - 15], 1n) ^ turned(w[i - 15], 8n) ^ (w[i - 15] >> 7n);
      const s1 = turned(w[i - 2], 19n) ^ turned(w[i - 2], 61n) ^ (w[i - 2] >> 6n);
      w.push((w[i - 16] + s0 + w[i - 7] + s1) & MASK);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i++) {
      const s1 = turned(e, 14n) ^ turned(e, 18n) ^ turned(e, 41n);
      const t1 = h + s1 + ((e & f) ^ (~e & MASK & g)) + K512[i] + w[i];
      const s0 = turned(a, 28n) ^ turned(a, 34n) ^ turned(a, 39n);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] + word) & MASK));
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => out.setBigUint64(i * 8, word));
  return new Uint8Array(out.buffer);
}

// --- Bytes ---
function bytesOf(...parts) {
  const arrays = parts.map((part) => (isText(part) ? ENCODER.encode(part) : part));
  const out = new Uint8Array(arrays.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of arrays) {
    out.set(part, place);
    place += part.length;
  }
  return out;
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const digest = (bytes) => hex(sha256(bytes));
const isEqual = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Bytes written as pairs of hexadecimal digits. */
function fromHex(written) {
  const pairs = text(written).replace(/[ \t-\r]+/g, "");
  if (!/^([ \t-\r]*[0-9a-fA-F]{2})*[ \t-\r]*$/.test(written)) stumble();
  return Uint8Array.from(pairs.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function fromBase64(written, what) {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(written)) {
    throw new Bad(`${what} is not base64`);
  }
  return Uint8Array.from(atob(written), (sign) => sign.charCodeAt(0));
}

const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

// --- Merkle tree (RFC 6962) -----------------------------------------------------------------------
const leafHash = (bytes) => sha256(bytesOf([0], bytes));
const nodeHash = (left, right) => sha256(bytesOf([1], left, right));

function treeRoot(leaves) {
  const stack = []; // [height, hash]
  for (const leaf of leaves) {
    let [height, node] = [0, leaf];
    while (stack.length && stack[stack.length - 1][0] === height) {
      node = nodeHash(stack.pop()[1], node);
      height++;
    }
    stack.push([height, node]);
  }
  if (!stack.length) return sha256(new Uint8Array());
  let node = stack.pop()[1];
  while (stack.length) node = nodeHash(stack.pop()[1], node);
  return node;
}
