// --- Files ----------------------------------------------------------------------------------------
/** What a ZIP holds: a Map of path to bytes, or Bad. */
async function unzipped(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const files = new Map();
  const unreadable = new Bad("the ZIP cannot be read");
  try {
    let end = bytes.length - 22;
    while (view.getUint32(end, true) !== 0x06054b50) end--;
    let place = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left; left--) {
      const [method, packed] = [view.getUint16(place + 10, true), view.getUint32(place + 20, true)];
      const lengths = [28, 30, 32].map((offset) => view.getUint16(place + offset, true));
      const name = UTF8.decode(bytes.subarray(place + 46, place + 46 + lengths[0]));
      const local = view.getUint32(place + 42, true);
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      if (!name.endsWith("/")) files.set(name, await unpacked(bytes.subarray(from, from + packed), method));
      place += 46 + lengths[0] + lengths[1] + lengths[2];
    }
  } catch {
    throw unreadable;
  }
  return files;
}

async function unpacked(bytes, method) {
  if (method === 0) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function bytesOfFile(file) {
  return new Uint8Array(await file.arrayBuffer());
}

/** The files below the folder that holds log.jsonl, or below the one that was chosen, by their paths in it. */
function below(files) {
  const paths = [...files.keys()].sort((a, b) => a.split("/").length - b.split("/").length);
  const log = paths.find((path) => path === "log.jsonl" || path.endsWith("/log.jsonl"));
  const first = paths.length ? paths[0].split("/").slice(0, -1).join("/") : "";
  const folder = log === undefined ? (first ? `${first}/` : "") : log.slice(0, -"log.jsonl".length);
  const inside = [...files].filter(([path]) => path.startsWith(folder));
  return new Map(inside.map(([path, bytes]) => [path.slice(folder.length), bytes]));
}

async function chosenFiles(folder, zip) {
  if (zip) return below(await unzipped(await bytesOfFile(zip)));
  const rows = folder.map(async (file) => [file.webkitRelativePath || file.name, await bytesOfFile(file)]);
  return below(new Map(await Promise.all(rows)));
}
