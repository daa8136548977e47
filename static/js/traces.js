// What is selected in the outcome or in the contribution goes into the form, with the place where it begins.

const form = document.querySelector("[data-trace-form]");

// Offsets count code points: the place of the piece, and the characters before the selection in it.
function place(node, offset) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!piece) return null;
  const before = document.createRange();
  before.selectNodeContents(piece);
  before.setEnd(node, offset);
  return Number(piece.dataset.at) + [...before.toString()].length;
}

function take() {
  const selection = getSelection();
  if (!form || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const box = (range.commonAncestorContainer.parentElement ?? range.commonAncestorContainer).closest("[data-text]");
  const words = selection.toString().trim();
  if (!box || !words) return;
  const name = box.dataset.text;
  const field = form.elements[name];
  if (!field) return;
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  form.elements[`${name}_at`].value = place(range.startContainer, range.startOffset) ?? 0;
  guess();
}

// The same words on both sides are a quote; the person who ties them has the last word.
let chosen = false;
function guess() {
  const { target, source, kind } = form.elements;
  if (chosen || !kind || !target.value || !source.value) return;
  const bare = (text) => text.replace(/\s+/g, "");
  kind.value = bare(target.value) === bare(source.value) ? "quote" : "paraphrase";
}

if (form) {
  document.addEventListener("selectionchange", take);
  form.addEventListener("change", (event) => {
    if (event.target.name === "kind") chosen = true;
  });
}
