// Geometry and text size. Returns JSON in the shape of records.Layout.
(viewport, width, limits) => {
  const { clientWidth, root, scrollWidth } = dom;
  const top = root(document);

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
    let { scale } = visualViewport;
    if (viewport === "mobile") globalThis.scaleAsLoaded = scale;
    // Resized, the browser shrinks a page so that as much of it shows as before; a phone of that
    // size, on which it loads, would not.
    else if (globalThis.scaleAsLoaded >= 1) scale = Math.max(1, scale);
    screen.scale = Number(scale.toFixed(2));
    Object.assign(screen, textSize(limits, scale));
  }

  return JSON.stringify({ viewport, viewport_width: width, ...screen });
}
