// The copilot: suggestions never move under the agent's hand, drafts go into the composer.
document.addEventListener("DOMContentLoaded", () => {
  const $ = (id) => document.getElementById(id);
  const talk = $("talk"), side = $("side"), fresh = $("fresh"), trouble = $("trouble");
  if (!talk) return;
  const open = location.search.match(/conversation=([^&]+)/)[1];

  function settle() { talk.scrollTop = talk.scrollHeight; }
  function draft(words) {
    const text = $("text");
    trouble.hidden = Boolean(text);
    if (!text) { trouble.textContent = "请先点「接管」,再采用建议。"; return false; }
    text.value = words;
    text.focus();
    return true;
  }
  function refresh() { fresh.hidden = true; htmx.trigger(side, "refresh"); }
  function renew() {
    if (side.matches(":hover") || side.contains(document.activeElement)) fresh.hidden = false; else refresh();
  }

  document.body.addEventListener("htmx:sseBeforeMessage", (event) => {
    const id = /id="(e-[^"]+)"/.exec(event.detail.data);
    if (id && document.getElementById(id[1])) event.preventDefault();
  });
  document.body.addEventListener("htmx:sseMessage", () => {
    settle();
    renew();
  });
  fresh.addEventListener("click", refresh);
  const owner = () => document.querySelector("#queue [data-owner]")?.dataset.owner;
  const mine = owner();
  $("moved").addEventListener("click", () => location.reload());
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "queue" && owner()) $("moved").hidden = owner() === mine;
  });
  document.body.addEventListener("noted", () => setTimeout(renew, 800)); // the row follows within a second
  const lost = $("lost");
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const asked = event.detail.elt?.id;
    if (asked === "queue") lost.hidden = event.detail.successful; // asked every three seconds
    if (event.detail.requestConfig.verb !== "post" || asked === "note") return;
    const failed = !event.detail.successful;
    trouble.hidden = !failed;
    if (failed) trouble.textContent = event.detail.xhr.responseText || "没有发出去,请检查网络后再试一次。";
    if (!failed && asked === "say") $("text").value = "";
  });
  new EventSource(`/copilot/${open}/watch`).addEventListener("policy", (event) => {
    const changed = JSON.parse(event.data), step = side.querySelector("[data-step]");
    const gone = step && (changed.everything ? step.dataset.product : changed.products.includes(step.dataset.product));
    if (gone) {
      step.querySelector(".gone").hidden = false;
      step.querySelectorAll("[data-use]").forEach((button) => { button.disabled = true; });
    }
    renew();
  });
  side.addEventListener("click", (event) => {
    const script = event.target.dataset.script;
    if (script) { draft(script); return; }
    const what = event.target.dataset.use;
    if (!what) return;
    if (!draft($("draft").textContent)) return;
    const step = event.target.closest("[data-step]").dataset.step;
    const product = event.target.closest("[data-step]").dataset.product || "";
    htmx.ajax("POST", `/copilot/${open}/feedback`, { values: { step, what, product }, swap: "none" });
  });
  const scripts = $("scripts"), text = $("text");
  let soon = 0;
  function look() {
    clearTimeout(soon);
    scripts.hidden = !text.value.startsWith("/");
    if (scripts.hidden) return;
    const wish = encodeURIComponent(text.value.slice(1));
    soon = setTimeout(() => htmx.ajax("GET", `/copilot/scripts?q=${wish}`, { target: "#scripts", swap: "innerHTML" }), 200);
  }
  function walk(event) {
    const all = [...scripts.querySelectorAll("button")], step = event.key === "ArrowDown" ? 1 : -1;
    const next = all.indexOf(document.activeElement) + step;
    event.preventDefault();
    (all[next < -1 ? all.length - 1 : next] || text).focus();
  }
  if (text) {
    text.addEventListener("input", look);
    scripts.addEventListener("click", (event) => {
      const chosen = event.target.closest("[data-script]");
      if (!chosen) return;
      text.value = chosen.dataset.script;
      scripts.hidden = true;
      text.focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && scripts && !scripts.hidden) { scripts.hidden = true; text.focus(); }
    if (["ArrowDown", "ArrowUp"].includes(event.key) && scripts && !scripts.hidden) walk(event);
    if (event.target.id === "text" && event.key === "Enter" && (event.ctrlKey || event.metaKey)) $("say").requestSubmit();
  });
  settle();
});
