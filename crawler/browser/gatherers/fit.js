// How the page fits the screen it is on now. Returns JSON for gatherers/fit.py.
(viewport, width, limits) => {
  const {
    all, attribute, clientWidth, childNodes, content, find, html, name, parent, place, rectangle,
    root, scrollWidth, style, visible, walker, within, words,
  } = dom;
  const { GRACE, closest, described, kindOf } = overflow;
  const kept = (globalThis.usabilityFit ??= { cut: [] });
  const box = (element) => {
    const { left, top, width: wide, height } = rectangle(element);
    return { left: left + scrollX, top: top + scrollY, width: wide, height };
  };
  const spot = (element) => ({ selector: place(element), html: html(element) });
  const lines = (node) => {
    const range = new Range();
    range.selectNodeContents(node);
    return [...range.getClientRects()].slice(0, 300);
  };

  // --- Text that a box cuts through ---------------------------------------------------------------

  // The line that is cut through at the right edge of the clipper, by more than a sliver.
  const cutLine = (node, frame) =>
    lines(node).find(
      ({ left, right, top, bottom }) =>
        right > frame.right + GRACE && left < frame.right - GRACE && right - left > 8 &&
        bottom > frame.top + 2 && top < frame.bottom - 2,
    );
  const findCut = ({ clippers, decoration, moving, slides, tucked }) => {
    const found = [];
    let budget = limits.texts;
    for (const clipper of clippers) {
      const frame = rectangle(clipper);
      if (frame.width < 24 || frame.height < 8 || tucked(clipper) || !visible(clipper)) continue;
      if (style(clipper).textOverflow === "ellipsis" || decoration(clipper) || slides(clipper)) continue;
      const texts = walker(document, clipper, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node && budget > 0; node = texts.nextNode()) {
        budget -= 1;
        if (node.data.trim().length < 2) continue;
        const holder = parent(node);
        const line = cutLine(node, frame);
        if (!line || !visible(holder) || tucked(holder) || decoration(holder) || moving(holder) || slides(holder)) continue;
        // The box that cuts it must be the nearest that holds its overflow.
        const nearest = closest(holder, (at) => at === clipper || (style(at).overflowX !== "visible" && !/inline|contents/.test(style(at).display)), 60);
        if (nearest !== clipper || style(holder).textOverflow === "ellipsis") continue;
        const first = line.left < frame.left + frame.width / 2;
        found.push({ node, clipper, first, lost: Math.round(line.right - frame.right) });
        if (found.length >= limits.cut * 3) return found;
      }
    }
    return found;
  };
  const keepCut = (seen) => {
    kept.cut = findCut(seen).map((each) => ({
      ...each, spot: spot(parent(each.node)), text: words(each.node.data, 80), box: box(parent(each.node)),
    }));
    return kept.cut.filter(({ first }) => first).map((each) => each.box);
  };
  // Of what was cut at 320 px, what is whole at a desk.
  const compareCut = () =>
    kept.cut
      .filter(({ node, clipper }) => node.isConnected && !cutLine(node, rectangle(clipper)))
      .map(({ node, first, lost, spot: place, text }) => ({
        spot: place, text, lost,
        sure: first && visible(parent(node)) && lines(node).some((line) => line.width > 1),
      }))
      .sort((a, b) => b.sure - a.sure);

  // --- Boxes that go on sideways ------------------------------------------------------------------

  const SAYS = /\b(?:scroll|swipe|slide|drag)\b|\b(?:sgrol|llithr|sweip)/i;
  const BUTTON = /next|prev|scroll|arrow|right|left|nesaf|blaenorol|[‹›→←«»❯❮]/i;
  const shades = (element) =>
    [null, "::before", "::after"].some((part) => {
      const { backgroundImage, boxShadow, content: filled, maskImage, webkitMaskImage } = getComputedStyle(element, part);
      if (part && (filled === "none" || filled === "normal")) return false;
      return /gradient/.test(backgroundImage) || /gradient/.test(maskImage ?? webkitMaskImage ?? "") ||
        (part ? boxShadow !== "none" : /inset/.test(boxShadow));
    });
  // Something of the content stands across the edge, a part of it seen and a part not.
  const crosses = (holder, edge) => {
    let budget = 2000;
    const parts = walker(document, holder, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = parts.nextNode(); node && budget > 0; node = parts.nextNode()) {
      budget -= 1;
      const across = ({ left, right, height }) => height > 1 && left < edge - 8 && right > edge + 4;
      if (node.nodeType === Node.TEXT_NODE) {
        if (node.data.trim() && lines(node).some(across)) return true;
        continue;
      }
      if (!across(rectangle(node)) || rectangle(node).width > (edge - rectangle(holder).left) * 0.95) continue;
      const { backgroundImage, borderTopWidth, borderLeftWidth, borderTopStyle, borderLeftStyle, boxShadow } = style(node);
      const drawn = /^(?:img|video|svg|button|input)$/.test(name(node)) || backgroundImage !== "none" || boxShadow !== "none" ||
        (borderLeftStyle !== "none" && parseFloat(borderLeftWidth) > 0 && borderTopStyle !== "none" && parseFloat(borderTopWidth) > 0);
      if (drawn && rectangle(node).left < edge - 16) return true;
    }
    return false;
  };
  const near = (element) => {
    const around = [dom.getter(Element.prototype, "previousElementSibling")(element), dom.getter(Element.prototype, "nextElementSibling")(element)];
    const holder = parent(element);
    const said = around.filter(Boolean).map((each) => content(each).slice(0, 300));
    for (const node of holder ? childNodes(holder) : []) if (node.nodeType === Node.TEXT_NODE) said.push(node.data.slice(0, 300));
    const caption = find(element, "caption, figcaption");
    if (caption) said.push(content(caption).slice(0, 300));
    return said;
  };
  const buttons = (element) => {
    const holder = parent(element);
    if (!holder) return false;
    return [...within(holder, "button, [role=button], a[class*=next i], a[class*=arrow i]")].slice(0, 50).some(
      (each) => !dom.contains(element, each) && visible(each) &&
        BUTTON.test(`${content(each).slice(0, 60)} ${attribute(each, "aria-label") ?? ""} ${attribute(each, "class") ?? ""}`),
    );
  };
  const readBox = (element) => {
    const frame = rectangle(element);
    const { borderTopWidth, borderBottomWidth } = style(element);
    const inner = frame.height - parseFloat(borderTopWidth) - parseFloat(borderBottomWidth);
    const edge = Math.min(frame.right, width);
    const cues = [];
    if (crosses(element, edge)) cues.push("cut");
    if (shades(element) || (parent(element) && name(parent(element)) !== "body" && shades(parent(element)))) cues.push("shade");
    if (near(element).some((text) => SAYS.test(text))) cues.push("words");
    if (buttons(element)) cues.push("buttons");
    if (inner - dom.getter(Element.prototype, "clientHeight")(element) > 2) cues.push("bar");
    const table = kindOf(element) === "table" || [...within(element, "table")].slice(0, 5).some((each) => kindOf(each) === "table");
    return { element, spot: spot(element), kind: table ? "table" : "box", shown: Math.round(clientWidth(element)), whole: Math.round(scrollWidth(element)), cues };
  };

  // --- At each size -------------------------------------------------------------------------------

  if (viewport === "desktop") {
    const cut = compareCut();
    globalThis.usabilityFit = undefined;
    return JSON.stringify({ cut: cut.slice(0, limits.cut), cut_found: cut.length });
  }
  const laid = clientWidth(root(document));
  const seen = overflow.survey(viewport === "narrow" ? width : laid, limits);
  const answer = {
    screen: {
      viewport, layout_width: laid, content_width: Math.round(seen.content_width), locked: seen.locked,
      complete: seen.complete, found: seen.wide.length, wide: [],
    },
    // What to frame in a picture: what is at fault before what is in doubt.
    frames: seen.wide.filter(({ why }) => why !== "empty").slice(0, limits.wide).map(({ element, right }) => {
      const frame = box(element); // text may run out of its box
      return { ...frame, width: Math.max(frame.width, right - frame.left) };
    }),
  };
  if (viewport === "narrow") {
    answer.frames.push(...keepCut(seen).slice(0, limits.wide));
  } else {
    answer.screen.wide = seen.wide.slice(0, limits.wide).map((each) => {
      const { selector, html: start, ...rest } = described(each);
      return { spot: { selector, html: start }, ...rest };
    });
  }
  if (viewport === "mobile") {
    answer.media = [...all(document, "img, video, iframe, object, embed, canvas, svg")].slice(0, 2000).filter(
      (element) => rectangle(element).width > 24 && visible(element),
    ).length;
  }
  if (viewport === "small") {
    const boxes = seen.scrollers
      .filter((element) => scrollWidth(element) - clientWidth(element) > 20 && clientWidth(element) >= 100 && !seen.tucked(element))
      .slice(0, 100)
      .map(readBox);
    boxes.sort((a, b) => (a.cues.length > 0) - (b.cues.length > 0));
    answer.boxes_found = boxes.length;
    answer.boxes = boxes.slice(0, limits.boxes).map(({ element, ...rest }) => rest);
    answer.box_frames = boxes.filter(({ cues }) => cues.length === 0).slice(0, 5).map(({ element }) => box(element));
  }
  return JSON.stringify(answer);
}
