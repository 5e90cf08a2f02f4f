// A ballot on a bad line: keeps what was filled in and its key, tries again, and says "not yet received" until the
// receipt is on screen. The key makes every retry harmless; without this script the form simply posts. Where the member
// signs, her passkey is asked first, for a challenge that is the ballot's own commitment.
const form = document.querySelector("form[data-once]");
if (form) {
  const note = form.querySelector(".note");
  const button = form.querySelector("button");
  const kept = "ballot:" + location.pathname;
  const filled = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const post = (address) => fetch(address, { method: "POST", body: new FormData(form), signal: AbortSignal.timeout(20000) });
  const saved = JSON.parse(sessionStorage.getItem(kept) || "null");
  if (saved) {
    for (const field of form.querySelectorAll("[name]")) {
      const values = saved.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
    send(0);
  }
  form.addEventListener("change", () => { if (form.signature) form.signature.value = ""; });
  form.addEventListener("submit", async (event) => {
    if (!new FormData(form).get("choice")) return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled")) return;
    if (form.dataset.sign && !form.signature.value && !(await sign())) return;
    sessionStorage.setItem(kept, JSON.stringify(filled()));
    send(0);
  });
  async function sign() {
    button.setAttribute("aria-disabled", "true");
    note.textContent = form.dataset.signing;
    try {
      const answer = await post(form.dataset.sign);
      const asked = await answer.json();
      if (!answer.ok) {
        note.textContent = asked.detail;
        return false;
      }
      asked.challenge = bytes(asked.challenge);
      asked.allowCredentials.forEach((one) => { one.id = bytes(one.id); });
      const { response } = await navigator.credentials.get({ publicKey: asked });
      form.signature.value = JSON.stringify({
        authenticator: text(response.authenticatorData), client: text(response.clientDataJSON), signature: text(response.signature),
      });
      return true;
    } catch {
      note.textContent = form.dataset.unsigned;
      return false;
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }
  function bytes(base64url) {
    return Uint8Array.from(atob(base64url.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  }
  function text(buffer) {
    return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  async function send(attempt) {
    button.setAttribute("aria-disabled", "true");
    note.textContent = attempt ? form.dataset.waiting : form.dataset.sending;
    try {
      const answer = await post(form.action);
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
