// Lists by keyboard for those who work here all day: j and k move, Enter opens, any [data-row-key] acts in the line at
// hand and any [data-key] on the page, each on its letter.

const list = document.querySelector("[data-key-list]");
const rows = () => [...(list?.querySelectorAll("[data-row]") ?? [])];

function typing(target) {
  return target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]') !== null;
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const now = at < 0 ? all.findIndex((row) => row.hasAttribute("aria-current")) : at;
  const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
  const link = next.querySelector("a") ?? next.querySelector("button, input") ?? next;
  link.focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    move(event.key === "j" ? 1 : -1);
    return;
  }
  const here = document.activeElement?.closest?.("[data-row]");
  const inRow = here?.querySelector(`[data-row-key="${CSS.escape(event.key)}"]`);
  if (inRow) {
    event.preventDefault();
    inRow.click();
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (target) {
    event.preventDefault();
    if (target.matches("input, textarea, select")) target.focus();
    else target.click();
  }
});
