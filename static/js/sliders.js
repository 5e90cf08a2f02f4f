// A number field that has a least and a most gets a slider beside it; both say the same. The field stays the form's own.
for (const field of document.querySelectorAll("[data-sliders] input[type='number'][min][max]")) {
  const slider = Object.assign(document.createElement("input"), {
    type: "range", min: field.min, max: field.max, value: field.value, step: field.step || "1",
  });
  slider.setAttribute("aria-label", field.labels[0]?.textContent.trim() ?? field.name);
  slider.addEventListener("input", () => { field.value = slider.value; });
  field.addEventListener("input", () => { slider.value = field.value; });
  field.after(slider);
}
