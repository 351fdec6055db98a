/*
 * Wagtail looks at the form for the first time two seconds after the page editor opened, and again at the moment in which
 * an autosave was answered. What somebody changed before either counted as unchanged: it was not saved, and nobody was
 * warned on leaving. Here the form is compared with what it was before the first touch, and with what the autosave sent;
 * if it differs, Wagtail is told so.
 */
(() => {
  const form = document.querySelector("form[data-controller~='w-unsaved']");
  if (!form) return;
  const NOT_CONTENT = ["csrfmiddlewaretoken", "loaded_revision_id", "loaded_revision_created_at", "next", "overwrite_revision_id"];
  const TOUCHES = ["pointerdown", "keydown", "input", "change"];
  let known = null;
  let touched = false;
  let watching = false;

  const isContent = (name) => !NOT_CONTENT.includes(name) && !name.startsWith("comments-");
  const content = (data) => [...data].filter(([name]) => isContent(name)).map(([name, value]) => [name, value.name ?? value]);
  const words = (data, without = []) => JSON.stringify(content(data).filter(([name]) => !without.includes(name)));
  const now = () => new FormData(form);
  const differs = (without = []) => known !== null && words(now(), without) !== words(known, without);

  const touch = (event) => {
    if (touched || (!event.isTrusted && !form.contains(event.target))) return;
    touched = true;
    if (event.type === "pointerdown" || event.type === "keydown") known = now();
  };
  TOUCHES.forEach((name) => document.addEventListener(name, touch, { capture: true, passive: true }));
  window.addEventListener("load", () => {
    if (!touched) known = now();
  });

  const tellWagtail = (name) => form.setAttribute(`data-w-unsaved-${name}-value`, "true");

  form.addEventListener("w-unsaved:watch-edits", () => {
    if (!watching && touched && differs()) tellWagtail("force");
    watching = true;
    TOUCHES.forEach((name) => document.removeEventListener(name, touch, { capture: true }));
  });
  window.addEventListener(
    "beforeunload",
    () => {
      if (!watching && touched && differs()) tellWagtail("has-edits");
    },
    { capture: true },
  );

  /*
   * A button that is pressed while an autosave is under way waits for its answer. Otherwise the page would be posted as
   * it was known before, and what the same person has just saved would look like somebody else's work.
   */
  let saving = false;
  let sent = false;
  let waits = false;

  const keep = ({ name, value }) => {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(field);
  };
  const answered = () => {
    saving = false;
    if (!waits) return;
    waits = false;
    form.requestSubmit();
  };

  form.addEventListener("w-autosave:save", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    saving = true;
    known = event.detail.formData;
  });
  document.addEventListener("w-autosave:success", ({ detail }) => {
    if (differs(Object.keys(detail.response.field_updates || {}))) tellWagtail("force");
    answered();
  });
  document.addEventListener("w-autosave:error", answered);
  window.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form) return;
      if (!saving) {
        setTimeout(() => {
          sent = !event.defaultPrevented;
        });
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (waits) return;
      waits = true;
      if (event.submitter?.name) keep(event.submitter);
    },
    { capture: true },
  );
  window.addEventListener("pageshow", () => {
    sent = false;
  });
})();
