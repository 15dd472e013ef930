// Installed after passages.js: whether text that a box cuts off is there in another way, for the page
// as it is now.
globalThis.remedies = (limits) => {
  const { attribute, children, content, descendants, find, name, parent, root, style, words } = dom;
  const { closest } = passages;
  const top = root(document);

  const FULL = /read more|show more|see more|view more|darllen mwy|dangos mwy|gweld mwy/i;
  const APART = /^(?:h[1-6]|header|footer|main|aside|section|article|form)$/;
  // Whether it is, or holds, a button that opens something else than what it says itself.
  const pressed = (element) => {
    if (APART.test(name(element))) return false;
    const button = closest(element, "[aria-expanded]") === element ? element : find(element, "[aria-expanded]");
    return button !== null && !attribute(button, "aria-controls");
  };
  const shortened = (box) => {
    const own = style(box);
    return own.textOverflow === "ellipsis" || own.webkitLineClamp !== "none";
  };
  const opened = new Set();
  for (const element of [...dom.all(document, "[aria-expanded][aria-controls]")].slice(0, 500)) {
    for (const id of attribute(element, "aria-controls").split(/\s+/)) opened.add(id);
  }
  // Whether a button beside the box, or one that names it, opens it.
  const opens = parts.remembered((box) => {
    if (box === top) return false;
    for (let at = box, up = 0; at && up < 3; at = parent(at), up += 1) {
      if (opened.has(attribute(at, "id"))) return true;
    }
    for (const beside of [...children(parent(box) ?? box)].slice(0, 40)) {
      if (beside === box || descendants(beside, "*")[20]) continue;
      const said = words(content(beside), 80);
      if (FULL.test(said) || (said.length < 60 && pressed(beside))) return true;
    }
    return false;
  });
  const HEADING = "h1, h2, h3, h4, h5, h6, [role=heading]";
  // Whether a link leads from the shortened text to the whole of it: from a headline to its page, or
  // from a few words of that page. What the link itself is called no page tells: one has to know it
  // to go there.
  const leads = (box, holder, text) => {
    const link = closest(holder, "a[href]");
    if (!link) return find(box, "a[href]") !== null;
    if (closest(holder, HEADING) || find(link, HEADING)) return true;
    return content(link).trim().length > 1.5 * text.trim().length;
  };
  // Whether the page shows the text in full in another way: a tooltip, a button that opens the box,
  // or a page that a link leads to.
  const elsewhere = (box, holder, text) => {
    if (closest(holder, "[contenteditable]")) return true;
    const start = words(text, 40);
    for (let at = holder, up = 0; at && up < 6; at = parent(at), up += 1) {
      if (words(attribute(at, "title"), limits.text).includes(start)) return true;
    }
    return (shortened(box) && leads(box, holder, text)) || opens(box);
  };
  // What is put out of sight as a whole mostly waits there to be called up: a drawer, a menu. What
  // runs out of a box that goes on showing the text before it does not.
  const outOfFlow = (holder, box) => {
    for (let at = holder; at && at !== box && at !== top; at = parent(at)) {
      const { position, transform } = style(at);
      if (/absolute|fixed/.test(position) || transform !== "none") return true;
    }
    return false;
  };

  // Whether text that is shortened when it does not fit is lost all the same. WCAG 1.4.12 names what
  // must be borne, and the page that did not mean to shorten it then does. Where a link leads on, or
  // the same words stand elsewhere, a person must look.
  const lostAnyway = (change, nodes, after, at) => {
    const { holder, text } = nodes[at];
    if (!shortened(after[at].box)) return true;
    if (!change.startsWith("spacing") || closest(holder, "a")) return false;
    const said = words(text, limits.text);
    return !nodes.some((each, other) => other !== at && !after[other].deep && words(each.text, limits.text).includes(said));
  };

  return { elsewhere, lostAnyway, outOfFlow, shortened };
};
