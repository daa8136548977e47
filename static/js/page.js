// Small improvements of every page: support without a reload, copying, menus that close. All of it may fail quietly.

async function support(event) {
  const form = event.target.closest("form[data-support]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    show(button, await answer.json());
    button.disabled = false;
    button.focus();
  } catch {
    button.disabled = false;
    form.submit();
  }
}

function show(button, { supported, votes }) {
  button.setAttribute("aria-pressed", String(supported));
  button.querySelector("[data-word]").textContent = supported ? button.dataset.on : button.dataset.off;
  button.form.elements.mark.value = supported ? "0" : "1";
  button.querySelector("[data-count]").textContent = new Intl.NumberFormat(document.documentElement.lang).format(votes);
}

async function copy(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.copied;
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target)) {
      menu.open = false;
      if (event.type === "keydown") menu.querySelector("summary").focus();
    }
  }
}

document.addEventListener("submit", support);
document.addEventListener("click", (event) => copy(event).catch(() => {}));
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;

// "3 hours ago" beside the exact time, which stays as the title.
const STEPS = [[60, "second"], [60, "minute"], [24, "hour"], [7, "day"]];
for (const time of document.querySelectorAll("time[data-ago]")) {
  let value = (Date.parse(time.dateTime) - Date.now()) / 1000;
  for (const [size, unit] of STEPS) {
    if (Math.abs(value) < size) {
      time.title = time.textContent;
      time.textContent = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" }).format(Math.round(value), unit);
      break;
    }
    value /= size;
  }
}
