// Turns each <textarea data-rich-text> into an editor. Without it the textarea takes Markdown and works as well.
import { baseKeymap, chainCommands, exitCode, toggleMark } from "prosemirror-commands";
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history, redo, undo } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { DOMParser as Reader, DOMSerializer } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { goToNextCell, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { asking } from "./asking.js";
import { make } from "./dialog.js";
import { keeper } from "./kept.js";
import { schema } from "./schema.js";
import { toolbar } from "./toolbar.js";

const { nodes, marks } = schema;

function lineBreak(state, dispatch) {
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
}

const keys = (parts) => ({
  "Mod-z": undo,
  "Shift-Mod-z": redo,
  "Mod-y": redo,
  "Mod-b": toggleMark(marks.strong),
  "Mod-i": toggleMark(marks.em),
  "Mod-u": toggleMark(marks.u),
  "Mod-k": () => (parts.asks.link(), true),
  "Alt-F10": () => (parts.tools.focus(), true),
  Enter: splitListItem(nodes.list_item),
  "Shift-Enter": chainCommands(exitCode, lineBreak),
  "Mod-]": sinkListItem(nodes.list_item),
  "Mod-[": liftListItem(nodes.list_item),
  Tab: goToNextCell(1), // outside of tables Tab leaves the editor
  "Shift-Tab": goToNextCell(-1),
});

const rules = inputRules({
  rules: [
    textblockTypeInputRule(/^(#{2,4})\s$/, nodes.heading, (found) => ({ level: found[1].length })),
    wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list),
    wrappingInputRule(/^(\d+)[.、]\s?$/, nodes.ordered_list, (found) => ({ start: Number(found[1]) })),
    wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
  ],
});

function read(html) {
  return Reader.fromSchema(schema).parse(new DOMParser().parseFromString(html, "text/html").body);
}

function write(doc) {
  const page = document.implementation.createHTMLDocument("");
  const box = page.createElement("div");
  box.append(DOMSerializer.fromSchema(schema).serializeFragment(doc.content, { document: page }));
  return box.innerHTML;
}

// Only to keep the browser's console quiet about styles that the policy forbids; the server is what makes texts safe.
function withoutStyles(html) {
  const styles = /\s(?:style|on\w+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;
  return html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[^>]+>/g, (tag) => tag.replace(styles, ""));
}

function edit(area) {
  const form = area.form;
  const labels = JSON.parse(area.dataset.labels);
  const parts = {};
  const box = make("div", { class: "editor" });
  const kept = keeper(area);
  const label = form.querySelector(`label[for="${area.id}"]`);
  if (label) label.id = label.id || `${area.id}-label`;
  const named = { id: `${area.id}-editor`, role: "textbox", "aria-multiline": "true", "aria-label": labels.text };
  if (label) named["aria-labelledby"] = label.id;
  for (const name of ["aria-describedby", "aria-invalid"])
    if (area.hasAttribute(name)) named[name] = area.getAttribute(name);

  const plugins = [rules, keymap(keys(parts)), keymap(baseKeymap), history(), dropCursor(), gapCursor(), tableEditing()];
  let isTouched = "touched" in area.dataset; // what was refused is sent again as HTML
  const view = new EditorView(box, {
    state: EditorState.create({ doc: read(area.dataset.html), plugins }),
    attributes: { ...named, class: "editor-text prose" },
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      if (transaction.docChanged) {
        isTouched = true;
        kept.keep(() => write(view.state.doc));
      }
      parts.tools?.show(view.state);
    },
    transformPastedHTML: withoutStyles,
    handleDoubleClickOn(_view, _at, node) {
      if (node.type === nodes.figure) parts.asks.picture();
      else if (node.type === nodes.footnote) parts.asks.footnote();
    },
  });
  const token = form.elements.csrf_token?.value || "";
  parts.asks = asking(view, { labels, upload: area.dataset.upload, token });
  parts.tools = toolbar(view, labels, parts.asks, named.id);
  box.prepend(parts.tools.bar);
  parts.tools.show(view.state);
  label?.addEventListener("click", () => view.focus());
  area.before(box);
  area.hidden = true;
  area.required = false;
  for (const hint of form.querySelectorAll(`[data-markdown-hint="${area.name}"]`)) hint.hidden = true;
  form.addEventListener("formdata", ({ formData }) => {
    if (!isTouched) return; // what nobody changed is sent as it came
    formData.set(area.name, write(view.state.doc));
    formData.set(`${area.name}_format`, "html");
  });
  form.addEventListener("submit", kept.forget); // from here on the server keeps it, also when it refuses
  bringBack(view, box, kept, labels);
}

// As a change of its own, so that "undo" shows again what the page came with.
function bringBack(view, box, kept, labels) {
  const html = kept.take();
  if (!html) return;
  view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, read(html).content));
  box.append(make("p", { class: "editor-note", role: "status" }, labels.restored));
}

for (const area of document.querySelectorAll("textarea[data-rich-text]")) edit(area);
