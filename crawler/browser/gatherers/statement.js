// The text of an accessibility statement. Returns JSON in the shape of facts.statement, or null.
(limits) => {
  const { all, attribute, clip, contains, content, find, name, parent, walker, within, words } = dom;
  const { asksConsent, inMain, mainPart, regions, remembered, sight } = parts;

  // --- Whether the page looks like one --------------------------------------------------------------

  const CALLED =
    /accessibility\s+(statement|policy)|datganiad\s+(ar\s+)?hygyrchedd|hygyrchedd\s+(y|ein|ar)\s+(g?wefan|safle)|\b(web\s?site|web|digital)\s+accessibility|accessibility\s+(of|on|for)\s+(this|our|the)\s+(web\s?)?site/i;
  const ALONE = /^\s*(accessibility|hygyrchedd)\s*([|\u2013\u2014:\u00b7>-]|$)/i;
  const ADDRESS =
    /accessibility[-_]?statement|datganiad[-_]?hygyrchedd|^((web-?site|web|digital)-)?(accessibility|hygyrchedd)(\.\w+)?$/i;
  const shown = sight();
  const main = mainPart(shown);
  const title = [...all(document, "title")].map(content).find(Boolean) ?? "";
  const heading = [...all(document, "h1")].slice(0, 5).map((element) => words(content(element), 300));
  const looks =
    [title, ...heading].some((text) => CALLED.test(text) || ALONE.test(text)) ||
    ADDRESS.test(location.pathname.replace(/\/+$/, "").split("/").pop());
  if (!looks) return "null";

  // --- Its blocks -----------------------------------------------------------------------------------

  const mine = inMain(main, regions().region);
  const SKIPPED = /^(script|style|noscript|template|svg|math|nav|select|textarea|button|dialog|iframe)$/;
  const skipped = remembered((element) => {
    if (!element) return true;
    if (SKIPPED.test(name(element)) || attribute(element, "role") === "navigation") return true;
    return element !== main && skipped(parent(element));
  });
  const INLINE =
    /^(a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strong|sub|sup|time|tt|u|var|wbr)$/;
  const block = remembered((element) =>
    element && element !== main && INLINE.test(name(element)) ? block(parent(element)) : element,
  );
  const link = remembered((element) => {
    if (!element || element === main) return null;
    if (name(element) === "a" && attribute(element, "href")) return element;
    return link(parent(element));
  });
  const held = remembered((element) => {
    // What the block is, by the nearest box that says so.
    for (let at = element; at && at !== parent(main); at = parent(at)) {
      const tag = name(at);
      const level = /^h([1-6])$/.exec(tag);
      if (level) return { level: Number(level[1]) };
      if (attribute(at, "role") === "heading") {
        const stated = Number(attribute(at, "aria-level"));
        return { level: stated >= 1 && stated <= 6 ? Math.floor(stated) : 2 };
      }
      if (/^(li|dd)$/.test(tag)) return { item: true };
      if (/^(td|th)$/.test(tag)) return { cell: true };
    }
    return {};
  });

  const blocks = [];
  // The main heading often stands above the main part.
  for (const element of [...all(document, "h1")].slice(0, 5)) {
    if (contains(main, element) || !shown(element)) continue;
    blocks.push({ box: element, text: content(element), links: [] });
  }
  let complete = true;
  let length = 0;
  let current = null;
  const texts = walker(document, main, NodeFilter.SHOW_TEXT);
  let node = texts.nextNode();
  for (let tries = 0; node; tries += 1, node = texts.nextNode()) {
    if (tries >= limits.texts) {
      complete = false;
      break;
    }
    const holder = parent(node);
    if (skipped(holder) || !mine(holder)) continue;
    const box = block(holder);
    if (asksConsent(box)) continue;
    const text = node.data.slice(0, limits.block).replace(/\s+/g, " ");
    if (node.data.length > limits.block) complete = false;
    if (!current || current.box !== box) {
      if (!text.trim()) continue;
      if (blocks.length >= limits.blocks || length > limits.characters) {
        complete = false;
        break;
      }
      current = { box, text: "", links: [] };
      blocks.push(current);
    }
    const before = node.previousSibling;
    if (before && before.nodeType === Node.ELEMENT_NODE && name(before) === "br") current.text += " ";
    current.text += text;
    length += text.length;
    const leads = link(holder);
    if (leads && current.links.length < limits.links && !current.links.includes(leads)) {
      current.links.push(leads);
    }
  }

  const address = (element) => {
    try {
      return clip(new URL(attribute(element, "href"), document.baseURI).href, limits.url);
    } catch {
      return "";
    }
  };
  const form = [...all(document, "form")].slice(0, 50).some(
    (element) => mine(element) && within(element, "textarea, input[type=email]").length > 0 &&
      find(element, "input[type=search], [role=search]") === null,
  );
  return JSON.stringify({
    title: words(title, limits.title),
    blocks: blocks
      .map(({ box, text, links }) => ({
        text: words(text, limits.block),
        ...held(box),
        links: links
          .map((element) => ({ url: address(element), text: words(content(element), limits.linkText) }))
          .filter(({ url }) => url),
      }))
      .filter(({ text }) => text),
    form,
    complete,
  });
}
