// Before the first paint: the colours this reader chose. Without a choice the system decides.
(function () {
  const root = document.documentElement;
  root.classList.replace("no-js", "js");
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch { /* storage may be closed to us; the system's colours then */ }
})();
