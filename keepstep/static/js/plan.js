// The month's plan is typed like a spreadsheet: arrows, Tab and Enter move, = takes the suggestion, Escape goes back to
// what was saved. A cell is saved when it is left; the figures around it then show what it comes to.
import { say } from "./toasts.js";

const CELL = "[data-plan] .plan-cell";
let queue = Promise.resolve();

function beside(cell, rows, columns) {
  const row = cell.closest("tr");
  const inRow = (one) => [...one.querySelectorAll(".plan-cell")];
  const at = inRow(row).indexOf(cell);
  if (columns) return inRow(row)[at + columns];
  const all = [...row.parentElement.rows];
  const next = all[all.indexOf(row) + rows];
  return next ? inRow(next)[at] : undefined;
}

function take(cell) {
  if (!cell.placeholder) return;
  cell.value = cell.placeholder;
  save(cell);
}

function save(cell) {
  if (cell.value.trim() === cell.defaultValue) return;
  const value = cell.value;
  cell.defaultValue = value;
  queue = queue.then(() => send(cell, value)).catch(() => say(document.getElementById("toasts").dataset.broken, "warning"));
}

async function send(cell, value) {
  const form = cell.form;
  const named = (name) => form.elements[name]?.value ?? "";
  const body = new URLSearchParams({ [cell.name]: value });
  for (const name of ["month", "manager", "all", "why", "services"]) body.set(name, named(name));
  const headers = { "HX-Request": "true", "X-CSRFToken": form.dataset.token, Accept: "text/html, application/json" };
  const answer = await fetch(form.action, { method: "POST", headers, body });
  cell.toggleAttribute("aria-invalid", !answer.ok);
  if (!answer.ok) return refused(cell, answer);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const fresh of page.querySelectorAll("[data-fresh]")) document.getElementById(fresh.id)?.replaceWith(fresh);
  const saved = document.getElementById(`of-${cell.name}`)?.dataset.value ?? value;
  if (cell.value === value) cell.value = saved;
  cell.defaultValue = saved;
}

async function refused(cell, answer) {
  cell.defaultValue = "\0";
  const told = answer.headers.get("Content-Type")?.includes("json") ? (await answer.json()).fault : "";
  say(told || document.getElementById("toasts").dataset.broken, "warning");
  const why = document.getElementById("plan-why");
  if (why && !why.value.trim()) why.focus();
}

document.addEventListener("focusin", ({ target }) => {
  if (!target.matches?.(CELL)) return;
  target.select();
  document.getElementById("plan-hint").textContent = target.value ? "" : (target.dataset.why ?? "");
});

document.addEventListener("change", ({ target }) => {
  if (target.matches?.(CELL)) save(target);
  // With the reason said, what was refused for want of it goes through.
  if (target.id === "plan-why") document.querySelectorAll(`${CELL}[aria-invalid]`).forEach(save);
});

document.addEventListener("keydown", (event) => {
  const cell = event.target;
  if (!cell.matches?.(CELL) || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  const moves = {
    ArrowDown: () => beside(cell, 1, 0),
    ArrowUp: () => beside(cell, -1, 0),
    Enter: () => beside(cell, event.shiftKey ? -1 : 1, 0),
    ArrowLeft: () => (all || cell.selectionEnd === 0 ? beside(cell, 0, -1) : null),
    ArrowRight: () => (all || cell.selectionStart === cell.value.length ? beside(cell, 0, 1) : null),
  };
  if (event.key === "=") {
    event.preventDefault();
    take(cell);
    beside(cell, 1, 0)?.focus();
  } else if (event.key === "Escape" && cell.value !== cell.defaultValue && cell.defaultValue !== "\0") {
    cell.value = cell.defaultValue;
  } else if (event.key in moves) {
    const next = moves[event.key]();
    if (next === null) return;
    event.preventDefault();
    if (next) next.focus();
    else if (event.key === "Enter") save(cell);
  }
});

// Whoever has only keys comes into the table at once, past the menu.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || event.target !== document.body || event.ctrlKey || event.metaKey || event.altKey) return;
  const first = document.querySelector(CELL);
  if (!first) return;
  event.preventDefault();
  first.focus();
});

document.addEventListener("submit", (event) => {
  // Without a script the whole page is sent; with it, nothing is left to send but the cell one is in.
  if (!event.target.matches?.("[data-plan]")) return;
  event.preventDefault();
});
