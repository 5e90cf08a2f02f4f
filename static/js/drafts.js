// Choosing a code offers its words to begin with. What somebody has written themselves is never replaced.
const words = document.querySelector("textarea[name=text]");
const drafts = new Map([...document.querySelectorAll("[data-draft-of]")].map((one) => [one.dataset.draftOf, one.textContent]));
let offered = words && [...drafts.values()].includes(words.value) ? words.value : "";

document.addEventListener("change", (event) => {
  if (!words || event.target.name !== "code" || (words.value.trim() && words.value !== offered)) return;
  offered = drafts.get(event.target.value) ?? "";
  words.value = offered;
});
