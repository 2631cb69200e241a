/* Tells the paper that this article is being read, once its reader has stayed; brings the most read in below it.
   Sends no cookie and keeps nothing on the device. */

const STAYED = 8_000; // milliseconds in sight
const box = document.querySelector("[data-read]");

let seen = 0;
let since = document.visibilityState === "visible" ? performance.now() : null;
let timer;

function count() {
  clearTimeout(timer);
  if (since === null) return;
  timer = setTimeout(() => {
    document.removeEventListener("visibilitychange", watch);
    fetch(box.dataset.read, { method: "POST", credentials: "omit", keepalive: true }).catch(() => {});
  }, STAYED - seen);
}

function watch() {
  const now = performance.now();
  if (document.visibilityState === "visible") since = now;
  else if (since !== null) {
    seen += now - since;
    since = null;
  }
  count();
}

document.addEventListener("visibilitychange", watch);
count();

async function bring() {
  try {
    const response = await fetch(box.dataset.from, { credentials: "omit" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const list = page.querySelector("[data-ranks] .ranks");
    if (!list) return;
    [...list.children].slice(5).forEach((item) => item.remove());
    box.append(list);
  } catch {
    // the heading is a link to the page of the most read
  }
}

new IntersectionObserver(
  (entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    bring();
  },
  { rootMargin: "600px" }, // before it is seen: nothing jumps under the reader's eyes
).observe(box);
