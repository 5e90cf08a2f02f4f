// --- Values ---------------------------------------------------------------------------------------
// An export comes from a stranger: anything may stand where a number was meant. JSON objects are held as Map, so that
// no key is special to this language, and every reading of a value goes through here: what is missing or of another
// kind ends the check that asked for it with Stumble, which is a fault. true counts as 1 and false as 0, as in verify.py.

/** Something is not as the format says; the text says what. */
class Bad extends Error {}

/** A value is missing or of another kind than it should be. */
class Stumble extends Error {}
const STUMBLED = "a value is missing or of another kind";

function stumble() {
  throw new Stumble(STUMBLED);
}

function reasonOf(error) {
  if (error instanceof Bad) return error.message;
  if (error instanceof Stumble) return STUMBLED;
  throw error;
}

const isText = (value) => typeof value === "string";
const isObject = (value) => value instanceof Map;
const isWhole = (value) => typeof value === "number";
const isNumber = (value) => typeof value === "number" || typeof value === "boolean";

/** The text, or Stumble. */
function text(value) {
  return isText(value) ? value : stumble();
}

function numeric(value) {
  return isNumber(value) ? Number(value) : stumble();
}

function object(value) {
  return isObject(value) ? value : stumble();
}

/** What a value is found by in a Map or Set; lists and objects are found by nothing. */
function hashed(value) {
  if (isText(value) || isWhole(value) || value === null) return value;
  return typeof value === "boolean" ? Number(value) : stumble();
}

/** Several values as one key. */
function tuple(...values) {
  return JSON.stringify(values.map(hashed));
}

/** What stands under a key of an object or at a place of a list. */
function at(holder, key) {
  if (isObject(holder)) {
    const found = holder.get(hashed(key));
    return found === undefined ? stumble() : found;
  }
  if (!Array.isArray(holder) || !isWhole(key)) return stumble();
  const found = holder[key < 0 ? holder.length + key : key];
  return found === undefined ? stumble() : found;
}

/** The same of an object, or something else where the key is missing. */
function get(holder, key, otherwise = null) {
  const found = object(holder).get(hashed(key));
  return found === undefined ? otherwise : found;
}

/** Is it neither nothing, nor 0, nor empty? */
function yes(value) {
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value) || value instanceof Set) return value.size > 0;
  return Boolean(value);
}

function same(a, b) {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return Number(a) === Number(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, i) => same(value, b[i]));
  }
  if (isObject(a) && isObject(b)) {
    if (a.size !== b.size) return false;
    for (const [key, value] of a) if (!b.has(key) || !same(value, b.get(key))) return false;
    return true;
  }
  return false;
}

/** Does a list, an object's keys, a set or a text hold it? */
function holds(holder, value) {
  if (Array.isArray(holder)) return holder.some((one) => same(one, value));
  if (isObject(holder) || holder instanceof Set) return holder.has(hashed(value));
  return text(holder).includes(text(value));
}

/** The values of a list, the keys of an object, the signs of a text. */
function each(holder) {
  if (Array.isArray(holder)) return holder;
  if (isObject(holder)) return [...holder.keys()];
  return holder instanceof Set || isText(holder) ? [...holder] : stumble();
}

function size(holder) {
  return each(holder).length;
}

/** Texts by code point, numbers by size, lists by their first difference; nothing else has an order. */
function less(a, b) {
  if (isText(a) && isText(b)) return textLess(a, b);
  if (isNumber(a) && isNumber(b)) return Number(a) < Number(b);
  if (!Array.isArray(a) || !Array.isArray(b)) return stumble();
  const differ = a.findIndex((value, i) => i >= b.length || !same(value, b[i]));
  if (differ < 0) return a.length < b.length;
  return differ < b.length && less(a[differ], b[differ]);
}

// Halves of a pair stand for code points above all others, though their own numbers are lower.
const unit = (code) => (code >= 0xe000 ? code - 0x800 : code >= 0xd800 ? code + 0x2000 : code);

function textLess(a, b) {
  const most = Math.min(a.length, b.length);
  for (let i = 0; i < most; i++) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left !== right) return unit(left) < unit(right);
  }
  return a.length < b.length;
}

function sorted(values, key = (value) => value) {
  const keyed = each(values).map((value) => [key(value), value]);
  keyed.sort(([a], [b]) => (less(a, b) ? -1 : less(b, a) ? 1 : 0));
  return keyed.map((row) => row[1]);
}

function plus(a, b) {
  if (isText(a) && isText(b)) return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  return numeric(a) + numeric(b);
}

/** The part of a text behind the first occurrence of a sign, which must be there. */
function behind(value, sign) {
  const place = text(value).indexOf(sign);
  return place < 0 ? stumble() : value.slice(place + sign.length);
}

/** The part of a text before the last occurrence of some signs, or all of it. */
function upToLast(value, signs) {
  const place = value.lastIndexOf(signs);
  return place < 0 ? value : value.slice(0, place);
}

/** An object with some keys set anew. */
function withKeys(value, changes) {
  return new Map([...object(value), ...Object.entries(changes)]);
}

/** Those keys of an object that it has, as entries. */
function some(value, keys) {
  return keys.filter((key) => holds(value, key)).map((key) => [key, at(value, key)]);
}

const setOf = (values) => new Set(each(values).map(hashed));
const joined = (...sets) => new Set(sets.flatMap((set) => [...set]));
const without = (one, other) => new Set([...one].filter((value) => !other.has(value)));
const shared = (one, other) => new Set([...one].filter((value) => other.has(value)));
const apart = (one, other) => joined(without(one, other), without(other, one));
const sameSet = (one, other) => one.size === other.size && without(one, other).size === 0;

// --- Values in a sentence ---
/** A value where a sentence has a whole number. */
function digits(value) {
  return String(numeric(value));
}

/** A value where a sentence has anything. */
function say(value) {
  return isText(value) ? value : quoted(value);
}

function quoted(value) {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`;
  if (isObject(value)) return `{${[...value].map(([k, v]) => `${quoted(k)}: ${quoted(v)}`).join(", ")}}`;
  if (!isText(value)) return String(value);
  const mark = value.includes("'") && !value.includes('"') ? '"' : "'";
  const escapes = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", [mark]: `\\${mark}` };
  const inside = [...value].map((sign) => escapes[sign] ?? (isPrinted(sign) ? sign : escaped(sign)));
  return mark + inside.join("") + mark;
}

const isPrinted = (sign) => sign === " " || !/[\p{C}\p{Z}]/u.test(sign);

function escaped(sign) {
  const code = sign.codePointAt(0);
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
