/* The moderators' desk: ticking, keys, and decisions without loading the page anew.
   Without this script every verb is a plain form. */

const list = document.querySelector(".queue-list");
const said = document.querySelector(".queue-said");
const help = document.getElementById("queue-help");
const UNDO_FOR = 30_000; // milliseconds, as the server has it

// --- ticking ---------------------------------------------------------------------------------

const all = document.getElementById("tick-all");
const ticks = () => [...document.querySelectorAll('.queue-row:not([hidden]) input[name="chosen"][form="bulk"]')];

function sync() {
  const ticked = ticks().filter((tick) => tick.checked).length;
  all.checked = ticked > 0 && ticked === ticks().length;
  all.indeterminate = ticked > 0 && !all.checked;
}

if (all) {
  all.parentElement.hidden = false;
  all.addEventListener("change", () => {
    for (const tick of ticks()) tick.checked = all.checked;
    sync();
  });
  for (const tick of ticks()) tick.addEventListener("change", sync);
}

// --- the current row -------------------------------------------------------------------------

const rows = () => [...document.querySelectorAll(".queue-row:not([hidden])")];
const current = () => document.querySelector(".queue-row[aria-current]:not([hidden])");

function go(row) {
  document.querySelector(".queue-row[aria-current]")?.removeAttribute("aria-current");
  if (!row) return;
  row.setAttribute("aria-current", "true");
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const shown = rows();
  const place = shown.indexOf(current());
  go(shown[place < 0 ? 0 : Math.min(Math.max(place + by, 0), shown.length - 1)]);
}

function say(sentence) {
  said.textContent = sentence;
}

// --- decisions -------------------------------------------------------------------------------

const decided = []; // {row, at, sent: promise of the answer}, the newest last
let underway = 0;

async function ask(form, more) {
  const fields = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(more)) fields.set(name, value);
  const response = await fetch(form.action, {
    method: "POST",
    body: fields,
    headers: { "X-Requested-With": "fragment" },
    credentials: "same-origin",
  });
  if (!response.ok || response.redirected) throw new Error(response.status);
  const answer = await response.json();
  for (const [name, value] of Object.entries(answer.counters)) {
    const place = document.querySelector(`[data-counter="${name}"]`);
    if (place) place.textContent = value.toLocaleString("vi-VN");
  }
  return answer;
}

async function decide(form, act) {
  const row = form.closest(".queue-row");
  const shown = rows();
  const next = shown[shown.indexOf(row) + 1] || shown[shown.indexOf(row) - 1];
  // at once, before the answer: a decision that is refused brings the comment back
  row.hidden = true;
  go(next);
  say("");
  const decision = { row, at: Date.now(), sent: ask(form, { act }) };
  decided.push(decision);
  underway += 1;
  try {
    const answer = await decision.sent;
    if (!answer.done.length) throw new Error(answer.said.join(" "));
  } catch (error) {
    decided.splice(decided.indexOf(decision) >>> 0, 1);
    row.hidden = false;
    go(row);
    say(error.message.length > 3 ? error.message : list.dataset.failure);
  } finally {
    underway -= 1;
  }
  if (!rows().length && !underway) location.reload(); // the next ones, if there are any
}

async function undo() {
  const last = decided.pop();
  if (!last || Date.now() - last.at > UNDO_FOR) {
    say(list.dataset.nothing);
    return;
  }
  underway += 1;
  try {
    if (!(await last.sent).done.length) return; // it was refused: the comment is back by itself
    const answer = await ask(last.row.querySelector("form[data-verb]"), { act: "undo" });
    if (!answer.done.length) throw new Error(answer.said.join(" "));
    last.row.hidden = false;
    go(last.row);
    say(list.dataset.undone);
  } catch (error) {
    say(error.message.length > 3 ? error.message : list.dataset.failure);
  } finally {
    underway -= 1;
  }
}

async function change(form, act) {
  try {
    const answer = await ask(form, { act });
    if (!answer.done.length) throw new Error(answer.said.join(" "));
    const row = form.closest(".queue-row");
    if (act === "edit") {
      const text = form.elements.text.value.trim();
      row.querySelector(".queue-text").textContent = text;
      form.elements.seen_text.value = text;
    }
    form.closest("details").open = false;
    go(row);
    say("✓");
  } catch (error) {
    say(error.message.length > 3 ? error.message : list.dataset.failure);
  }
}

list?.addEventListener("submit", (event) => {
  const verb = event.target.dataset.verb;
  if (!verb) return;
  event.preventDefault();
  if (verb === "approve" || verb === "reject") decide(event.target, verb);
  else change(event.target, verb);
});

// --- keys ------------------------------------------------------------------------------------

function open(kind) {
  const more = current()?.querySelector(`details[data-more="${kind}"]`);
  if (!more) return;
  more.open = true;
  more.querySelector("textarea:not([hidden]), input[type=text]").focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  f: () => current()?.querySelector('form[data-verb="approve"]')?.requestSubmit(),
  d: () => current()?.querySelector('form[data-verb="reject"] select')?.focus(),
  e: () => open("edit"),
  b: () => open("stop"),
  z: undo,
  "/": () => document.getElementById("queue-words").focus(),
  "?": () => help.showModal(),
};

function inReason(event) {
  // after `d`, a number chooses the reason and sends; the last one asks for a note first
  const select = event.target;
  const option = select.options[Number(event.key)];
  if (!option || !Number(event.key)) return false;
  select.value = option.value;
  if (option.value === "other") select.form.elements.note.focus();
  else select.form.requestSubmit();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!list || help.open || event.altKey || event.metaKey) return;
  const field = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape" && field) {
    go(field.closest(".queue-row") || current() || rows()[0]);
  } else if (event.ctrlKey) {
    if (event.key === "Enter" && field?.form?.dataset.verb) field.form.requestSubmit();
  } else if (field?.matches('form[data-verb="reject"] select')) {
    if (inReason(event)) event.preventDefault();
  } else if (!field && KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

list?.addEventListener("focusin", (event) => {
  const row = event.target.closest(".queue-row");
  if (row && row !== current()) {
    document.querySelector(".queue-row[aria-current]")?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
  }
});

if (list) {
  const keys = document.querySelector(".queue-keys");
  if (keys) {
    keys.hidden = false;
    keys.addEventListener("click", () => help.showModal());
    step(0);
  }
}
