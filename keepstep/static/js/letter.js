// Ctrl-Enter sends whatever form one is writing in; Ctrl-Shift-Backspace drops the line one is in; a snippet goes in
// where one was writing. Both are typed for the writer, so that Ctrl-Z takes them back.
let written = null;

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form");
    if (form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-submit]") ?? undefined);
    }
  }
});
document.addEventListener("keydown", (event) => {
  const text = event.target;
  if (event.key !== "Backspace" || !event.ctrlKey || !event.shiftKey || !text.matches?.("textarea[data-lines]")) return;
  event.preventDefault();
  const start = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  const end = text.value.indexOf("\n", text.selectionEnd);
  text.setSelectionRange(start, end < 0 ? text.value.length : end + 1);
  document.execCommand("delete");
});
document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("textarea[data-lines]")) written = event.target;
});
document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-insert]");
  if (!choice) return;
  const text = written?.isConnected ? written : choice.closest("form").querySelector("textarea[data-lines]");
  text.focus();
  document.execCommand("insertText", false, choice.querySelector("template").content.textContent);
});
