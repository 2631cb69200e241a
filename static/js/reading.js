/* Tools of an article: share sheet, copy link, text size, print. */

const LARGEST = 3;
const tools = document.querySelector("[data-tools]");
const said = tools.querySelector("[data-said]");

function say(sentence) {
  said.textContent = sentence;
  setTimeout(() => {
    said.textContent = "";
  }, 5000);
}

function resize(by) {
  const root = document.documentElement;
  const size = Math.max(0, Math.min(LARGEST, Number(root.dataset.text || 0) + by));
  root.dataset.text = size;
  try {
    localStorage.setItem("text", size);
  } catch {
    // storage is switched off: the size holds for this page
  }
}

const acts = {
  share: () => navigator.share({ title: tools.dataset.title, url: tools.dataset.address }).catch(() => {}),
  copy: (button) =>
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(tools.dataset.address))
      .then(
        () => say(button.dataset.done),
        () => say(button.dataset.failed),
      ),
  smaller: () => resize(-1),
  larger: () => resize(1),
  print: () => window.print(),
};

tools.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (button) acts[button.dataset.act]?.(button); // "save" is of saving.js
});
