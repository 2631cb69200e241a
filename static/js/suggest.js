/* Suggestions while a reader types: the combobox of the ARIA Authoring Practices (list, chosen by keys or by hand).
   Loaded when a search field is first used; without it, and without script, the form searches as ever. */

const WAIT = 180; // milliseconds after the last letter
const fields = new Set();

export function attend(input) {
  if (fields.has(input)) return;
  fields.add(input);
  const { suggest: address, found } = input.dataset;
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let timer, request;
  let chosen = -1;

  list.id = `${input.id}-suggestions`;
  list.className = "suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  list.hidden = true;
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  input.after(list, said);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" }))
    input.setAttribute(name, value);

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    choose(-1);
    input.setAttribute("aria-expanded", "false");
  }

  function choose(number) {
    chosen = number;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    const option = list.children[number];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function show(rows) {
    list.replaceChildren(
      ...rows.map((row, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = row.url;
        option.textContent = row.text;
        if (row.isTag) option.className = "suggest__tag";
        return option;
      }),
    );
    list.hidden = !rows.length;
    choose(-1);
    input.setAttribute("aria-expanded", String(rows.length > 0));
    said.textContent = rows.length ? found.replace("0", rows.length) : "";
  }

  async function ask() {
    request?.abort();
    request = new AbortController();
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`, { signal: request.signal, credentials: "omit" });
      const { tags, articles } = await answer.json();
      show([...tags.map((tag) => ({ ...tag, isTag: true })), ...articles]);
    } catch {
      // another letter was typed, or the network is away: the form still searches
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (list.hidden || event.isComposing) {
      return;
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = chosen + (event.key === "ArrowDown" ? 1 : -1);
      choose(next > last ? -1 : next < -1 ? last : next);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
  input.addEventListener("blur", close);
  if (input.value !== input.defaultValue) timer = setTimeout(ask, WAIT); // typed while this was being loaded
}
