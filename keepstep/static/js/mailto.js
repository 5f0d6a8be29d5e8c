// A link with data-mailto carries what has been edited, not what was drafted: it names the subject and the text.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-mailto]");
  if (!link) return;
  const [subject, body] = link.dataset.mailto.split(" ").map((id) => document.getElementById(id).value);
  const to = link.href.split("?")[0];
  link.href = `${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
});
