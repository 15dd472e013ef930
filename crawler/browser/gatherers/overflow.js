// Installed after dom.js: what reaches past the right edge of the screen, and why it does.
globalThis.overflow = (() => {
  const {
    attribute, childNodes, clientWidth, content, find, getter, html, method, name, parent, place,
    rectangle, root, scrollWidth, style, visible, walker, within,
  } = dom;
  const shadow = getter(Element.prototype, "shadowRoot");
  const treeOf = method(Node.prototype, "getRootNode");
  const animations = method(Element.prototype, "getAnimations");
  const kidsOf = getter(Element.prototype, "children");
  const inShadow = getter(DocumentFragment.prototype, "children");
  const rowsOf = getter(HTMLTableElement.prototype, "rows");
  const cellsOf = getter(HTMLTableRowElement.prototype, "cells");

  const GRACE = 3; // CSS pixels: less hides no letter, and browsers round
  const GUTTER = 24; // what the negative margins of grids leave over, with nothing in it
  const FAR = 2000; // what is kept for screen readers only is put this far away

  const remember = (answer) => {
    const known = new Map();
    return (element) => {
      if (!known.has(element)) known.set(element, answer(element));
      return known.get(element);
    };
  };
  const children = (element) => {
    const tree = shadow(element);
    return tree ? [...inShadow(tree), ...kidsOf(element)] : [...kidsOf(element)];
  };
  const up = (element) => {
    const around = parent(element);
    if (around) return around;
    const tree = treeOf(element);
    return tree instanceof ShadowRoot ? tree.host : null;
  };
  const closest = (element, test, most = 12) => {
    let at = element;
    for (let steps = 0; at && steps < most; steps += 1, at = up(at)) if (test(at)) return at;
    return null;
  };

  // --- What WCAG 1.4.10 leaves out ----------------------------------------------------------------

  const TAGS = new Map([
    ...["img", "picture", "video", "svg", "canvas"].map((tag) => [tag, "picture"]),
    ...["iframe", "object", "embed"].map((tag) => [tag, "frame"]),
    ["math", "formula"], ["pre", "preformatted"],
  ]);
  const ROLES = new Map([
    ["img", "picture"], ["toolbar", "tool"], ["application", "tool"], ["grid", "table"],
    ["treegrid", "table"], ["table", "table"],
  ]);
  const BLOCKS = "h1, h2, h3, h4, h5, h6, form, nav, table, iframe, section, article, header, footer";

  // A table of data, by its headings; or without any by its even rows of short cells.
  const holdsData = (table) => {
    const role = attribute(table, "role");
    if (role === "presentation" || role === "none") return false;
    if (find(table, "th, caption, thead, [scope], [role=columnheader], [role=rowheader]")) return true;
    const rows = [...rowsOf(table)].slice(0, 50);
    const columns = Math.max(0, ...rows.map((row) => cellsOf(row).length));
    if (rows.length < 2 || columns < 2 || find(table, BLOCKS)) return false;
    return rows.every((row) => cellsOf(row).length === columns) &&
      rows.every((row) => [...cellsOf(row)].every((cell) => content(cell).trim().length < 200));
  };
  const kindOf = remember((element) => {
    const role = (attribute(element, "role") ?? "").trim().toLowerCase();
    if (ROLES.has(role)) return ROLES.get(role);
    const tag = name(element);
    if (TAGS.has(tag)) return TAGS.get(tag);
    return tag === "table" && holdsData(element) ? "table" : "";
  });

  const SLIDES = /carousel|slider|slides?(?:how)?\b|swiper|slick|splide|glide|flickity|owl-|embla|tns-|rotator|marquee|ticker/i;
  const called = (element) => `${attribute(element, "class") ?? ""} ${attribute(element, "id") ?? ""}`;
  const slides = (element) =>
    closest(
      element,
      (at) => SLIDES.test(called(at)) || /carousel|slide/i.test(attribute(at, "aria-roledescription") ?? ""),
    ) !== null;
  const moving = (element) =>
    closest(element, (at) => animations(at).some((each) => each.playState === "running"), 6) !== null;
  const decoration = (element) =>
    closest(element, (at) => attribute(at, "aria-hidden") === "true" || attribute(at, "inert") !== null) !== null;

  // --- Survey -------------------------------------------------------------------------------------

  // Everything that reaches past `width`, as the page is laid out now. `limits`: elements and
  // milliseconds.
  const survey = (width, limits) => {
    const top = root(document);
    const body = find(top, "body");
    const outer = [top, body].filter(Boolean);
    const until = performance.now() + limits.milliseconds;
    const edge = width + GRACE;
    const content_width = scrollWidth(document.scrollingElement ?? top);
    const locked = outer.some((element) => /hidden|clip/.test(style(element).overflowX));
    const boxes = remember(rectangle);
    const right = (element) => boxes(element).right + scrollX;
    const left = (element) => boxes(element).left + scrollX;
    let complete = true;
    const late = () => {
      if (performance.now() > until) complete = false;
      return !complete;
    };

    const clipped = (element) => {
      const { overflowX, clipPath, clip, position } = style(element);
      if (/^inset\((?:50|100)%\)$/.test(clipPath)) return true;
      if (/^(?:absolute|fixed)$/.test(position) && /^rect\((?:0px|1px|auto)/.test(clip) && clip !== "auto") return true;
      const { width: wide, height } = boxes(element);
      return overflowX !== "visible" && (wide <= 1 || height <= 1) && !TAGS.has(name(element));
    };
    const tucked = remember((element) => element !== null && element !== top && (clipped(element) || tucked(up(element))));
    const beyond = remember((element) => {
      const { width: wide, height } = boxes(element);
      return right(element) > edge && wide > 0 && height > 0 && visible(element) && !tucked(element);
    });
    // Does the visitor reach it by scrolling only this part, or is it cut off by a parent?
    const contained = remember((element) => {
      const around = up(element);
      if (!around || around === top || name(around) === "body") return false;
      if (style(element).position === "fixed") return false;
      return (style(around).overflowX !== "visible" && !beyond(around)) || contained(around);
    });

    const ownLines = (element) => {
      const lines = [];
      for (const node of childNodes(element)) {
        if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
        const range = new Range();
        range.selectNodeContents(node);
        lines.push(...[...range.getClientRects()].slice(0, 500));
      }
      return lines;
    };
    // With `crossing`, only text that is cut through: what is wholly outside may be meant to be.
    const textBeyond = (element, crossing) =>
      ownLines(element).some((line) => line.right + scrollX > edge && (!crossing || line.left + scrollX < width - 1));
    // What only begins near the edge may be the next of several that take turns.
    const beginsLate = (element) =>
      ownLines(element).every((line) => line.right + scrollX <= edge || line.left + scrollX > width / 2);
    // Text may run out of a box that itself stays inside.
    const runsOver = (element) =>
      scrollWidth(element) > clientWidth(element) && style(element).overflowX === "visible" &&
      visible(element) && !tucked(element) && textBeyond(element, true);

    const parked = (element) => {
      if (left(element) < width - GRACE) return false;
      const { position, transform } = style(element);
      if (position === "static" && transform === "none") return false;
      return Math.abs(left(element) - width) <= GRACE + 1 || left(element) > FAR || decoration(element);
    };
    const CONTROLS = /^(?:input|select|textarea|button|a|summary|label)$/;

    // Why it reaches past the edge: for what it says or lets people do ("content"), as a box that
    // is too wide ("box"), or for one of the reasons that need not be a fault.
    const reasons = new Map();
    const reason = (element, deep = 0) => {
      if (reasons.has(element)) return reasons.get(element);
      const found = findReason(element, deep);
      reasons.set(element, found);
      return found;
    };
    const findReason = (element, deep) => {
      const kind = kindOf(element);
      if (kind) return kind;
      if (parked(element)) return "parked";
      if (moving(element)) return "moving";
      if (textBeyond(element, false)) return "content";
      if (CONTROLS.test(name(element)) && ownLines(element).length === 0 && name(element) !== "a") return "content";
      if (deep > 100) return "box";
      const inner = [];
      for (const child of children(element).slice(0, 1000)) {
        if (contained(child)) continue;
        if (beyond(child)) inner.push(reason(child, deep + 1));
        else if (runsOver(child)) inner.push("content");
      }
      if (inner.includes("content")) return "content";
      return inner.find((each) => each === "box") ?? inner[0] ?? "box";
    };
    const SURE = new Set(["content", "box", "cut", "lines", "cell"]);
    const judged = (element, why, end) => {
      let spared = why;
      if (why === "box") {
        const holds = content(element).trim() || find(element, "input, select, textarea, button");
        if (!holds || end - width <= GUTTER) spared = "empty";
      }
      if (why !== "empty" && SURE.has(spared) && (slides(element) || decoration(element))) spared = slides(element) ? "slides" : "empty";
      return { element, left: left(element), right: end, why: spared, exempt: !SURE.has(spared) };
    };

    const inCell = (element) => closest(element, (at) => /^(?:td|th)$/.test(name(at)) || /^(?:cell|gridcell|rowheader|columnheader)$/.test(attribute(at, "role") ?? ""), 20);
    const inData = (element) => closest(element, (at) => kindOf(at) === "table", 40);
    // Lines of text that are wider than `room` (in tables of data than the screen), in blocks of two
    // lines or more: to read them, each line has to be scrolled.
    const BLOCK = /^(?:block|list-item|table-cell|flow-root|table-caption)$/;
    const longLines = (holder, room) => {
      const found = [];
      const asked = new Set();
      const texts = walker(document, holder, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(), seen = 0; node && seen < 3000; node = texts.nextNode(), seen += 1) {
        if (seen % 64 === 0 && late()) break;
        if (node.data.trim().length < 20) continue;
        const block = closest(parent(node), (at) => at === holder || BLOCK.test(style(at).display), 20);
        if (!block || asked.has(block)) continue;
        asked.add(block);
        const most = inData(block) ? width : room;
        if (right(block) - left(block) <= most + GRACE || !visible(block) || tucked(block)) continue;
        if (closest(block, (at) => at !== holder && /^(?:preformatted|picture|frame|tool|formula)$/.test(kindOf(at)))) continue;
        const range = new Range();
        range.selectNodeContents(block);
        const lines = new Map();
        for (const line of [...range.getClientRects()].slice(0, 1000)) {
          if (line.width < 1) continue;
          const key = Math.round(line.bottom / 4);
          const known = lines.get(key) ?? { from: line.left, to: line.right };
          lines.set(key, { from: Math.min(known.from, line.left), to: Math.max(known.to, line.right) });
        }
        const wide = [...lines.values()].filter(({ from, to }) => to - from > most + GRACE);
        if (lines.size >= 2 && wide.length) found.push({ block, end: Math.max(...wide.map(({ to }) => to)) + scrollX });
      }
      return found;
    };
    const wide = [];
    const named = new Set();
    const add = (found) => {
      if (named.has(found.element)) return;
      named.add(found.element);
      wide.push(found);
    };
    const scrollers = [];
    const clippers = [];

    const readScroller = (element) => {
      scrollers.push(element);
      const room = Math.min(width, clientWidth(element));
      for (const { block, end } of longLines(element, room)) {
        const cell = inCell(block);
        if (cell || !inData(block)) add(judged(block, inData(block) ? "cell" : "lines", end));
      }
    };
    const readTables = (element) => {
      const tables = kindOf(element) === "table" ? [element] : [...within(element, "table")].slice(0, 20).filter((each) => kindOf(each) === "table");
      for (const table of tables) {
        for (const { block, end } of longLines(table, width)) if (inCell(block)) add(judged(block, "cell", end));
      }
    };

    const queue = children(top).filter((each) => name(each) !== "head");
    for (let at = 0; at < queue.length; at += 1) {
      if (at >= limits.elements || (at % 256 === 0 && late())) {
        complete = false;
        break;
      }
      const element = queue[at];
      const { width: wideness, height } = boxes(element);
      const out = right(element) > edge && beyond(element);
      let inside = true;
      if ((out || scrollWidth(element) > clientWidth(element)) && !contained(element)) {
        const starts = out && !(up(element) !== top && beyond(up(element)));
        if (locked ? (out && textBeyond(element, true)) || (!out && runsOver(element)) : starts || (!out && runsOver(element))) {
          const waits = left(element) >= width - GRACE && closest(element, (each) => style(each).position === "fixed", 40);
          const end = out ? right(element) : Math.max(...ownLines(element).map((line) => line.right + scrollX));
          // A fixed box that waits outside does not make the page scroll.
          if (!waits) {
            const why = locked ? (beginsLate(element) ? "slides" : "cut") : out ? reason(element) : "content";
            const found = judged(element, kindOf(element) || (moving(element) ? "moving" : why), end);
            if (!locked || !found.exempt || found.why === "slides") add(found);
            if (why === "table") readTables(element);
          }
          if (starts && !locked) inside = false; // what is in it is wide because it is
        }
      }
      const scrolls = wideness > 40 && height > 10 && scrollWidth(element) > clientWidth(element) + GRACE && name(element) !== "body";
      if (scrolls && inside) {
        const { overflowX } = style(element);
        if (/auto|scroll/.test(overflowX)) {
          if (!beyond(element) && visible(element) && !/^(?:textarea|input|select)$/.test(name(element))) readScroller(element);
        } else if (/hidden|clip/.test(overflowX) && clippers.length < 200 && !beyond(element)) clippers.push(element);
      }
      if (inside && !/^(?:svg|math|select|pre)$/.test(name(element))) queue.push(...children(element));
    }
    wide.sort((a, b) => a.exempt - b.exempt);
    const vertical = outer.some((element) => style(element).writingMode.startsWith("vertical"));
    return { complete, content_width, locked, scrollers, clippers, slides, decoration, moving, tucked, vertical, wide };
  };

  const described = ({ element, left, right, why, exempt }) => ({
    selector: place(element), html: html(element), left: Math.round(left), right: Math.round(right), why, exempt,
  });

  return { GRACE, closest, described, kindOf, slides, survey, up };
})();
