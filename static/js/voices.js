/* Readers' voices: rating box and comment form.
   Without this script both work as plain forms with pages of their own. With it, the reader's own part is
   fetched when it comes near the screen, and a form's answer takes the form's place. */

const HEADERS = { "X-Requested-With": "fragment" };

async function ask(url, options = {}) {
  const response = await fetch(url, { ...options, headers: HEADERS, credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fragment = page.body.firstElementChild;
  // an error page of the server is no fragment of ours; where very many send at once it has a sentence for us
  if (!fragment?.classList.contains("voice")) throw { said: page.querySelector("[data-busy]")?.textContent };
  return fragment;
}

function fill(box, fragment) {
  box.id = fragment.id;
  box.replaceChildren(...fragment.childNodes);
}

function isInUse(box) {
  return box.contains(document.activeElement) || box.querySelector("input:checked, [aria-busy]");
}

async function load(box) {
  try {
    const fragment = await ask(box.dataset.load);
    if (!isInUse(box)) fill(box, fragment);
  } catch {
    // the plain form or link is still there and works
  }
}

const nearby = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((entry) => entry.isIntersecting)) {
      nearby.unobserve(entry.target);
      load(entry.target);
    }
  },
  { rootMargin: "400px" }, // before it is seen, so that nothing jumps under the reader's eyes
);
document.querySelectorAll(".voice[data-load]").forEach((box) => nearby.observe(box));

function say(box, sentence) {
  box.querySelector("[data-said]")?.remove();
  const line = document.createElement("p");
  line.className = "notice notice--error";
  line.tabIndex = -1;
  line.setAttribute("role", "alert");
  line.dataset.said = "";
  line.textContent = sentence;
  box.querySelector("form").before(line);
  line.focus();
}

// in a rush the form asks for some computing: it begins with the writing, so that it is done when they are
function work(form) {
  form.computing ||= import(form.dataset.work).then((module) => module.solve(form)).catch(() => {});
  return form.computing;
}

async function send(form, button, box) {
  form.setAttribute("aria-busy", "true");
  if (form.dataset.work) await work(form);
  const fields = new URLSearchParams(new FormData(form));
  if (button?.name) fields.append(button.name, button.value);
  try {
    const fragment = await ask(form.action, { method: "POST", body: fields });
    fill(box, fragment);
    const wrong = box.querySelector("[aria-invalid]");
    (wrong || box.querySelector("[data-said]"))?.focus();
  } catch (failure) {
    form.removeAttribute("aria-busy");
    say(box, failure.said || box.dataset.failure);
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-work]");
  if (form) work(form);
});

document.addEventListener("submit", (event) => {
  const box = event.target.closest(".voice");
  if (!box) return;
  event.preventDefault();
  if (!event.target.hasAttribute("aria-busy")) send(event.target, event.submitter, box);
});

document.addEventListener("click", (event) => {
  // "write another comment": the form comes back in its place
  const link = event.target.closest(".voice .comment-again");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const box = link.closest(".voice");
  ask(link.href).then(
    (fragment) => {
      fill(box, fragment);
      box.querySelector("textarea")?.focus();
    },
    () => location.assign(link.href),
  );
});
