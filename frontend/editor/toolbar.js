// One row of buttons with words on them; a single stop for the Tab key, arrows move inside.
import { isInTable } from "prosemirror-tables";
import { acts, levelOf, levels, setLevel } from "./acts.js";
import { make } from "./dialog.js";

const GROUPS = [
  ["strong", "em", "u", "s"],
  ["bullets", "numbers", "quote"],
  ["link", "picture", "table", "footnote", "rule"],
  ["rowAfter", "columnAfter", "rowAway", "columnAway", "headRow", "tableAway"],
  ["undo", "redo"],
];

export function toolbar(view, labels, asks, controls) {
  const bar = make("div", { role: "toolbar", class: "editor-bar", "aria-label": labels.toolbar });
  bar.setAttribute("aria-controls", controls);
  const level = make("select", { "aria-label": labels.level, tabindex: "-1" });
  level.append(...levels.map((n) => make("option", { value: n }, labels[`level${n}`])));
  level.addEventListener("change", () => {
    setLevel(Number(level.value))(view.state, view.dispatch);
    view.focus();
  });
  const buttons = GROUPS.map((names) => names.map((name) => [name, button(name)]));
  bar.append(level);
  for (const group of buttons) bar.append(make("div", { class: "editor-group" }, ...group.map(([, made]) => made)));

  function button(name) {
    const isSwitch = Boolean(acts[name]?.isOn);
    const made = make("button", { type: "button", tabindex: "-1", "aria-pressed": isSwitch ? "false" : null }, labels[name]);
    made.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays where it is
    made.addEventListener("click", () => {
      if (made.getAttribute("aria-disabled") === "true") return;
      if (asks[name]) asks[name]();
      else {
        acts[name].run(view.state, view.dispatch, view);
        view.focus();
      }
    });
    return made;
  }

  const stops = () => [level, ...bar.querySelectorAll("button")].filter((stop) => !stop.parentNode.hidden);

  bar.addEventListener("keydown", (event) => {
    const all = stops();
    const at = all.indexOf(document.activeElement);
    const moves = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 };
    const isSelecting = document.activeElement === level && !event.key.startsWith("Arrow");
    if (event.key === "Escape") view.focus();
    else if (event.key in moves && !isSelecting) {
      event.preventDefault();
      all[(moves[event.key] + all.length) % all.length].focus();
    }
  });
  bar.addEventListener("focusin", (event) => {
    for (const stop of stops()) stop.setAttribute("tabindex", stop === event.target ? "0" : "-1");
  });
  level.setAttribute("tabindex", "0");

  function show(state) {
    level.value = String(levelOf(state));
    for (const group of buttons) {
      for (const [name, made] of group) {
        const act = acts[name];
        if (act?.isOn) made.setAttribute("aria-pressed", String(act.isOn(state)));
        if (act) made.setAttribute("aria-disabled", String(!act.run(state)));
      }
      if (acts[group[0][0]]?.isForTables) group[0][1].parentNode.hidden = !isInTable(state);
    }
  }

  return { bar, show, focus: () => bar.querySelector('[tabindex="0"]').focus() };
}
