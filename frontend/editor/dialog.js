// Small dialogs with labelled fields: for links, pictures and footnotes.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// Asks for values by name. `fields` are {name, label, hint, value, type, required}; `save` gets the values and may
// return (a promise of) a sentence that says why not. Resolves when the dialog is closed.
export function ask({ title, fields, labels, save }) {
  return new Promise((resolve) => {
    const why = make("p", { class: "error", role: "alert" });
    const inputs = fields.map(input);
    const send = make("button", { type: "submit", class: "button" }, labels.save);
    const leave = make("button", { type: "button", class: "button quiet" }, labels.cancel);
    const form = make("form", { class: "fields" }, make("h2", { id: "editor-dialog" }, title), why);
    form.append(...inputs.map(({ row }) => row), make("div", { class: "buttons" }, send, leave));
    const dialog = make("dialog", { class: "editor-dialog", "aria-labelledby": "editor-dialog" }, form);
    leave.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      send.disabled = true;
      const values = Object.fromEntries(inputs.map(({ name, field }) => [name, field.files || field.value.trim()]));
      why.textContent = (await save(values)) || "";
      send.disabled = false;
      if (!why.textContent) dialog.close();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function input({ name, label, hint, value = "", type = "text", required = false, accept = null }) {
  const id = `editor-${name}`;
  const field = make("input", { id, type, accept, required: required ? "" : null });
  if (type !== "file") field.value = value;
  const row = make("div", { class: "field" }, make("label", { for: id }, label));
  if (hint) {
    row.append(make("p", { class: "hint", id: `${id}-hint` }, hint));
    field.setAttribute("aria-describedby", `${id}-hint`);
  }
  row.append(field);
  return { name, field, row };
}
