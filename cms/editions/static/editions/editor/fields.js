/* The rows of an edition's fields, and how Wagtail's editor comes to use both sorts of rows. */
(() => {
  const { StreamBlock, StreamBlockDefinition } = window.wagtailStreamField.blocks;
  const { Rows } = window.editionRows;

  class Fields extends Rows {
    _createInsertionControl(placeholder, options) {
      const control = super._createInsertionControl(placeholder, options);
      control.element.hidden = true;
      return control;
    }

    _getChildDataForInsertion(options) {
      return StreamBlock.prototype._getChildDataForInsertion.call(this, options);
    }

    freshId() {
      return "";
    }

    isFixed() {
      return true;
    }

    isOwnField(child) {
      return !["follow", "replace", "hide", "add", "sealed"].includes(child.type);
    }

    stateOf(child, about) {
      if (!this.isOwnField(child)) return { key: "library", name: about.stateName || "", icon: "doc-full-inverse" };
      return about.parked
        ? { key: "parked", name: this.words.parked, icon: "warning" }
        : { key: "own", name: this.words.own, icon: "edit" };
    }

    actionsOf(child, about) {
      if (this.isOwnField(child)) return [this.button(about, "reset", "undo", () => this.reset(child))];
      const made = [];
      if (this.taken.has(child.id)) made.push(this.button(about, "undo", "rotate", () => this.undo(child)));
      if (about.own) made.push(this.button(about, "writeOwnField", "edit", () => this.writeOwn(child)));
      return made;
    }

    writeOwn(child) {
      this.exchange(child, this.about.get(child.id).own, this.words.nowOwn);
    }
  }

  class PageRowsDefinition extends StreamBlockDefinition {
    constructor(name, groups, states, meta, aside, words) {
      super(name, groups, states, meta);
      Object.assign(this.childBlockDefsByName, Object.fromEntries(aside.map((one) => [one.name, one])));
      this.words = words;
      this.groupedChildBlockDefs = this.menu();
    }

    /* Between two rows a clinic can only put a block of its own. */
    menu() {
      return this.childBlockDefsByName.add.childBlockDefsByName.content.groupedChildBlockDefs;
    }

    render(placeholder, prefix, state, error) {
      return new Rows(this, placeholder, prefix, state, error);
    }
  }

  class FieldRowsDefinition extends PageRowsDefinition {
    menu() {
      return [];
    }

    render(placeholder, prefix, state, error) {
      return new Fields(this, placeholder, prefix, state, error);
    }
  }

  window.telepath.register("cms.editions.PageRows", PageRowsDefinition);
  window.telepath.register("cms.editions.FieldRows", FieldRowsDefinition);
})();
