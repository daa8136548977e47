// What a rich text is made of: the same words as the block tree of cocreate.documents.tree, and nothing more.
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const FLOW = "(paragraph | bullet_list | ordered_list | figure)";

const heading = {
  attrs: { level: { default: 2 } },
  content: "inline*",
  group: "block",
  defining: true,
  parseDOM: [1, 2, 3, 4, 5, 6].map((n) => ({ tag: `h${n}`, attrs: { level: Math.min(Math.max(n, 2), 4) } })),
  toDOM: (node) => [`h${node.attrs.level}`, 0],
};

const figure = {
  attrs: { src: {}, alt: { default: "" }, caption: { default: "" } },
  group: "block",
  atom: true,
  draggable: true,
  parseDOM: [{ tag: "figure", getAttrs: readFigure }, { tag: "img[src]", getAttrs: readPicture }],
  toDOM: ({ attrs }) => ["figure", ["img", { src: attrs.src, alt: attrs.alt }], ["figcaption", attrs.caption]],
};

function readPicture(img) {
  const own = /(^|\/)media\/\d+\//.test(img.getAttribute("src") || "");
  return own && { src: img.getAttribute("src"), alt: img.getAttribute("alt") || "" };
}

function readFigure(element) {
  const img = element.querySelector("img");
  const picture = img && readPicture(img);
  return picture ? { ...picture, caption: element.querySelector("figcaption")?.textContent || "" } : false;
}

const footnote = {
  attrs: { text: {} },
  group: "inline",
  inline: true,
  atom: true,
  parseDOM: [
    { tag: "sup[data-footnote]", priority: 60, getAttrs: (sup) => ({ text: sup.dataset.footnote }) },
    { tag: "section[data-footnotes]", ignore: true },
  ],
  toDOM: ({ attrs }) => ["sup", { "data-footnote": attrs.text, title: attrs.text }, "[*]"],
};

const ordered = {
  attrs: { start: { default: 1 } },
  content: "list_item+",
  group: "block",
  parseDOM: [{ tag: "ol", getAttrs: (ol) => ({ start: Number(ol.getAttribute("start")) || 1 }) }],
  toDOM: ({ attrs }) => (attrs.start === 1 ? ["ol", 0] : ["ol", { start: attrs.start }, 0]),
};

const link = {
  attrs: { href: {} },
  inclusive: false,
  parseDOM: [{ tag: "a[href]", getAttrs: (a) => ({ href: a.getAttribute("href") }) }],
  toDOM: (mark) => ["a", { href: mark.attrs.href }, 0],
};

const simple = (tag, ...others) => ({
  parseDOM: [tag, ...others].map((name) => ({ tag: name })),
  toDOM: () => [tag, 0],
});

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    heading,
    bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    ordered_list: ordered,
    list_item: { content: `paragraph ${FLOW}*`, defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    blockquote: { content: `${FLOW}+`, group: "block", defining: true, ...simple("blockquote") },
    horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
    figure,
    ...tableNodes({ tableGroup: "block", cellContent: "paragraph+", cellAttributes: {} }),
    text: { group: "inline" },
    hard_break: {
      inline: true,
      group: "inline",
      selectable: false,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    },
    footnote,
  },
  marks: {
    link,
    strong: simple("strong", "b"),
    em: simple("em", "i"),
    u: simple("u", "ins"),
    s: simple("s", "del", "strike"),
    code: simple("code"),
    sup: { ...simple("sup"), excludes: "sup sub" },
    sub: { ...simple("sub"), excludes: "sup sub" },
  },
});
