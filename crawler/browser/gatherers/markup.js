// What the document says of itself. Returns JSON in the shape of records.Markup.
(limits) => {
  const { all, attribute, clip, content, name, parent, rectangle, root, visible, walker, words } =
    dom;
  const seen = new Map();
  const shown = (element) => {
    if (!seen.has(element)) {
      const box = rectangle(element);
      seen.set(element, visible(element) && box.width > 1 && box.height > 1 && box.right > 0);
    }
    return seen.get(element);
  };

  const titleOf = () => {
    for (const element of all(document, "title")) {
      if (element.namespaceURI === "http://www.w3.org/1999/xhtml") return content(element);
    }
    return "";
  };

  // A link's text, else the name that it has for those who do not see it.
  const label = (element) => {
    const text = words(content(element), limits.linkText);
    if (text) return text;
    const own = attribute(element, "aria-label") || attribute(element, "title");
    if (own) return words(own, limits.linkText);
    const image = Element.prototype.querySelector.call(element, "[alt], [aria-label], title");
    if (!image) return words(attribute(element, "alt"), limits.linkText);
    const name = attribute(image, "alt") || attribute(image, "aria-label") || content(image);
    return words(name, limits.linkText);
  };

  const links = [];
  for (const element of all(document, "a[href], area[href]")) {
    if (links.length >= limits.links) break;
    let url;
    try {
      url = new URL(attribute(element, "href"), document.baseURI);
    } catch {
      continue;
    }
    if (!/^https?:$/.test(url.protocol) || url.href.length > limits.url) continue;
    links.push({ url: clip(url.href, limits.url), text: label(element), visible: shown(element) });
  }

  const headings = [];
  for (const element of all(document, "h1, h2, h3, h4, h5, h6, [role=heading]")) {
    if (headings.length >= limits.headings) break;
    const tag = name(element);
    const level = /^h[1-6]$/.test(tag)
      ? Number(tag[1])
      : Math.min(Math.max(parseInt(attribute(element, "aria-level"), 10) || 2, 1), 9);
    if (visible(element)) headings.push([level, words(content(element), limits.heading)]);
  }

  const parts = [];
  let length = 0;
  const texts = walker(document, root(document), NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(), tries = 0; node && tries < 20000; tries += 1) {
    const text = node.data.slice(0, limits.excerpt * 4).replace(/\s+/g, " ").trim();
    const holder = parent(node);
    if (text && holder && !/^(script|style|noscript|template)$/.test(name(holder)) &&
        shown(holder)) {
      parts.push(text);
      length += text.length + 1;
      if (length > limits.excerpt) break;
    }
    node = texts.nextNode();
  }

  const language = attribute(root(document), "lang");
  return JSON.stringify({
    title: words(titleOf(), limits.title),
    language: language === null ? null : clip(language, 100),
    viewport: [...all(document, 'meta[name="viewport" i]')]
      .slice(0, 10)
      .map((meta) => clip(attribute(meta, "content"), 500)),
    links,
    headings,
    text_excerpt: clip(parts.join(" "), limits.excerpt),
    element_count: all(document, "*").length,
  });
}
