// Beside the article form: character counters, and a warning before typed text is left behind.

function counter(field) {
  const limit = Number(field.dataset.counter);
  const note = document.createElement("span");
  note.className = "counter";
  note.setAttribute("aria-live", "polite");
  field.after(note);
  const show = () => {
    const length = [...field.value.normalize("NFC")].length;
    note.textContent = `${length}/${limit}`;
    note.classList.toggle("counter--over", length > limit);
  };
  field.addEventListener("input", show);
  show();
}

document.querySelectorAll("[data-counter]").forEach(counter);

const form = document.getElementById("article_form");
let changed = false;
form?.addEventListener("input", () => { changed = true; });
form?.addEventListener("submit", () => { changed = false; });
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

// Beside a refused save: put the saved text of one field into the form.
document.querySelectorAll("[data-take]").forEach((button) => {
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.take);
    const editor = window.CKEDITOR?.instances[field.id];
    if (editor) editor.setData(button.dataset.value);
    else field.value = button.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    button.disabled = true;
  });
});
