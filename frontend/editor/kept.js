// Keeps unsent text in this browser, so that a closed page or an expired session takes nothing away.
const LIFE = 30 * 24 * 3600 * 1000;
const PAUSE = 700;

export function keeper(area) {
  const key = `editor:${location.pathname}:${area.name}`;
  let timer;
  const attempt = (act) => {
    try {
      return act();
    } catch {
      return null; // a full or closed store must not stop the writing
    }
  };
  return {
    // What was kept, if it was written on top of the text that stands on the page now.
    take: () =>
      attempt(() => {
        const kept = JSON.parse(localStorage.getItem(key) || "null");
        const isFresh = kept && kept.from === area.dataset.html && Date.now() - kept.at < LIFE;
        return isFresh && kept.html !== kept.from ? kept.html : null;
      }),
    keep: (write) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const kept = { from: area.dataset.html, html: write(), at: Date.now() };
        attempt(() => localStorage.setItem(key, JSON.stringify(kept)));
      }, PAUSE);
    },
    forget: () => {
      clearTimeout(timer);
      attempt(() => localStorage.removeItem(key));
    },
  };
}
