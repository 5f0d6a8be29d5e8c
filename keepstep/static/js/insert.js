// A chip puts its field into the text beside it: on a ladder that of the same rung which was written in last.
const TEXTS = ".rung-words input, .rung-words textarea, .paper-text textarea";
let written = null;

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.(TEXTS)) written = event.target;
});
document.addEventListener("click", (event) => {
  const chip = event.target.closest?.("[data-insert]");
  if (!chip) return;
  const beside = chip.closest(".rung, .paper-text");
  const text = beside.contains(written) ? written : beside.querySelector(".rung-words textarea, .paper-text > .field textarea");
  text.setRangeText(chip.dataset.insert, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
});
