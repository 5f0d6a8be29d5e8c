// A chip puts its field into the text of the same rung that was written in last.
let written = null;

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.(".rung-words input, .rung-words textarea")) written = event.target;
});
document.addEventListener("click", (event) => {
  const chip = event.target.closest?.("[data-insert]");
  if (!chip) return;
  const rung = chip.closest(".rung");
  const text = rung.contains(written) ? written : rung.querySelector(".rung-words textarea");
  text.setRangeText(chip.dataset.insert, text.selectionStart, text.selectionEnd, "end");
  text.focus();
});
