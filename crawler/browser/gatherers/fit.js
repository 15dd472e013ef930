// How the page fits the screen it is on now. Returns JSON for gatherers/fit.py.
(viewport, width, limits) => {
  const {
    all, attribute, clientWidth, childNodes, content, find, html, name, parent, place, rectangle,
    root, scrollWidth, style, visible, walker, within,
  } = dom;
  const { described } = overflow;
  const { kindOf } = spared;
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
    const found = cut.compare();
    return JSON.stringify({ cut: found.slice(0, limits.cut), cut_found: found.length });
  }
  if (viewport === "settled") return JSON.stringify({ frames: cut.settled(limits) });
  const laid = clientWidth(root(document));
  const seen = overflow.survey(viewport === "narrow" ? width : laid, limits);
  const answer = {
    screen: {
      viewport, layout_width: laid, content_width: Math.round(seen.content_width), locked: seen.locked,
      complete: seen.complete, found: seen.wide.length, wide: [],
    },
    // What to frame in a picture: what is at fault before what is in doubt.
    frames: seen.wide.filter(({ why }) => why !== "empty").slice(0, limits.wide).map(({ element, left, right }) => {
      const frame = box(element); // text may run out of its box
      const from = Math.min(frame.left, left);
      return { ...frame, left: from, width: Math.max(frame.left + frame.width, right) - from };
    }),
  };
  if (viewport === "narrow") {
    const { frames, low } = cut.keep(seen, limits);
    answer.protruding = answer.frames.length;
    answer.frames.push(...frames);
    answer.low = low;
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
