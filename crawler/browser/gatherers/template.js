// What pages of one make share: the boxes of header, navigation, main part and footer with their
// class names, and none of what the page says in them.
(limits) => {
  const { attribute, children, find, name, root, walker } = dom;
  const { mainPart, regions } = parts;

  // Text, links, pictures and lists are content, of which editors put in what they need.
  const BOX = /^(header|nav|main|footer|div|section|article|aside|form|fieldset|dialog)$/;
  // Classes that say what is going on, or which of its kind an element is, and not what it is.
  const PASSING =
    /(^|[-_])(active|current|selected|open(ed)?|closed?|expanded|collapsed|hover|focus|visible|hidden|show[ns]?|load(ed|ing)|lazy|js|first|last|odd|even|animated?|path|trail|sticky|scrolled|fixed)($|[-_])/i;

  const classes = (element) => {
    const all = (attribute(element, "class") ?? "").slice(0, 400).split(/\s+/);
    const lasting = all.filter((each) => each && !PASSING.test(each));
    return [...new Set(lasting.map((each) => each.replace(/\d+/g, "0")))].sort().slice(0, 10);
  };

  let left = limits.elements;
  const skeleton = (element, depth) => {
    left -= 1;
    const own = [name(element), ...classes(element)].join(".");
    if (depth === 0) return own;
    const inner = new Set();
    for (const child of children(element)) {
      if (left <= 0) break;
      if (BOX.test(name(child))) inner.add(skeleton(child, depth - 1));
    }
    // Sorted and each once: how many cards there are, and in which order, is content.
    return inner.size ? `${own}(${[...inner].sort().join(" ")})` : own;
  };

  const { own } = regions();
  const frame = new Map();
  const nodes = walker(document, find(root(document), "body") ?? root(document), NodeFilter.SHOW_ELEMENT);
  let looked = 0;
  for (let node = nodes.nextNode(); node && looked < limits.looked; node = nodes.nextNode()) {
    looked += 1;
    const kind = own(node);
    if (/^(header|nav|footer)$/.test(kind) && !frame.has(kind)) {
      frame.set(kind, skeleton(node, limits.depth));
    }
  }
  const main = skeleton(mainPart(() => true), limits.depth);
  const lines = ["header", "nav", "footer"].map((kind) => `${kind}: ${frame.get(kind) ?? ""}`);
  return dom.clip([...lines, `main: ${main}`].join("\n"), limits.characters);
}
