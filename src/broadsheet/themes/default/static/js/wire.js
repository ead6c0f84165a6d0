// Keys for the wire list; every key presses a button or link that is there without script.
const items = [...document.querySelectorAll(".wire-item")];
const help = document.querySelector("[data-help]");
const newer = document.querySelector("[data-newer]");
const ASK_EVERY = 30_000;
let place = -1;

function go(step) {
  if (!items.length) return;
  place = Math.min(Math.max(place + step, 0), items.length - 1);
  items[place].focus();
  items[place].scrollIntoView({ block: "nearest" });
}

function press(key) {
  items[place]?.querySelector(`[data-key=${key}]`)?.click();
}

const keys = {
  j: () => go(1),
  k: () => go(-1),
  o: () => press("o"),
  d: () => press("d"),
  x: () => press("x"),
  t: () => press("t"),
  "?": () => help?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help?.open) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  if (!keys[event.key]) return;
  event.preventDefault(); // or Wagtail opens its own list of keys at “?” as well
  keys[event.key]();
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest(".wire-item");
  if (item) place = items.indexOf(item);
});

// The list stands still under the reader's hand; it says when there is more.
async function ask() {
  if (document.hidden) return;
  const answer = await fetch(newer.dataset.newer).catch(() => null);
  if (!answer?.ok) return;
  const { number } = await answer.json();
  newer.hidden = !number;
  newer.querySelector("span").textContent = number;
}
if (newer) setInterval(ask, ASK_EVERY);

// After a decision the page comes anew: the next story is under the hand at once.
if (items.length && sessionStorage.getItem("wire-keys")) go(1);
document.addEventListener("keydown", () => sessionStorage.setItem("wire-keys", "1"), { once: true });

document.documentElement.classList.add("wire-js");
