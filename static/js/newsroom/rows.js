// On a phone each row of a list is a block (newsroom.css): every cell gets the name of its column to show.
const list = document.querySelector("#result_list");
const names = [...(list?.querySelectorAll("thead th") ?? [])].map((cell) => cell.querySelector(".text")?.textContent.trim());
for (const row of list?.tBodies[0]?.rows ?? []) {
  [...row.cells].forEach((cell, n) => {
    if (names[n] && cell.innerText.trim() && !cell.matches("th, .action-checkbox")) cell.dataset.column = names[n];
  });
}
list?.classList.add("as-blocks");
