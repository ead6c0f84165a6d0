// Keys for the names in an article's text; each chooses a radio button that is there without script.
const VALUES = { y: "yes", n: "no" };

document.addEventListener("keydown", (event) => {
  const line = event.target.closest?.("[data-named-line]");
  const value = VALUES[event.key?.toLowerCase()];
  if (!line || !value || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  line.querySelector(`input[value=${value}]`).click();
  const lines = [...document.querySelectorAll("[data-named-line]")].filter((one) => one.offsetParent);
  const next = lines[lines.indexOf(line) + 1];
  next?.querySelector("input:checked")?.focus();
});

// What was saved meanwhile may name others, or be decided.
document.addEventListener("w-autosave:success", async () => {
  const panel = document.querySelector("[data-named-url]");
  if (!panel || panel.contains(document.activeElement)) return;
  const answer = await fetch(panel.dataset.namedUrl);
  if (answer.ok && !panel.contains(document.activeElement)) panel.innerHTML = await answer.text();
});
