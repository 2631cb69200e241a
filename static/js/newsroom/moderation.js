/* The moderators' list: tick everything on the page. All else works without script. */

const all = document.getElementById("tick-all");
const ticks = [...document.querySelectorAll('input[name="chosen"][form="bulk"]')];

function sync() {
  const ticked = ticks.filter((tick) => tick.checked).length;
  all.checked = ticked === ticks.length;
  all.indeterminate = ticked > 0 && ticked < ticks.length;
}

if (all) {
  all.parentElement.hidden = false;
  all.addEventListener("change", () => {
    for (const tick of ticks) tick.checked = all.checked;
    sync();
  });
  for (const tick of ticks) tick.addEventListener("change", sync);
}
