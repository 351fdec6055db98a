/* The pieces of which the rows of an edition are made. */
(() => {
  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => {
      if (value !== undefined && value !== "") made.setAttribute(name, value);
    });
    made.append(...children.filter(Boolean));
    return made;
  };

  const icon = (name) => {
    const holder = document.createElement("span");
    holder.innerHTML = `<svg class="icon icon-${name}" aria-hidden="true"><use href="#icon-${name}"></use></svg>`;
    return holder.firstElementChild;
  };

  const renamed = (node, tag, className) => {
    const made = element(tag, { class: className });
    made.append(...node.childNodes);
    node.replaceWith(made);
  };

  /* What visitors can use is only to be read here: no links, no landmarks, no ids, no headings of its own. */
  const toRead = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    const { content } = template;
    content.querySelectorAll("script, style, iframe, video, audio").forEach((node) => node.remove());
    content.querySelectorAll("h1, h2, h3, h4, h5, h6").forEach((node) => renamed(node, "p", "edition-read__heading"));
    content.querySelectorAll("a, button, summary").forEach((node) => renamed(node, "span", "edition-read__link"));
    content
      .querySelectorAll("section, nav, aside, header, footer, article, form, details")
      .forEach((node) => renamed(node, "div", node.className));
    content.querySelectorAll("*").forEach((node) => {
      [...node.attributes]
        .filter(({ name }) => name === "id" || name === "role" || name === "tabindex" || name.startsWith("aria-"))
        .forEach(({ name }) => node.removeAttribute(name));
    });
    return content;
  };

  window.editionRows = { element, icon, toRead };
})();
