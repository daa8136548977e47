// The moderator's desk: takes the case that is open, shows what the author will read, and stops empty refusals.

const desk = document.querySelector("[data-case]");
const form = document.querySelector("[data-decide]");

async function take() {
  const claim = document.querySelector("form[data-claim]");
  if (!claim) return;
  const fields = new FormData(claim);
  fields.set("leave", sessionStorage.getItem("case-held") ?? "");
  const answer = await fetch(claim.action, {
    method: "POST",
    body: fields,
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    redirect: "manual",
  });
  const status = document.querySelector("[data-held]");
  if (answer.type === "opaqueredirect" || answer.ok) {
    sessionStorage.setItem("case-held", desk.dataset.case);
    claim.hidden = true;
    status.textContent = claim.dataset.heldText;
  } else if (answer.status === 409) {
    status.textContent = (await answer.json()).title;
  }
}

async function similar() {
  const place = document.querySelector("[data-similar]");
  if (!place) return;
  const answer = await fetch(place.querySelector("a").href, { credentials: "same-origin" });
  if (!answer.ok) return;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceChildren(...found.querySelector("[data-similar-list]").children);
}

function fill(name, words) {
  for (const slot of form.querySelectorAll(`[data-slot="${name}"]`)) {
    slot.dataset.empty ??= slot.textContent;
    slot.textContent = words || slot.dataset.empty;
  }
}

function preview(act) {
  for (const block of form.querySelectorAll("[data-preview]")) block.hidden = block.dataset.preview !== act;
}

function show() {
  const rule = form.querySelector(`[data-rule="${CSS.escape(form.rule_key.value)}"]`);
  const texts = form.querySelector("[data-rule-texts]");
  for (const one of texts.children) one.hidden = one !== rule;
  texts.hidden = !rule;
  fill("rule", rule?.dataset.title);
  fill("text", form.text.value.trim());
}

function unfinished() {
  return [form.rule_key, form.text].find((field) => !field.value.trim());
}

const list = document.querySelector(".desk-list");
const current = list?.querySelector("[data-row][aria-current]");
if (current?.offsetTop > list.clientHeight * 0.8) list.scrollTop = current.offsetTop - list.clientHeight / 2;
// Enter on a tick box would send the whole list.
list?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches('input[type="checkbox"]')) event.preventDefault();
});
if (desk) {
  take().catch(() => {});
  similar().catch(() => {});
}
if (form) {
  form.querySelector(".preview").classList.add("live");
  preview("return");
  show();
  form.addEventListener("input", show);
  for (const button of form.querySelectorAll('button[name="act"]')) {
    button.addEventListener("pointerenter", () => preview(button.value));
    button.addEventListener("focus", () => preview(button.value));
    button.addEventListener("click", (event) => {
      const missing = button.value === "publish" ? null : unfinished();
      preview(button.value);
      if (missing) {
        event.preventDefault();
        missing.focus();
      }
    });
  }
}
