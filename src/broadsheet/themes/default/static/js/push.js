// The choice of what this browser is told. Nothing is asked of the browser before the reader presses the button.
const form = document.querySelector("[data-push]");
const status = form?.querySelector("[data-push-status]");
const leaving = form?.querySelector("[data-push-leave]");

function say(name) {
  status.textContent = form.dataset[name];
}

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

async function post(url, told) {
  const answer = await fetch(url, {
    method: "POST",
    body: JSON.stringify(told),
    headers: { "Content-Type": "application/json" },
  });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function numbers(name) {
  return [...form.querySelectorAll(`[name=${name}]:checked`)].map((box) => Number(box.value));
}

async function subscription() {
  return (await navigator.serviceWorker.ready).pushManager.getSubscription();
}

async function subscribe() {
  const registration = await navigator.serviceWorker.ready;
  const found = await registration.pushManager.getSubscription();
  const wanted = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) };
  const subscribed = found || (await registration.pushManager.subscribe(wanted));
  await post(form.dataset.subscribe, {
    ...subscribed.toJSON(),
    breaking: form.elements.breaking.checked,
    sections: numbers("section"),
    topics: numbers("topic"),
    quiet_from: form.elements.quiet_from.value,
    quiet_to: form.elements.quiet_to.value,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  leaving.hidden = false;
}

async function leave() {
  const found = await subscription();
  if (found) {
    await post(form.dataset.leave, { endpoint: found.endpoint });
    await found.unsubscribe();
  }
  leaving.hidden = true;
}

async function showChoice() {
  const found = await subscription();
  if (!found) return;
  const choice = await post(form.dataset.choice, { endpoint: found.endpoint });
  if (!choice.told) return;
  leaving.hidden = false;
  form.elements.breaking.checked = choice.breaking;
  for (const [name, chosen] of [["section", choice.sections], ["topic", choice.topics]]) {
    form.querySelectorAll(`[name=${name}]`).forEach((box) => (box.checked = chosen.includes(Number(box.value))));
  }
  form.elements.quiet_from.value = choice.quiet_from || "";
  form.elements.quiet_to.value = choice.quiet_to || "";
}

async function attempt(act, done) {
  try {
    await act();
    if (done) say(done);
  } catch (error) {
    say(error.name === "NotAllowedError" ? "denied" : "failed");
  }
}

if (form) {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) {
    form.querySelectorAll("fieldset, [type=submit]").forEach((part) => (part.disabled = true));
    say("unable");
  } else {
    attempt(showChoice);
    leaving.addEventListener("click", () => attempt(leave, "left"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      attempt(subscribe, "told");
    });
  }
}
