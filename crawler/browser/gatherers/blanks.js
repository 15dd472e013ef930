// What is empty, and a few things that are known by their markup. Returns JSON in the shape of
// text._Blanks.
(limits, names) => {
  const {
    all, attribute, children, content, find, html, name, parent, rectangle, selector, visible, words,
  } = dom;
  const { remembered, roleOf } = parts;

  const spot = (element) => ({ selector: selector(element), html: html(element, 300) });
  const spots = (elements) => elements.slice(0, limits.kept).map(spot);
  const hidden = remembered((element) =>
    element !== null && (attribute(element, "aria-hidden") === "true" || hidden(parent(element))),
  );
  let complete = true;
  const some = (query) => {
    const found = all(document, query);
    if (found.length > limits.elements) complete = false;
    return [...found].slice(0, limits.elements);
  };
  const exposed = (element) => !hidden(element) && visible(element);
  const SOMETHING =
    "img, svg, picture, iframe, object, embed, video, audio, canvas, input, select, textarea, button, math, slot, [role=img], [aria-label], [aria-labelledby]";
  const silent = (element) =>
    !content(element).replace(/[\s\u00a0\u200b-\u200d\u2060\ufeff]+/g, "") &&
    !find(element, SOMETHING) && attribute(element, "aria-label") === null;

  // --- Paragraphs that only make room -------------------------------------------------------------

  const paragraphs = some("p").filter(exposed);
  const drawn = (element) =>
    rectangle(element).height > 1 && attribute(element, "aria-live") === null &&
    !/^(status|alert|log)$/.test(roleOf(element));
  const blank = paragraphs.filter(
    (element) =>
      silent(element) && drawn(element) &&
      (content(element).includes("\u00a0") || find(element, "br")),
  );
  // Three line breaks in a row; the first of each row.
  const breaks = [];
  const after = (element) => {
    let node = element.nextSibling;
    while (node && ((node.nodeType === Node.TEXT_NODE && !node.data.trim()) ||
        node.nodeType === Node.COMMENT_NODE)) node = node.nextSibling;
    return node && node.nodeType === Node.ELEMENT_NODE && name(node) === "br" ? node : null;
  };
  const counted = new Set();
  for (const element of some("br")) {
    if (counted.has(element)) continue;
    let row = 1;
    for (let at = after(element); at && row < 50; at = after(at)) {
      counted.add(at);
      row += 1;
    }
    const box = parent(element);
    if (row >= 3 && box && exposed(box)) breaks.push(box);
  }

  // --- Lists --------------------------------------------------------------------------------------

  const lists = some("ul, ol, dl, [role=list]").filter(
    (element) => exposed(element) && !/^(none|presentation|menu|menubar|tablist|listbox|tree|group)$/.test(roleOf(element)),
  );
  const waits = (element) =>
    attribute(element, "aria-live") !== null || /^(status|alert|log)$/.test(roleOf(element));
  const seenSize = (element) => rectangle(element).height > 1;
  const empty = [];
  for (const element of lists) {
    if (waits(element)) continue;
    if (silent(element)) {
      if (children(element).length === 0 || seenSize(element)) empty.push(element);
      continue;
    }
    for (const item of [...children(element)].slice(0, 200)) {
      if (/^(li|dt|dd)$/.test(name(item)) && exposed(item) && silent(item) && seenSize(item)) {
        empty.push(item);
      }
    }
  }

  // --- Links named for a language -----------------------------------------------------------------

  const primary = (code) => (code ?? "").trim().toLowerCase().split(/[-_]/)[0];
  const language = remembered((element) => {
    if (!element) return "";
    const own = attribute(element, "lang");
    return own === null ? language(parent(element)) : primary(own);
  });
  const deepest = (element) => {
    let at = element;
    while (children(at).length === 1 && content(children(at)[0]).trim() === content(at).trim()) {
      at = children(at)[0];
    }
    return at;
  };
  const named = [];
  for (const element of some("a[href]")) {
    const text = words(content(element), 60);
    const code = names[text.toLowerCase()];
    if (!code || !exposed(element)) continue;
    const marked =
      language(deepest(element)) === code || primary(attribute(element, "hreflang")) === code;
    named.push({ element, text, code, marked });
  }

  // --- Drawings made of letters -------------------------------------------------------------------

  const drawings = some("pre")
    .filter(exposed)
    .filter((element) => roleOf(element) !== "img")
    .map((element) => ({ element, text: content(element).slice(0, 3000) }))
    .filter(({ text }) => {
      const lines = text.split("\n").filter((line) => line.trim());
      const solid = text.replace(/\s+/g, "");
      const letters = solid.replace(/[^\p{L}\p{N}]+/gu, "");
      return lines.length >= 3 && solid.length >= 20 && letters.length < 0.4 * solid.length;
    });

  return JSON.stringify({
    complete,
    paragraphs: paragraphs.length,
    empty_paragraphs: spots(blank),
    empty_paragraphs_count: blank.length,
    breaks: spots([...new Set(breaks)]),
    lists: lists.length,
    empty_lists: spots(empty),
    empty_lists_count: empty.length,
    language_names: named.slice(0, limits.kept).map(({ element, text, code, marked }) => ({
      spot: spot(element),
      text,
      language: code,
      marked,
    })),
    drawings: drawings.slice(0, limits.kept).map(({ element, text }) => ({
      spot: spot(element),
      text: words(text, 200),
    })),
  });
}
