// What becomes of the text when it grows. `stage` is where the page stands: "desk", "zoomed",
// "phone" or "turned", called in this order. Returns JSON: parts of facts.resizing.Resizing.
//
// Styles are put on and taken off again within one call: nothing is drawn meanwhile, and no script
// of the page runs, so the page never learns of it.
(stage, limits) => {
  const {
    attribute, children, content, contains, descendants, find, html, name, parent, rectangle, root,
    selector, sheets, style, visible, words,
  } = dom;
  const { boxesOf, closest, read } = passages;
  const { heeds, held, stance } = turning;
  const top = root(document);
  const { get: adopted, set: adopt } =
    Object.getOwnPropertyDescriptor(Document.prototype, "adoptedStyleSheets");

  // --- Which text is seen, and how much of it is cut off ----------------------------------------

  const SLIDES = /carousel|slide|slick|swiper|marquee|ticker|splide|flickity/i;
  const slides = parts.remembered((element) =>
    element !== null &&
    (SLIDES.test(`${attribute(element, "class") ?? ""} ${attribute(element, "aria-roledescription") ?? ""}`) ||
      slides(parent(element))),
  );
  const WIDE = { left: -1e9, right: 1e9, top: -1e9, bottom: 1e9 };
  const OPEN = { ...WIDE, x: null, y: null, drawn: WIDE, scroller: null };

  // What lets text in an element be seen: the boxes round it that hide what runs over, unless one
  // can scroll in them. `drawn` is what of it is drawn without scrolling.
  const frames = () => {
    const styles = parts.remembered(style);
    const known = { flow: new Map(), absolute: new Map() };
    const frame = (element, kind) => {
      if (!element || element === top || name(element) === "body") return OPEN;
      if (!known[kind].has(element)) known[kind].set(element, framed(element, kind));
      return known[kind].get(element);
    };
    const framed = (element, kind) => {
      const { display, overflowX, overflowY, position, transform } = styles(element);
      if (kind === "absolute" && position === "static" && transform === "none") {
        return frame(parent(element), kind);
      }
      if (position === "fixed") return cutBy(element, OPEN, overflowX, overflowY);
      const outer = frame(parent(element), position === "absolute" ? "absolute" : "flow");
      return display === "inline" ? outer : cutBy(element, outer, overflowX, overflowY);
    };
    const cutBy = (element, outer, overflowX, overflowY) => {
      if (overflowX === "visible" && overflowY === "visible") return outer;
      const box = rectangle(element);
      const own = { ...outer, drawn: { ...outer.drawn } };
      if (/auto|scroll/.test(overflowX + overflowY)) own.scroller = element;
      if (overflowX !== "visible") {
        own.drawn.left = Math.max(own.drawn.left, box.left);
        own.drawn.right = Math.min(own.drawn.right, box.right);
      }
      if (overflowY !== "visible") {
        own.drawn.top = Math.max(own.drawn.top, box.top);
        own.drawn.bottom = Math.min(own.drawn.bottom, box.bottom);
      }
      if (/auto|scroll/.test(overflowX)) Object.assign(own, { left: -1e9, right: 1e9, x: null });
      else if (overflowX !== "visible") {
        if (box.left > own.left) Object.assign(own, { left: box.left, x: element });
        if (box.right < own.right) Object.assign(own, { right: box.right, x: element });
      }
      if (/auto|scroll/.test(overflowY)) Object.assign(own, { top: -1e9, bottom: 1e9, y: null });
      else if (overflowY !== "visible") {
        if (box.top > own.top) Object.assign(own, { top: box.top, y: element });
        if (box.bottom < own.bottom) Object.assign(own, { bottom: box.bottom, y: element });
      }
      return own;
    };
    return (element) => frame(element, "flow");
  };

  const measure = (nodes) => {
    const frame = frames();
    return nodes.map(({ node, holder, size }) => {
      const allowed = frame(holder);
      let all = 0;
      let shown = 0;
      let deep = 0;
      let box = null;
      const seen = [];
      for (const { left, right, top: up, bottom: down, width, height } of boxesOf(node)) {
        if (width < 1 || height < 1 || seen.length > 60) continue;
        all += width * height;
        const [from, to] = [Math.max(left, allowed.left), Math.min(right, allowed.right)];
        const [start, end] = [Math.max(up, allowed.top), Math.min(down, allowed.bottom)];
        const [wide, high] = [Math.max(0, to - from), Math.max(0, end - start)];
        shown += wide * high;
        const [lostX, lostY] = [(width - wide) / size, (height - high) / height];
        // Half a letter's width, or the better part of the height that has ink in it.
        if (lostY > 0.35 || lostX > 0.7) {
          deep += 1;
          box ??= lostY > 0.35 ? allowed.y : allowed.x;
        }
        seen.push({ left: from, right: to, top: start, bottom: end, area: wide * high });
      }
      const { drawn, scroller } = allowed;
      return { all, lost: all ? 1 - shown / all : 0, deep, box, seen, drawn, scroller };
    });
  };

  // --- Losses -----------------------------------------------------------------------------------

  const losses = [];
  const found = {};
  const quote = (text) => words(text, limits.quote);
  const lose = (change, harm, holder, text, share, more) => {
    found[change] = (found[change] ?? 0) + 1;
    if (found[change] > limits.losses) return;
    losses.push({
      change,
      harm,
      place: { selector: selector(holder), html: html(holder) },
      text: quote(text),
      share: Math.min(1, Math.round(share * 100) / 100),
      ...more,
    });
  };

  const FULL = /read more|show more|see more|view more|darllen mwy|dangos mwy|gweld mwy/i;
  const elsewhere = (box, holder) => {
    const own = style(box);
    if (closest(holder, "[title], [aria-expanded], [contenteditable]")) return true;
    if (find(parent(box) ?? box, "[aria-expanded=false]")) return true;
    for (const child of children(parent(box) ?? box)) {
      if (child !== box && FULL.test(words(content(child).slice(0, 200), 60))) return true;
    }
    return own.webkitLineClamp !== "none" && closest(box, "a") !== null;
  };
  const shortened = (box) => {
    const own = style(box);
    return own.textOverflow === "ellipsis" || own.webkitLineClamp !== "none";
  };

  const cuts = (change, nodes, before, after) => {
    const told = new Set();
    nodes.forEach(({ holder, text, block }, at) => {
      const { lost, deep, box } = after[at];
      if (!box || !deep || lost < 0.1 || before[at].lost > 0.03 || told.has(block)) return;
      // In a narrower window menus are put out of sight on purpose, and as a whole.
      if (change === "zoom" && lost > 0.97) return;
      if (slides(holder) || !visible(holder) || elsewhere(box, holder)) return;
      if (rectangle(box).width <= 2 || rectangle(box).height <= 2) return;
      told.add(block);
      lose(change, "cut", block, text, lost, { box: selector(box), sure: !shortened(box) });
    });
  };

  const meet = (one, other) => {
    const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return width > 1 && height > 1 ? width * height : 0;
  };
  // Lines of one scrolling box meet wherever it is scrolled to, others only where they are drawn.
  const clipped = (line, { drawn }) => ({
    left: Math.max(line.left, drawn.left), right: Math.min(line.right, drawn.right),
    top: Math.max(line.top, drawn.top), bottom: Math.min(line.bottom, drawn.bottom),
  });
  const meetIn = (one, other, first, second) =>
    first.scroller === second.scroller ? meet(one, other) : meet(clipped(one, first), clipped(other, second));
  const overlaps = (change, nodes, before, after) => {
    const lines = [];
    after.forEach(({ seen }, at) => {
      if (nodes[at].floats || slides(nodes[at].holder)) return;
      for (const line of seen) if (line.area > 20 && lines.length < limits.lines) lines.push({ ...line, at });
    });
    lines.sort((one, other) => one.top - other.top || one.left - other.left);
    const told = new Set();
    let left = limits.pairs;
    lines.forEach((line, index) => {
      for (let next = index + 1; next < lines.length && lines[next].top < line.bottom; next += 1) {
        if ((left -= 1) < 0) return;
        const other = lines[next];
        const [one, two] = [nodes[line.at], nodes[other.at]];
        if (one.block === two.block || contains(one.block, two.block) || contains(two.block, one.block)) continue;
        const share = meetIn(line, other, after[line.at], after[other.at]) / Math.min(line.area, other.area);
        if (share < 0.3 || told.has(two.block) || told.has(one.block)) continue;
        const already = before[line.at].seen.some((a) =>
          before[other.at].seen.some((b) => meet(a, b) > 0.05 * Math.min(a.area, b.area)),
        );
        if (already || !visible(one.holder) || !visible(two.holder)) continue;
        // The first of them mostly is the one that has grown out of its box.
        const [first, second] = line.at < other.at ? [one, two] : [two, one];
        told.add(first.block);
        lose(change, "overlap", first.block, first.text, share, {
          other: quote(second.text), sure: share > 0.5 && !closest(first.block, "pre, code"),
        });
      }
    });
    return left >= 0;
  };

  // --- Changes of style ---------------------------------------------------------------------------

  const STILL = "*, ::before, ::after { transition: none !important }";
  const GROWN = `* { -webkit-text-size-adjust: 200% !important; text-size-adjust: 200% !important }`;
  const STRONG = ":not(#_):not(#_)";
  const SPACED =
    `*${STRONG} { line-height: 1.5 !important; letter-spacing: 0.12em !important; ` +
    `word-spacing: 0.16em !important } p${STRONG} { margin-bottom: 2em !important }`;
  const sheet = (rules) => {
    const made = new CSSStyleSheet();
    made.replaceSync(rules);
    return made;
  };
  // Do each piece of work under its rules.
  const under = (...pieces) => {
    const own = [...adopted.call(document)];
    const at = [scrollX, scrollY];
    const still = sheet(STILL);
    try {
      adopt.call(document, [...own, still]);
      rectangle(top);
      for (const [rules, work] of pieces) {
        adopt.call(document, [...own, still, sheet(rules)]);
        work();
      }
    } finally {
      // In two steps, or transitions would run from the changed style to the old one.
      adopt.call(document, [...own, still]);
      rectangle(top);
      adopt.call(document, own);
      scrollTo({ left: at[0], top: at[1], behavior: "instant" });
    }
  };

  // --- Stages -------------------------------------------------------------------------------------

  const collect = () => {
    const page = read(limits);
    const floats = parts.remembered((element) =>
      element !== null && (/fixed|sticky/.test(page.styles(element).position) || floats(parent(element))),
    );
    const nodes = [];
    for (const block of page.blocks) {
      for (const { node, holder, text } of block.pieces) {
        if (/^(svg|select|option|textarea)$/.test(name(holder)) || closest(holder, "svg")) continue;
        const size = parseFloat(page.styles(holder).fontSize) || 16;
        nodes.push({ node, holder, text, size, block: block.element, floats: floats(holder) });
      }
    }
    return { nodes, complete: page.complete, page };
  };
  const spot = (element) => ({ selector: selector(element), html: html(element) });
  const total = (measured) =>
    measured.reduce((sum, { all }) => sum + all, 0);
  const compare = (change, nodes, before, after) => {
    cuts(change, nodes, before, after);
    return overlaps(change, nodes, before, after);
  };

  const size = (holder) => parseFloat(style(holder).fontSize) || 0;
  const PURE = /^(?:calc\()?\s*[\d.]+(?:vw|vh|vmin|vmax|[sld]v[wh])\s*\)?$/;
  // The selectors of rules that give letters a share of the window, and nothing else.
  const windowSized = () => {
    const selectors = [];
    let left = 20_000;
    const look = (rules) => {
      for (const rule of rules) {
        if ((left -= 1) < 0) return;
        if (rule.selectorText && PURE.test(rule.style.fontSize)) selectors.push(rule.selectorText);
        if (rule.cssRules?.length) look(rule.cssRules);
      }
    };
    for (const each of sheets(document)) {
      try {
        look(each.cssRules);
      } catch {
        continue; // another site's sheet keeps its rules to itself
      }
    }
    return selectors;
  };

  const stages = {
    desk: () => {
      if (descendants(top, "*")[limits.elements]) return { complete: false };
      const { nodes, complete } = collect();
      const before = measure(nodes);
      let enough = true;
      under([SPACED, () => (enough = compare("spacing", nodes, before, measure(nodes)))]);
      globalThis.desk = { nodes, before, sizes: nodes.map(({ holder }) => size(holder)), width: innerWidth };
      return { complete: complete && enough, texts: nodes.length };
    },
    zoomed: () => {
      const { nodes, before, sizes, width } = globalThis.desk;
      const enough = compare("zoom", nodes, before, measure(nodes));
      const share = innerWidth / width;
      const still = nodes.filter(({ holder }, at) => sizes[at] > 4 && Math.abs(size(holder) / sizes[at] / share - 1) < 0.03);
      const fixed = [];
      if (still.length) {
        const rules = windowSized();
        const by = (element) => {
          for (let at = element; at; at = parent(at)) {
            if (PURE.test(at.style?.fontSize ?? "")) return true;
            if (rules.some((rule) => closest(at, rule) === at)) return true;
          }
          return false;
        };
        for (const { holder, text, block } of still.slice(0, 200)) {
          if (fixed.length >= 20 || fixed.some((each) => each.block === block) || !by(holder)) continue;
          fixed.push({ block, place: spot(holder), text: quote(text), size: Math.round(sizes[nodes.findIndex((each) => each.holder === holder)] * 10) / 10 });
        }
      }
      return { complete: enough, fixed: fixed.map(({ block, ...rest }) => rest) };
    },
    phone: () => {
      const here = collect();
      const before = measure(here.nodes);
      let enough = true;
      let grown = false;
      const enlarge = () => {
        const after = measure(here.nodes);
        grown = total(after) > 1.5 * total(before);
        enough &&= compare("letters", here.nodes, before, after);
      };
      const space = () => {
        enough &&= compare("spacing-phone", here.nodes, before, measure(here.nodes));
      };
      under([GROWN, enlarge], [SPACED, space]);
      globalThis.upright = stance(here);
      return { complete: here.complete && enough, phone_texts: here.nodes.length, grown, heeds: heeds() };
    },
    turned: () => ({ complete: true, lock: held(globalThis.upright, stance(collect())) }),
  };
  return JSON.stringify({ ...stages[stage](), found, losses });
}
