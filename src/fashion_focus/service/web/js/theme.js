// Classic and first, so that the page never flashes in the other theme.
(function () {
  let saved = null;
  try { saved = localStorage.getItem("ff-theme"); } catch { /* storage may be forbidden */ }
  if (saved === "light" || saved === "dark") document.documentElement.dataset.theme = saved;
})();
