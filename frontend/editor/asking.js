// The acts that ask for something first: a link, a picture, a footnote.
import { figureAt, footnoteAt, linkAt, setFigure, setFootnote, setLink } from "./acts.js";
import { ask } from "./dialog.js";

export function asking(view, { labels, upload, token }) {
  const done = (command) => command(view.state, view.dispatch) && undefined;
  const back = () => view.focus();

  const link = () => {
    const field = { name: "href", label: labels.linkAddress, hint: labels.linkHint, value: linkAt(view.state) };
    return ask({ title: labels.link, labels, fields: [field], save: ({ href }) => done(setLink(href)) }).then(back);
  };

  const footnote = () => {
    const text = footnoteAt(view.state)?.attrs.text || "";
    const field = { name: "text", label: labels.footnoteText, value: text, required: true };
    const save = (values) => done(setFootnote(values.text));
    return ask({ title: labels.footnote, labels, fields: [field], save }).then(back);
  };

  const picture = () => {
    const old = figureAt(view.state)?.attrs;
    const fields = [
      { name: "alt", label: labels.pictureAlt, hint: labels.pictureAltHint, value: old?.alt, required: true },
      { name: "caption", label: labels.pictureCaption, value: old?.caption },
    ];
    const accept = "image/jpeg,image/png,image/webp,image/gif,image/avif";
    if (!old) fields.unshift({ name: "files", label: labels.pictureFile, type: "file", required: true, accept });
    const save = async ({ files, alt, caption }) => {
      if (old) return done(setFigure({ src: old.src, alt, caption }));
      const answer = await send(files[0], alt);
      return answer.why || done(setFigure({ src: answer.url, alt, caption }));
    };
    return ask({ title: labels.picture, labels, fields, save }).then(back);
  };

  async function send(file, alt) {
    const body = new FormData();
    body.append("file", file);
    body.append("alt", alt);
    try {
      const headers = { Accept: "application/json", "X-CSRFToken": token };
      const answer = await fetch(upload, { method: "POST", body, headers });
      const said = await answer.json();
      if (answer.ok) return said;
      return { why: Object.values(said.errors || {}).flat().join(" ") || said.title || labels.uploadFailed };
    } catch {
      return { why: labels.uploadFailed };
    }
  }

  return { link, footnote, picture };
}
