// The summary of problems takes the focus, on a whole page and after a swapped fragment.
export function focusProblems() {
  const focus = (within) => within.querySelector?.("[data-focus]")?.focus({ preventScroll: false });
  focus(document);
  document.body.addEventListener("htmx:afterSettle", (event) => focus(event.detail.elt));
  // A link of the summary leads to a field: put the caret in it, or on a group's first choice.
  document.body.addEventListener("click", (event) => {
    const link = event.target.closest?.(".error-summary a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    const field = target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea");
    if (field) {
      event.preventDefault();
      field.focus();
      field.scrollIntoView({ block: "center" });
    }
  });
}
