// --- Canonical JSON -------------------------------------------------------------------------------
const LARGEST = Number.MAX_SAFE_INTEGER; // 2^53 - 1
const DEEPEST = 200;
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();

function decoded(bytes, otherwise) {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw otherwise;
  }
}

/** Before anything else, so that whatever else is wrong every verifier says this first. */
function checkDepth(source) {
  let depth = 0;
  for (let place = 0, inText = false; place < source.length; place++) {
    const sign = source[place];
    if (inText && sign === "\\") place++;
    else if (sign === '"') inText = !inText;
    else if (inText) continue;
    else if (sign === "{" || sign === "[") depth++;
    else if (sign === "}" || sign === "]") depth--;
    if (depth > DEEPEST) throw new Bad("the JSON is nested too deeply");
  }
}

/** A reader of one JSON text. The log's own is strict; `loose` takes a key that stands twice, in any letters. */
class Reader {
  constructor(source, loose = false) {
    this.source = source;
    this.loose = loose;
    this.place = 0;
  }

  whole() {
    checkDepth(this.source);
    const value = this.value();
    this.space();
    return this.place === this.source.length ? value : this.fail();
  }

  fail() {
    throw new Bad("not JSON");
  }

  space() {
    while (" \t\n\r".includes(this.source[this.place] ?? "x")) this.place++;
  }

  value() {
    this.space();
    const sign = this.source[this.place];
    if (sign === "{") return this.object();
    if (sign === "[") return this.list();
    if (sign === '"') return this.text();
    for (const [word, value] of [["true", true], ["false", false], ["null", null]]) {
      if (this.takes(word)) return value;
    }
    for (const word of ["NaN", "Infinity", "-Infinity"]) if (this.takes(word)) return this.fraction(word);
    return this.number();
  }

  takes(word) {
    if (!this.source.startsWith(word, this.place)) return false;
    this.place += word.length;
    return true;
  }

  object() {
    const pairs = [];
    this.place++;
    this.space();
    if (this.takes("}")) return new Map();
    do {
      this.space();
      const key = this.source[this.place] === '"' ? this.text() : this.fail();
      this.space();
      if (!this.takes(":")) this.fail();
      pairs.push([key, this.value()]);
      this.space();
    } while (this.takes(","));
    if (!this.takes("}")) this.fail();
    return this.loose ? new Map(pairs) : this.checked(pairs);
  }

  checked(pairs) {
    const found = new Map();
    for (const [key, value] of pairs) {
      if (found.has(key)) throw new Bad(`the key ${dumps(key)} stands twice`);
      if (!/^[\x00-\x7f]*$/.test(key)) throw new Bad(`the key ${dumps(key)} is not ASCII`);
      found.set(key, value);
    }
    return found;
  }

  list() {
    const values = [];
    this.place++;
    this.space();
    if (this.takes("]")) return values;
    do {
      values.push(this.value());
      this.space();
    } while (this.takes(","));
    return this.takes("]") ? values : this.fail();
  }

  text() {
    let made = "";
    let from = ++this.place;
    for (;;) {
      const sign = this.source[this.place];
      if (sign === undefined || sign < " ") this.fail();
      if (sign !== '"' && sign !== "\\") {
        this.place++;
        continue;
      }
      made += this.source.slice(from, this.place++);
      if (sign === '"') return made;
      made += this.escape();
      from = this.place;
    }
  }

  escape() {
    const sign = this.source[this.place++];
    const plain = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }[sign];
    if (plain !== undefined) return plain;
    const digits = this.source.slice(this.place, this.place + 4);
    if (sign !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) this.fail();
    this.place += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  number() {
    NUMBER.lastIndex = this.place;
    const found = NUMBER.exec(this.source);
    if (!found) this.fail();
    this.place = NUMBER.lastIndex;
    if (found[2] || found[3]) return this.fraction(found[0]);
    const value = found[0].length < 20 ? BigInt(found[0]) : BigInt(LARGEST) + 1n;
    if (value > LARGEST || value < -LARGEST) {
      throw new Bad(`the number ${found[0].slice(0, 30)} is 2^53 or more`);
    }
    return Number(value);
  }

  fraction(written) {
    throw new Bad(`${written} is not an integer; the log holds no floats`);
  }
}

function checkTexts(value) {
  const stack = [value];
  while (stack.length) {
    const one = stack.pop();
    if (isObject(one)) for (const inner of one.values()) stack.push(inner);
    else if (Array.isArray(one)) for (const inner of one) stack.push(inner);
    else if (isText(one) && one.normalize("NFC") !== one) {
      throw new Bad(`the text ${dumps(one)} is not in Unicode form NFC`);
    }
  }
}

/** RFC 8785 for what the log may hold: ASCII keys, strings, integers, true, false, null. */
function canonicalText(value) {
  if (isText(value)) return canonicalString(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (!isObject(value)) return String(value);
  const keys = [...value.keys()].sort((a, b) => (textLess(a, b) ? -1 : 1));
  return `{${keys.map((key) => `${canonicalString(key)}:${canonicalText(value.get(key))}`).join(",")}}`;
}

function canonicalString(value) {
  if (/\p{Surrogate}/u.test(value)) throw new Bad("a text holds half a character");
  return JSON.stringify(value);
}

function canonical(value) {
  return ENCODER.encode(canonicalText(value));
}

/** The value in canonical bytes, or Bad with what is wrong. */
function parse(bytes) {
  const source = decoded(bytes, new Bad("the bytes are not UTF-8"));
  const value = new Reader(source).whole();
  checkTexts(value);
  if (canonicalText(value) !== source) throw new Bad("the bytes are not in canonical form (RFC 8785)");
  return value;
}

/** A value in a sentence, as JSON in ASCII. */
function dumps(value) {
  if (Array.isArray(value)) return `[${value.map(dumps).join(", ")}]`;
  if (isObject(value)) return `{${[...value].map(([k, v]) => `${dumps(k)}: ${dumps(v)}`).join(", ")}}`;
  const written = typeof value === "bigint" ? String(value) : JSON.stringify(value);
  return written.replace(/[\x80-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
