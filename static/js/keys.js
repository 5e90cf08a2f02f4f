// Keys for people who do the same thing four hundred times: an element with data-key is pressed by that key.
// Never while somebody types; Enter asks for Ctrl or Cmd, also inside a field. j and k walk along [data-walk];
// Enter then opens the link as it always does.
const typing = (target) => target.closest("input:not([type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const key = event.key;
  const strong = event.ctrlKey || event.metaKey;
  if (event.altKey || event.defaultPrevented) return;
  if (key === "Enter" ? !strong : strong || typing(event.target)) return;
  if (key === "j" || key === "k") return walk(key === "j" ? 1 : -1, event);
  const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (!found) return;
  event.preventDefault();
  // A chosen answer keeps the focus, so that Enter sends it; a field is for writing in.
  if (found.matches("input, textarea")) found.focus();
  if (!found.matches("textarea")) found.click();
});

function walk(step, event) {
  const stops = [...document.querySelectorAll("[data-walk]")];
  if (!stops.length) return;
  event.preventDefault();
  const at = stops.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : stops.length - 1) : Math.min(Math.max(at + step, 0), stops.length - 1);
  stops[next].focus();
}
