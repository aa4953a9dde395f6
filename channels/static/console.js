// The campaign form: dropping a condition counts anew.
document.addEventListener("click", (event) => {
  if (!event.target.matches("[data-drop]")) return;
  const fields = event.target.closest("fieldset");
  if (document.querySelectorAll("#clauses .clause").length > 1) event.target.closest(".clause").remove();
  htmx.trigger(fields, "refresh");
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const told = (event.detail.xhr.getResponseHeader("content-type") || "").startsWith("text/html");
  if (event.detail.xhr.status === 422 && told) event.detail.shouldSwap = true; // what to correct is in the answer
});

// What failed elsewhere is said in one line at the top; what worked takes it back.
document.addEventListener("htmx:afterRequest", (event) => {
  const line = document.getElementById("failed"), answer = event.detail.xhr;
  const told = answer && (answer.getResponseHeader("content-type") || "").startsWith("text/html");
  if (!line) return;
  line.hidden = event.detail.successful || (told && answer.status === 422);
  if (!line.hidden) line.textContent = !answer || !answer.status ? "连不上服务器,请检查网络后再试。" : (!told && answer.responseText) || "没有成功,请再试一次。";
});
