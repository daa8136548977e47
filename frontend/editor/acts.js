// What the buttons and keys do, and whether they can do it now.
import { lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  toggleHeaderRow,
} from "prosemirror-tables";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

const isInside = (state, type) => {
  for (let depth = state.selection.$from.depth; depth > 0; depth -= 1)
    if (state.selection.$from.node(depth).type === type) return true;
  return false;
};

const hasMark = (state, type) => {
  const { from, to, $from, empty } = state.selection;
  return empty ? Boolean(type.isInSet(state.storedMarks || $from.marks())) : state.doc.rangeHasMark(from, to, type);
};

const mark = (type) => ({ run: toggleMark(type), isOn: (state) => hasMark(state, type) });

const list = (type) => ({
  run: (state, dispatch) =>
    isInside(state, type) ? liftListItem(nodes.list_item)(state, dispatch) : wrapInList(type)(state, dispatch),
  isOn: (state) => isInside(state, type),
});

const block = (level) => (level ? setBlockType(nodes.heading, { level }) : setBlockType(nodes.paragraph));

function insert(node) {
  return (state, dispatch) => {
    if (dispatch) dispatch(state.tr.replaceSelectionWith(node).scrollIntoView());
    return true;
  };
}

function insertTable(state, dispatch) {
  const row = (type) => nodes.table_row.create(null, [0, 1, 2].map(() => type.createAndFill()));
  const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
  if (isInTable(state)) return false;
  if (!dispatch) return true;
  const tr = state.tr.replaceSelectionWith(table);
  let first = null; // the cursor goes into the first cell of the new table
  tr.doc.nodesBetween(Math.max(0, state.selection.from - 1), tr.doc.content.size, (node, at) => {
    if (first === null && node.type === nodes.table_header) first = at;
  });
  const near = state.selection.constructor.near(tr.doc.resolve(first + 1));
  dispatch(tr.setSelection(near).scrollIntoView());
  return true;
}

export const acts = {
  strong: mark(marks.strong),
  em: mark(marks.em),
  u: mark(marks.u),
  s: mark(marks.s),
  sup: mark(marks.sup),
  sub: mark(marks.sub),
  bullets: list(nodes.bullet_list),
  numbers: list(nodes.ordered_list),
  quote: {
    run: (state, dispatch) =>
      isInside(state, nodes.blockquote) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch),
    isOn: (state) => isInside(state, nodes.blockquote),
  },
  rule: { run: insert(nodes.horizontal_rule.create()) },
  table: { run: insertTable },
  undo: { run: undo },
  redo: { run: redo },
  rowAfter: { run: addRowAfter, isForTables: true },
  columnAfter: { run: addColumnAfter, isForTables: true },
  rowAway: { run: deleteRow, isForTables: true },
  columnAway: { run: deleteColumn, isForTables: true },
  headRow: { run: toggleHeaderRow, isForTables: true },
  tableAway: { run: deleteTable, isForTables: true },
};

export const levels = [0, 2, 3, 4];
export const setLevel = block;
export const levelOf = (state) => {
  const { parent } = state.selection.$from;
  return parent.type === nodes.heading ? parent.attrs.level : 0;
};

export const linkAt = (state) => {
  const { $from, from, to, empty } = state.selection;
  let found = empty ? marks.link.isInSet($from.marks()) : null;
  if (!empty) state.doc.nodesBetween(from, to, (node) => void (found = found || marks.link.isInSet(node.marks)));
  return found ? found.attrs.href : "";
};

// Sets, changes or (with "") removes the link of the selection; without a selection the address itself is put in.
export function setLink(href) {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    const tr = state.tr;
    if (empty && href) tr.replaceSelectionWith(schema.text(href, [marks.link.create({ href })]), false);
    else {
      tr.removeMark(from, to, marks.link);
      if (href) tr.addMark(from, to, marks.link.create({ href }));
    }
    if (dispatch) dispatch(tr);
    return true;
  };
}

const selected = (state, type) => (state.selection.node?.type === type ? state.selection.node : null);
export const figureAt = (state) => selected(state, nodes.figure);
export const footnoteAt = (state) => selected(state, nodes.footnote);
export const setFigure = (attrs) => insert(nodes.figure.create(attrs));
export const setFootnote = (text) => insert(nodes.footnote.create({ text }));
