// Tap a sentence of an outcome, and those whose words it holds appear right below its paragraph.

const list = document.querySelector("[data-whose]");
const BLOCK = "p, li, h2, h3, h4, blockquote, figure, table";
let shown = null;

function close(focus) {
  if (!shown) return;
  shown.link.setAttribute("aria-expanded", "false");
  if (focus) shown.link.focus();
  shown.panel.remove();
  shown = null;
}

function open(link) {
  const again = shown?.link === link;
  close(false);
  const entry = list.querySelector(`#${CSS.escape(link.hash.slice(1))} ul`);
  if (again || !entry) return;
  const panel = document.createElement("aside");
  panel.className = "whose-here";
  panel.setAttribute("aria-label", link.getAttribute("aria-label"));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = list.dataset.close;
  button.addEventListener("click", () => close(true));
  panel.append(entry.cloneNode(true), button);
  const cell = link.closest("td, th, li");
  if (cell) cell.append(panel);
  else link.closest(BLOCK).after(panel);
  link.setAttribute("aria-expanded", "true");
  shown = { link, panel };
}

if (list) {
  const paper = list.closest(".paper");
  list.querySelector("[data-whose-all]").open = location.hash.startsWith("#whose-");
  for (const link of paper.querySelectorAll(".trace-count")) link.setAttribute("aria-expanded", "false");
  paper.addEventListener("click", (event) => {
    const link = event.target.closest(".trace-count");
    if (link) event.preventDefault();
    const mark = link ?? event.target.closest(".document mark.trace");
    if (!mark || getSelection().toString()) return;
    const next = link ?? following(mark);
    if (next) open(next);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
  });
}

function following(mark) {
  const links = [...mark.closest(".document").querySelectorAll(".trace-count")];
  return links.find((one) => mark.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
}
