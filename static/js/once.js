// A form that is pressed twice is sent once: two clicks are one wish. htmx forms mind themselves.
// A form whose answer is a file stays on the page, and one may come back to it: after a while it may be sent again.
const PAUSE_MS = 5000;

export function sendOnce() {
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (sent.has(form)) { event.preventDefault(); return; }
    sent.add(form);
    setTimeout(() => sent.delete(form), PAUSE_MS);
  });
}
