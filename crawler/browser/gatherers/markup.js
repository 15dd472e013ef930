// What the document says of itself. Returns JSON in the shape of records.Markup.
(limits) => {
  const { all, attribute, clip, content, name, parent, root, visible, walker, words } = dom;
  const where = parts.regions();
  const shown = parts.sight();
  const main = parts.mainPart(shown);
  const mine = parts.inMain(main, where.region);

  const titleOf = () => {
    for (const element of all(document, "title")) {
      if (element.namespaceURI === "http://www.w3.org/1999/xhtml") return content(element);
    }
    return "";
  };

  const excerpt = () => {
    const found = [];
    let length = 0;
    const texts = walker(document, root(document), NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(), tries = 0; node && tries < limits.texts; tries += 1) {
      const text = node.data.slice(0, limits.excerpt * 4).replace(/\s+/g, " ").trim();
      const holder = parent(node);
      if (text && holder && !/^(script|style|noscript|template)$/.test(name(holder)) &&
          shown(holder)) {
        found.push(text);
        length += text.length + 1;
        if (length > limits.excerpt) break;
      }
      node = texts.nextNode();
    }
    return clip(found.join(" "), limits.excerpt);
  };

  const DOCUMENT = /\.(?:pdf|docx?|xlsx?|xlsm|pptx?|od[tsp]|csv|rtf)$/i;
  const documents = (elements, links) => {
    const found = new Set();
    elements.forEach((element, at) => {
      const { url, visible: seen } = links[at];
      if (seen && mine(element) && DOCUMENT.test(new URL(url).pathname)) found.add(url);
    });
    return found.size;
  };

  const { headings, links, elements } = readLinks(shown, where, limits);
  const { search, fields } = readForms(mine, shown, where, limits);
  const language = attribute(root(document), "lang");
  return JSON.stringify({
    title: words(titleOf(), limits.title),
    language: language === null ? null : clip(language, 100),
    viewport: [...all(document, 'meta[name="viewport" i]')]
      .slice(0, 10)
      .map((meta) => clip(attribute(meta, "content"), 500)),
    links,
    headings,
    text_excerpt: excerpt(),
    element_count: all(document, "*").length,
    prose: readProse(main, mine, shown, limits),
    fields,
    documents: documents(elements, links),
    search,
    languages: readLanguages(elements, shown, where, limits),
  });
}
