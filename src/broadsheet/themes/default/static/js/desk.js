// The newsroom's own forms: Ctrl and Enter send the one that is being written in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const field = event.target.closest("[data-quick]");
  if (!field) return;
  event.preventDefault();
  field.form.requestSubmit();
});
