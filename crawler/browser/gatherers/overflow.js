// Installed after spared.js: what reaches past the edge of the screen that the page goes on beyond,
// the right or, on pages from right to left, the left; and why it does.
globalThis.overflow = (() => {
  const {
    attribute, childNodes, clientWidth, content, find, getter, html, name, parent, place, rectangle,
    root, scrollWidth, style, visible, walker, within,
  } = dom;
  const { TAGS, closest, decoration, kindOf, moving, remember, shadow, slides, up } = spared;
  const kidsOf = getter(Element.prototype, "children");
  const inShadow = getter(DocumentFragment.prototype, "children");
  const scrollHeight = getter(Element.prototype, "scrollHeight");
  const clientHeight = getter(Element.prototype, "clientHeight");

  const GRACE = 3; // CSS pixels: less hides no letter, and browsers round
  const GUTTER = 24; // what the negative margins of grids leave over, with nothing in it
  const FAR = 2000; // what is kept for screen readers only is put this far away

  const children = (element) => {
    const tree = shadow(element);
    return tree ? [...inShadow(tree), ...kidsOf(element)] : [...kidsOf(element)];
  };
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
    // Where it is in the document; of a page from right to left in its mirror image.
    const mirrored = style(body ?? top).direction === "rtl";
    const side = mirrored ? { left: (box) => width - box.right - scrollX, right: (box) => width - box.left - scrollX }
      : { left: (box) => box.left + scrollX, right: (box) => box.right + scrollX };
    const right = (element) => side.right(boxes(element));
    const left = (element) => side.left(boxes(element));
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
        for (const line of [...range.getClientRects()].slice(0, 500)) {
          lines.push({ left: side.left(line), right: side.right(line), width: line.width });
        }
      }
      return lines;
    };
    // With `crossing`, only text that is cut through: what is wholly outside may be meant to be.
    const textBeyond = (element, crossing) =>
      ownLines(element).some((line) => line.right > edge && (!crossing || line.left < width - 1));
    // What only begins near the edge may be the next of several that take turns.
    const beginsLate = (element) =>
      ownLines(element).every((line) => line.right <= edge || line.left > width / 2);
    // Text that is cut through where the page begins, and which no scrolling brings back.
    const startsBefore = (element) =>
      left(element) < -GRACE && right(element) > GRACE && visible(element) && !tucked(element) && !contained(element) &&
      ownLines(element).some((line) => line.width > 8 && line.left < -GRACE && line.right > GRACE);
    // Text may run out of a box that itself stays inside.
    const runsOver = (element) =>
      scrollWidth(element) > clientWidth(element) && style(element).overflowX === "visible" &&
      visible(element) && !tucked(element) && textBeyond(element, true);

    // What hides text that begins before it: no scrolling counts what lies there.
    const shutBefore = (element) => {
      const around = up(element);
      if (!around || around === top || left(element) >= left(around) - GRACE) return null;
      const shuts = closest(around, (at) => style(at).overflowX !== "visible", 60);
      if (!shuts || outer.includes(shuts) || !/hidden|clip/.test(style(shuts).overflowX)) return null;
      return left(element) < left(shuts) - GRACE && right(element) > left(shuts) + GRACE ? shuts : null;
    };

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
      if (SURE.has(spared) && slides(element)) spared = "slides";
      // Whom it is hidden from is not those who see it.
      else if (SURE.has(spared) && decoration(element)) spared = content(element).trim() ? "ornament" : "empty";
      const [from, to] = mirrored ? [width - end, width - left(element)] : [left(element), end];
      return { element, left: from, right: to, why: spared, exempt: !SURE.has(spared) };
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
          const [from, to] = [side.left(line), side.right(line)];
          const known = lines.get(key) ?? { from, to };
          lines.set(key, { from: Math.min(known.from, from), to: Math.max(known.to, to) });
        }
        const wide = [...lines.values()].filter(({ from, to }) => to - from > most + GRACE);
        if (lines.size >= 2 && wide.length) found.push({ block, end: Math.max(...wide.map(({ to }) => to)) });
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
    const low = []; // boxes that hide what runs over their lower edge
    const early = [];
    let unseen = null;

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
          const end = out ? right(element) : Math.max(...ownLines(element).map((line) => line.right));
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
      const shuts = clippers.length < 200 ? shutBefore(element) : null;
      if (shuts && !clippers.includes(shuts)) clippers.push(shuts);
      if (early.length < 50 && startsBefore(element)) early.push(element);
      if (!out && right(element) > edge && wideness > 0 && !visible(element) && !tucked(element) && !contained(element)) {
        unseen = unseen && right(unseen) >= right(element) ? unseen : element;
      }
      if (low.length < 200 && wideness > 24 && height > 8 && scrollHeight(element) > clientHeight(element) + GRACE &&
        /hidden|clip/.test(style(element).overflowY) && name(element) !== "body") low.push(element);
      const scrolls = wideness > 40 && height > 10 && scrollWidth(element) > clientWidth(element) + GRACE && name(element) !== "body";
      if (scrolls && inside) {
        const { overflowX } = style(element);
        if (/auto|scroll/.test(overflowX)) {
          if (!beyond(element) && visible(element) && !/^(?:textarea|input|select)$/.test(name(element))) readScroller(element);
        } else if (/hidden|clip/.test(overflowX) && clippers.length < 200 && !beyond(element)) clippers.push(element);
      }
      if (inside && !/^(?:svg|math|select|pre)$/.test(name(element))) queue.push(...children(element));
    }
    // What nobody sees may be all that makes the page scroll.
    if (!wide.length && !locked && complete && unseen && right(unseen) >= content_width - GRACE) {
      add(judged(unseen, "empty", right(unseen)));
    }
    wide.sort((a, b) => a.exempt - b.exempt);
    const vertical = outer.some((element) => style(element).writingMode.startsWith("vertical"));
    return {
      clippers, complete, content_width, decoration, early, locked, low, mirrored, moving, scrollers, slides, tucked,
      vertical, wide,
    };
  };

  const described = ({ element, left, right, why, exempt }) => ({
    selector: place(element), html: html(element), left: Math.round(left), right: Math.round(right), why, exempt,
  });

  return { GRACE, closest, described, kindOf, slides, survey, up };
})();
