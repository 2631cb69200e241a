/* What the reader chose on this device, put in place before anything is drawn. Runs in the head, so it is short. */
(function () {
  var root = document.documentElement;
  root.classList.add("has-script");
  if (navigator.share) root.classList.add("can-share");
  try {
    ["theme", "text"].forEach(function (choice) {
      var kept = localStorage.getItem(choice);
      if (kept) root.setAttribute("data-" + choice, kept);
    });
  } catch (error) {
    // storage is switched off: the system's own settings hold
  }
})();
