/*
 * How a row of an edition looks: its name and state, what is said about it, what the library says, and the buttons.
 * What the buttons do is in rows.js.
 */
(() => {
  const { element, icon, toRead } = window.editionRows;

  window.editionRows.withLook = (Base) =>
    class extends Base {
      dress(child) {
        const about = this.about.get(child.id) || {};
        const state = this.stateOf(child, about);
        const row = child.element;
        row.classList.add("edition-row");
        row.dataset.state = state.key;
        row.dataset.kind = child.type;
        child.getTextLabel = () => null;
        child.titleElement.text("");
        row.querySelector(".c-sf-block__type").textContent = this.nameOf(child, about);
        row
          .querySelector("[data-panel-heading]")
          .append(
            element("span", { class: "edition-row__state" }, icon(state.icon), ` ${state.name}`),
            about.silent ? element("span", { class: "edition-row__silent" }, icon("no-view"), ` ${about.silent}`) : "",
          );
        this.limitControls(child, about);
        const content = row.querySelector(".w-panel__content");
        content.prepend(...this.introduction(child, about));
        content.append(...this.afterword(child, about));
        this.flatten(child, about);
      }

      nameOf(child, about) {
        if (about.name) return about.sort && about.sort !== about.name ? `${about.name} · ${about.sort}` : about.name;
        const content = child.block.childBlocks?.content;
        return content?.children[0]?.blockDef.meta.label || this.words.fresh;
      }

      stateOf(child, about) {
        switch (child.type) {
          case "follow":
            return {
              key: about.state || "library",
              name: about.stateName || child.blockDef.meta.label,
              icon: { locked: "lock", correction: "warning", fallback: "globe" }[about.state] || "doc-full-inverse",
            };
          case "hide":
            return about.parked
              ? { key: "parked", name: this.words.parkedHiding, icon: "warning" }
              : { key: "hidden", name: this.words.hidden, icon: "no-view" };
          case "add":
            return { key: "added", name: this.words.added, icon: "plus" };
          default:
            if (about.parked) return { key: "parked", name: this.words.parked, icon: "warning" };
            return about.isOrphan
              ? { key: "orphan", name: this.words.orphan, icon: "warning" }
              : { key: "own", name: this.words.own, icon: "edit" };
        }
      }

      limitControls(child, about) {
        const refuse = (...names) =>
          names.forEach((name) =>
            child.actionsContainerElement.querySelector(`[data-streamfield-action="${name}"]`)?.remove(),
          );
        if (child.type !== "add") refuse("DUPLICATE", "DELETE");
        if (about.silent) refuse("DUPLICATE");
        if (this.isFixed(child)) refuse("MOVE_UP", "MOVE_DOWN", "DRAG");
        const name = this.nameOf(child, about);
        child.actionsContainerElement.querySelectorAll("button[title]").forEach((button) => {
          button.setAttribute("aria-label", `${button.title}: ${name}`);
        });
      }

      introduction(child, about) {
        const isOwn = child.type === "replace" || this.isOwnField(child);
        const isParked = Boolean(about.parked) && child.type !== "follow";
        const parts = [];
        if (isOwn && !about.isOrphan && !isParked) parts.push(this.line("source", this.words.byVersion));
        if (!isOwn && about.source) parts.push(this.line("source", `${about.source}.`));
        if (about.rule && !isOwn) parts.push(this.line("rule", about.rule));
        const notes = [...(about.notes || [])];
        if (isParked) notes.unshift({ text: about.parked, tone: "attention" });
        if (notes.length) parts.push(this.notes(notes));
        if (about.inbox) parts.push(this.line("inbox", element("a", { href: about.inbox }, about.inboxWords)));
        if (about.theirs) parts.push(this.otherVersion(child, about));
        if (!isOwn && about.html) parts.push(this.reading(about));
        return parts;
      }

      line(name, content) {
        return element("p", { class: `edition-row__${name}` }, content);
      }

      notes(notes) {
        const symbol = (tone) => icon(tone === "attention" ? "warning" : "info-circle");
        const lines = notes.map(({ text, tone }) => element("li", { "data-tone": tone }, symbol(tone), ` ${text}`));
        return element("ul", { class: "edition-row__notes" }, ...lines);
      }

      reading(about) {
        const text = element("div", { class: "edition-read", lang: about.language }, toRead(about.html));
        const button = element("button", { type: "button", class: "edition-read__more", "aria-expanded": "false" });
        button.textContent = this.words.more;
        button.addEventListener("click", () => {
          const isOpen = text.classList.toggle("edition-read--open");
          button.setAttribute("aria-expanded", String(isOpen));
          button.textContent = isOpen ? this.words.less : this.words.more;
        });
        const box = element("div", { class: "edition-row__reading" }, text, button);
        const measure = () => {
          const isOpen = text.classList.contains("edition-read--open");
          button.hidden = !isOpen && text.scrollHeight <= text.clientHeight + 1;
        };
        new ResizeObserver(measure).observe(text);
        return box;
      }

      afterword(child, about) {
        const parts = [];
        if ((child.type === "replace" || this.isOwnField(child)) && about.html) {
          parts.push(
            element(
              "details",
              { class: "edition-row__library" },
              element("summary", {}, this.words.theLibrarySays),
              element("p", { class: "edition-row__source" }, `${about.source}.`),
              element("div", { class: "edition-read edition-read--open", lang: about.language }, toRead(about.html)),
            ),
          );
        }
        const buttons = this.actionsOf(child, about);
        if (buttons.length) parts.push(element("div", { class: "edition-row__actions" }, ...buttons));
        return parts;
      }

      actionsOf(child, about) {
        const made = [];
        const offer = (...button) => made.push(this.button(about, ...button));
        if (child.type === "follow") {
          if (this.taken.has(child.id)) offer("undo", "rotate", () => this.undo(child));
          if (about.mayChange && about.mayWrite) offer("writeOwn", "edit", () => this.writeOwn(child));
          if (about.mayChange) offer("hide", "no-view", () => this.hide(child));
        }
        if (child.type === "hide") offer("show", "view", () => this.show(child));
        if (child.type === "replace" && !about.isOrphan) offer("reset", "undo", () => this.reset(child));
        if (child.type === "replace" && about.isOrphan) offer("remove", "bin", () => this.remove(child));
        offer("add", "plus", () => this.chooseBlock(child));
        return made;
      }

      button(about, name, symbol, act) {
        const button = element(
          "button",
          { type: "button", class: "button button-small button-secondary", "data-edition-action": name },
          icon(symbol),
          ` ${this.words[name]}`,
          element("span", { class: "w-sr-only" }, `: ${about.name || ""}`),
        );
        button.addEventListener("click", act);
        return button;
      }

      chooseBlock(child) {
        const inserter = this.inserters[child.index + 1];
        inserter.open();
        window.setTimeout(() => inserter.combobox.querySelector("input")?.focus(), 50);
      }

      /* The one block inside a row shows as the row itself. */
      flatten(child, about) {
        const parts = child.block.childBlocks || {};
        if (parts.content) {
          parts.content.container[0].classList.add("edition-row__stream");
          parts.content.children.forEach((inner) => inner.element.classList.add("edition-row__content"));
        }
        const field = (name) => child.element.querySelector(`[data-contentpath="${name}"]`);
        field("target")?.classList.add("edition-row__target");
        if (parts.signed_off) field("signed_off").hidden = true;
        if (parts.is_signed_off && !about.maySignOff) field("is_signed_off").hidden = true;
      }
    };
})();
