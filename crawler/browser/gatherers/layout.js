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
    screen.scale = Number(visualViewport.scale.toFixed(2));
  }

  return JSON.stringify({
    viewport, viewport_width: width, ...screen, ...(viewport === "narrow" ? {} : textSize(limits)),
  });
}
