/* Articles saved on this device: a list of links, and, where a service worker may run, copies to read offline.
   Nothing of it is sent anywhere. */

const LIST = "saved";
const MOST = 100;

export function saved() {
  try {
    return JSON.parse(localStorage.getItem(LIST)) || [];
  } catch {
    return [];
  }
}

export function keep(items) {
  try {
    localStorage.setItem(LIST, JSON.stringify(items.slice(0, MOST)));
    return true;
  } catch {
    return false; // storage is switched off
  }
}

async function worker() {
  if (!("serviceWorker" in navigator)) return null;
  try {
    await navigator.serviceWorker.register("/sw.js");
    return (await navigator.serviceWorker.ready).active;
  } catch {
    return null; // the list of links works without
  }
}

/* What the page needs to look like itself offline: its styles and the pictures that were chosen for this screen. */
function parts() {
  const styles = [...document.querySelectorAll('link[rel="stylesheet"]')].map((link) => link.href);
  const pictures = [...document.querySelectorAll(".story img")].map((picture) => picture.currentSrc || picture.src);
  return [...styles, ...pictures].filter((url) => url.startsWith(location.origin));
}

export async function add(path, title) {
  const done = keep([{ path, title, at: Date.now() }, ...saved().filter((item) => item.path !== path)]);
  if (done) (await worker())?.postMessage({ act: "save", path, parts: parts() });
  return done;
}

export async function drop(path) {
  const done = keep(saved().filter((item) => item.path !== path));
  if (done) (await worker())?.postMessage({ act: "drop", path });
  return done;
}

const button = document.querySelector("[data-act='save']");
if (button) {
  const { path, title } = button.dataset;
  const show = () => button.setAttribute("aria-pressed", String(saved().some((item) => item.path === path)));
  button.addEventListener("click", async () => {
    const isSaved = button.getAttribute("aria-pressed") === "true";
    const done = await (isSaved ? drop(path) : add(path, title));
    const said = document.querySelector("[data-tools] [data-said]");
    said.textContent = done ? (isSaved ? button.dataset.dropped : button.dataset.done) : button.dataset.failed;
    show();
  });
  show();
}
if (saved().length || matchMedia("(display-mode: standalone)").matches) worker();
