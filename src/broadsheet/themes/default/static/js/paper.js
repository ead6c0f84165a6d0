// What makes the pages nicer. Each control works, or is not shown, without it.
const root = document.documentElement;
const LIST = "broadsheet.reading-list";

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off
  }
}

function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false; // switched off or full
  }
}

function readingList() {
  try {
    const list = JSON.parse(recall(LIST) || "[]");
    return Array.isArray(list) ? list.filter((entry) => typeof entry?.url === "string") : [];
  } catch {
    return []; // somebody else wrote there
  }
}

function keepReadingList(list) {
  return remember(LIST, list.length ? JSON.stringify(list) : null);
}

function each(selector, act, within = document) {
  within.querySelectorAll(selector).forEach(act);
}

function markSize() {
  const now = root.dataset.size || "normal";
  each("[data-size-step]", (button) => button.setAttribute("aria-pressed", button.dataset.sizeStep === now));
}

function setSize(button) {
  const step = button.dataset.sizeStep;
  if (step === "normal") delete root.dataset.size;
  else root.dataset.size = step;
  remember("broadsheet.size", step === "normal" ? null : step);
  markSize();
}

function markBookmarks() {
  const kept = new Set(readingList().map((entry) => entry.url));
  each("[data-bookmark]", (button) => {
    const saved = kept.has(button.dataset.url);
    button.setAttribute("aria-pressed", saved);
    const word = button.querySelector(".bar__word");
    if (word) word.textContent = saved ? button.dataset.saved : button.dataset.save;
  });
}

function toggleBookmark(button) {
  const { url, title } = button.dataset;
  const list = readingList();
  const others = list.filter((entry) => entry.url !== url);
  if (others.length === list.length) others.unshift({ url, title, when: new Date().toISOString() });
  keepReadingList(others);
  markBookmarks();
  if (others.length > list.length) tellWorker({ save: url, pictures: picturesHere() });
  else tellWorker({ forget: url });
}

// The service worker keeps bookmarked pages for when there is no network (docs/phone.md).
const workers = navigator.serviceWorker;

async function tellWorker(message) {
  if (!workers?.controller) return; // no worker in this browser, or not yet
  (await workers.ready).active?.postMessage(message);
}

function picturesHere() {
  return [...document.images].map((image) => image.currentSrc).filter(Boolean);
}

function checkKept() {
  tellWorker({ check: true });
}

workers?.register("/sw.js").catch(() => {}); // a browser may forbid it: then there is no page without a network
window.addEventListener("online", checkKept);

async function share(event, summary) {
  event.preventDefault();
  const { title, url } = summary.dataset;
  try {
    await navigator.share({ title, url });
  } catch (error) {
    if (error.name !== "AbortError") summary.parentElement.open = true;
  }
}

async function copyLink(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
  } catch {
    prompt(button.textContent, button.dataset.copy); // not allowed here: the reader copies it
  }
}

function openEmbed(button) {
  const frame = document.createElement("iframe");
  frame.src = button.dataset.embed;
  frame.title = button.dataset.title || button.dataset.embed;
  frame.allow = "fullscreen";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  const embed = button.closest(".embed");
  embed.classList.add("embed--open");
  embed.replaceChildren(frame);
  frame.focus();
}

// A form marked data-enhance answers with the HTML of its own region.
async function send(event, form) {
  event.preventDefault();
  const button = event.submitter || form.querySelector("[type=submit]");
  if (button?.getAttribute("aria-busy") === "true") return;
  button?.setAttribute("aria-busy", "true");
  const asked = {
    method: "POST",
    body: new FormData(form, event.submitter),
    headers: { Accept: "text/html", "Accept-Language": root.lang, "X-Requested-With": "fetch" },
  };
  const answer = await fetch(form.action, asked).catch(() => null);
  if (!answer) {
    button?.removeAttribute("aria-busy");
    return sayUnsent(form);
  }
  try {
    const html = await answer.text();
    if (!/^\s*</.test(html) || /<html/i.test(html) || answer.status >= 500) throw new Error(answer.status);
    replaceRegion(form.closest("[data-region]") || form, html);
  } catch {
    form.removeAttribute("data-enhance");
    form.submit(); // the plain way, which also shows a page of its own for errors
  }
}

// A page of the browser's about the network would take the words with it.
function sayUnsent(form) {
  const told = form.querySelector(".unsent") || document.createElement("p");
  told.className = "message message--error unsent";
  told.setAttribute("role", "alert");
  told.textContent = document.body.dataset.unsent;
  form.append(told);
  told.scrollIntoView({ block: "nearest" });
}

function replaceRegion(region, html) {
  const fresh = document.createRange().createContextualFragment(html).firstElementChild;
  region.replaceWith(fresh);
  const told = fresh.querySelector("[data-focus], [role=status], [role=alert], [aria-invalid=true]") || fresh;
  if (!told.matches("input, textarea, select, button")) told.tabIndex = -1;
  told.focus();
}

const clicks = {
  "[data-size-step]": setSize,
  "[data-bookmark]": toggleBookmark,
  "[data-print]": () => window.print(),
  "[data-copy]": copyLink,
  "[data-embed]": openEmbed,
};

// A link opened in a tab or window of its own goes where it leads.
function elsewhere(event, found) {
  return found.matches("a") && (event.ctrlKey || event.metaKey || event.shiftKey);
}

document.addEventListener("click", (event) => {
  for (const [selector, act] of Object.entries(clicks)) {
    const found = event.target.closest(selector);
    if (!found || elsewhere(event, found)) continue;
    if (found.matches("a")) event.preventDefault(); // without script it leads to a page that does the same
    act(found);
  }
  const summary = event.target.closest(".share > summary");
  if (summary && navigator.share) share(event, summary);
  each(".share[open]", (open) => open.contains(event.target) || (open.open = false));
});

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector(".share[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form[data-enhance]")) send(event, form);
  else if (form.method === "post" && !navigator.onLine) {
    event.preventDefault();
    sayUnsent(form);
  }
});

window.addEventListener("storage", markBookmarks);
markSize();
markBookmarks();
