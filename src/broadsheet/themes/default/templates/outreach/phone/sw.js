{% comment %}The service worker. files: what every page needs; version: changes with them; icon{% endcomment %}// What this browser keeps of the paper, so that it can be read without a network.
//
// With a network nothing is shown from here but files whose names change with their content: a page always
// comes from the paper, and one that the paper has taken away goes from here too. All pages are kept as a
// stranger sees them: nobody's own page stays in a browser.
const FILES = "files-{{ version|escapejs }}";
const PAGES = "pages"; // the front page and the page that says there is no network
const SAVED = "saved"; // bookmarked articles with their pictures
const OFFLINE = "{% url "offline" %}";
const NEEDED = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const GONE = new Set([404, 410]);
const MOST_SAVED = 200;
const CHECK_EVERY = 10 * 60 * 1000; // milliseconds, while somebody reads
const CHECK_AGAIN = [1000, 5000]; // a browser says “online” before its first request gets through
let checkedAt = 0;

self.addEventListener("install", (event) => {
  event.waitUntil(install().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (address.pathname.startsWith("/pictures/")) event.respondWith(picture(request));
});

self.addEventListener("message", (event) => {
  const { save, pictures, forget, check } = event.data || {};
  let work = null;
  if (typeof save === "string") work = keep(save, Array.isArray(pictures) ? pictures : []);
  else if (typeof forget === "string") work = drop(forget);
  else if (check) work = checkAll();
  if (!work) return;
  event.waitUntil(work.finally(() => event.ports[0]?.postMessage("done")));
});

self.addEventListener("push", (event) => {
  event.waitUntil(tell(event));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url));
});

async function install() {
  const files = await caches.open(FILES);
  await files.addAll(NEEDED);
  await Promise.all([OFFLINE, "/"].map((path) => refresh(PAGES, path)));
}

async function tidy() {
  const known = new Set([FILES, PAGES, SAVED]);
  const names = await caches.keys();
  await Promise.all(names.filter((name) => !known.has(name)).map((name) => caches.delete(name)));
}

// A page comes from the paper. Only when the paper cannot be reached at all is a kept one shown.
async function page(event, request) {
  let answer;
  try {
    answer = await fetch(request, { cache: "no-cache" }); // what was read a moment ago may be gone by now
  } catch {
    return (await kept(request.url)) || (await caches.match(OFFLINE)) || Response.error();
  }
  if (GONE.has(answer.status)) event.waitUntil(drop(request.url));
  else if (Date.now() - checkedAt > CHECK_EVERY) event.waitUntil(checkAll());
  else if (answer.ok && new URL(request.url).pathname === "/") event.waitUntil(refresh(PAGES, "/"));
  return answer;
}

async function kept(url) {
  const path = pathOf(url);
  return (await (await caches.open(SAVED)).match(path)) || (await (await caches.open(PAGES)).match(path));
}

// Files of the theme: a new content has a new name, so the kept one is the right one.
async function file(request) {
  const found = await caches.match(request, { ignoreVary: true });
  return found || fetch(request);
}

async function picture(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreVary: true })) || Response.error();
  }
}

// As a stranger gets it. What is gone at the paper goes here; when the paper cannot say (null), nothing changes.
async function refresh(name, path) {
  const cache = await caches.open(name);
  let answer;
  try {
    answer = await fetch(path, { credentials: "omit", cache: "no-cache" });
  } catch {
    return null;
  }
  if (answer.ok && !answer.redirected) await cache.put(path, answer);
  else if (GONE.has(answer.status) || answer.redirected) await cache.delete(path);
  return answer.ok;
}

async function keep(url, pictures) {
  const path = pathOf(url);
  if (!path || !(await refresh(SAVED, path))) return;
  const cache = await caches.open(SAVED);
  const own = pictures.map(pathOf).filter((one) => one?.startsWith("/pictures/"));
  await Promise.allSettled(own.map((one) => cache.add(one)));
  const pages = (await cache.keys()).filter((one) => !new URL(one.url).pathname.startsWith("/pictures/"));
  await Promise.all(pages.slice(0, Math.max(0, pages.length - MOST_SAVED)).map((one) => cache.delete(one)));
}

async function drop(url) {
  const path = pathOf(url);
  if (!path) return;
  await (await caches.open(SAVED)).delete(path);
  if (path !== "/") await refresh(PAGES, "/"); // its headline may stand there
}

// There is a network: every kept page is asked for anew.
async function checkAll(pauses = CHECK_AGAIN) {
  checkedAt = Date.now();
  const saved = await caches.open(SAVED);
  const paths = (await saved.keys()).map((one) => pathOf(one.url)).filter((one) => !one.startsWith("/pictures/"));
  const said = await Promise.all([refresh(PAGES, "/"), ...paths.map((path) => refresh(SAVED, path))]);
  if (!said.includes(null) || !pauses.length) return;
  await new Promise((done) => setTimeout(done, pauses[0]));
  await checkAll(pauses.slice(1));
}

function pathOf(url) {
  try {
    const address = new URL(url, location.href);
    return address.origin === location.origin ? address.pathname + (address.pathname.startsWith("/pictures/") ? address.search : "") : null;
  } catch {
    return null;
  }
}

async function tell(event) {
  const { title, body, url, tag, lang, dir } = event.data.json();
  await self.registration.showNotification(title, {
    body, tag, lang, dir, icon: "{{ icon|escapejs }}", data: { url },
  });
}

async function open(url) {
  const path = url && pathOf(url);
  if (!path) return;
  for (const client of await self.clients.matchAll({ type: "window" })) {
    if (pathOf(client.url) === path && "focus" in client) {
      await client.focus();
      return;
    }
  }
  await self.clients.openWindow(path);
}
