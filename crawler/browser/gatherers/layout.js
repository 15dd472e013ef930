// Geometry and text size. Returns JSON in the shape of records.Layout.
(viewport, width, limits) => {
  const {
    attribute, childNodes, children, clientWidth, html, name, parent, rectangle, root, scrollWidth,
    selector, style, visible, walker,
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

  // --- What reaches past the right edge -----------------------------------------------------------

  const edge = width + 1; // a pixel of grace for rounding
  const contentWidth = scrollWidth(document.scrollingElement ?? top);
  const EXEMPT = new Set([
    "img", "picture", "video", "audio", "iframe", "svg", "canvas", "object", "embed", "map", "math",
    "pre", "code",
  ]);
  const ROLES = new Set(["img", "toolbar", "grid", "treegrid", "table", "application"]);

  // WCAG 1.4.10 leaves out what needs two dimensions to be used or understood.
  const needsTwoDimensions = (element) => {
    const role = attribute(element, "role");
    if (ROLES.has(role)) return true;
    const tag = name(element);
    if (EXEMPT.has(tag)) return true;
    if (tag !== "table" || role === "presentation" || role === "none") return false;
    return Element.prototype.querySelector.call(element, "th, caption, thead") !== null;
  };

  const beyond = remember((element) => {
    const { width: wide, height, right } = box(element);
    return right > edge && wide > 0 && height > 0 && visible(element);
  });

  // Does the visitor reach it by scrolling only this part, or is it cut off by a parent?
  const contained = remember((element) => {
    const around = parent(element);
    if (!around || around === top || name(around) === "body") return false;
    return (style(around).overflowX !== "visible" && !beyond(around)) || contained(around);
  });

  const ownTextBeyond = (element) => {
    for (const node of childNodes(element)) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const range = new Range();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) {
        if (line.right > edge && line.left < width - 1) return true;
      }
    }
    return false;
  };

  // Text may run out of a box that itself stays inside.
  const runsOver = (element) =>
    scrollWidth(element) > clientWidth(element) && style(element).overflowX === "visible" &&
    visible(element) && ownTextBeyond(element);

  // Wide only because of what is exempt in it.
  const exempt = remember((element) => {
    if (needsTwoDimensions(element)) return true;
    if (ownTextBeyond(element)) return false;
    const guilty = [...children(element)].filter((child) => beyond(child) && !contained(child));
    return guilty.length > 0 && guilty.every(exempt);
  });

  const wide = () => {
    // With the page's own scrolling switched off, what is beyond the edge is lost; much of it is
    // meant to be (menus that wait outside), so there only text that is cut through counts.
    const locked = [top, document.body].some(
      (element) => element && /hidden|clip/.test(style(element).overflowX),
    );
    const cut = [top, document.body].some(
      (element) => element && style(element).overflowX === "clip",
    );
    if (contentWidth <= edge && !cut) return [];
    const found = [];
    const queue = [...children(top)];
    for (let at = 0; at < queue.length && at < limits.elements; at += 1) {
      const element = queue[at];
      if (!contained(element)) {
        const out = beyond(element);
        const starts = out && !beyond(parent(element));
        if (locked ? out && ownTextBeyond(element) : starts || (!out && runsOver(element))) {
          const { left, right } = box(element);
          // A fixed box that waits outside does not make the page scroll.
          if (!(left >= edge && style(element).position === "fixed")) {
            const end = out ? right : left + scrollWidth(element);
            found.push({ element, left, right: end, exempt: exempt(element) });
          }
          if (starts && !locked) continue; // what is in it is wide because it is
        }
      }
      if (name(element) !== "svg") queue.push(...children(element));
    }
    found.sort((a, b) => a.exempt - b.exempt);
    return found.slice(0, limits.wide).map(({ element, left, right, exempt: spared }) => ({
      selector: selector(element),
      html: html(element),
      left,
      right,
      exempt: spared,
    }));
  };

  return JSON.stringify({
    viewport,
    viewport_width: width,
    content_width: contentWidth,
    ...(viewport === "narrow" ? { wide_elements: wide() } : text()),
  });
}
