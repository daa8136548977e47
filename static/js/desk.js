// The editor's desk: answers are kept while they are typed, templates fill the form, and what is chosen is counted.

const PAUSE = 900;

function autosave(form) {
  const told = form.querySelector("[data-saved]");
  let timer;
  let sent = false;
  const save = async () => {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    if (answer.ok && told && !sent) told.textContent = (await answer.json()).words;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => save().catch(() => {}), PAUSE);
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
  });
}

function sendByKey(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector('button[value="next"]') ?? form.querySelector("button"));
    } else if (event.key === "Escape" && event.target.matches("input, textarea, select")) {
      event.target.blur();
    }
  });
}

function beginWith(select) {
  const form = select.form ?? select.closest("form");
  select.addEventListener("change", () => {
    const fields = JSON.parse(select.selectedOptions[0].dataset.fields || "{}");
    for (const [name, text] of Object.entries(fields)) {
      if (name === "degree") {
        const radio = form.querySelector(`input[name="degree"][value="${CSS.escape(text)}"]`);
        if (radio) radio.checked = true;
      } else if (form.elements[name]) {
        form.elements[name].value = text;
      }
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function countChosen(form) {
  const boxes = () => [...form.elements].filter((one) => one.name === "numbers" && one.type === "checkbox");
  const all = document.querySelector("[data-choose-all]");
  const place = form.querySelector("[data-count]");
  const tell = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    place.textContent = String(chosen);
    form.toggleAttribute("data-some", chosen > 0);
    if (all) {
      all.checked = chosen > 0 && chosen === boxes().length;
      all.indeterminate = chosen > 0 && !all.checked;
    }
  };
  let last;
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.('input[name="numbers"]');
    if (!box) return;
    const list = boxes();
    if (event.shiftKey && last) {
      const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
      for (const one of list.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
  });
  document.addEventListener("change", tell);
  all?.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    tell();
  });
  tell();
}

const ACTS = [
  ["form[data-autosave]", autosave],
  ["form.answer-form", sendByKey],
  ["select[data-templates]", beginWith],
  ["form[data-bulk]", countChosen],
];
for (const [selector, act] of ACTS) {
  for (const element of document.querySelectorAll(selector)) act(element);
}
const open = document.querySelector(".open-sheet .answer-form");
if (open && location.hash) open.querySelector('input[name="degree"]:checked, input[name="degree"]')?.focus({ preventScroll: true });
