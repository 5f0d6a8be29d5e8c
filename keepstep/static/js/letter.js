// Ctrl-Enter sends whatever form one is writing in; leaving an edited letter asks first.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form");
    if (form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-submit]") ?? undefined);
    }
  }
});
