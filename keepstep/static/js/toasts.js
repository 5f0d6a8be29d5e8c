// Short words after an act; they come with the page, or with the answer to a request, and go by themselves.
const place = document.getElementById("toasts");
const LIFE = 5000;
const UNDO_LIFE = 10000;

export function say(text, level = "success", undo = "") {
  const line = document.createElement("div");
  line.className = `toast-line ${level}`;
  line.textContent = text;
  if (undo) line.append(undoing(undo, line));
  place.append(line);
  // A popover stands above an open dialog as well.
  if (place.matches(":popover-open")) place.hidePopover();
  place.showPopover();
  setTimeout(() => leave(line), undo ? UNDO_LIFE : LIFE);
}

function undoing(address, line) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = place.dataset.undo;
  button.addEventListener("click", () => {
    leave(line);
    const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
    // Of a source of its own: what waits behind the page asking for itself anew may be let go.
    htmx.ajax("POST", address, { source: place, target: "#page", swap: "none", headers });
  });
  return button;
}

function leave(line) {
  line.remove();
  if (!place.children.length && place.matches(":popover-open")) place.hidePopover();
}

if (place) {
  document.addEventListener("toast", (event) => {
    for (const { text, level, undo } of event.detail.said ?? []) say(text, level, undo);
  });
  for (const line of document.querySelectorAll("template.said")) {
    say(line.content.textContent.trim(), line.dataset.level, line.dataset.undo);
  }
  document.addEventListener("htmx:error", () => say(place.dataset.broken, "warning"));
}
