// A ballot on a bad line: keeps what was filled in and its key, tries again, and says "not yet received" until the
// receipt is on screen. The key makes every retry harmless; without this script the form simply posts.
const form = document.querySelector("form[data-once]");
if (form) {
  const note = form.querySelector(".note");
  const button = form.querySelector("button");
  const kept = "ballot:" + location.pathname;
  const filled = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const saved = JSON.parse(sessionStorage.getItem(kept) || "null");
  if (saved) {
    for (const field of form.querySelectorAll("[name]")) {
      const values = saved.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
    send(0);
  }
  form.addEventListener("submit", (event) => {
    if (!new FormData(form).get("choice")) return;
    event.preventDefault();
    sessionStorage.setItem(kept, JSON.stringify(filled()));
    send(0);
  });
  async function send(attempt) {
    button.setAttribute("aria-disabled", "true");
    note.textContent = attempt ? form.dataset.waiting : form.dataset.sending;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), signal: AbortSignal.timeout(20000) });
      if (answer.status >= 500) throw new Error(answer.status);
      // Sent elsewhere than to a receipt (to sign in again): what was filled in stays, and goes out when she is back.
      if (!answer.ok || answer.url.includes("/receipts/")) sessionStorage.removeItem(kept);
      if (answer.ok && answer.redirected) location.assign(answer.url);
      else form.submit();
    } catch {
      note.textContent = form.dataset.waiting;
      setTimeout(send, Math.min(30000, 1500 * 2 ** attempt), attempt + 1);
    }
  }
}
