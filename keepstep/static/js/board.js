// A card that is dragged to another column goes to its stage; what a gate asks for opens in the drawer. Left
// unanswered, the board shows again how things stand.
import { refreshPage } from "./drawer.js";

const drawer = document.getElementById("drawer");
const body = document.getElementById("drawer-body");
let asks = false;
let isHeld = false;
let isMissed = false;

async function dropped({ item, from, to }) {
  isMissed = false; // Whatever comes of it, the board is asked for again.
  if (from === to) return refreshPage();
  const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
  const values = { stage: to.dataset.stage };
  // Of a source of its own: what waits behind the page asking for itself anew may be let go.
  const asked = { source: drawer, target: "#drawer-body", swap: "innerHTML", headers, values };
  await htmx.ajax("POST", item.dataset.move, asked);
  if (!body.children.length) return;
  asks = true;
  drawer.showModal();
  body.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}

// While a card is in the hand, the board is not put anew under it: its column would be gone, and the card with it.
function pressed() {
  isHeld = true;
}

function released() {
  isHeld = false;
  queueMicrotask(() => {
    if (isMissed) refreshPage();
    isMissed = false;
  });
}

function begin() {
  for (const list of document.querySelectorAll(".board-cards:not([data-sorts])")) {
    list.dataset.sorts = "";
    Sortable.create(list, {
      group: "deals",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      delay: 180,
      delayOnTouchOnly: true,
      filter: ".deal-to",
      preventOnFilter: false,
      onChoose: pressed,
      onUnchoose: released,
      onEnd: dropped,
    });
  }
}

drawer.addEventListener("close", () => {
  if (asks) refreshPage();
  asks = false;
});
document.addEventListener("page:changed", () => {
  asks = false; // It is answered, and the board is asked for already.
});
document.addEventListener("htmx:before:swap", (event) => {
  if (!isHeld || !event.detail.tasks.some(({ target }) => target?.id === "page")) return;
  event.preventDefault();
  isMissed = true;
});
document.addEventListener("htmx:after:settle", begin);
document.addEventListener("htmx:after:swap", begin);
begin();
