// What is selected in an outcome goes along when its reader reports an error.

const link = document.querySelector("[data-report]");
const MOST = 300;

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const place = selection.anchorNode?.parentElement?.closest("[data-outcome]");
  const words = selection.toString().trim().slice(0, MOST);
  if (!place || !words) return;
  const address = new URL(link.href);
  address.searchParams.set("passage", words);
  link.href = address;
});
