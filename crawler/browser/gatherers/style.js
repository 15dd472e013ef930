// The look of the text. Returns JSON in the shape of facts.style.PageStyle.
(limits) => {
  const { all, clip, html, name, parent, selector, style } = dom;
  const { closest, lines, read, share } = passages;
  const page = read(limits);
  const { blocks, styles } = page;

  const found = {};
  const notices = [];
  const notice = (trait, element, more = {}) => {
    found[trait] = (found[trait] ?? 0) + 1;
    if (found[trait] > limits.notices) return;
    const { text = "", other = "", value = 0, sure = true } = more;
    notices.push({
      trait,
      place: { selector: selector(element), html: html(element) },
      text: clip(text, limits.quote),
      other: clip(other, limits.quote),
      value: Math.round(value * 100) / 100,
      sure,
    });
  };

  // --- Passages: text of three lines or more ------------------------------------------------------

  const weight = (element) => parseFloat(styles(element).fontSize) || 16;
  const slanted = (element) => /italic|oblique/.test(styles(element).fontStyle);
  const capital = (text, element) =>
    styles(element).textTransform === "uppercase" ||
    (/\p{Lu}.*\p{Lu}/su.test(text) && !/\p{Ll}/u.test(text));

  // The line under an element's text, drawn by it or by what is round it; null for none.
  const underlined = parts.remembered((element) => {
    if (!element) return null;
    const { textDecorationLine, textDecorationStyle } = styles(element);
    if (/underline/.test(textDecorationLine) && textDecorationStyle === "solid") return element;
    return underlined(parent(element));
  });
  const ACTS =
    "a, button, summary, label, input, select, h1, h2, h3, h4, h5, h6, th, abbr, acronym, dfn, ins, " +
    "[role], [tabindex], [onclick], [contenteditable]";
  const lined = new Set();
  const lookForLines = ({ pieces }) => {
    for (const { holder, text } of pieces) {
      const under = (text.match(/\p{L}/gu) ?? []).length > 2 ? underlined(holder) : null;
      if (!under || lined.has(under) || closest(holder, ACTS) || styles(holder).cursor === "pointer") continue;
      lined.add(under);
      notice("underlined", under, { text: text.trim() });
    }
  };

  // Paragraphs in italics that follow each other, each of which may be short.
  let slope = { blocks: [], lines: 0 };
  const endSlope = () => {
    const { blocks: all, lines: count } = slope;
    if (count >= 5 && all.length > 1 && all.every((block) => lines(block) < 3)) {
      notice("italic", all[0].element, { text: all[0].text, value: count });
    }
    slope = { blocks: [], lines: 0 };
  };
  const follow = (block) => {
    if (block.letters < 40 || share(block, slanted) <= 0.9 || closest(block.element, "h1, h2, h3, h4, h5, h6, li")) return endSlope();
    slope.blocks.push(block);
    slope.lines += lines(block);
  };

  let long = 0;
  for (const block of blocks) {
    const { element, pieces, text } = block;
    const own = styles(element);
    const small = pieces.filter((piece) => /\p{L}{2}/u.test(piece.text) && weight(piece.holder) <= 9);
    if (small.length) {
      notice("tiny", small[0].holder, { text: small[0].text.trim(), value: weight(small[0].holder) });
    }
    lookForLines(block);
    follow(block);
    if (block.letters < 60 || closest(element, "pre, code, samp, svg, h1, h2, h3, h4, h5, h6")) continue;
    const count = lines(block);
    if (count < 3) continue;
    long += 1;
    const height = parseFloat(own.lineHeight) / parseFloat(own.fontSize);
    if (height < 1.1) notice("tight", element, { text, value: height });
    const breaks = dom.within(element, "br").length;
    const average = text.length / count;
    if (average > 110 && breaks < count / 2) notice("long", element, { text, value: average });
    if (own.textAlign === "justify") notice("justified", element, { text, value: count });
    if (share(block, slanted) > 0.9) notice("italic", element, { text, value: count });
    let big = 0;
    for (const piece of pieces) {
      if (capital(piece.text, piece.holder)) big += piece.text.replace(/\s+/g, "").length;
    }
    if (big > block.letters * 0.9) notice("capitals", element, { text, value: count });
  }

  endSlope();

  for (const element of all(document, "center, font, big, strike, tt, basefont, acronym, dir")) {
    if (name(element) !== "dir" || style(element).display !== "none") notice("outdated", element, { text: name(element) });
  }

  const { links, fields, hints, drawn } = appearance.look(page, limits, notice);
  const orders = drawing.compare(page, limits, notice);
  pretence.unmask(page, limits, notice);
  const complete = page.complete && drawn.complete && orders.complete;
  return JSON.stringify({
    complete,
    blocks: blocks.length,
    passages: long,
    links,
    fields,
    hints,
    drawn: drawn.count,
    orders: orders.count,
    found,
    notices,
  });
}
