// j and k move through the list, Enter acts, c confirms what the list lets one confirm, ? shows the keys. Keys are read by place, so that they work in any layout.
const items = () => [...document.querySelectorAll("[data-item]")];
let at = 0;

function mark(index, focus = true) {
  const all = items();
  if (!all.length) return;
  at = Math.max(0, Math.min(index, all.length - 1));
  all.forEach((item, place) => item.toggleAttribute("aria-current", place === at));
  if (focus) {
    all[at].querySelector("[data-act]")?.focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  if (event.key === "?") {
    event.preventDefault();
    document.getElementById("help")?.showModal();
  } else if (event.code === "KeyJ") {
    mark(items()[at]?.hasAttribute("aria-current") ? at + 1 : at);
  } else if (event.code === "KeyK") {
    mark(at - 1);
  } else if (event.code === "KeyC") {
    items()[at]?.querySelector("[data-confirm]")?.click();
  } else if (event.code === "KeyE" || (event.key === "Enter" && event.target === document.body)) {
    const act = items()[at]?.querySelector("[data-act]");
    if (act) {
      event.preventDefault();
      act.click();
    }
  }
});
document.addEventListener("click", (event) => {
  const item = event.target.closest("[data-item]");
  if (item) mark(items().indexOf(item), false);
});
document.addEventListener("htmx:after:settle", (event) => {
  if (event.target.closest?.("dialog") || document.querySelector("dialog[open]")) return;
  if (items().length) mark(at, false);
});
if (items().length) mark(0, false);
for (const button of document.querySelectorAll("[data-help]")) {
  button.addEventListener("click", () => document.getElementById("help").showModal());
}
