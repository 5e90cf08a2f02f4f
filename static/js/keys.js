// Keys for people who do the same thing four hundred times: an element with data-key is pressed by that key.
// Never while somebody types; Enter asks for Ctrl or Cmd, also inside a field.
const typing = (target) => target.closest("input:not([type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const key = event.key;
  const strong = event.ctrlKey || event.metaKey;
  if (event.altKey || event.defaultPrevented) return;
  if (key === "Enter" ? !strong : strong || typing(event.target)) return;
  const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (!found) return;
  event.preventDefault();
  found.click();
});
