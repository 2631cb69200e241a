{% load static %}/* Reads saved articles offline. While the network answers, nothing comes from here: what the paper withdraws is
   gone at once, and its copy with it. Offline a copy is shown for a day after it was last found to be public. */

const COPIES = "saved-articles-1";
const FRAME = "frame-{{ version }}";
const LIST = "{% url 'saved' %}";
const PARTS = [
{% for part in parts %}  "{{ part }}",
{% endfor %}];
const OFFLINE = "{% url 'offline' %}";
const LASTS = 24 * 3600 * 1000; // milliseconds a copy may be shown without asking
const ASK_AGAIN = 3600 * 1000;
const NOT_OURS = /^\/(admin|danh-gia|y-kien|xem-truoc|luot-doc)\//;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(FRAME)
      .then((cache) => cache.addAll([OFFLINE, LIST, ...PARTS]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("frame-") && name !== FRAME);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || NOT_OURS.test(url.pathname)) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, url.pathname));
  else if (/^\/(static|media)\//.test(url.pathname)) event.respondWith(part(event.request));
});

async function page(event, path) {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(isGone(answer) ? forget(path) : lookAfter());
    return answer;
  } catch {
    const kept = await caches.match(path === LIST ? LIST : OFFLINE);
    return (await copyOf(path)) || kept || Response.error();
  }
}

async function part(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) || Response.error();
  }
}

function isGone(answer) {
  return answer.status === 404 || answer.status === 410;
}

async function copyOf(path) {
  const copy = await (await caches.open(COPIES)).match(path);
  if (!copy) return null;
  if (Date.now() - Number(copy.headers.get("X-Checked")) < LASTS) return copy;
  return null;
}

async function forget(path) {
  await (await caches.open(COPIES)).delete(path);
}

/* Fetch a page anew and keep it; a page that is gone, or is another one now, is dropped. */
async function save(path) {
  const answer = await fetch(path, { credentials: "omit", cache: "no-cache" });
  if (isGone(answer) || answer.redirected) return forget(path);
  if (!answer.ok) return undefined;
  const headers = { "Content-Type": answer.headers.get("Content-Type"), "X-Checked": String(Date.now()) };
  const copy = new Response(await answer.blob(), { headers });
  return (await caches.open(COPIES)).put(path, copy);
}

async function lookAfter() {
  const cache = await caches.open(COPIES);
  for (const request of await cache.keys()) {
    const copy = await cache.match(request);
    const checked = Number(copy.headers.get("X-Checked"));
    if (checked && Date.now() - checked > ASK_AGAIN) await save(new URL(request.url).pathname).catch(() => {});
  }
}

self.addEventListener("message", (event) => {
  const { act, path, parts } = event.data;
  if (act === "drop") event.waitUntil(forget(path));
  if (act !== "save") return;
  const keepParts = caches
    .open(COPIES)
    .then((cache) => Promise.all(parts.map((part) => cache.add(part).catch(() => {}))));
  event.waitUntil(Promise.all([save(path).catch(() => {}), keepParts]));
});
