// After a key was pressed: one element of each sort, seen before and while it has the focus.
// What contains it may show the focus for it.
() => {
  const styles = (element, part) => {
    const {outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderColor} =
      getComputedStyle(element, part);
    const hasOutline = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
    return [hasOutline && [outlineStyle, outlineWidth, outlineColor], boxShadow, backgroundColor, borderColor];
  };
  const look = element => {
    const around = [element, ...[1, 2, 3].map(depth => Array(depth).fill().reduce(one => one?.parentElement, element))];
    return JSON.stringify([
      ...around.filter(Boolean).map(one => styles(one)), styles(element, '::before'), styles(element, '::after'),
    ]);
  };
  const known = new Set(), found = [];
  for (const one of document.querySelectorAll('a[href], button, summary, input, select, textarea')) {
    const sort = [one, one.parentElement].map(each => each.tagName + '.' + each.className).join();
    if (known.has(sort) || !meridian.isVisible(one)) continue;
    known.add(sort);
    document.activeElement.blur();
    const before = look(one);
    one.focus({preventScroll: true, focusVisible: true});
    if (document.activeElement === one && look(one) === before) {
      found.push(meridian.found(one, 'nothing shows that this has the focus'));
    }
  }
  return found;
}
