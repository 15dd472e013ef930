// What becomes of the text when it grows. `stage` is where the page stands: "desk", "zoomed",
// "phone" or "turned", called in this order. Returns JSON: parts of facts.resizing.Resizing.
//
// Styles are put on and taken off again within one call: nothing is drawn meanwhile, and no script
// of the page runs, so the page never learns of it. Only for a picture of what was lost to `change`
// are they kept on, from "worn" to "off"; "plain" leaves them off. All three return the boxes.
(stage, limits, change) => {
  const {
    attribute, content, contains, descendants, find, html, name, parent, rectangle, root,
    selector, style, visible, words,
  } = dom;
  const { closest, read } = passages;
  const { measure, slides } = clipping;
  const { heeds, held, stance } = turning;
  const top = root(document);
  const { get: adopted, set: adopt } =
    Object.getOwnPropertyDescriptor(Document.prototype, "adoptedStyleSheets");

  // --- Losses -----------------------------------------------------------------------------------

  const losses = [];
  const found = {};
  const quote = (text) => words(text, limits.quote);
  const lost = (globalThis.lost ??= {}); // by change, what a picture is to frame
  const lose = (change, harm, holder, text, share, more, frame = holder) => {
    found[change] = (found[change] ?? 0) + 1;
    if (found[change] > limits.losses) return;
    if (more.sure || change === "letters") lost[change].push(frame === top ? holder : frame);
    losses.push({
      change,
      harm,
      place: { selector: selector(holder), html: html(holder) },
      text: quote(text),
      share: Math.min(1, Math.round(share * 100) / 100),
      ...more,
    });
  };

  const ICONS = /icon|material|symbol|awesome|glyph/i;
  const { elsewhere, lostAnyway, outOfFlow, shortened } = remedies(limits);
  const showing = (nodes, after) => {
    const all = new Set();
    nodes.forEach(({ holder }, at) => {
      if (!after[at].all || after[at].lost > 0.5) return;
      for (let up = holder; up && !all.has(up); up = parent(up)) all.add(up);
    });
    return all;
  };

  const cuts = (change, nodes, before, after) => {
    const told = new Set();
    const shown = showing(nodes, after);
    nodes.forEach(({ holder, text, block, floats }, at) => {
      const { lost, deep, box, gone, sure } = after[at];
      if (!box || !deep || before[at].deep || told.has(block)) return;
      if (lost - before[at].lost < 0.1 && gone < 1) return;
      const whole = lost > 0.97;
      const frame = box === top && floats ? floats : box;
      if (whole && (outOfFlow(holder, frame) || !shown.has(frame))) return;
      if (slides(holder) || !visible(holder) || elsewhere(box, holder, text)) return;
      if (rectangle(box).width <= 2 || rectangle(box).height <= 2) return;
      told.add(block);
      lose(change, "cut", block, text, lost, {
        box: selector(box),
        sure: sure && lostAnyway(change, nodes, after, at) && !(whole && closest(holder, "a, button, nav, label") !== null),
      }, box);
    });
  };

  const meet = (one, other) => {
    const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return width > 1 && height > 1 ? { width, height, area: width * height } : null;
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
      if (slides(nodes[at].holder)) return;
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
        // What floats over the page lies on all of it in turn.
        if (one.floats !== two.floats || told.has(two.block) || told.has(one.block)) continue;
        if (one.block === two.block || contains(one.block, two.block) || contains(two.block, one.block)) continue;
        const met = meetIn(line, other, after[line.at], after[other.at]);
        if (!met) continue;
        const share = met.area / Math.min(line.area, other.area);
        // Two letters' width of two lines that share half of their height.
        const crossed =
          met.width > Math.min(one.size, two.size) * 1.2 &&
          met.height > 0.5 * Math.min(line.bottom - line.top, other.bottom - other.top);
        if (share < 0.3 && !crossed) continue;
        const already = before[line.at].seen.some((a) =>
          before[other.at].seen.some((b) => (meet(a, b)?.area ?? 0) > 0.05 * Math.min(a.area, b.area)),
        );
        if (already || !visible(one.holder) || !visible(two.holder)) continue;
        // The first of them mostly is the one that has grown out of its box.
        const [first, second] = line.at < other.at ? [one, two] : [two, one];
        told.add(first.block);
        lose(change, "overlap", first.block, first.text, share, {
          other: quote(second.text), sure: crossed && !closest(first.block, "pre, code"),
        });
      }
    });
    return left >= 0;
  };

  const MASTHEAD = "header, nav, [role=banner], [role=navigation]";
  const hidden = (change, { nodes, things }, before, after) => {
    const told = new Set();
    return covers.compare(things, before.things, after.things, nodes, before, after, limits.pairs, (at, thing, share) => {
      const { block, holder, text } = nodes[at];
      if (told.has(block) || slides(holder) || !visible(holder)) return;
      told.add(block);
      const { element, position } = thing;
      const bar = closest(element, MASTHEAD) !== null || find(element, MASTHEAD) !== null;
      lose(change, "covered", block, text, share, {
        box: selector(element),
        other: words(content(element).slice(0, 400) || attribute(element, "alt"), limits.quote),
        sure: share > 0.8 && (position !== "fixed" || (bar && !parts.asksConsent(element))),
      });
    });
  };

  // --- Changes of style ---------------------------------------------------------------------------

  const STILL = "*, ::before, ::after { transition: none !important }";
  const GROWN = `* { -webkit-text-size-adjust: 200% !important; text-size-adjust: 200% !important }`;
  const STRONG = ":not(#_):not(#_)";
  const SPACED =
    `*${STRONG} { line-height: 1.5 !important; letter-spacing: 0.12em !important; ` +
    `word-spacing: 0.16em !important } p${STRONG} { margin-bottom: 2em !important } ` +
    // Scripts whose letters are joined have no space between them to widen.
    `*${STRONG}:lang(ar, ckb, fa, ps, sd, ug, ur) { letter-spacing: normal !important }`;
  const sheet = (rules) => {
    const made = new CSSStyleSheet();
    made.replaceSync(rules);
    return made;
  };
  const wear = (own, ...rules) => adopt.call(document, [...own, sheet(STILL), ...rules.map(sheet)]);
  const takeOff = (own) => {
    // In two steps, or transitions would run from the changed style to the old one.
    wear(own);
    rectangle(top);
    adopt.call(document, own);
  };
  // Do each piece of work under its rules.
  const under = (...pieces) => {
    const own = [...adopted.call(document)];
    const at = [scrollX, scrollY];
    try {
      wear(own);
      rectangle(top);
      for (const [rules, work] of pieces) {
        wear(own, rules);
        work();
      }
    } finally {
      takeOff(own);
      scrollTo({ left: at[0], top: at[1], behavior: "instant" });
    }
  };

  // --- Stages -------------------------------------------------------------------------------------

  const collect = () => {
    const page = read(limits);
    const floats = parts.remembered((element) =>
      element && (/fixed|sticky/.test(page.styles(element).position) ? element : floats(parent(element))),
    );
    const nodes = [];
    for (const block of page.blocks) {
      for (const { node, holder, text } of block.pieces) {
        if (/^(svg|select|option|textarea)$/.test(name(holder)) || closest(holder, "svg")) continue;
        const { fontFamily, fontSize } = page.styles(holder);
        // Icons made of letters are no text.
        if (!/[\p{L}\p{N}]/u.test(text) || ICONS.test(fontFamily.split(",")[0])) continue;
        const size = parseFloat(fontSize) || 16;
        nodes.push({ node, holder, text, size, block: block.element, floats: floats(holder) });
      }
    }
    const buttons = [...dom.all(document, BUTTONS)].slice(0, 50).filter(page.seen);
    return { nodes, buttons, complete: page.complete, page, things: covers.find(nodes) };
  };
  // Words of a button that is an input are no text of the page, and never wrap.
  const BUTTONS = "input[type=submit i], input[type=button i], input[type=reset i]";
  const over = (buttons) => buttons.map((each) => dom.scrollWidth(each) - dom.clientWidth(each));
  const short = (change, { buttons }, before, after) => {
    buttons.forEach((button, at) => {
      const { fontSize, overflowX } = style(button);
      const lost = after[at] / (parseFloat(fontSize) || 16);
      if (overflowX === "visible" || before[at] > 1 || lost < 0.7 || !visible(button)) return;
      const said = attribute(button, "value") ?? "";
      const share = after[at] / dom.scrollWidth(button);
      lose(change, "cut", button, said, share, { box: selector(button), sure: !shortened(button) });
    });
  };

  const spot = (element) => ({ selector: selector(element), html: html(element) });
  const total = (measured) => measured.reduce((sum, { all }) => sum + all, 0);
  const survey = ({ nodes, things, buttons }) =>
    Object.assign(measure(nodes), { things: covers.place(things), buttons: over(buttons) });
  const compare = (change, here, before, after = survey(here)) => {
    lost[change] = [];
    cuts(change, here.nodes, before, after);
    short(change, here, before.buttons, after.buttons);
    const met = overlaps(change, here.nodes, before, after);
    return hidden(change, here, before, after) && met;
  };

  const size = (holder) => parseFloat(style(holder).fontSize) || 0;

  const RULES = { letters: GROWN, spacing: SPACED, "spacing-phone": SPACED };
  const boxes = () =>
    [...new Set(lost[change] ?? [])].slice(0, limits.framed).map((element) => {
      const { left, top: up, width, height } = rectangle(element);
      return [left + scrollX, up + scrollY, width, height].map(Math.round);
    });
  const pictured = {
    plain: () => ({ complete: true, boxes: boxes() }),
    worn: () => {
      globalThis.bare = [...adopted.call(document)];
      wear(globalThis.bare);
      rectangle(top);
      if (RULES[change]) wear(globalThis.bare, RULES[change]);
      return { complete: true, boxes: boxes() };
    },
    off: () => {
      if (globalThis.bare) takeOff(globalThis.bare);
      return { complete: true };
    },
  };
  const stages = {
    ...pictured,
    desk: () => {
      if (descendants(top, "*")[limits.elements]) return { complete: false };
      const here = collect();
      const before = survey(here);
      let enough = true;
      under([SPACED, () => (enough = compare("spacing", here, before))]);
      const sizes = here.nodes.map(({ holder }) => size(holder));
      globalThis.desk = { here, before, sizes, width: innerWidth };
      return { complete: here.complete && enough, texts: here.nodes.length };
    },
    zoomed: () => {
      const { here, before, sizes, width } = globalThis.desk;
      const { nodes } = here;
      const enough = compare("zoom", here, before);
      const share = innerWidth / width;
      const still = nodes.filter(({ holder }, at) => sizes[at] > 4 && Math.abs(size(holder) / sizes[at] / share - 1) < 0.03);
      const fixed = [];
      if (still.length) {
        const by = windowSized.finder();
        for (const { holder, text, block } of still.slice(0, 200)) {
          if (fixed.length >= 20 || fixed.some((each) => each.block === block) || !by(holder)) continue;
          fixed.push({ block, place: spot(holder), text: quote(text), size: Math.round(sizes[nodes.findIndex((each) => each.holder === holder)] * 10) / 10 });
        }
      }
      return { complete: enough, fixed: fixed.map(({ block, ...rest }) => rest) };
    },
    phone: () => {
      const here = collect();
      const before = survey(here);
      let enough = true;
      let grown = false;
      const enlarge = () => {
        const after = survey(here);
        grown = total(after) > 1.5 * total(before);
        enough &&= compare("letters", here, before, after);
      };
      const space = () => {
        enough &&= compare("spacing-phone", here, before);
      };
      under([GROWN, enlarge], [SPACED, space]);
      globalThis.upright = stance(here);
      return { complete: here.complete && enough, phone_texts: here.nodes.length, grown, heeds: heeds() };
    },
    turned: () => ({ complete: true, lock: held(globalThis.upright, stance(collect())) }),
  };
  return JSON.stringify({ ...stages[stage](), found, losses });
}
