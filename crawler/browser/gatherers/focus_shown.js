// Installed after parts.js: what shows of an element, and how it looks with the focus and without.
globalThis.focusShown = (() => {
  const { attribute, contains, getter, method, name, parent, style, visible } = dom;

  const lines = method(Element.prototype, "getClientRects");
  const matches = method(Element.prototype, "matches");
  const hit = method(Document.prototype, "elementFromPoint");
  const labels = getter(HTMLInputElement.prototype, "labels");
  const descendants = method(Element.prototype, "getElementsByTagName");

  // --- What shows of an element -------------------------------------------------------------------

  const box = (rectangle) => ({
    left: rectangle.left, top: rectangle.top, right: rectangle.right, bottom: rectangle.bottom,
  });
  const large = ({ left, right, top, bottom }) => right - left > 1 && bottom - top > 1;
  const around = (boxes) => ({
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  });

  const scrolledDown = getter(Element.prototype, "scrollTop");
  const scrolledAcross = getter(Element.prototype, "scrollLeft");
  // Left, top, width and height, as if nothing were scrolled.
  const onPage = (element, { left, top, right, bottom }) => {
    let [x, y] = [left, top];
    for (let at = parent(element); at; at = parent(at)) {
      x += scrolledAcross(at);
      y += scrolledDown(at);
    }
    return [x, y, right - left, bottom - top].map(Math.round);
  };

  // A link without a box of its own may hold a picture that has one.
  const boxesOf = (element) => {
    const own = [...lines(element)].slice(0, 20).map(box).filter(large);
    if (own.length) return own;
    const found = [];
    const inside = descendants(element, "*");
    for (let at = 0; at < 10 && inside[at]; at += 1) {
      if (visible(inside[at])) found.push(...[...lines(inside[at])].slice(0, 3).map(box).filter(large));
    }
    return found;
  };
  const onScreen = (boxes) =>
    boxes
      .map(({ left, top, right, bottom }) => ({
        left: Math.max(left, 0), top: Math.max(top, 0),
        right: Math.min(right, innerWidth), bottom: Math.min(bottom, innerHeight),
      }))
      .filter(large);

  // What stands for a box to tick that is drawn by others.
  const standsFor = (element) => {
    if (name(element) !== "input") return [];
    const own = [...(labels(element) ?? [])];
    return (own.length ? own : [parent(element)]).filter(Boolean).filter((each) => visible(each));
  };

  const pinned = (element) => {
    for (let at = element; at; at = parent(at)) {
      const { position } = style(at);
      if (position === "fixed" || position === "sticky") return at;
    }
    return null;
  };
  const alpha = (colour) => {
    const match = /^rgba?\([^)]*?(?:,\s*([\d.]+))?\)$/.exec(colour);
    if (/^rgba/.test(colour)) return match?.[1] === undefined ? 1 : parseFloat(match[1]);
    return colour === "transparent" ? 0 : 1;
  };
  const opaque = (top, last) => {
    for (let at = top; at; at = parent(at)) {
      const { backgroundColor, backgroundImage, opacity } = style(at);
      if (parseFloat(opacity) < 0.9) return false;
      if (alpha(backgroundColor) > 0.9 || backgroundImage !== "none") return true;
      if (/^(img|video|iframe|canvas|svg)$/.test(name(at))) return true;
      if (at === last) break;
    }
    return false;
  };

  // The middle first: most often that is enough.
  const ACROSS = [0.5, 0.04, 0.27, 0.73, 0.96];
  const DOWN = [0.5, 0.1, 0.9];
  // Whether all of it is under something that is fixed or sticks, or under anything else at all.
  const covering = (element, shown) => {
    const mine = standsFor(element);
    const none = { covered: false, buried: false, cover: null };
    let cover = null;
    let other = false;
    for (const { left, top, right, bottom } of shown.slice(0, 3)) {
      for (const across of ACROSS) {
        for (const down of DOWN) {
          const over = hit(document, left + (right - left) * across, top + (bottom - top) * down);
          if (!over || contains(over, element) || contains(element, over)) return none;
          if (mine.some((label) => contains(label, over))) return none;
          const held = pinned(over);
          const fixed = held !== null && !contains(held, element);
          if (!opaque(over, fixed ? held : parent(over))) return none;
          if (fixed) cover ??= held;
          else other = true;
        }
      }
    }
    return { covered: cover !== null && !other, buried: other, cover };
  };

  const cutAway = (element) => {
    const { clip, clipPath } = style(element);
    return /^inset\((50|100)%\)$/.test(clipPath) || /^rect\([01]px,? [01]px,? [01]px,? [01]px\)$/.test(clip);
  };

  const measure = (element) => {
    const boxes = boxesOf(element);
    const shown = onScreen(boxes);
    const stand = standsFor(element).some((each) => onScreen(boxesOf(each)).length > 0);
    let hidden = "";
    let { covered, buried, cover } = { covered: false, buried: false, cover: null };
    if (!boxes.length) hidden = stand ? "" : "without size";
    else if (!visible(element)) hidden = stand ? "" : "see-through";
    else if (cutAway(element)) hidden = stand ? "" : "cut away";
    else if (!shown.length) hidden = stand ? "" : "off the screen";
    else if (!stand && own(element) && !parts.sight()(element)) hidden = "cut away";
    else {
      ({ covered, buried, cover } = covering(element, shown));
      if (buried && name(element) !== "input") hidden = "buried";
    }
    const all = boxes.length ? around(boxes) : { left: 0, top: 0, right: 0, bottom: 0 };
    return { boxes, all, shown, hidden, covered, cover };
  };
  const own = (element) => [...lines(element)].some(large);

  // --- How it looks -------------------------------------------------------------------------------

  const LOOK = [
    "outlineStyle", "outlineWidth", "outlineColor", "outlineOffset", "boxShadow", "backgroundColor",
    "backgroundImage", "color", "borderTopColor", "borderBottomColor", "borderLeftColor",
    "borderTopWidth", "borderBottomWidth", "borderLeftWidth", "borderBottomStyle",
    "textDecorationLine", "textDecorationColor", "textDecorationThickness", "textDecorationStyle",
    "fontWeight", "opacity", "transform", "filter", "clipPath",
  ];
  const PSEUDO = ["content", "backgroundColor", "boxShadow", "borderTopColor", "opacity", "transform",
    "width", "height", "outlineStyle", "display"];
  const looks = (element) => {
    const read = style(element);
    const found = LOOK.map((key) => read[key]);
    for (const pseudo of ["::before", "::after"]) {
      const drawn = window.getComputedStyle(element, pseudo);
      found.push(...(drawn.content === "none" ? [""] : PSEUDO.map((key) => drawn[key])));
    }
    return found;
  };
  // The colour behind an element, where that is one plain colour; else "".
  const behind = (element) => {
    for (let at = element; at; at = parent(at)) {
      const { backgroundColor, backgroundImage } = style(at);
      if (backgroundImage !== "none") return "";
      const solid = alpha(backgroundColor);
      if (solid === 1) return backgroundColor;
      if (solid > 0) return "";
    }
    return "rgb(255, 255, 255)";
  };
  const channels = (colour) => /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)/.exec(colour)?.slice(1).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    if (!channels(one) || !channels(other)) return 0;
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  // How far it is, in CSS pixels, to where a parent cuts off what is drawn round the element.
  const roomRound = (element, boxes) => {
    if (!boxes.length) return 0;
    const all = around(boxes);
    let room = 1000;
    let at = parent(element);
    for (let up = 0; at && up < 6; up += 1, at = parent(at)) {
      const { overflowX, overflowY, clipPath } = style(at);
      if (overflowX === "visible" && overflowY === "visible" && clipPath === "none") continue;
      const { left, top, right, bottom } = dom.rectangle(at);
      room = Math.min(room, all.left - left, all.top - top, right - all.right, bottom - all.bottom);
    }
    return room;
  };

  const RING = "rgb(16, 16, 16)";
  // What the style alone says for certain of how the focus shows, or null.
  const certain = (stop, before, after) => {
    const [kind, width, colour, offset] = after;
    if (stop.hidden || !stop.shown) return null;
    const reach = Math.max(0, parseFloat(offset)) + Math.min(parseFloat(width), 3);
    const drawn = kind !== "none" && before[0] === "none" && parseFloat(width) >= 1;
    if (drawn && alpha(colour) > 0.5 && Math.abs(parseFloat(offset)) < 10 && stop.room >= reach) {
      // The browser's own ring has a light and a dark line.
      if (kind === "auto" && colour === RING) return { shows: "style", contrast: null };
      const ratio = contrast(colour, stop.behind);
      if (stop.behind && parseFloat(width) >= 2 && ratio >= 3) return { shows: "style", contrast: ratio };
    }
    const [was, is] = [before[5], after[5]];
    if (was !== is && alpha(is) === 1 && before[6] === "none" && after[6] === "none") {
      const ratio = contrast(alpha(was) === 1 ? was : stop.behind, is);
      if (ratio >= 3) return { shows: "style", contrast: ratio };
    }
    return null;
  };
  const WRITES = /^(text|search|url|tel|email|password|number|)$/i;
  const caret = (element) => {
    const tag = name(element);
    const types = tag === "input" && WRITES.test(attribute(element, "type") ?? "");
    if (tag !== "textarea" && !types && !matches(element, "[contenteditable]")) return false;
    if (attribute(element, "readonly") !== null) return false;
    const { caretColor } = style(element);
    return caretColor === "auto" || alpha(caretColor) > 0.2;
  };

  return {
    around, behind, box, boxesOf, caret, certain, contrast, looks, measure, onPage,
    onScreen, pinned, roomRound, standsFor,
  };
})();
