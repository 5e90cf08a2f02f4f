// --- ECDSA on P-256 with SHA-256 (FIPS 186-5; curve of SP 800-186) ---------------------------------
const P256 = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const B256 = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const G256 = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
];
const within = (value, most) => ((value % most) + most) % most;

/** What a number is multiplied by to make one, by Euclid. */
function inverse(value, most) {
  let [a, b, one, other] = [within(value, most), most, 1n, 0n];
  while (a > 1n) {
    const whole = b / a;
    [a, b] = [b - whole * a, a];
    [one, other] = [other - whole * one, one];
    if (a === 0n) return 0n;
  }
  return within(one, most);
}

/** The sum of two points; null is the point at infinity. */
function plusPoint(a, b) {
  if (a === null || b === null) return a ?? b;
  if (a[0] === b[0] && within(a[1] + b[1], P256) === 0n) return null;
  const slope =
    a[0] === b[0]
      ? (3n * a[0] * a[0] - 3n) * inverse(2n * a[1], P256)
      : (b[1] - a[1]) * inverse(b[0] - a[0], P256);
  const x = within(slope * slope - a[0] - b[0], P256);
  return [x, within(slope * (a[0] - x) - a[1], P256)];
}

/** one * a + other * b */
function sumOfTwo(one, a, other, b) {
  const steps = [null, a, b, plusPoint(a, b)];
  let total = null;
  for (let bit = 255n; bit >= 0n; bit--) {
    total = plusPoint(total, total);
    total = plusPoint(total, steps[Number(((one >> bit) & 1n) + 2n * ((other >> bit) & 1n))]);
  }
  return total;
}

const numberOf = (bytes) => BigInt(`0x0${hex(bytes)}`);

/** Does the signature (r and s, 32 bytes each) hold under the point (x, y)? */
function es256Holds(x, y, message, signature) {
  const point = [numberOf(x), numberOf(y)];
  const [r, s] = [numberOf(signature.slice(0, 32)), numberOf(signature.slice(32))];
  const isNumber = (value) => value > 0n && value < N256;
  if (signature.length !== 64 || !isNumber(r) || !isNumber(s) || point.some((one) => one >= P256)) return false;
  if (within(point[1] ** 2n - point[0] ** 3n + 3n * point[0] - B256, P256)) return false;
  const factor = inverse(s, N256);
  const found = sumOfTwo((numberOf(sha256(message)) * factor) % N256, G256, (r * factor) % N256, point);
  return found !== null && found[0] % N256 === r;
}

// --- Ballots signed by a member's own passkey -----------------------------------------------------
/**
 * Keys by which hands sign their ballots, as they stand at an entry: key -> its enrolment.
 * A key is enrolled once, under a mandate that has none standing, for that mandate's own hand; only its own entry ends it.
 */
function keysBefore(log, end) {
  const [found, used] = [new Map(), new Set()];
  const rows = ["enrolled", "ended"].flatMap((act) => log.of(`council.ballot_key.${act}`, null, end));
  for (const row of rows.sort((one, other) => one.number - other.number)) {
    const { type, subject, body } = row;
    if (type === "council.ballot_key.enrolled") {
      const mandate = mandateBefore(log, subject, row.number);
      const isOwn = mandate !== undefined && same([mandate.seat, mandate.hand], [at(body, "seat"), at(body, "hand")]);
      const key = hashed(at(body, "key"));
      if (isOwn && !used.has(key) && ![...found.values()].some((one) => same(one.subject, subject))) found.set(key, row);
      used.add(key);
    } else {
      const key = hashed(at(body, "key"));
      if (found.has(key) && same(found.get(key).subject, subject)) found.delete(key);
    }
  }
  return found;
}

/** Where a hand signs, each ballot that it casts itself bears the signature of its key; no other bears one. */
function* checkSignatures(log, cast) {
  for (const { number, body, at: when } of cast) {
    const isOwn = (row) => same([at(row.body, "seat"), at(row.body, "hand")], [at(body, "seat"), at(body, "hand")]);
    const own = new Map([...keysBefore(log, number)].filter(([, row]) => isOwn(row)));
    const lent = LENT.some((name) => holds(body, name));
    if (!holds(body, "signed")) {
      const runs = lent ? [] : [...own.values()].map((row) => mandateBefore(log, row.subject, number));
      if (runs.some((mandate) => surelyInForce(mandate, when))) {
        yield `entry ${number}: seat ${say(at(body, "seat"))} signs its ballots, and this one is not signed`;
      }
      continue;
    }
    const signed = at(body, "signed");
    const key = own.get(hashed(at(signed, "key")));
    if (lent || key === undefined || !inForce(mandateBefore(log, key.subject, number), when)) {
      yield `entry ${number}: seat ${say(at(body, "seat"))} was signed with a key that does not stand`;
      continue;
    }
    for (const words of signatureFaults(signed, key.body, at(body, "commitment"))) {
      yield `entry ${number}: the signature of seat ${say(at(body, "seat"))} ${words}`;
    }
  }
}

/** A WebAuthn assertion for this very ballot, at the site and with the key that were enrolled. */
function* signatureFaults(signed, key, commitment) {
  const [data, client, signature] = ["authenticator", "client", "signature"].map((name) => fromHex(at(signed, name)));
  const challenge = toBase64(fromHex(commitment)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const starts = bytesOf(`{"type":"webauthn.get","challenge":"${challenge}","origin":"${say(at(key, "origin"))}"`);
  const then = String.fromCharCode(...client.slice(starts.length, starts.length + 1));
  if (!isEqual(client.slice(0, starts.length), starts) || ![",", "}"].includes(then)) yield "is for another act";
  const site = sha256(bytesOf(text(at(key, "site"))));
  if (data.length < 37 || !isEqual(data.slice(0, 32), site)) yield "was given at another site";
  else if (!(data[32] & 1)) yield "was given by no hand";
  const message = bytesOf(data, sha256(client));
  if (!es256Holds(fromHex(at(key, "x")), fromHex(at(key, "y")), message, signature)) yield "does not hold";
}
