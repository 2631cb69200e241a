/* Players of other hosts: nothing is asked of them before the reader presses play. Without script, a link. */

for (const film of document.querySelectorAll("[data-player]")) {
  const open = film.querySelector("a");
  open.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.className = "film__frame";
    frame.title = film.dataset.title;
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.sandbox = "allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox";
    frame.src = film.dataset.player;
    open.replaceWith(frame);
    frame.focus();
  });
}
