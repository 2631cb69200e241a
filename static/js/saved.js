/* The page of saved articles: the list of this device. What is no longer public leaves it. */

import { drop, saved } from "./saving.js";

const box = document.querySelector("[data-saved]");
const empty = document.querySelector("[data-empty]");
const said = document.querySelector("[data-said]");
const pattern = box.querySelector("template");

function show() {
  box.replaceChildren(pattern, ...saved().map(row));
  empty.hidden = saved().length > 0;
}

function row(item) {
  const line = pattern.content.cloneNode(true).firstElementChild;
  const link = line.querySelector("a");
  link.href = item.path;
  link.textContent = item.title;
  line.querySelector("[data-day]").textContent = new Intl.DateTimeFormat("vi-VN").format(item.at);
  const button = line.querySelector("button");
  button.querySelector("[data-title]").textContent = item.title;
  button.addEventListener("click", async () => {
    await drop(item.path);
    show();
    document.querySelector("h1").focus();
  });
  return line;
}

async function lookAfter() {
  let gone = 0;
  for (const item of saved()) {
    const answer = await fetch(item.path, { method: "HEAD", credentials: "omit" }).catch(() => null);
    if (answer && (answer.status === 404 || answer.status === 410)) {
      await drop(item.path);
      gone += 1;
    }
  }
  if (!gone) return;
  said.textContent = said.dataset.gone;
  show();
}

// an address from elsewhere in the list (edited by hand) must not become a link that runs something
if (saved().every((item) => typeof item.path === "string" && /^\/[^/\\]/.test(item.path))) {
  show();
  lookAfter();
}
