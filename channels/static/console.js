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
function failed(words) {
  const line = document.getElementById("failed");
  if (!line) return;
  line.hidden = !words;
  line.textContent = words;
}
document.addEventListener("htmx:sendError", () => failed("连不上服务器,请检查网络后再试。"));
document.addEventListener("htmx:responseError", (event) => {
  const answer = event.detail.xhr, html = (answer.getResponseHeader("content-type") || "").startsWith("text/html");
  if (!html) failed(answer.responseText || "没有成功,请再试一次。"); else if (answer.status !== 422) failed("没有成功,请再试一次。");
});
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) failed(""); });
