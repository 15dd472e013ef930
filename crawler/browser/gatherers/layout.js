// Geometry and text size. Returns JSON in the shape of records.Layout.
(viewport, width, limits) => {
  const {
    attribute, clientWidth, html, name, parent, rectangle, root, scrollWidth, selector, style, visible,
    walker,
  } = dom;
  const top = root(document);

  const boxes = new Map();
  const box = (element) => {
    if (!boxes.has(element)) boxes.set(element, rectangle(element));
    return boxes.get(element);
  };
  const remember = (answer) => {
    const known = new Map();
    return (element) => {
      if (!known.has(element)) known.set(element, answer(element));
      return known.get(element);
    };
  };

  // --- Text, as large as it is shown ------------------------------------------------------------

  const clipped = (element) => {
    const { overflowX, clipPath, clip } = style(element);
    if (clipPath === "inset(50%)" || clipPath === "inset(100%)" || clip.startsWith("rect(0px, 0px") ||
        clip.startsWith("rect(1px, 1px")) return true;
    const { width, height } = box(element);
    return overflowX !== "visible" && (width <= 1 || height <= 1);
  };
  // The usual ways to keep text for screen readers only: a box of one pixel, or one far away.
  const tucked = remember(
    (element) =>
      element !== null && element !== top && (clipped(element) || tucked(parent(element))),
  );

  const size = remember((element) => {
    if (/^(script|style|noscript|template|title|option)$/.test(name(element))) return 0;
    const { width, height, right, bottom } = box(element);
    if (right <= 0 || bottom + scrollY <= 0 || !visible(element) || tucked(element)) return 0;
    if (width <= 0 && height <= 0 && style(element).display !== "contents") return 0;
    const zoom = element.currentCSSZoom || 1;
    return parseFloat(style(element).fontSize) * zoom * visualViewport.scale;
  });

  const text = () => {
    let characters = 0;
    let legible = 0;
    const small = new Map();
    const texts = walker(document, top, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const count = node.data.replace(/\s+/g, "").length;
      const holder = count ? parent(node) : null;
      if (holder && name(holder) === "details" && attribute(holder, "open") === null) continue;
      const shown = holder ? size(holder) : 0;
      if (!shown) continue;
      characters += count;
      // Scaling leaves 11.9999 where 12 was meant.
      if (shown >= limits.legible - 0.05) legible += count;
      else small.set(holder, (small.get(holder) ?? 0) + count);
    }
    const worst = [...small].sort((a, b) => b[1] - a[1]).slice(0, limits.smallText);
    return {
      text_characters: characters,
      legible_characters: legible,
      small_text: worst.map(([element, count]) => ({
        selector: selector(element),
        html: html(element),
        summary: `${size(element).toFixed(1)} px as shown, ${count} characters`,
      })),
    };
  };

  // --- The screen -----------------------------------------------------------------------------------

  const screen = { content_width: scrollWidth(document.scrollingElement ?? top) };
  if (viewport === "narrow") {
    const { complete, content_width, vertical, wide } = overflow.survey(width, limits);
    Object.assign(screen, {
      content_width, complete, vertical,
      wide_elements: wide.slice(0, limits.wide).map(overflow.described),
    });
  } else {
    // What the phone made of the page's viewport: how wide it laid it out, and how it shows that.
    screen.layout_width = clientWidth(top);
    screen.scale = Number(visualViewport.scale.toFixed(2));
  }

  return JSON.stringify({
    viewport, viewport_width: width, ...screen, ...(viewport === "narrow" ? {} : text()),
  });
}
