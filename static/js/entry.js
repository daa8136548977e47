// Entering several in a row: Ctrl+Enter (or Cmd+Enter) takes one in; the next begins in the first field.
const form = document.querySelector("[data-entry]");
form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
for (const hint of document.querySelectorAll("[data-needs-script]")) hint.hidden = false;
