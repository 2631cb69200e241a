// Two tools of the newsroom's forms: choosing a picture, and pointing at what matters in one.
// Without this file both are plain number inputs.
import { upload } from "./sending.js";

const PICTURES = /^image\/(jpeg|png|webp|gif)$/;

for (const box of document.querySelectorAll("[data-picture-field]")) pictureField(box);
for (const box of document.querySelectorAll("[data-focal-point]")) focalPoint(box);
// Another tool of the page asks for the library: it gets the function that opens it.
document.addEventListener("picture-library", ({ target, detail }) => {
  detail.open = libraryDialog(target, target.querySelector("template[data-dialog]"), detail.chosen);
});

function pictureField(box) {
  const part = (name) => box.querySelector(`[data-${name}]`);
  const number = box.querySelector("input[type=number]");
  const filled = {}; // what this field wrote into the texts beside it: it may replace that, nothing else

  number.hidden = true;
  part("acts").hidden = false;
  nameAfterLabel(box, number);

  const say = (sentence, isError = false) => {
    part("status").textContent = sentence;
    part("status").classList.toggle("picture-field__status--error", isError);
  };

  function show(picture) {
    const shown = part("shown");
    number.value = picture ? picture.id : "";
    number.dispatchEvent(new Event("change", { bubbles: true }));
    shown.hidden = part("remove").hidden = !picture;
    shown.alt = picture ? picture.name : "";
    if (picture) shown.src = picture.thumbnail;
    else shown.removeAttribute("src");
    fillTexts(picture || {});
    say(picture ? box.dataset.sayDone : box.dataset.sayRemoved);
  }

  function fillTexts(picture) {
    const prefix = number.name.slice(0, number.name.lastIndexOf("-") + 1);
    for (const name of box.dataset.fills.split(" ").filter(Boolean)) {
      const input = number.form?.elements.namedItem(prefix + name);
      if (!input || (input.value && input.value !== filled[name])) continue;
      input.value = filled[name] = picture[name] || "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  async function send(file) {
    if (!file || !PICTURES.test(file.type)) return say(box.dataset.sayNoPicture, true);
    const progress = part("progress");
    progress.hidden = false;
    progress.removeAttribute("value");
    say(box.dataset.saySending);
    try {
      const answer = await upload(box.dataset.uploadUrl, file, number.form, (percent) => {
        if (percent < 100) progress.value = percent;
        else progress.removeAttribute("value"), say(box.dataset.sayWorking);
      });
      if (answer.uploaded) show(answer);
      else say(answer.error.message, true);
    } catch {
      say(box.dataset.sayFailed, true);
    } finally {
      progress.hidden = true;
    }
  }

  const library = libraryDialog(box, part("dialog"), show);
  part("choose").addEventListener("click", library);
  part("send").addEventListener("click", () => part("file").click());
  part("file").addEventListener("change", (event) => {
    if (event.target.files.length) send(event.target.files[0]);
    event.target.value = "";
  });
  part("remove").addEventListener("click", () => {
    show(null);
    part("choose").focus();
  });
  acceptDropsAndPastes(box, send);
}

function nameAfterLabel(box, input) {
  const label = input.id && document.querySelector(`label[for="${input.id}"]`);
  if (!label) return;
  label.id ||= `${input.id}-label`;
  box.setAttribute("aria-labelledby", label.id);
  label.removeAttribute("for"); // it names the group now; the number input is hidden
}

function acceptDropsAndPastes(box, send) {
  const over = (is) => box.classList.toggle("picture-field--over", is);
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  box.addEventListener("dragleave", () => over(false));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    send(event.dataTransfer.files[0]);
  });
  document.addEventListener("paste", (event) => {
    const file = event.clipboardData?.files[0];
    const isHere = box.contains(event.target) || event.target === document.body;
    if (!file || !isHere) return;
    event.preventDefault();
    send(file);
  });
}

// Gives a function that opens the library; `chosen` gets the picture. The dialog stands outside the form,
// so that Enter in its search never saves the article.
function libraryDialog(box, template, chosen) {
  let dialog, asked, next;

  function build() {
    dialog = template.content.firstElementChild.cloneNode(true);
    document.body.append(dialog);
    const query = dialog.querySelector("[data-query]");
    let waiting;
    query.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => load(query.value), 200);
    });
    dialog.querySelector("[data-list]").addEventListener("keydown", (event) => walk(event));
    dialog.querySelector("[data-more]").addEventListener("click", () => load(query.value, next));
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  }

  // Arrow keys walk over the wall of pictures as it is laid out.
  function walk(event) {
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    const columns = buttons.filter((button) => button.offsetTop === buttons[0].offsetTop).length;
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const next = buttons[buttons.indexOf(document.activeElement) + steps[event.key]];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  async function load(words, page = 1) {
    const mine = (asked = Symbol("the newest question"));
    const found = dialog.querySelector("[data-found]");
    let answer;
    try {
      const response = await fetch(`${box.dataset.pickUrl}?${new URLSearchParams({ q: words, page })}`);
      answer = await response.json();
    } catch {
      answer = { error: { message: box.dataset.sayFailed } };
    }
    if (mine !== asked) return; // an older question's late answer
    if (answer.error) found.textContent = answer.error.message;
    else fill(answer, page, found);
  }

  function fill(answer, page, found) {
    const list = dialog.querySelector("[data-list]");
    const more = dialog.querySelector("[data-more]");
    const items = answer.pictures.map(item);
    if (page === 1) list.replaceChildren(...items);
    else list.append(...items);
    found.textContent = answer.count
      ? `${found.dataset.sayCount} ${answer.more ? "> " : ""}${answer.count.toLocaleString(document.documentElement.lang)}`
      : found.dataset.sayNone;
    next = answer.next;
    more.hidden = !next;
    if (page > 1) items[0]?.querySelector("button").focus();
  }

  function line(kind, text) {
    const small = document.createElement("small");
    small.className = `picture-dialog__${kind}`;
    small.textContent = text;
    return small;
  }

  function item(picture) {
    const li = document.createElement("li");
    const button = document.createElement("button");
    const image = new Image();
    const name = document.createElement("span");
    button.type = "button";
    image.src = picture.thumbnail;
    image.alt = "";
    image.loading = "lazy";
    name.textContent = picture.name;
    button.append(image, name, line("used", [picture.used, picture.latest].filter(Boolean).join(": ")));
    if (picture.warning) button.append(line("warning", picture.warning));
    button.addEventListener("click", () => {
      dialog.close();
      chosen(picture);
    });
    li.append(button);
    return li;
  }

  return () => {
    if (!dialog) build();
    dialog.showModal();
    load(dialog.querySelector("[data-query]").value);
  };
}

// A click on the picture, or the arrow keys on the mark, write its place in percent into the two inputs.
function focalPoint(box) {
  const inputs = [box.dataset.x, box.dataset.y].map((id) => document.getElementById(id));
  if (inputs.includes(null)) return;
  const [x, y] = inputs;
  const mark = document.createElement("button");
  mark.type = "button";
  mark.className = "focal-point__mark";
  box.append(mark);
  box.classList.add("focal-point--live");
  const inside = (value) => Math.min(100, Math.max(0, Math.round(value)));

  function place() {
    mark.style.left = `${inside(x.value)}%`;
    mark.style.top = `${inside(y.value)}%`;
    const where = box.dataset.sayPlace.replace("{1}", inside(x.value)).replace("{2}", inside(y.value));
    mark.setAttribute("aria-label", `${box.dataset.sayMark}. ${where}`);
  }

  function put(left, top) {
    x.value = inside(left);
    y.value = inside(top);
    place();
  }

  box.addEventListener("click", (event) => {
    if (event.target === mark) return;
    const frame = box.getBoundingClientRect();
    put((100 * (event.clientX - frame.left)) / frame.width, (100 * (event.clientY - frame.top)) / frame.height);
  });
  mark.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const [right, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] || [];
    if (right === undefined) return;
    event.preventDefault();
    put(Number(x.value) + right * step, Number(y.value) + down * step);
  });
  for (const input of inputs) input.addEventListener("input", place);
  place();
}
