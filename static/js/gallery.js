/* The pictures of a story, large, one beside the other: by keys, by buttons, and by the finger, which scrolls.
   Without script every picture stands in the text, and the strip above leads to it. */

const template = document.querySelector("[data-lightbox]");
const figures = [...document.querySelectorAll(".story figure")].filter((figure) => figure.querySelector("img"));
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let dialog, strip, count;
let at = 0;

function build() {
  dialog = template.content.cloneNode(true).firstElementChild;
  strip = dialog.querySelector(".lightbox__strip");
  count = dialog.querySelector(".lightbox__count");
  strip.append(...figures.map(copyOf));
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.step) go(at + Number(button.dataset.step));
    else if (button) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1, Home: -at, End: figures.length - 1 - at }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    go(at + step);
  });
  dialog.addEventListener("close", () => {
    figures[at].scrollIntoView({ block: "center" });
    figures[at].querySelector(".open-large").focus({ preventScroll: true });
  });
  strip.addEventListener("scroll", () => show(Math.round(strip.scrollLeft / strip.clientWidth)), { passive: true });
  document.body.append(dialog);
}

function copyOf(figure) {
  const copy = document.createElement("figure");
  const picture = (figure.querySelector("picture") || figure.querySelector("img")).cloneNode(true);
  for (const part of [picture, ...picture.querySelectorAll("source, img")]) {
    if (part.sizes) part.sizes = "100vw";
    part.removeAttribute("loading");
    part.removeAttribute("class");
  }
  const caption = figure.querySelector("figcaption")?.cloneNode(true);
  copy.append(picture, ...(caption ? [caption] : []));
  return copy;
}

function show(number) {
  at = Math.max(0, Math.min(figures.length - 1, number));
  count.textContent = `${at + 1} / ${figures.length}`;
  dialog.querySelector("[data-step='-1']").disabled = at === 0;
  dialog.querySelector("[data-step='1']").disabled = at === figures.length - 1;
}

function go(number, behavior = calm.matches ? "instant" : "smooth") {
  const wanted = Math.max(0, Math.min(figures.length - 1, number));
  strip.scrollTo({ left: wanted * strip.clientWidth, behavior });
}

figures.forEach((figure, number) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "open-large";
  button.setAttribute("aria-label", `${template.dataset.open} (${number + 1} / ${figures.length})`);
  button.addEventListener("click", () => {
    if (!dialog) build();
    dialog.showModal();
    go(number, "instant");
    show(number);
  });
  figure.classList.add("has-large");
  figure.append(button);
});
