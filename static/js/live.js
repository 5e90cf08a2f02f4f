// One polite region speaks for the whole page: a fragment that was swapped in may say one sentence
// through data-say; a request that failed says so in words.
export function say(text) {
  const region = document.getElementById("live");
  if (!region || !text) return;
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = text;
  region.replaceChildren(line);
  setTimeout(() => line.remove(), 8000);
}

export function liveMessages() {
  const words = document.getElementById("live")?.dataset ?? {};
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const element = event.detail.elt;
    say(element?.dataset?.say ?? element?.querySelector?.("[data-say]")?.dataset.say);
  });
  document.body.addEventListener("htmx:sendError", () => say(words.offline));
  document.body.addEventListener("htmx:responseError", () => say(words.failed));
}
