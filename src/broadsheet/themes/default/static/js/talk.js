// Says when comments have come since the page was made. Without script nothing is missing.
const EVERY = 30_000; // milliseconds

function watch(place) {
  const { latest, count, words } = place.dataset;
  let asked = Date.now();

  async function ask() {
    asked = Date.now();
    try {
      // "no-cache" asks with the ETag that the browser keeps; mostly the answer is 304.
      const answer = await fetch(latest, { cache: "no-cache" });
      if (answer.ok) tell(await answer.json());
    } catch {
      // No connection: the next time perhaps.
    }
  }

  function tell(now) {
    const more = now.count - Number(count);
    place.hidden = more <= 0;
    if (place.hidden) return;
    const link = document.createElement("a");
    link.href = now.url;
    link.textContent = `${words}: ${more.toLocaleString(document.documentElement.lang)}`;
    if (place.textContent !== link.textContent) place.replaceChildren(link);
  }

  function askWhenDue() {
    if (document.visibilityState === "visible" && Date.now() - asked >= EVERY) ask();
  }

  setInterval(askWhenDue, EVERY);
  document.addEventListener("visibilitychange", askWhenDue);
}

document.querySelectorAll("[data-latest]").forEach(watch);
