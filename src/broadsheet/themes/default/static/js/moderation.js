// Keys for the queue; every key presses a button that is there without script.
const posts = [...document.querySelectorAll(".mod-post")];
const queue = document.querySelector("[data-queue]");
const help = document.querySelector("[data-help]");
const CLAIM_EVERY = 120_000;
const claimed = new Map();
let place = -1;

function go(step) {
  if (!posts.length) return;
  place = Math.min(Math.max(place + step, 0), posts.length - 1);
  posts[place].focus();
  posts[place].scrollIntoView({ block: "nearest" });
}

function here() {
  return posts[place] || null;
}

function press(key) {
  here()?.querySelector(`[data-key=${key}]`)?.click();
}

// Others see that somebody is at this comment; it ends by itself after some minutes.
async function claim(post) {
  const key = post.dataset.post;
  if (Date.now() - (claimed.get(key) || 0) < CLAIM_EVERY) return;
  claimed.set(key, Date.now());
  const address = queue.dataset.claim.replace("/0/", `/${key}/`);
  const token = queue.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token } });
  if (answer.ok) post.classList.toggle("mod-post--taken", !(await answer.json()).mine);
}

const keys = {
  j: () => go(1),
  k: () => go(-1),
  a: () => press("a"),
  r: () => {
    const summary = here()?.querySelector("[data-key=r]");
    if (!summary) return;
    summary.parentElement.open = true;
    summary.parentElement.querySelector("button").focus();
  },
  o: () => press("o"),
  p: () => press("p"),
  h: () => press("h"),
  x: () => here()?.querySelector("input[type=checkbox]")?.click(),
  u: () => document.querySelector("[data-undo] button")?.click(),
  "?": () => help?.showModal(),
};

function reason(key) {
  const open = here()?.querySelector(".mod-reject[open]:not(.mod-lead)");
  return open?.querySelectorAll("button")[Number(key) - 1];
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help?.open) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  if (/^[1-6]$/.test(event.key)) reason(event.key)?.click();
  if (!keys[event.key]) return;
  event.preventDefault(); // or Wagtail opens its own list of keys at “?” as well
  keys[event.key]();
});

document.addEventListener("focusin", (event) => {
  const post = event.target.closest(".mod-post");
  if (!post) return;
  place = posts.indexOf(post);
  claim(post);
});

// After a decision the page comes anew: the next comment is under the hand at once.
if (posts.length && sessionStorage.getItem("mod-keys")) go(1);
document.addEventListener("keydown", () => sessionStorage.setItem("mod-keys", "1"), { once: true });

document.documentElement.classList.add("mod-js");
