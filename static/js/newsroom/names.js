// Searching selects get the name of their field: select2 itself names them by their content alone.

const $ = window.django.jQuery;

function name(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const said = select.getAttribute("aria-label") || label?.textContent.trim().replace(/:$/, "");
  const box = select.nextElementSibling?.querySelector(".select2-selection");
  const shown = box?.querySelector(".select2-selection__rendered");
  if (!said || !shown) return;
  box.removeAttribute("aria-labelledby");
  box.setAttribute("aria-label", said);
  box.setAttribute("aria-describedby", shown.id);
  shown.setAttribute("aria-label", said);
}

const nameAll = (root) => root.querySelectorAll("select.admin-autocomplete").forEach(name);

$(() => nameAll(document));
document.addEventListener("formset:added", ({ target }) => setTimeout(() => nameAll(target)));
$(document).on("select2:open", ({ target }) => {
  const said = target.nextElementSibling.querySelector(".select2-selection").getAttribute("aria-label");
  document.querySelector(".select2-container--open .select2-search__field")?.setAttribute("aria-label", said);
});
