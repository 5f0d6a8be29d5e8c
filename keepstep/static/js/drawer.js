// A link with data-drawer opens beside the list instead of on a page of its own.
const drawer = document.getElementById("drawer");
const body = document.getElementById("drawer-body");
let opener = null;
let refreshing = null;
let isWanted = false;

export function openDrawer(address, from) {
  opener = from ?? document.activeElement;
  return htmx.ajax("GET", address, { source: drawer, target: "#drawer-body", swap: "innerHTML" }).then(() => {
    if (!drawer.open) drawer.showModal();
    const first = body.querySelector("[autofocus]") ?? body.querySelector("input:not([type=hidden]), textarea, select");
    first?.focus();
  });
}

export function closeDrawer() {
  if (drawer?.open) drawer.close();
}

// One after another: what is asked for while the page is being changed would be put into a page that is gone.
export function refreshPage() {
  isWanted = true;
  refreshing ??= refresh().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function refresh() {
  while (isWanted) {
    isWanted = false;
    await htmx.ajax("GET", location.pathname + location.search, { target: "#page", swap: "outerHTML" });
  }
}

if (drawer) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-drawer]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      openDrawer(link.href, link);
    }
    if (drawer.open && event.target.closest("[data-drawer-close]")) {
      event.preventDefault();
      closeDrawer();
    }
  });
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer) closeDrawer();
  });
  drawer.addEventListener("close", () => {
    body.replaceChildren();
    if (opener?.isConnected) opener.focus();
  });
  // An act of the page that ends later does not close what was opened meanwhile.
  document.addEventListener("drawer:close", (event) => {
    if (drawer.contains(event.target)) closeDrawer();
  });
  document.addEventListener("page:changed", refreshPage);
}
