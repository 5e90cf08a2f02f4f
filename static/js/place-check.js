// Asks the server what is wrong with a drawing, marks the spot on the map, and offers the repair.
// The same rule answers when the form is sent; this only says it sooner.
const WAIT = 500;

export function checker({ root, text, map, said, take, L, svg }) {
  const words = root.dataset;
  const spot = L.layerGroup().addTo(map);
  const offer = Object.assign(document.createElement("p"), { className: "cluster" });
  root.append(offer);
  let timer = 0;
  let asked = 0;

  const send = (url, body) => fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: {
      "Content-Type": "application/json", Accept: "application/json",
      "X-CSRFToken": root.closest("form").querySelector("[name=csrfmiddlewaretoken]").value,
    },
    body: JSON.stringify(body),
  });

  const mark = (lon, lat) => {
    spot.clearLayers();
    if (lon === null || lat === null || Number.isNaN(lon)) return;
    const circle = L.circleMarker([lat, lon], { renderer: svg, radius: 14, className: "place-editor__fault", interactive: false });
    circle.addTo(spot);
    if (!map.getBounds().contains([lat, lon])) map.panTo([lat, lon], { animate: false });
  };

  const repair = async (how) => {
    const answer = await send(words.repairs, { text: text.value, how });
    const found = await answer.json();
    if (answer.ok) { take(JSON.stringify(found.place)); ask(); } else { said.textContent = found.detail ?? words.bad; }
  };

  const show = (found) => {
    offer.replaceChildren();
    spot.clearLayers();
    if (found.is_place) { said.textContent = found.says; return; }
    said.textContent = found.says;
    mark(found.lon, found.lat);
    if (!found.repair) return;
    const made = Object.assign(document.createElement("button"), {
      type: "button", className: "button button--small button--do", textContent: found.repair_says,
    });
    made.addEventListener("click", () => repair(found.repair));
    offer.append(made);
  };

  const ask = async () => {
    if (!text.value.trim()) { offer.replaceChildren(); spot.clearLayers(); return; }
    asked += 1;
    const mine = asked;
    try {
      const answer = await send(words.checks, { text: text.value });
      if (answer.ok && mine === asked) show(await answer.json());
    } catch {
      // Without a network the form still checks when it is sent.
    }
  };
  const check = () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); };
  // What the server said of the form that was sent, drawn where it is.
  check.first = () => { if (words.faultLon) mark(Number(words.faultLon), Number(words.faultLat)); };
  return check;
}
