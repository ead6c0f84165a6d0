// The page /reading-list/: shows what this browser keeps, or hands it to the account.
const KEY = "broadsheet.reading-list";
const page = document.querySelector("[data-reading-list]");

function load() {
  try {
    const list = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return []; // storage is switched off, or somebody else wrote there
  }
}

// Only pages of this paper: what is in the browser may have been put there by anybody.
function own(entry) {
  const address = new URL(entry.url, location.href);
  return address.origin === location.origin ? address.pathname : null;
}

function row(entry) {
  const item = page.querySelector("template").content.firstElementChild.cloneNode(true);
  const link = item.querySelector("a");
  link.href = own(entry);
  link.textContent = entry.title;
  const time = item.querySelector("time");
  time.dateTime = entry.when;
  time.textContent = new Date(entry.when).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  item.querySelector("button").addEventListener("click", () => {
    localStorage.setItem(KEY, JSON.stringify(load().filter((kept) => kept.url !== entry.url)));
    show();
  });
  return item;
}

function show() {
  const entries = load().filter((entry) => entry.title && entry.url && own(entry));
  page.querySelector("[data-kept]").replaceChildren(...entries.map(row));
  page.querySelector("[data-none]").hidden = entries.length > 0 || page.querySelector("[data-account] li") !== null;
}

async function merge() {
  const entries = load();
  if (!entries.length) return;
  const answer = await fetch(page.dataset.merge, {
    method: "POST",
    body: JSON.stringify(entries),
    headers: { "Content-Type": "application/json", "X-CSRFToken": page.dataset.token },
  });
  if (!answer.ok) return show();
  localStorage.removeItem(KEY);
  location.reload();
}

if (page) {
  if ("signedIn" in page.dataset && load().length) merge();
  else show();
}
