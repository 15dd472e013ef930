// Installed after parts.js: how large the text of the page is as it is shown, in pixels of the screen.
// `scale` is how much the phone enlarges the page to show it.
globalThis.textSize = (limits, scale) => {
  const { attribute, getter, html, method, name, parent, place, rectangle, root, style, up, visible, walker } = dom;

  const shadowOf = getter(Element.prototype, "shadowRoot");
  const matrixOf = method(SVGGraphicsElement.prototype, "getScreenCTM");
  const top = root(document);
  const seen = parts.sight();

  // The usual ways to keep text for screen readers only: a box of one pixel, or a cut to nothing.
  const clipped = (element) => {
    const { overflowX, clipPath, clip, textIndent } = style(element);
    if (clipPath === "inset(50%)" || clipPath === "inset(100%)" || /^rect\((0|1)px, (0|1)px/.test(clip)) return true;
    if (parseFloat(textIndent) <= -200) return true; // words that give way to a picture
    const { width, height } = rectangle(element);
    return overflowX !== "visible" && (width <= 1 || height <= 1);
  };
  const tucked = parts.remembered(
    (element) => element !== null && element !== top && (clipped(element) || tucked(up(element))),
  );

  // How much transforms enlarge what is in the element: the root of the area's growth.
  const grown = parts.remembered((element) => {
    if (element === null) return 1;
    const { transform, scale } = style(element);
    let own = 1;
    if (transform !== "none") {
      const { a, b, c, d } = new DOMMatrix(transform);
      own = Math.sqrt(Math.abs(a * d - b * c));
    }
    if (scale !== "none") {
      const [across, down = across] = scale.split(" ").map(Number);
      own *= Math.sqrt(Math.abs(across * down));
    }
    return own * grown(up(element));
  });
  // In a drawing its own scale counts too.
  const enlarged = (element) => {
    if (!(element instanceof SVGGraphicsElement)) return grown(element) * (element.currentCSSZoom || 1);
    const matrix = matrixOf(element);
    return matrix ? Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c)) : 1;
  };

  const size = parts.remembered((element) => {
    if (/^(script|style|noscript|template|title|option|desc|metadata)$/.test(name(element))) return 0;
    if (!visible(element) || tucked(element)) return 0;
    if (style(element).display === "contents" ? !visible(element) : !seen(element)) return 0;
    return parseFloat(style(element).fontSize) * enlarged(element) * scale;
  });

  let characters = 0;
  let legible = 0;
  const small = new Map();
  const read = (tree) => {
    const texts = walker(document, tree, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const count = node.data.replace(/\s+/g, "").length;
      const holder = count ? (parent(node) ?? null) : null;
      if (holder === null) continue;
      if (name(holder) === "details" && attribute(holder, "open") === null) continue;
      const shown = size(holder);
      if (!shown) continue;
      characters += count;
      // Scaling leaves 11.9999 where 12 was meant.
      if (shown >= limits.legible - 0.05) legible += count;
      else small.set(holder, (small.get(holder) ?? 0) + count);
    }
  };
  read(top);
  const queue = [...dom.all(document, "*")].slice(0, limits.elements);
  for (let at = 0, trees = 0; at < queue.length && trees < 300; at += 1) {
    const tree = shadowOf(queue[at]);
    if (!tree) continue;
    trees += 1;
    read(tree);
    queue.push(...[...ShadowRoot.prototype.querySelectorAll.call(tree, "*")].slice(0, limits.elements));
  }
  const most = [...small].sort((one, other) => other[1] - one[1]).slice(0, limits.smallText);
  return {
    text_characters: characters,
    legible_characters: legible,
    small_text: most.map(([element, count]) => ({
      selector: place(element),
      html: html(element),
      summary: `${size(element).toFixed(1)} px as shown, ${count} characters`,
    })),
  };
};
