// The picture desk: files go one by one, each with its own progress and its own sentence; and one text for many.
// Without this file the same form sends all files at once, and the texts for all are put in when it is saved.
import { upload } from "./sending.js";

const AGAIN = 15_000; // milliseconds until a picture that was one too many in a minute is tried again

for (const form of document.querySelectorAll("[data-picture-upload]")) uploads(form);
for (const form of document.querySelectorAll("[data-picture-describe]")) describes(form);

function uploads(form) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const say = form.dataset;
  const input = form.querySelector("input[type=file]");
  const waiting = [];
  const stored = [];
  let chosen = 0;
  let refused = 0;
  let busy = false;

  part("plain").hidden = true;
  part("with-script").hidden = false;

  function row(file) {
    const item = part("row").content.firstElementChild.cloneNode(true);
    item.querySelector(".picture-row__name").textContent = file.name;
    part("queue").append(item);
    const bar = item.querySelector("progress");
    const said = item.querySelector(".picture-row__said");
    return {
      file,
      say: (sentence) => (said.textContent = sentence),
      progress: (percent) => (percent === null ? bar.removeAttribute("value") : (bar.value = percent)),
      end(sentence, picture) {
        bar.hidden = true;
        said.textContent = sentence;
        item.classList.add(picture ? "picture-row--done" : "picture-row--refused");
        if (!picture) return;
        const image = item.querySelector("img");
        image.src = picture.thumbnail;
        image.hidden = false;
      },
    };
  }

  function sum() {
    const numbers = [stored.length, chosen, refused];
    part("sum").textContent = numbers.reduce((text, number, n) => text.replace(`{${n + 1}}`, number), say.saySoFar);
    const link = part("describe");
    if (!link || !stored.length) return;
    link.hidden = busy;
    link.href = `${say.describeUrl}?ids=${stored.slice(-Number(say.most)).join(",")}`;
  }

  async function one(entry) {
    entry.say(say.saySending);
    const answer = await upload(say.url, entry.file, form, (percent) => {
      entry.progress(percent < 100 ? percent : null);
      if (percent >= 100) entry.say(say.sayWorking);
    });
    if (answer.uploaded) {
      stored.push(answer.id);
      return entry.end(say.sayDone, answer);
    }
    if (answer.wait) {
      entry.say(say.sayLater);
      entry.progress(0);
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
      return one(entry);
    }
    refused += 1;
    entry.end(answer.error.message);
  }

  async function work() {
    if (busy) return;
    busy = true;
    for (let entry; (entry = waiting.shift()); sum()) {
      await one(entry).catch(() => {
        refused += 1;
        entry.end(say.sayFailed);
      });
    }
    busy = false;
    sum();
  }

  function take(files) {
    for (const file of files) {
      const entry = row(file);
      entry.say(say.sayWaiting);
      waiting.push(entry);
      chosen += 1;
    }
    sum();
    work();
  }

  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  const over = (is) => part("drop").classList.toggle("picture-drop--over", is);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  form.addEventListener("dragleave", () => over(false));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    take([...event.dataTransfer.files]);
  });
  window.addEventListener("beforeunload", (event) => {
    if (busy) event.preventDefault();
  });
}

// What is written for all goes into the pictures at once, so that it is seen before it is saved.
function describes(form) {
  const give = form.querySelector("[data-give]");
  if (!give) return;
  give.hidden = false;
  give.addEventListener("click", () => {
    for (const name of ["credit", "rights_note", "rights_until"]) {
      const value = form.elements.namedItem(name).value;
      if (!value) continue;
      for (const input of form.querySelectorAll(`.picture-sheet [name$="-${name}"]:not([type=hidden])`)) {
        if (!input.value || form.elements.namedItem("over_all").checked) input.value = value;
      }
    }
  });
}
