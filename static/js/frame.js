/* Theme switch, clock and section menu. Each part of the page works without them. */

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
}

function keep(theme) {
  try {
    if (theme) localStorage.setItem("theme", theme);
    else localStorage.removeItem("theme");
  } catch {
    // storage is switched off: the choice holds for this page
  }
}

const themeSwitch = document.querySelector("[data-theme-switch]");

function showTheme() {
  themeSwitch?.setAttribute("aria-pressed", String(isDark()));
}

themeSwitch?.addEventListener("click", () => {
  const wanted = isDark() ? "light" : "dark";
  const system = dark.matches ? "dark" : "light";
  root.dataset.theme = wanted;
  keep(wanted === system ? null : wanted); // back to the system's own: follow it again from the next page on
  showTheme();
});
dark.addEventListener?.("change", showTheme);
showTheme();

const clock = document.querySelector("[data-clock]");
const time = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

function tick() {
  const now = new Date();
  clock.textContent = time.format(now);
  setTimeout(tick, 60_000 - (now.getTime() % 60_000));
}
if (clock) tick();

const menu = document.querySelector("[data-menu]");
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});
menu?.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu?.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// suggestions come with the first touch of a search field
document.addEventListener("focusin", async ({ target }) => {
  if (!target.dataset?.suggest) return;
  const { attend } = await import(target.dataset.script);
  attend(target);
});

// the section being read is in sight in the bar
const bar = document.querySelector(".bar__sections");
const current = bar?.querySelector("[aria-current]");
if (current && bar.scrollWidth > bar.clientWidth) {
  bar.scrollLeft = current.offsetLeft - bar.offsetLeft - (bar.clientWidth - current.offsetWidth) / 2;
}

/* A page may have been made before the emergency strip was pinned, or after it was taken down. */
const strip = document.querySelector("[data-strip]");
if (strip)
  fetch(strip.dataset.strip)
    .then((answer) => (answer.ok ? answer.text() : Promise.reject()))
    .then((html) => {
      if (html.trim() !== strip.innerHTML.trim()) strip.innerHTML = html;
    })
    .catch(() => {}); // offline: what the page says stands
