// Short words after an act; they come with the page, or with the answer to a request, and go by themselves.
const place = document.getElementById("toasts");
const LIFE = 5000;

export function say(text, level = "success") {
  const line = document.createElement("div");
  line.className = `toast-line ${level}`;
  line.textContent = text;
  place.append(line);
  // A popover stands above an open dialog as well.
  if (place.matches(":popover-open")) place.hidePopover();
  place.showPopover();
  setTimeout(() => {
    line.remove();
    if (!place.children.length && place.matches(":popover-open")) place.hidePopover();
  }, LIFE);
}

if (place) {
  document.addEventListener("toast", (event) => {
    for (const { text, level } of event.detail.said ?? []) say(text, level);
  });
  for (const line of document.querySelectorAll("template.said")) say(line.content.textContent.trim(), line.dataset.level);
  document.addEventListener("htmx:error", () => say(place.dataset.broken, "warning"));
}
