/*
 * Durable blocks in the page editor: the row that stands for content which cannot be edited,
 * and the signed text that carries the fields a block no longer defines.
 */
(() => {
  const { StructBlock, StructBlockDefinition, StreamBlock, StreamBlockDefinition } = window.wagtailStreamField.blocks;
  const KEPT = "kept-fields";

  const hiddenInput = (name, value) => {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value || "";
    return input;
  };

  class SealedRow {
    constructor(definition, placeholder, prefix, state, error) {
      this.blockDef = definition;
      this.type = definition.name;
      this.prefix = prefix;
      this.typeName = (state && state.type) || "";
      this.input = hiddenInput(prefix, state && state.payload);
      this.errors = document.createElement("div");
      this.element = document.createElement("div");
      const explanation = document.createElement("p");
      explanation.className = "help";
      explanation.textContent = definition.meta.explanation;
      this.typeElement = document.createElement("code");
      this.typeElement.textContent = this.typeName;
      this.element.append(this.errors, this.typeElement, explanation, this.input);
      placeholder.replaceWith(this.element);
      if (error) this.setError(error);
    }

    setState(state) {
      this.typeName = state.type;
      this.typeElement.textContent = state.type;
      this.input.value = state.payload;
    }

    getState() {
      return { type: this.typeName, payload: this.input.value };
    }

    getValue() {
      return this.input.value;
    }

    getTextLabel() {
      return this.typeName;
    }

    setError(error) {
      const messages = (error && error.messages) || [];
      this.errors.replaceChildren(
        ...messages.map((message) => {
          const paragraph = document.createElement("p");
          paragraph.className = "error-message";
          paragraph.textContent = message;
          return paragraph;
        }),
      );
    }

    focus() {}
  }

  class SealedBlockDefinition {
    constructor(name, meta) {
      this.name = name;
      this.meta = meta;
    }

    render(placeholder, prefix, state, error) {
      return new SealedRow(this, placeholder, prefix, state, error);
    }
  }

  class DurableStream extends StreamBlock {
    _createChild(...parts) {
      const child = super._createChild(...parts);
      if (this.blockDef.aside.has(child.type)) {
        child.actionsContainerElement.querySelector('[data-streamfield-action="DUPLICATE"]')?.remove();
      }
      return child;
    }
  }

  /* `aside` defines rows that may be there, but that nobody can add. */
  class DurableStreamBlockDefinition extends StreamBlockDefinition {
    constructor(name, groups, states, meta, aside) {
      super(name, groups, states, meta);
      this.aside = new Map(aside.map((definition) => [definition.name, definition]));
      Object.assign(this.childBlockDefsByName, Object.fromEntries(this.aside));
    }

    render(placeholder, prefix, state, error) {
      return new DurableStream(this, placeholder, prefix, state, error);
    }
  }

  class DurableStruct extends StructBlock {
    constructor(definition, placeholder, prefix, state, error) {
      super(definition, placeholder, prefix, state, error);
      this.kept = hiddenInput(`${prefix}-${KEPT}`, state && state[KEPT]);
      this.container[0].append(this.kept);
      // Where a block is a form by itself, Wagtail names its element, which a struct does not have.
      this.element ||= this.container[0];
    }

    setState(state) {
      const { [KEPT]: kept, ...fields } = state;
      super.setState(fields);
      if (kept !== undefined) this.kept.value = kept;
    }

    getState() {
      return { ...super.getState(), [KEPT]: this.kept.value };
    }

    getDuplicatedState() {
      return { ...super.getDuplicatedState(), [KEPT]: this.kept.value };
    }
  }

  class DurableStructBlockDefinition extends StructBlockDefinition {
    render(placeholder, prefix, state, error) {
      return new DurableStruct(this, placeholder, prefix, state, error);
    }
  }

  window.telepath.register("cms.streams.SealedBlock", SealedBlockDefinition);
  window.telepath.register("cms.streams.DurableStreamBlock", DurableStreamBlockDefinition);
  window.telepath.register("cms.streams.DurableStructBlock", DurableStructBlockDefinition);
})();
