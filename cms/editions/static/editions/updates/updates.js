// Ticks every row of the inbox at once; without a script the rows are ticked one by one.
(() => {
  const form = document.querySelector("[data-updates]");
  const all = form?.querySelector("[data-updates-all]");
  if (!all) return;
  const box = all.querySelector("input");
  const rows = [...form.querySelectorAll("input[name='item']")];
  all.hidden = false;
  box.addEventListener("change", () => rows.forEach((row) => { row.checked = box.checked; }));
  form.addEventListener("change", () => { box.checked = rows.every((row) => row.checked); });
})();
