// A tick with data-tick-all ticks every box of that name.
document.addEventListener("change", (event) => {
  const all = event.target.closest?.("[data-tick-all]");
  if (!all) return;
  for (const box of document.querySelectorAll(`input[type="checkbox"][name="${all.dataset.tickAll}"]`)) {
    box.checked = all.checked;
  }
});
