// The reading list of this browser: shown on its page, or handed to the account once its reader has signed in.
const KEY = "broadsheet.reading-list";
// Days before months, as on every other page.
const LANGUAGE = document.documentElement.lang.replace(/^en$/, "en-GB");
const page = document.querySelector("[data-reading-list]");

// Anybody may have written into the browser's storage: only what looks like ours, and leads to this paper.
function load() {
  try {
    const list = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(list) ? list.filter((entry) => path(entry?.url) && typeof entry.title === "string") : [];
  } catch {
    return []; // storage is switched off, or what is there is no list
  }
}

function path(url) {
  try {
    const address = new URL(url, location.href);
    return typeof url === "string" && address.origin === location.origin ? address.pathname : null;
  } catch {
    return null;
  }
}

function keep(list) {
  try {
    if (list.length) localStorage.setItem(KEY, JSON.stringify(list));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is switched off: there was no list to begin with.
  }
}

function row(entry) {
  const item = page.querySelector("template").content.firstElementChild.cloneNode(true);
  const link = item.querySelector("a");
  link.href = path(entry.url);
  link.textContent = entry.title || entry.url;
  const time = item.querySelector("time");
  const when = new Date(entry.when);
  if (!Number.isNaN(when.getTime())) {
    time.dateTime = when.toISOString();
    time.textContent = when.toLocaleDateString(LANGUAGE, { dateStyle: "long" });
  }
  const button = item.querySelector("button");
  button.setAttribute("aria-label", `${button.textContent} ${link.textContent}`);
  button.addEventListener("click", () => {
    keep(load().filter((kept) => kept.url !== entry.url));
    navigator.serviceWorker?.controller?.postMessage({ forget: path(entry.url) });
    show();
    page.querySelector("h1").focus();
  });
  return item;
}

function show() {
  const entries = load();
  page.querySelector("[data-kept]")?.replaceChildren(...entries.map(row));
  const none = page.querySelector("[data-none]");
  if (none) none.hidden = entries.length > 0 || page.querySelector("[data-account] li") !== null;
}

async function merge() {
  try {
    const answer = await fetch(page.dataset.merge, {
      method: "POST",
      body: JSON.stringify(load()),
      headers: { "Content-Type": "application/json", "X-CSRFToken": page.dataset.token },
    });
    if (!answer.ok) throw new Error(answer.status);
    keep([]);
    location.reload();
  } catch {
    show(); // the list stays in this browser, and is handed over another time
  }
}

if (page) {
  if ("signedIn" in page.dataset && load().length) merge();
  else show();
}
