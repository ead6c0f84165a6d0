{% load i18n %}// Comments of {{ paper.name|escapejs }} on this page: <div id="broadsheet-comments" data-page data-title data-theme></div>,
// and their number where data-broadsheet-count has a page's address. Set-up: docs/embedding.md of Broadsheet.
(() => {
  "use strict";
  const PAPER = new URL(document.currentScript.src).origin;
  const WORDS = "{% filter escapejs %}{% translate "Comments" %}{% endfilter %}";
  const PATIENCE = 8000; // milliseconds after which a frame that says nothing is taken for blocked
  const MOST = 50; // addresses in one question

  // A page's address as the paper's own addresses have it; one that differs only costs a redirect.
  function code(page) {
    const { host, pathname, search } = new URL(page, location.href);
    const path = pathname.replace(/\/+$/, "").replace(/(?:%[89A-F][0-9A-F])+/gi, (escaped) => {
      try {
        return decodeURIComponent(escaped);
      } catch {
        return escaped;
      }
    });
    const bytes = new TextEncoder().encode(`${host}${path || "/"}${search}`);
    return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function addressOf(place) {
    const canonical = document.querySelector("link[rel=canonical]");
    return new URL(place.dataset.page || (canonical && canonical.href) || location.href, location.href).href;
  }

  // Dark letters stand on a light page, whatever the reader's system prefers.
  function schemeOf(place) {
    if (["light", "dark"].includes(place.dataset.theme)) return place.dataset.theme;
    const [red, green, blue] = (getComputedStyle(place).color.match(/[\d.]+/g) || [0, 0, 0]).map(Number);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 127 ? "dark" : "light";
  }

  function fallback(place, page, title) {
    const link = document.createElement("a");
    link.href = `${PAPER}/talk/on/?${new URLSearchParams({ page, title })}`;
    link.textContent = WORDS;
    place.replaceChildren(link);
  }

  function show(place) {
    const page = addressOf(place);
    const title = place.dataset.title || document.title;
    const asked = () => (/^#comment-\d+$/.test(location.hash) ? location.hash : "");
    const frame = document.createElement("iframe");
    let opened = 0;
    let waiting = 0;
    let scheme = schemeOf(place);

    function say(message) {
      frame.contentWindow.postMessage({ broadsheet: true, ...message }, PAPER);
    }

    function follow() {
      const now = schemeOf(place);
      if (now === scheme) return;
      scheme = now;
      frame.style.colorScheme = scheme;
      frame.name = JSON.stringify({ scheme, title });
      if (opened) say({ scheme });
    }

    function scrollTo(top) {
      window.scrollTo({ top: window.scrollY + frame.getBoundingClientRect().top + top - 80 });
    }

    window.addEventListener("message", ({ source, origin, data }) => {
      if (source !== frame.contentWindow || origin !== PAPER || !data || data.broadsheet !== true) return;
      clearTimeout(waiting);
      if (Number.isFinite(data.height)) frame.style.height = `${Math.min(Math.max(data.height, 0), 100000)}px`;
      if (Number.isFinite(data.at)) scrollTo(data.at);
      if (data.opened === true || Number.isFinite(data.at)) {
        opened += 1;
        say({ scheme }); // the page may have changed while the frame loaded
        if (data.opened && opened > 1 && frame.getBoundingClientRect().top < 0) scrollTo(0);
      }
    });
    window.addEventListener("hashchange", () => asked() && opened && say({ show: asked().slice(1) }));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", follow);
    const changes = new MutationObserver(follow);
    for (const one of [document.documentElement, document.body, place]) changes.observe(one, { attributes: true });

    frame.title = place.dataset.label || WORDS;
    frame.name = JSON.stringify({ scheme, title });
    frame.loading = asked() ? "eager" : "lazy";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    Object.assign(frame.style, { width: "100%", height: "24rem", border: "0", display: "block", colorScheme: scheme });
    frame.addEventListener("load", () => {
      if (opened || waiting) return;
      waiting = setTimeout(() => {
        console.warn(`${PAPER} shows no comments here: is ${location.origin} among its “Comments elsewhere”, and does this page's own policy let it be framed?`);
        fallback(place, page, title);
      }, PATIENCE);
    });
    frame.src = `${PAPER}/talk/frame/${code(page)}/${asked()}`;
    place.replaceChildren(frame);
  }

  async function count(places) {
    const wanted = places.map((place) => [place, new URL(place.dataset.broadsheetCount || addressOf(place), location.href).href]);
    const query = new URLSearchParams([...new Set(wanted.map(([, page]) => page))].map((page) => ["page", page]));
    try {
      const answer = await fetch(`${PAPER}/talk/counts.json?${query}`, { credentials: "omit" });
      const { counts } = await answer.json();
      for (const [place, page] of wanted) {
        if (page in counts) place.textContent = counts[page].toLocaleString(document.documentElement.lang || undefined);
      }
    } catch {
      // The numbers stay away; everything else is as it was.
    }
  }

  function begin() {
    const place = document.getElementById("broadsheet-comments");
    if (place) show(place);
    const places = [...document.querySelectorAll("[data-broadsheet-count]")];
    for (let start = 0; start < places.length; start += MOST) count(places.slice(start, start + MOST));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
