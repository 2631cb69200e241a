// Keeps what is typed and not saved: every few seconds to the server, where it is offered back after a crash.

const state = document.getElementById("unsaved-state");
const form = document.getElementById("article_form");
if (state && form?.elements.tab) keep();

function keep() {
  const EVERY = 3000; // milliseconds
  const BEAT = 60_000;
  let touched = false; // the person has done something; what the editor changes by itself at its start does not count
  let changed = false;
  let active = false;
  let sending = false;
  let over = false;
  let beaten = Date.now();

  for (const event of ["keydown", "pointerdown", "paste", "drop"]) {
    form.addEventListener(event, () => { touched = active = true; }, true);
  }
  for (const event of ["input", "change"]) form.addEventListener(event, () => { changed = touched = active = true; });
  form.addEventListener("submit", () => { over = true; });
  watchEditors();
  setInterval(tick, EVERY);

  function watchEditors() {
    if (!window.CKEDITOR?.on) return setTimeout(watchEditors, 500);
    const watch = (editor) => editor.on("change", () => { if (touched) changed = active = true; });
    Object.values(CKEDITOR.instances).forEach(watch);
    CKEDITOR.on("instanceCreated", (event) => watch(event.editor));
  }

  async function tick() {
    if (over || sending || !(changed || (active && Date.now() - beaten > BEAT))) return;
    for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) editor.updateElement();
    const fields = new FormData(form);
    if (changed) fields.set("changed", "1");
    changed = active = false;
    sending = true;
    beaten = Date.now();
    try {
      const answer = await fetch(state.dataset.url, { method: "POST", body: new URLSearchParams([...fields].filter(([, value]) => typeof value === "string")) });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
    } catch {
      changed = true; // the network is away: again in a moment
    } finally {
      sending = false;
    }
  }

  function show({ saved, newer, others }) {
    if (saved) state.textContent = saved;
    const box = document.getElementById("openings");
    const sentences = [...(others ?? []), ...(newer ? [newer] : [])];
    if (!box || [...box.children].map((line) => line.textContent).join() === sentences.join()) return;
    box.replaceChildren(...sentences.map((sentence) => {
      const line = document.createElement("p");
      line.className = "messagelist-like";
      line.textContent = sentence;
      return line;
    }));
  }
}
