/*
 * Two inputs of the plugin's forms: a booking link, with what was understood under it, and words in several languages.
 */
(() => {
  const Widget = window.telepath.constructors["wagtail.widgets.Widget"];
  const Input = new Widget("").boundWidgetClass;

  const paragraph = (className, text) => {
    const element = document.createElement("p");
    element.className = className;
    element.textContent = text;
    return element;
  };

  class LinkInput extends Input {
    constructor(element, name, capabilities) {
      super(element, name, capabilities);
      this.told = document.createElement("div");
      this.told.className = "booking-told";
      this.told.id = `${this.input.id}-told`;
      this.input.after(this.told);
      this.input.setAttribute("aria-describedby", this.told.id);
      // What is told is about the address as it was read; a new one is read when the form is saved.
      this.input.addEventListener("input", () => this.told.replaceChildren());
    }

    setState(state) {
      const { address, words, warnings } = typeof state === "string" ? { address: state } : state;
      this.input.value = address || "";
      this.told.replaceChildren(
        ...(words ? [paragraph("booking-told__words", words)] : []),
        ...(warnings || []).map((text) => paragraph("booking-told__warning", text)),
      );
    }
  }

  class Words {
    constructor(element, name) {
      this.element = element;
      this.name = name;
      this.idForLabel = this.inputs()[0]?.id || "";
    }

    inputs() {
      return [...this.element.querySelectorAll("input")];
    }

    code(input) {
      return input.name.slice(this.name.length + 1);
    }

    getState() {
      return Object.fromEntries(this.inputs().map((input) => [this.code(input), input.value]));
    }

    getValue() {
      return this.getState();
    }

    setState(state) {
      const words = { ...state };
      for (const input of this.inputs()) {
        input.value = words[this.code(input)] || "";
        delete words[this.code(input)];
      }
      for (const [code, value] of Object.entries(words)) {
        const hidden = document.createElement("input");
        Object.assign(hidden, { type: "hidden", name: `${this.name}-${code}`, value });
        this.element.append(hidden);
      }
    }

    getTextLabel() {
      return this.inputs().find((input) => input.value)?.value || "";
    }

    getValueForLabel() {
      return this.getTextLabel();
    }

    setInvalid(invalid) {
      this.inputs().forEach((input) => input.toggleAttribute("aria-invalid", invalid));
    }

    setCapabilityOptions() {}

    focus() {
      this.inputs()[0]?.focus();
    }
  }

  window.telepath.register("booking_link.Link", class extends Widget { boundWidgetClass = LinkInput; });
  window.telepath.register("booking_link.Words", class extends Widget { boundWidgetClass = Words; });
})();
