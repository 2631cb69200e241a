// What the paper has that is like the text in the form: a press of the button makes it one of the picks.

const box = document.getElementById("alike");
const form = document.getElementById("article_form");
if (box && form) lookAround();

function lookAround() {
  const PAUSE = 2000; // milliseconds after the last key
  const ASKED = /^(csrfmiddlewaretoken|title|lead|body|section|tags|topics|picks-\d+-target)$/;
  let waiting;
  let latest = 0;
  let known = "";

  const later = () => { clearTimeout(waiting); waiting = setTimeout(look, PAUSE); };
  for (const event of ["input", "change"]) form.addEventListener(event, later);
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (button) pick(button);
  });
  box.hidden = false;
  look();

  async function look() {
    if (box.contains(document.activeElement)) return later(); // nothing moves under a finger
    for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) editor.updateElement();
    const fields = new URLSearchParams([...new FormData(form)].filter(([name, value]) => ASKED.test(name) && typeof value === "string"));
    fields.set("article", box.dataset.article);
    if (known === fields.toString()) return;
    const number = ++latest;
    try {
      const answer = await fetch(box.dataset.url, { method: "POST", body: fields });
      if (!answer.ok || number !== latest) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      box.querySelector(".alike-found").replaceWith(page.querySelector(".alike-found"));
      box.querySelector("[role=status]").textContent = page.querySelector(".alike-double")?.textContent.trim() ?? "";
      known = fields.toString();
    } catch {
      // the network is away: looked for again at the next key
    }
  }

  function pick(button) {
    const select = freeRow();
    if (!select) return;
    select.append(new Option(button.dataset.title, button.dataset.pick, true, true));
    window.django?.jQuery(select).trigger("change");
    form.dispatchEvent(new Event("change", { bubbles: true }));
    box.querySelector("[role=status]").textContent = `${box.dataset.picked}: ${button.dataset.title}`;
    const row = button.closest("li");
    const next = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("[data-pick]");
    row.remove();
    (next ?? form.elements.title).focus();
  }

  // The first empty row of the picks, or one more.
  function freeRow() {
    const empty = () => [...form.querySelectorAll("select[name^=picks-][name$=-target]")].find((select) =>
      !select.name.includes("__prefix__") && !select.value && !form.elements[select.name.replace("-target", "-text")]?.value);
    if (!empty()) document.querySelector("#picks-group .add-row a")?.click();
    return empty();
  }
}
