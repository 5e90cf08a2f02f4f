// A ballot on a bad line: keeps choice and key, tries again, and says "not yet received" until the
// receipt is on screen. The key makes every retry harmless; without this script the form simply posts.
const form = document.querySelector("form[data-once]");
if (form) {
  const note = form.querySelector(".note");
  const button = form.querySelector("button");
  const kept = "ballot:" + location.pathname;
  const saved = JSON.parse(sessionStorage.getItem(kept) || "null");
  if (saved) {
    form.elements.key.value = saved.key;
    const radio = form.querySelector(`input[name=choice][value="${saved.choice}"]`);
    if (radio) radio.checked = true;
    send(0);
  }
  form.addEventListener("submit", (event) => {
    const choice = new FormData(form).get("choice");
    if (!choice) return;
    event.preventDefault();
    sessionStorage.setItem(kept, JSON.stringify({ choice, key: form.elements.key.value }));
    send(0);
  });
  async function send(attempt) {
    button.setAttribute("aria-disabled", "true");
    note.textContent = attempt ? form.dataset.waiting : form.dataset.sending;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), signal: AbortSignal.timeout(20000) });
      if (answer.status >= 500) throw new Error(answer.status);
      sessionStorage.removeItem(kept);
      if (answer.ok && answer.redirected) location.assign(answer.url);
      else form.submit();
    } catch {
      note.textContent = form.dataset.waiting;
      setTimeout(send, Math.min(30000, 1500 * 2 ** attempt), attempt + 1);
    }
  }
}
