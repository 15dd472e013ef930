// Installed after parts.js: what the main part says in sentences, and its documents.
globalThis.readProse = (main, mine, seen, limits) => {
  const { attribute, childNodes, clip, name, parent } = dom;
  const { asksConsent, remembered } = parts;

  const SKIPPED = /^(script|style|noscript|template|svg|math|pre|button|label|legend|select|textarea|h[1-6]|dt|th|caption|figcaption|summary|nav|aside|footer|dialog)$/;
  const ROLES = /^(navigation|complementary|contentinfo|button|heading|dialog|alertdialog|menu|menubar|tablist|tab|search)$/;

  const skipped = remembered((element) => {
    if (!element) return true;
    if (SKIPPED.test(name(element)) || ROLES.test(attribute(element, "role") ?? "")) return true;
    return element !== main && skipped(parent(element));
  });
  // The block of text that the element is or stands in, or null.
  const block = remembered((element) => {
    if (!element || element === parent(main)) return null;
    return /^(p|li|dd|td)$/.test(name(element)) ? element : block(parent(element));
  });
  const INLINE = /^(a|abbr|b|bdi|bdo|cite|data|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|time|u|var)$/;
  const box = remembered((element) =>
    element && INLINE.test(name(element)) ? box(parent(element)) : element,
  );
  const linked = remembered((element) =>
    element !== null && element !== main && (name(element) === "a" || linked(parent(element))),
  );

  const blocks = new Map(); // in the order of the page: text, and how many letters are links
  const texts = dom.walker(document, main, NodeFilter.SHOW_TEXT);
  let node = texts.nextNode();
  for (let tries = 0; node && tries < limits.texts; tries += 1, node = texts.nextNode()) {
    const holder = parent(node);
    const text = node.data.slice(0, limits.prose);
    const around = skipped(holder) ? null : block(holder);
    if (!around || !mine(holder)) continue;
    if (!blocks.has(around)) {
      if (blocks.size >= limits.blocks) break;
      blocks.set(around, { text: "", linked: 0, from: null });
    }
    const entry = blocks.get(around);
    if (!text.trim()) {
      entry.text += " ";
      continue;
    }
    if (entry.text.length > limits.prose || !seen(holder)) continue;
    // A box of its own, or a line break, parts words as a space does.
    const from = box(holder);
    if (entry.from !== null && entry.from !== from) entry.text += " ";
    entry.from = from;
    let earlier = node.previousSibling;
    while (earlier && earlier.nodeType === Node.COMMENT_NODE) earlier = earlier.previousSibling;
    if (earlier && earlier.nodeType === Node.ELEMENT_NODE && name(earlier) === "br") {
      entry.text += " ";
    }
    entry.text += text;
    if (linked(holder)) entry.linked += text.replace(/\s+/g, "").length;
  }

  const LEAST = { p: 4, li: 5, dd: 5, td: 6 }; // words
  const lines = [];
  let length = 0;
  for (const [around, entry] of blocks) {
    const text = entry.text.replace(/\s+/g, " ").trim();
    const letters = text.replace(/\s+/g, "").length;
    if (text.split(" ").length < LEAST[name(around)] || entry.linked >= 0.8 * letters) continue;
    if (asksConsent(around) || !/\p{Ll}/u.test(text)) continue;
    const line = /[.!?\u2026]["'\u2019\u201d)\]]*$/.test(text)
      ? text
      : `${text.replace(/[\s,:;\u2013\u2014-]+$/, "")}.`;
    lines.push(line);
    length += line.length + 1;
    if (length > limits.prose) break;
  }
  return clip(lines.join("\n"), limits.prose);
};
