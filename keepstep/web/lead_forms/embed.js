// Puts the form where this script stands, and tells it where the visitor came from. What was seen first is kept.
(() => {
  const script = document.currentScript;
  const names = "{{ names|join:" " }}".split(" ");
  const said = new URLSearchParams(location.search);
  const cookie = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`))?.[1] ?? "";
  const now = Object.fromEntries(names.filter((name) => said.get(name)).map((name) => [name, said.get(name)]));
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const keep = (name, touch) => { try { localStorage.setItem(name, JSON.stringify(touch)); } catch { /* private window */ } };
  const here = { ...now, referrer: document.referrer, page: location.origin + location.pathname };
  const first = read("keepstep_first") ?? here;
  const last = Object.keys(now).length ? here : read("keepstep_last") ?? here;
  keep("keepstep_first", first);
  keep("keepstep_last", last);
  const counted = { _ym_uid: cookie("_ym_uid"), roistat: cookie("roistat_visit") };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...counted, ...last })) if (value) query.set(name, value);
  for (const [name, value] of Object.entries(first)) if (value) query.set(`first_${name}`, value);
  const frame = document.createElement("iframe");
  frame.src = `${new URL(".", script.src)}?${query}`;
  frame.title = script.dataset.title || "";
  frame.style.cssText = "width:100%;border:0";
  frame.height = script.dataset.height || "640";
  script.after(frame);
})();
