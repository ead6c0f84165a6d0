// Keys for the queue; every key presses a button that is there without script.
const posts = [...document.querySelectorAll(".mod-post")];
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

const keys = {
  j: () => go(1),
  k: () => go(-1),
  a: () => here()?.querySelector("[data-key=a]")?.click(),
  r: () => {
    const summary = here()?.querySelector("[data-key=r]");
    if (!summary) return;
    summary.parentElement.open = true;
    summary.parentElement.querySelector("button").focus();
  },
  x: () => here()?.querySelector("input[type=checkbox]")?.click(),
  u: () => document.querySelector("[data-undo] button")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  keys[event.key]?.();
});

document.addEventListener("focusin", (event) => {
  const post = event.target.closest(".mod-post");
  if (post) place = posts.indexOf(post);
});

document.documentElement.classList.add("mod-js");
