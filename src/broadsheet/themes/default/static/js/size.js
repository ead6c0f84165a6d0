// Runs before the first paint, so that text never jumps from one size to another.
(function (root) {
  root.classList.add("js");
  try {
    var size = localStorage.getItem("broadsheet.size");
    if (size === "large" || size === "larger") root.dataset.size = size;
  } catch (error) {
    // Storage is switched off in this browser: the standard size is right.
  }
})(document.documentElement);
