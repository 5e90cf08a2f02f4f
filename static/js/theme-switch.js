// The colours: as the system, light, or dark. Kept on this device only.
export function themeSwitch() {
  const root = document.documentElement;
  for (const box of document.querySelectorAll("[data-theme-switch]")) {
    const buttons = [...box.querySelectorAll("button")];
    const show = (chosen) => buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.value === chosen)));
    box.hidden = false;
    show(root.dataset.theme ?? "auto");
    box.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.value === "auto") delete root.dataset.theme;
      else root.dataset.theme = button.value;
      try {
        if (button.value === "auto") localStorage.removeItem("theme");
        else localStorage.setItem("theme", button.value);
      } catch { /* chosen for this page only */ }
      show(button.value);
    });
  }
}
