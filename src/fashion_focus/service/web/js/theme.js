// Classic and first, so that the page never flashes in the other theme. Work on pictures begins in the dark.
(function () {
  let saved = null;
  try { saved = localStorage.getItem("ff-theme"); } catch { /* storage may be forbidden */ }
  const dark = /^\/(shows\/[^/]+(\/review)?|live\/[^/]+(\/dock)?)$/.test(location.pathname);
  if (saved === "light" || saved === "dark") document.documentElement.dataset.theme = saved;
  else if (dark) document.documentElement.dataset.theme = "dark";
})();
