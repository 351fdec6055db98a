// Before the others: how an element is called, and in which specimen it is.
window.meridian = {
  anchor: element => element.closest('[id^="b-"]')?.id ?? '',
  name: element => element.outerHTML.replace(/\s+/g, ' ').slice(0, 120),
  found: (element, words) => ({anchor: meridian.anchor(element), words: `${words}: ${meridian.name(element)}`}),
  isVisible: element => element.checkVisibility({visibilityProperty: true, opacityProperty: true}),
};
