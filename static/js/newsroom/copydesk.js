// Reads along: a moment after the last key the copy desk's rules look at the text as it stands in the form.

const box = document.getElementById("copydesk");
const form = document.getElementById("article_form");
if (box && form) readAlong();

function readAlong() {
  const PAUSE = 1500; // milliseconds
  let waiting;
  let latest = 0;

  const later = () => { clearTimeout(waiting); waiting = setTimeout(look, PAUSE); };
  form.addEventListener("input", later);
  form.addEventListener("change", later);

  async function look() {
    for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) editor.updateElement();
    const number = ++latest;
    const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    fields.set("article", box.dataset.article);
    try {
      const answer = await fetch(box.dataset.url, { method: "POST", body: fields });
      if (!answer.ok || number !== latest) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      box.querySelector(".findings").replaceWith(page.querySelector(".findings"));
    } catch {
      // the network is away: the rules look again at the next key, and at the move in any case
    }
  }
}
