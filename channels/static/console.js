// The campaign form: dropping a condition counts anew.
document.addEventListener("click", (event) => {
  if (!event.target.matches("[data-drop]")) return;
  const fields = event.target.closest("fieldset");
  if (document.querySelectorAll("#clauses .clause").length > 1) event.target.closest(".clause").remove();
  htmx.trigger(fields, "refresh");
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) event.detail.shouldSwap = true; // what to correct is in the answer
});
