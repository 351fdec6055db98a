// Where a page scrolls sideways: elements that stick out, the innermost ones, because what contains them does as well.
() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const sticksOut = element => {
    const place = element.getBoundingClientRect();
    return place.width && (place.right > root.clientWidth + 1 || place.left < -1);
  };
  const out = [...document.body.querySelectorAll('*')].filter(one => meridian.isVisible(one) && sticksOut(one));
  const inner = out.filter(one => !out.some(other => other !== one && one.contains(other)));
  const words = 'the page scrolls sideways, because this is too wide';
  return (inner.length ? inner.slice(0, 3) : [document.body]).map(one => meridian.found(one, words));
}
