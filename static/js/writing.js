// Help while writing: fields that grow, characters left, drafts kept in this browser, similar contributions below.

const PAUSE = 900;
const LIFE = 30 * 24 * 3600 * 1000;

function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  const fit = () => {
    area.style.height = "auto"; // set through the object model, which the content policy allows
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  area.addEventListener("input", fit);
  fit();
}

function count(field) {
  const limit = Number(field.dataset.limit);
  const words = document.createElement("p");
  words.className = "counter";
  words.setAttribute("aria-live", "polite");
  field.after(words);
  const tell = () => {
    const left = limit - [...field.value].length;
    const near = left <= Math.max(20, limit / 10);
    words.textContent = near ? (left < 0 ? field.dataset.over : field.dataset.left).replace("{n}", Math.abs(left)) : "";
    words.classList.toggle("over", left < 0);
  };
  field.addEventListener("input", tell);
  tell();
}

function later(act) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, PAUSE);
  };
}

function fieldsOf(form) {
  return [...form.elements].filter((f) => f.name && !["hidden", "submit", "password", "file"].includes(f.type));
}

function keepDraft(form) {
  const key = `draft:${form.dataset.draft}`;
  const told = form.querySelector("[data-saved]");
  const tell = (at) => {
    if (!told) return;
    const clock = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    told.textContent = told.dataset.saved.replace("{time}", clock);
  };
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  const texts = fieldsOf(form).filter((f) => f.type !== "checkbox" && f.type !== "radio");
  if (kept && Date.now() - kept.at < LIFE && texts.every((f) => f.value === f.defaultValue || !f.value)) {
    for (const field of texts) {
      if (!field.value && kept.values[field.name]) {
        field.value = kept.values[field.name];
        field.dispatchEvent(new Event("input"));
      }
    }
    if (Object.values(kept.values).some(Boolean)) tell(kept.at);
  }
  form.addEventListener("input", later(() => {
    const at = Date.now();
    localStorage.setItem(key, JSON.stringify({ at, values: Object.fromEntries(texts.map((f) => [f.name, f.value])) }));
    tell(at);
    if (form.dataset.keep) keepOnServer(form).then(() => tell(Date.now()), () => {});
  }));
}

async function keepOnServer(form) {
  const body = new FormData(form);
  body.set("act", "draft");
  const answer = await fetch(form.dataset.keep, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
}

function showSimilar(form) {
  const place = document.getElementById(form.dataset.similarInto);
  let asked = "";
  let control;
  const ask = later(async () => {
    const words = fieldsOf(form).filter((f) => f.type === "text" || f.type === "textarea").map((f) => f.value).join(" ").trim();
    if (words.length < 6 || words === asked) return;
    asked = words;
    control?.abort();
    control = new AbortController();
    try {
      const url = new URL(form.dataset.similar, location.href);
      url.searchParams.set("text", words.slice(0, 300));
      const answer = await fetch(url, { signal: control.signal, credentials: "same-origin" });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch { /* the list is help only; without it writing goes on */ }
  });
  form.addEventListener("input", ask);
}

function forgetSent() {
  const done = document.querySelector("[data-draft-done]");
  if (done) localStorage.removeItem(`draft:${done.dataset.draftDone}`);
}

const ACTS = [
  ["textarea[data-grow]", grow],
  ["[data-limit]", count],
  ["form[data-draft]", keepDraft],
  ["form[data-similar]", showSimilar],
];
for (const [selector, act] of ACTS) {
  for (const element of document.querySelectorAll(selector)) {
    try {
      act(element);
    } catch { /* a full or closed store must not stop the rest */ }
  }
}
try {
  forgetSent();
} catch { /* no store, nothing to forget */ }
