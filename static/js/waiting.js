// A page that waits for work in the background: asks its own address how far it is, and shows itself anew at the end.

const place = document.querySelector("[data-waiting]");
const bar = place.querySelector("progress");
const number = new Intl.NumberFormat(document.documentElement.lang);

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "application/json" } });
    const found = await answer.json();
    if (found.state !== "waiting") return location.reload();
    if (found.total) {
      bar.max = found.total;
      bar.value = found.done;
      place.querySelector("[data-done]").textContent = number.format(found.done);
      place.querySelector("[data-total]").textContent = number.format(found.total);
    }
  } catch {
    // The next look may find the way again.
  }
  setTimeout(look, 2000);
}

setTimeout(look, 1000);
