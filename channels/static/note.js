// A note of a call: the results follow the kind, what is wrong is said in the form.
document.addEventListener("change", (event) => {
  if (event.target.name !== "kind") return;
  event.target.form.querySelectorAll("[data-kind]").forEach((label) => {
    label.hidden = label.dataset.kind !== event.target.value;
    label.querySelector("select").disabled = label.hidden;
  });
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (form?.id !== "note" || event.detail.successful) return;
  const said = form.querySelector("[role=alert]"), answer = event.detail.xhr;
  said.hidden = false;
  said.textContent = (answer.status < 500 && answer.responseText) || "没有存上,请再点一次保存,不会重复记。";
});
document.addEventListener("keydown", (event) => {
  const box = document.querySelector(".note-box");
  if (!box || !event.altKey || event.code !== "KeyJ") return;
  event.preventDefault();
  box.open = !box.open;
});
document.addEventListener("DOMContentLoaded", () => document.querySelector(".caller #note [name=kind]:checked")?.focus());
document.addEventListener("toggle", (event) => {
  if (event.target.matches(".note-box[open]")) event.target.querySelector("[name=kind]:checked").focus();
}, true);
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "note") document.getElementById("note-content").focus();
});
