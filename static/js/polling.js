// A page nobody looks at asks for nothing: polling requests are dropped while it is hidden,
// and each asks once when the reader returns.
export function pauseHiddenPolls() {
  const polls = (element) => /\bevery\b/.test(element?.getAttribute?.("hx-trigger") ?? "");
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && polls(event.detail.elt)) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    for (const element of document.querySelectorAll("[hx-trigger*='every']")) {
      const target = element.getAttribute("hx-target") ?? "this";
      window.htmx?.ajax("GET", element.getAttribute("hx-get"), {
        source: element,
        // Said in the attribute, "this" is the element; said to htmx.ajax, it is a selector that finds nothing.
        target: target === "this" ? element : target,
        swap: element.getAttribute("hx-swap") ?? "outerHTML",
      });
    }
  });
}
