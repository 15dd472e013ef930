// Installed after names.js: the text around a link that tells where it leads, as WCAG 2.4.4 has it.
globalThis.readContext = (limits) => {
  const {
    attribute, byId, childNodes, children, clip, content, find, name, parent, style, words,
  } = dom;
  const { remembered, roleOf } = parts;

  const BLOCK = /^(p|li|dd|dt|td|th|figcaption|caption|summary|blockquote)$/;
  const isBlock = (element) =>
    BLOCK.test(name(element)) ||
    /^(listitem|paragraph|cell|gridcell|rowheader|columnheader)$/.test(roleOf(element));
  const inline = (element) => /^(inline|contents)/.test(style(element).display);

  // The text without links: another "Read more" explains nothing.
  const outside = (element, budget, skip) => {
    const tag = name(element);
    if (element === skip || tag === "a" || names.silent(element)) return " ";
    if (tag === "img") return ` ${attribute(element, "alt") ?? ""} `;
    let text = "";
    for (const node of childNodes(element)) {
      budget.left -= 1;
      if (budget.left <= 0) break;
      if (node.nodeType === Node.TEXT_NODE) text += node.data.slice(0, 500);
      else if (node.nodeType === Node.ELEMENT_NODE) text += ` ${outside(node, budget, skip)} `;
    }
    return text;
  };
  const text = (element, skip) => words(outside(element, { left: 200 }, skip), limits.context);

  const SIBLING = {
    previousSibling: dom.getter(Node.prototype, "previousSibling"),
    nextSibling: dom.getter(Node.prototype, "nextSibling"),
  };
  const before = dom.getter(Element.prototype, "previousElementSibling");

  // Where no paragraph holds it, the line that it runs in may be its sentence.
  const line = (element) => {
    let holder = element;
    while (parent(holder) && inline(holder) && name(holder) !== "body") {
      const around = parent(holder);
      if (!inline(around)) break;
      holder = around;
    }
    const collected = [];
    for (const direction of ["previousSibling", "nextSibling"]) {
      const step = SIBLING[direction];
      const part = [];
      for (let node = step(holder), tries = 0; node && tries < 20; node = step(node), tries += 1) {
        if (node.nodeType === Node.TEXT_NODE) part.push(node.data.slice(0, 500));
        else if (node.nodeType === Node.ELEMENT_NODE) {
          if (name(node) === "br" || !inline(node)) break;
          part.push(outside(node, { left: 100 }, element));
        }
      }
      collected.push(direction === "previousSibling" ? part.reverse().join(" ") : part.join(" "));
    }
    return words(collected.join(" "), limits.context);
  };

  const headers = remembered((cell) => {
    const row = parent(cell);
    const listed = (attribute(cell, "headers") ?? "").trim().split(/\s+/).slice(0, 5)
      .map((id) => (id ? byId(document, id) : null)).filter(Boolean);
    const said = listed.map(content);
    const cells = row ? [...children(row)] : [];
    const header = cells.find((other) => name(other) === "th" && other !== cell);
    if (header) said.push(content(header));
    const table = Element.prototype.closest.call(cell, "table");
    const first = table ? find(table, "tr") : null;
    const above = first && first !== row ? [...children(first)][cells.indexOf(cell)] : null;
    if (above && name(above) === "th") said.push(content(above));
    return words(said.join(" "), limits.context);
  });

  const context = ({ element }) => {
    const said = [names.described(element, limits.context)];
    if (names.labelled(element, 5) || content(element).trim()) said.push(attribute(element, "title"));
    let block = null;
    for (let at = parent(element), up = 0; at && up < 40; at = parent(at), up += 1) {
      if (/^(body|main|html)$/.test(name(at))) break;
      if (!isBlock(at)) continue;
      // An item around a list explains the items in it by its own words.
      const inner = block;
      said.push(inner ? text(at, inner) : text(at, element));
      if (/^(td|th)$/.test(name(at))) said.push(headers(at));
      block = at;
    }
    if (!block) said.push(line(element));
    return words(said.filter(Boolean).join(" "), limits.context);
  };

  // The nearest heading before it, in the smallest part around it that has one; other than the h1.
  const heading = remembered((element) => {
    for (let at = element, up = 0; at && up < 12; at = parent(at), up += 1) {
      const tag = name(at);
      if (/^(section|article|nav|aside|ul|ol|div|fieldset)$/.test(tag) && at !== element) {
        const own = names.labelled(at, limits.heading);
        if (own) return own;
      }
      const titled = { details: "summary", fieldset: "legend", figure: "figcaption" }[tag];
      const title = titled ? find(at, titled) : null;
      if (title && !dom.contains(title, element)) return words(content(title), limits.heading);
      for (let other = before(at), tries = 0; other && tries < 40; other = before(other), tries += 1) {
        let here = names.isHeading(other) ? other : null;
        if (!here && /^(dt)$/.test(name(other))) here = other;
        if (!here) here = [...dom.within(other, "h2, h3, h4, h5, h6, [role=heading]")].at(-1) ?? null;
        if (here && name(here) !== "h1") {
          const said = words(content(here), limits.heading);
          if (said) return said;
        }
        if (here) return "";
      }
      // A card may show its picture, or a link, above its heading.
      if (at !== element && /^(article|li|div|section)$/.test(tag)) {
        const inside = dom.within(at, "h2, h3, h4, h5, h6, [role=heading]");
        if (inside.length === 1) return words(content(inside[0]), limits.heading);
        if (inside.length > 1) return "";
      }
      if (/^(body|main)$/.test(tag)) return "";
    }
    return "";
  });

  const surroundings = (link) => ({
    context: context(link),
    heading: clip(heading(link.element), limits.heading),
  });

  return { isBlock, line, surroundings };
};
