// Brings the newest entries of a live article to an open page: asks for a small finished
// part of it, which the server answers with "not changed" most of the time.
const EVERY = 15_000;
const SLOWEST = 120_000;
const section = document.querySelector("[data-live]");
const status = section?.querySelector("[data-live-status]");
let wait = EVERY;

function part() {
  return section.querySelector("[data-live-part]");
}

function older() {
  let list = section.querySelector("[data-live-older]");
  if (!list) {
    list = document.createElement("ol");
    list.className = "coverage__list";
    list.dataset.liveOlder = "";
    part().after(list);
  }
  return list;
}

function keepWhatFellOut(incoming) {
  const last = incoming.querySelector("[data-live-fresh] > :last-child time")?.dateTime;
  const there = (entry) => incoming.querySelector(`#${CSS.escape(entry.id)}`);
  const out = [...part().querySelectorAll("[data-live-fresh] > li")].filter(
    (entry) => !there(entry) && last && new Date(entry.querySelector("time").dateTime) <= new Date(last),
  );
  if (out.length) older().prepend(...out);
}

function show(html) {
  const incoming = new DOMParser().parseFromString(html, "text/html").querySelector("[data-live-part]");
  if (!incoming || incoming.innerHTML === part().innerHTML) return true;
  if (part().contains(document.activeElement)) return true; // not while somebody is on a link in it
  if (incoming.hasAttribute("data-live-over")) {
    status.textContent = status.dataset.over;
    return false;
  }
  const known = new Set([...section.querySelectorAll("li[id]")].map((entry) => entry.id));
  const isNew = [...incoming.querySelectorAll("li[id]")].some((entry) => !known.has(entry.id));
  keepWhatFellOut(incoming);
  part().replaceWith(incoming);
  status.textContent = isNew ? status.dataset.said : "";
  return true;
}

async function ask() {
  let more = true;
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(section.dataset.live, { cache: "no-cache", credentials: "omit" });
      if (answer.status === 404 || answer.status === 410) return;
      if (answer.ok) more = show(await answer.text());
      wait = answer.ok ? EVERY : Math.min(wait * 2, SLOWEST);
    } catch {
      wait = Math.min(wait * 2, SLOWEST); // no network: asked less often
    }
  }
  if (more) setTimeout(ask, wait * (0.8 + Math.random() * 0.4));
}

if (section) setTimeout(ask, EVERY * Math.random());
