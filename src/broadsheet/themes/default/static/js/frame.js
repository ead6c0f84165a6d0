// In the frame on another site: as light or dark as the page around it, and as high as its own words.
// It talks to the one origin that may show it. What that page says first stands in the frame's name.
(() => {
  const root = document.documentElement;
  const { site, frame } = root.dataset;
  const asked = new Map(); // media rules of the style sheets, as they were written

  function told() {
    try {
      return JSON.parse(window.name) || {};
    } catch {
      return {}; // framed by hand, without our script
    }
  }

  function dress(rules, scheme) {
    for (const rule of rules) {
      if (rule.cssRules) dress(rule.cssRules, scheme);
      if (!(rule instanceof CSSMediaRule)) continue;
      const written = asked.get(rule) || rule.media.mediaText;
      const wanted = /\(prefers-color-scheme:\s*(light|dark)\)/.exec(written);
      if (!wanted) continue;
      asked.set(rule, written);
      const holds = wanted[1] === scheme ? "(min-width: 0px)" : "(max-width: 0px)";
      rule.media.mediaText = written.replace(wanted[0], holds);
    }
  }

  function wear(scheme) {
    if (scheme !== "light" && scheme !== "dark") return;
    root.dataset.scheme = root.style.colorScheme = scheme;
    for (const sheet of document.styleSheets) dress(sheet.cssRules, scheme);
  }

  function tell(message) {
    if (parent !== window) parent.postMessage({ broadsheet: true, ...message }, site);
  }

  function point(id) {
    const found = document.getElementById(id);
    if (found) tell({ at: Math.round(found.getBoundingClientRect().top) });
    return Boolean(found);
  }

  function begin() {
    const title = document.querySelector("input[name=page_title]");
    if (title && !title.value) title.value = String(told().title || "").slice(0, 300);
    new ResizeObserver(() => tell({ height: Math.ceil(root.getBoundingClientRect().height) })).observe(root);
    if (!point(location.hash.slice(1))) tell({ opened: true });
  }

  // A link leads within the frame, or the reader keeps the page and gets a new one beside it.
  function lead(event) {
    const link = event.target.closest("a[href]");
    if (!link || link.target) return;
    const here = link.origin === location.origin && link.pathname.startsWith(frame);
    if (here) return;
    if (link.href.startsWith(`${root.dataset.page}#`)) link.target = "_top";
    else [link.target, link.rel] = ["_blank", `${link.rel} noopener`];
  }

  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || origin !== site || !data || data.broadsheet !== true) return;
    if (data.scheme) wear(data.scheme);
    const id = /^comment-(\d+)$/.exec(String(data.show || ""));
    if (id && !point(id[0])) location.assign(`${frame}${id[1]}/`);
  });
  document.addEventListener("click", lead);
  document.addEventListener("DOMContentLoaded", begin);
  wear(told().scheme);
})();
