/* Shows, beside the form of a clinic's look, one of its pages as it would be: at once, and before anything is saved. */
(() => {
  const form = document.querySelector("[data-brand]");
  if (!form) return;
  const preview = document.querySelector("[data-brand-preview]");
  if (!preview) return;
  const frame = preview.querySelector("iframe");
  const page = preview.querySelector("select");
  const skipped = new Set(["csrfmiddlewaretoken", "seen", "offer", "reset"]);

  const chosen = () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !skipped.has(name)) query.set(name, value);
    }
    return query;
  };
  const show = () => {
    const query = chosen();
    query.set("page", page.value);
    frame.src = `${form.dataset.brand}?${query}`;
  };
  const restyle = () => {
    const link = frame.contentDocument?.querySelector('link[rel="stylesheet"][href*="preview.css"]');
    if (!link) return;
    const next = link.cloneNode();
    next.href = `${form.dataset.brandCss}?${chosen()}`;
    // The old rules stay until the new ones are there, so that nothing flashes.
    next.addEventListener("load", () => link.remove());
    link.after(next);
  };

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(restyle, 150);
  });
  page.addEventListener("change", show);
  frame.addEventListener("load", () => {
    // The preview is for looking at: its links would lead to addresses that the admin does not have.
    frame.contentDocument?.addEventListener("click", (event) => event.preventDefault(), true);
    frame.contentDocument?.addEventListener("submit", (event) => event.preventDefault(), true);
  });
  for (const button of preview.querySelectorAll("[data-brand-width]")) {
    button.addEventListener("click", () => {
      frame.classList.toggle("brand__page--desktop", button.dataset.brandWidth === "desktop");
      for (const other of preview.querySelectorAll("[data-brand-width]")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
    });
  }
  preview.hidden = false;
  show();
})();
