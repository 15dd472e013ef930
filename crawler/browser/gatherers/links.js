// Installed after parts.js: the links of a page, with where they stand and what they lead to.
globalThis.readLinks = (seen, { own, region }, limits) => {
  const { all, attribute, clip, content, contains, find, name, parent, visible, words } = dom;
  const { address, label, named } = parts;

  const HEADINGS = "h1, h2, h3, h4, h5, h6, [role=heading]";
  const level = (element) =>
    /^h[1-6]$/.test(name(element))
      ? Number(name(element)[1])
      : Math.min(Math.max(parseInt(attribute(element, "aria-level"), 10) || 2, 1), 9);
  const isHeading = (element) =>
    /^h[1-6]$/.test(name(element)) || attribute(element, "role") === "heading";

  const headings = []; // [level, text]
  const links = [];
  const below = new Map(); // by element: the headings in it, [order, level, text, element]

  const remember = (element, order, deep, text) => {
    const entry = [order, deep, text, element];
    for (let at = parent(element), steps = 0; at && steps < 60; at = parent(at), steps += 1) {
      if (!below.has(at)) below.set(at, []);
      below.get(at).push(entry);
    }
  };

  // The heading of the smallest part around the link that has one: the last before the link, or
  // the only one there. A link that is (in) a heading itself stands under one of a higher level.
  const headingOf = (link, order, deep) => {
    for (let at = parent(link), steps = 0; at && steps < 60; at = parent(at), steps += 1) {
      const tag = name(at);
      if (tag === "body") return "";
      const outer = own(at);
      const here = (below.get(at) ?? []).filter(
        (entry) => entry[1] < deep && !contains(entry[3], link) && !contains(link, entry[3]),
      );
      const before = here.findLast((entry) => entry[0] < order);
      if (before) return before[2];
      // A card may show its picture, which is a link, above its heading.
      if (here.length === 1 && (below.get(at) ?? []).length === 1 && !outer) return here[0][2];
      if (/^(section|nav|aside|ul|ol|div|fieldset)$/.test(tag)) {
        const text = named(at, limits.linkHeading);
        if (text) return text;
      }
      const title = tag === "details" ? "summary" : tag === "fieldset" ? "legend" : null;
      const titled = title && find(at, title);
      if (titled && !contains(titled, link)) return words(content(titled), limits.linkHeading);
      if (outer) return "";
    }
    return "";
  };

  const waiting = []; // links, until all headings are known
  let order = 0;
  for (const element of all(document, `a[href], area[href], ${HEADINGS}`)) {
    order += 1;
    if (isHeading(element)) {
      if (headings.length >= limits.headings || !visible(element)) continue;
      const text = words(content(element), limits.heading);
      headings.push([level(element), text]);
      if (text) remember(element, order, level(element), clip(text, limits.linkHeading));
      continue;
    }
    if (waiting.length >= limits.links) continue;
    const url = address(element, limits.url);
    if (url !== null) waiting.push([element, order, url]);
  }

  for (const [element, at, url] of waiting) {
    const inside = find(element, HEADINGS);
    let deep = inside ? level(inside) : 10;
    for (let near = parent(element), up = 0; near && up < 4; near = parent(near), up += 1) {
      if (isHeading(near)) deep = level(near);
    }
    links.push({
      url: clip(url, limits.url),
      text: label(element, limits.linkText),
      visible: seen(element),
      region: region(element),
      heading: headingOf(element, at, deep),
    });
  }
  return { headings, links, elements: waiting.map(([element]) => element) };
};
