// How long the page has been loaded, in milliseconds (null before), how many elements it has, and
// each of the elements given: its selector and start tag, null where it is not there any more.
(...nodes) => {
  const [timing] = performance.getEntriesByType("navigation");
  const since = timing?.loadEventEnd ? performance.now() - timing.loadEventEnd : null;
  const parent = dom.getter(Node.prototype, "parentElement");
  const connected = dom.getter(Node.prototype, "isConnected");
  const spots = nodes.map((node) => {
    if (!(node instanceof Node) || !connected(node)) return null;
    const element = node instanceof Element ? node : parent(node);
    return element && { selector: dom.place(element), html: dom.html(element) };
  });
  return JSON.stringify({ since, spots });
}
