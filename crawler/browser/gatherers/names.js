// Installed after parts.js: what assistive technology calls an element, and the text around it.
//
// By the rules of W3C's Accessible Name and Description Computation, as far as links, fields and
// frames need them. axe-core's own are not used: they want its whole tree built once more, and they
// are not there on the large pages that axe-core is not run on.
globalThis.names = (() => {
  const { attribute, byId, childNodes, content, find, getter, name, style, words } = dom;
  const { remembered } = parts;

  const SILENT = /^(script|style|noscript|template|head|title)$/;
  const silent = remembered(
    (element) =>
      SILENT.test(name(element)) || attribute(element, "aria-hidden") === "true" ||
      style(element).display === "none" || /hidden|collapse/.test(style(element).visibility),
  );
  const value = getter(HTMLInputElement.prototype, "value");
  const type = (element) => (attribute(element, "type") ?? "").toLowerCase();

  const references = (element, key) =>
    (attribute(element, key) ?? "")
      .trim()
      .split(/\s+/)
      .slice(0, 5)
      .map((id) => (id ? byId(document, id) : null))
      .filter(Boolean);

  // What an element says within another's name.
  const spoken = (element, budget, deep = 0) => {
    if (deep > 30 || budget.left <= 0) return "";
    const label = words(attribute(element, "aria-label"), 300);
    if (label && deep > 0) return label;
    const tag = name(element);
    if (/^(img|area)$/.test(tag) || (tag === "input" && type(element) === "image")) {
      return words(attribute(element, "alt") ?? attribute(element, "title"), 300);
    }
    if (tag === "input") return /^(button|submit|reset)$/.test(type(element)) ? value(element) : "";
    if (/^(select|textarea|iframe|video|audio|canvas|object)$/.test(tag)) return "";
    if (tag === "svg") {
      const title = find(element, "title");
      const text = find(element, "text");
      return words(title ? content(title) : text ? content(text) : "", 300);
    }
    const found = [];
    for (const node of childNodes(element)) {
      budget.left -= 1;
      if (budget.left <= 0) break;
      if (node.nodeType === Node.TEXT_NODE) found.push(node.data.slice(0, 2000));
      else if (node.nodeType === Node.ELEMENT_NODE && !silent(node)) {
        const said = spoken(node, budget, deep + 1);
        found.push(style(node).display.startsWith("inline") ? said : ` ${said} `);
      }
    }
    return found.join("");
  };

  const said = (element, limit) => words(spoken(element, { left: 300 }), limit);

  const labelled = (element, limit) => {
    const by = references(element, "aria-labelledby");
    const text = by
      .map((other) => words(attribute(other, "aria-label"), limit) || said(other, limit) ||
        words(content(other), limit))
      .join(" ");
    return words(text, limit) || words(attribute(element, "aria-label"), limit);
  };

  // The accessible name of what takes it from its content, as links do.
  const of = (element, limit = 300) =>
    labelled(element, limit) || said(element, limit) ||
    words(attribute(element, "alt") ?? "", limit) || words(attribute(element, "title"), limit);

  const described = (element, limit) =>
    words(references(element, "aria-describedby").map(content).join(" "), limit);

  // Start tag and selector, as evidence.
  const spot = (element, limit = 400) => ({
    selector: dom.selector(element),
    html: dom.html(element, limit),
  });

  const isHeading = (element) =>
    /^h[1-6]$/.test(name(element)) || attribute(element, "role") === "heading";

  return { described, isHeading, labelled, of, references, said, silent, spot, type };
})();
