// On paper nobody can scroll, follow a menu or open what is folded.
() => {
  const all = [...document.body.querySelectorAll('*:not(input, select, textarea)')].filter(meridian.isVisible);
  const hides = element => /hidden|clip|auto|scroll/.test(getComputedStyle(element).overflowX);
  const isForEyes = element => element.clientWidth > 2 && element.clientHeight > 2;
  const cut = all.filter(one => hides(one) && isForEyes(one) && one.scrollWidth > one.clientWidth + 1);
  const menus = all.filter(one => one.matches('header nav, nav.site-nav') && one.getClientRects().length);
  const folded = all.filter(one => one.matches('main details:not([open])'))
    .filter(one => [...one.children].slice(1).some(child => child.textContent.trim() && !child.getClientRects().length));
  return [
    ...cut.map(one => meridian.found(one, 'on paper this is cut off')),
    ...menus.map(one => meridian.found(one, 'a menu is printed')),
    ...folded.map(one => meridian.found(one, 'what is folded is not printed')),
  ];
}
