// Installed after clipping.js: pictures, controls and boxes that come to lie over text.
globalThis.covers = (() => {
  const { contains, name, method, parent, style, visible } = dom;
  const { drawnOf, slides } = clipping;
  const follows = (one, other) =>
    (method(Node.prototype, "compareDocumentPosition")(one, other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const closest = method(Element.prototype, "closest");
  const REPLACED = "img, video, iframe, canvas, object, embed, input, select, textarea, button";
  const MOST = 400;

  const solid = (colour) => {
    const values = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return /^rgb/.test(colour) && (values.length < 4 || values[3] > 0.9);
  };

  // What could hide text: what is drawn as one piece, and boxes with a colour of their own that are
  // placed over others. `nodes` are the pieces of text, whose boxes are the only ones looked at.
  const find = (nodes) => {
    const found = new Set();
    const looked = new Set();
    for (const element of dom.all(document, REPLACED)) {
      if (found.size < MOST / 2) found.add(element);
    }
    for (const { holder } of nodes) {
      for (let at = holder; at && !looked.has(at); at = parent(at)) {
        looked.add(at);
        if (found.size >= MOST || /^(?:html|body)$/.test(name(at))) break;
        const { position, zIndex, backgroundColor, opacity } = style(at);
        if (position === "static" || position === "sticky" || parseInt(zIndex, 10) < 0) continue;
        if (solid(backgroundColor) && opacity > 0.9) found.add(at);
      }
    }
    return [...found].filter((element) => visible(element) && !slides(element)).map((element) => ({
      element, position: style(element).position,
      replaced: Element.prototype.matches.call(element, REPLACED),
    }));
  };
  const place = (found) => drawnOf(found.map(({ element }) => element));

  // The nearest box round the text that is placed over others, as far up as `over` is not in it.
  const lifted = (holder, over) => {
    for (let at = holder; at && !contains(at, over); at = parent(at)) {
      const { position, zIndex, opacity, transform } = style(at);
      if (position !== "static" || zIndex !== "auto" || opacity < 1 || transform !== "none") return true;
    }
    return false;
  };
  // Whether the thing is drawn over the text, and the text cannot be scrolled from under it.
  const above = ({ element, position, replaced }, box, { holder, floats }) => {
    if (contains(element, holder) || contains(holder, element) || lifted(holder, element)) return false;
    if (position === "fixed") {
      return !floats && scrollY === 0 && box.top <= 1 && closest(element, "dialog, [role*=dialog], [aria-modal]") === null;
    }
    for (let at = parent(element); at && !contains(at, holder); at = parent(at)) {
      if (/fixed|sticky/.test(style(at).position)) return false;
      if (style(at).position !== "static") return true;
    }
    return position !== "static" || (replaced && follows(holder, element));
  };

  const meet = (one, other) => {
    const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return width > 1 && height > 1 ? width * height : 0;
  };

  // The pieces of text that lie under something after the change and did not before: `hide(at,
  // thing, share)` for each, with its number in `nodes`. False where there were too many to try.
  const compare = (found, was, is, nodes, before, after, pairs, hide) => {
    const lines = after.flatMap(({ seen }, at) => seen.filter(({ area }) => area > 20).map((line) => ({ line, at })));
    lines.sort((one, other) => one.line.top - other.line.top || one.at - other.at);
    const waiting = is.map((_, each) => each).sort((one, other) => is[one].top - is[other].top || one - other);
    let open = []; // the things that reach down to the line
    let next = 0;
    let left = pairs;
    const worst = new Map(); // by piece, its line of which most is hidden
    for (const { line, at } of lines) {
      while (next < waiting.length && is[waiting[next]].top < line.bottom) open.push(waiting[next++]);
      open = open.filter((each) => is[each].bottom > line.top);
      if ((left -= open.length) < 0) break;
      for (const each of open) {
        const box = is[each];
        if (box.width < 16 || box.height < 12) continue;
        const share = meet(line, box) / line.area;
        if (share < 0.5 || share <= (worst.get(at)?.share ?? 0) || !above(found[each], box, nodes[at])) continue;
        if (before[at].seen.some((one) => meet(one, was[each]) > 0.05 * one.area)) continue;
        worst.set(at, { thing: found[each], share });
      }
    }
    for (const [at, { thing, share }] of [...worst].sort(([one], [two]) => one - two)) hide(at, thing, share);
    return left >= 0;
  };

  return { compare, find, place };
})();
