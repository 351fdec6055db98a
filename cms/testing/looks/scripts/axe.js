// What axe finds by some of its rules.
async rules => {
  const options = {runOnly: rules, resultTypes: ['violations'], elementRef: true};
  const results = await axe.run(document, options);
  return results.violations.flatMap(rule => rule.nodes.map(node => ({
    anchor: node.element ? meridian.anchor(node.element) : '',
    words: `${rule.id}, ${rule.help}: ${node.html.replace(/\s+/g, ' ').slice(0, 120)}`,
  })));
}
