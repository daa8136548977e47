// A sheet that adds up: points given, or what the chosen projects cost, while it is filled in.

for (const box of document.querySelectorAll("[data-spent]")) {
  const form = box.closest("form");
  const told = box.querySelector("output");
  const bar = box.querySelector("progress");
  const limit = Number(box.dataset.limit);
  const format = new Intl.NumberFormat(document.documentElement.lang);
  const worth = (field) => {
    if (field.type === "checkbox") return field.checked ? Number(field.dataset.cost) : 0;
    return Math.max(Number.parseInt(field.value, 10) || 0, 0);
  };
  const tell = () => {
    const fields = [...form.querySelectorAll("[data-cost]")];
    const spent = fields.reduce((sum, field) => sum + worth(field), 0);
    const words = spent > limit ? box.dataset.over : box.dataset.left;
    told.textContent = words.replace("{spent}", format.format(spent)).replace("{left}", format.format(Math.abs(limit - spent)));
    bar.value = Math.min(spent, limit);
    box.classList.toggle("over", spent > limit);
  };
  form.addEventListener("input", tell);
  tell();
}
