// Where something is: a button that asks the device, a map that holds a pin, and the clock's distance from UTC.
// Without this file the two number fields are the pin, and times are UTC. The device is asked on a press only.
const round = (n, places) => Number(n.toFixed(places));
const field = (name) => document.querySelector(`[data-${name}]`);
const set = (lon, lat, places) => {
  field("lon").value = round(lon, places);
  field("lat").value = round(lat, places);
  field("lat").dispatchEvent(new Event("input", { bubbles: true }));
};

function locator(press) {
  if (!navigator.geolocation) return;
  const said = document.querySelector("[data-located]");
  // A page that only looks around is told no more than some hundred metres.
  const places = press.dataset.places ? Number(press.dataset.places) : 6;
  press.hidden = false;
  press.addEventListener("click", () => {
    press.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        press.disabled = false;
        set(coords.longitude, coords.latitude, places);
        if (said) said.textContent = "";
        if (press.hasAttribute("data-send")) press.form.requestSubmit();
      },
      () => {
        press.disabled = false;
        if (said) said.textContent = press.dataset.failed;
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}

function pinMap(root) {
  const L = window.L;
  if (!L || !field("lat")) return;
  const words = root.dataset;
  const help = Object.assign(document.createElement("p"), { className: "small soft", id: "pin-help", textContent: words.help });
  const frame = Object.assign(document.createElement("div"), { className: "place-editor__map" });
  const put = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: words.put });
  // Its arrow keys are its own: a screen reader hands them through to an application only.
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", words.map);
  frame.setAttribute("aria-describedby", help.id);
  root.append(help, frame, put);
  const map = L.map(frame, { attributionControl: false, zoomControl: false, keyboard: true });
  L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
  const around = L.geoJSON(JSON.parse(document.getElementById("place-around").textContent), {
    style: (one) => ({ className: one.properties.kind === "zone" ? "place-editor__zone" : "place-editor__outline" }),
    pointToLayer: (_one, at) => L.circleMarker(at, { radius: 4, className: "place-editor__point" }),
    interactive: false,
  }).addTo(map);
  let pin = null;
  const show = () => {
    const lat = Number.parseFloat(field("lat").value);
    const lon = Number.parseFloat(field("lon").value);
    if (pin) pin.remove();
    pin = null;
    if (!Number.isFinite(lat) || !Number.isFinite(lon) || Math.abs(lat) > 90 || Math.abs(lon) > 180) return;
    pin = L.circleMarker([lat, lon], { radius: 9, className: "place-editor__point", interactive: false }).addTo(map);
    if (!map.getBounds().contains([lat, lon])) map.setView([lat, lon], Math.max(map.getZoom(), 12));
  };
  const here = ({ lng, lat }) => set(lng, lat, 6);
  map.setView([0, 0], 2);
  if (around.getBounds().isValid()) map.fitBounds(around.getBounds(), { padding: [16, 16] });
  map.on("click", (event) => here(event.latlng));
  put.addEventListener("click", () => here(map.getCenter()));
  for (const name of ["lat", "lon"]) field(name).addEventListener("input", show);
  show();
}

document.querySelectorAll("[data-locate]").forEach(locator);
document.querySelectorAll("[data-pin-map]").forEach(pinMap);
document.querySelectorAll("[data-offset]").forEach((input) => {
  if (!input.value) input.value = -new Date().getTimezoneOffset();
});
