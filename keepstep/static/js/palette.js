// Ctrl-K or /: find a client, a project or a page, and go there.
const palette = document.getElementById("palette");

if (palette) {
  const input = palette.querySelector("input");
  const found = document.getElementById("palette-found");

  const lines = () => [...found.querySelectorAll("a")];
  const chosen = () => found.querySelector('a[aria-selected="true"]');

  function choose(line) {
    chosen()?.setAttribute("aria-selected", "false");
    line?.setAttribute("aria-selected", "true");
    line?.scrollIntoView({ block: "nearest" });
    if (line) input.setAttribute("aria-activedescendant", line.id);
  }

  function open() {
    palette.showModal();
    input.value = "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  palette.addEventListener("keydown", (event) => {
    const all = lines();
    const at = all.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(all[(at + step + all.length) % all.length]);
    } else if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      (chosen() ?? all[0])?.click();
    }
  });
  palette.addEventListener("click", (event) => {
    if (event.target === palette) palette.close();
  });
  found.addEventListener("htmx:after:swap", () => choose(lines()[0]));
  document.addEventListener("htmx:after:settle", () => {
    if (palette.open && !chosen()) choose(lines()[0]);
  });
  for (const button of document.querySelectorAll("[data-palette]")) button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing;
    if (slash || ((event.ctrlKey || event.metaKey) && event.code === "KeyK")) {
      event.preventDefault();
      if (!palette.open) open();
    }
  });
}
