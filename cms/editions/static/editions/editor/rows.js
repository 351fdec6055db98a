/*
 * The rows of an edition in Wagtail's page editor. Every block of the page has a row: the library's are shown and
 * can be exchanged in place for the clinic's own version, which keeps the row's id, and back.
 */
(() => {
  const { StreamBlock } = window.wagtailStreamField.blocks;
  const { element, toRead, withLook, withMoves } = window.editionRows;

  class Rows extends withMoves(withLook(StreamBlock)) {
    get words() {
      return this.blockDef.words;
    }

    setState(rows) {
      this.about = new Map(rows.filter((row) => row.about).map((row) => [row.id, row.about]));
      this.taken = new Map();
      super.setState(rows);
      if (!this.status) {
        this.status = element("div", { role: "status", class: "w-sr-only" });
        this.element.append(this.status);
      }
    }

    announce(sentence, name, more = {}) {
      this.status.textContent = Object.entries({ "%s": name, ...more }).reduce(
        (text, [sign, value]) => text.replace(sign, () => value),
        sentence,
      );
    }

    _createChild(...parts) {
      const child = super._createChild(...parts);
      this.dress(child);
      return child;
    }

    isOwnField() {
      return false;
    }

    /* Exchanging rows in place */

    exchange(child, { type, value }, sentence) {
      const { id, index } = child;
      const name = (this.about.get(id) || {}).name || "";
      this.discard(child);
      const fresh = this.insert({ type, value, id }, index);
      this.announce(sentence, name);
      this.changed();
      const own = fresh.block.childBlocks?.content?.children[0];
      if (own) own.block.focus();
      else if (this.isOwnField(fresh)) fresh.block.focus();
      else fresh.element.querySelector(".edition-row__actions button")?.focus();
      return fresh;
    }

    /* Take a row out of the form; unlike a deletion this leaves comments on the block where they are. */
    discard(child) {
      const inserter = this.inserters[child.index];
      child.getContentPath = () => null;
      this.deleteBlock(child.index);
      inserter.element.remove();
      child.element.replaceWith(element("input", { type: "hidden", name: `${child.prefix}-deleted`, value: "1" }));
    }

    changed() {
      this.countInput[0].dispatchEvent(new Event("change", { bubbles: true }));
    }

    stateFor(type, id) {
      return { ...this.blockDef.initialChildStates[type], target: id };
    }

    freshId() {
      return super._getChildDataForInsertion({ type: "follow" })[2];
    }

    writeOwn(child) {
      const { own } = this.about.get(child.id);
      const value = { ...this.stateFor("replace", child.id), content: [{ ...own, id: this.freshId() }] };
      this.exchange(child, { type: "replace", value }, this.words.nowOwn);
    }

    hide(child) {
      this.exchange(child, { type: "hide", value: this.stateFor("hide", child.id) }, this.words.nowHidden);
    }

    show(child) {
      this.exchange(child, { type: "follow", value: this.stateFor("follow", child.id) }, this.words.nowShown);
    }

    reset(child) {
      this.taken.set(child.id, child.getState());
      this.exchange(child, { type: "follow", value: this.stateFor("follow", child.id) }, this.words.nowReset);
    }

    undo(child) {
      const state = this.taken.get(child.id);
      this.taken.delete(child.id);
      this.exchange(child, state, this.words.nowUndone);
    }

    remove(child) {
      const { name } = this.about.get(child.id);
      const neighbour = this.children[child.index + 1] || this.children[child.index - 1];
      this.discard(child);
      this.announce(this.words.nowRemoved, name);
      this.changed();
      neighbour?.element.querySelector(".edition-row__actions button")?.focus();
    }

    /* Blocks of the clinic's own */

    _getChildDataForInsertion({ type }) {
      const add = this.blockDef.childBlockDefsByName.add;
      const content = add.childBlockDefsByName.content;
      const block = { type, value: content.initialChildStates[type], id: this.freshId() };
      const value = { ...this.blockDef.initialChildStates.add, content: [block] };
      return [add, value, this.freshId()];
    }

    /* What somebody else saved meanwhile */

    otherVersion(child, about) {
      const box = element("div", { class: "edition-row__theirs" });
      const choice = (words, act) => {
        const button = element("button", { type: "button", class: "button button-small" }, words);
        button.addEventListener("click", act);
        return button;
      };
      const version = element("div", { class: "edition-read edition-read--open" }, toRead(about.theirsHtml || ""));
      box.append(
        element("p", {}, this.words.theySay, element("strong", {}, about.theirsName || "")),
        version,
        choice(this.words.ours, () => {
          this.choose(child);
          box.remove();
          child.block.setError?.({});
          child.element.querySelector(".edition-row__actions button")?.focus();
          this.announce(this.words.nowOurs, about.name || "");
          this.changed();
        }),
        " ",
        choice(this.words.theirs, () => {
          this.choose(child);
          this.exchange(child, about.theirs, this.words.nowTheirs);
        }),
      );
      return box;
    }

    /* From now on the form has shown the other version too: saving it overwrites that on purpose. */
    choose(child) {
      const { theirs, theirsKey, theirsMark, ...rest } = this.about.get(child.id);
      this.about.set(child.id, rest);
      const carried = document.querySelector("[name='local-seen']");
      const seen = JSON.parse(carried.value);
      if (this.prefix === "local") {
        seen.rows = seen.rows.map(([key, mark]) => [key, key === theirsKey ? theirsMark : mark]);
      } else {
        seen.fields[theirsKey] = theirsMark;
      }
      carried.value = JSON.stringify(seen);
    }
  }

  window.editionRows.Rows = Rows;
})();
