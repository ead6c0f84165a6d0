// Forms that ask the browser for a passkey: data-passkey is "create" or "get", data-options
// the id of what the paper asks for. Without script they stay hidden, and codes do.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const options = JSON.parse(document.getElementById(form.dataset.options).textContent);
  const failed = form.querySelector("[data-failed]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const asked = options.creation_options || options.request_options || options;
      const credential = await window.webauthnJSON[form.dataset.passkey](asked);
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      failed.hidden = false; // cancelled, too slow, or no passkey of this paper is here
      console.info(error);
    }
  });
}
