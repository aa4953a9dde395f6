// The chat page: keep to the newest line, show typing and connection, send each message once.
document.addEventListener("DOMContentLoaded", () => {
  const $ = (id) => document.getElementById(id);
  const talk = $("talk"), typing = $("typing"), form = $("say"), text = $("text"), trouble = $("trouble");
  const GAP_MS = 5 * 60 * 1000;
  let waiting = 0;
  const wish = new URLSearchParams(location.search).get("say"); // from a link in a text message: sent by hand only
  if (wish && text) text.value = wish.slice(0, 100);

  function settle() {
    let before = 0;
    talk.querySelectorAll(".entry[data-at]").forEach((entry) => {
      const at = Date.parse(entry.dataset.at);
      entry.classList.toggle("gap", at - before > GAP_MS);
      before = at;
    });
    reveal();
  }

  // A long answer is read from its beginning, below the question that it answers.
  function reveal() {
    const last = talk.lastElementChild;
    const before = last && last.previousElementSibling;
    const first = before && before.classList.contains("customer") ? before : last;
    const start = last && !last.classList.contains("customer") ? first.offsetTop - talk.offsetTop - 12 : Infinity;
    talk.scrollTop = Math.min(start, talk.scrollHeight);
  }

  function complain(message) {
    trouble.textContent = message;
    trouble.hidden = !message;
  }

  document.body.addEventListener("htmx:configRequest", (event) => {
    const parts = crypto.getRandomValues(new Uint32Array(4)); // randomUUID would need HTTPS
    event.detail.parameters.message_id = Array.from(parts, (part) => part.toString(16)).join("-");
    event.detail.headers["HX-Current-Conversation"] = talk.dataset.conversation;
  });
  document.body.addEventListener("htmx:beforeRequest", () => {
    waiting += 1;
    typing.hidden = false;
    complain("");
    talk.scrollTop = talk.scrollHeight;
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    waiting -= 1;
    typing.hidden = waiting > 0 ? false : true;
    if (event.detail.successful) return;
    const status = event.detail.xhr.status;
    if (status === 401) window.location.reload();
    complain(status ? "这句话没有发出去,请再发一次。" : "网络好像断了,这句话没有发出去,请稍后再发。");
    if (event.detail.elt === form && !text.value) text.value = event.detail.requestConfig.parameters.text;
  });
  document.body.addEventListener("htmx:sseBeforeMessage", (event) => {
    const id = /id="(e-[^"]+)"/.exec(event.detail.data);
    if (id && document.getElementById(id[1])) event.preventDefault();
  });
  document.body.addEventListener("htmx:afterSettle", settle);
  document.body.addEventListener("htmx:sseOpen", () => { $("offline").hidden = true; });
  document.body.addEventListener("htmx:sseError", () => { $("offline").hidden = false; });

  function grow() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 120)}px`;
  }
  text.addEventListener("input", grow);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (text.value.trim()) form.requestSubmit();
    }
  });
  form.addEventListener("htmx:beforeRequest", () => {
    setTimeout(() => { text.value = ""; grow(); text.focus(); }, 0);
  });
  settle();
});
