// Installed after parts.js: the text of the page in passages, each in one block and under one lang.
globalThis.readText = (() => {
  const { attribute, clip, contains, find, html, name, parent, root, selector, style, visible } = dom;
  const { inMain, mainPart, regions, remembered, roleOf } = parts;

  const INLINE = /^(a|abbr|acronym|b|bdi|bdo|big|cite|data|del|dfn|em|font|i|ins|label|mark|q|s|slot|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)$/;
  const SKIPPED = /^(script|style|noscript|template|svg|math|code|pre|kbd|samp|textarea|select|datalist|object|iframe|canvas|video|audio)$/;
  const MEDIA = /^(img|svg|iframe|object|embed|video|audio|canvas|table|input|select|textarea|details|pre)$/;

  let kept = [];

  // --- Text that is shown but kept from screen readers -------------------------------------------

  const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const SCENE = "main, h1, nav, [role=main]"; // a page behind a dialog is hidden as a whole
  const unheard = (hidden, said, limits) => {
    const seen = parts.sight();
    const found = [];
    let names = null;
    let muted = 0;
    const whole = ` ${plain(said.join(" "))} `;
    for (const element of hidden) {
      if (SKIPPED.test(name(element)) || find(element, SCENE) || parts.asksConsent(element)) continue;
      const texts = dom.walker(document, element, NodeFilter.SHOW_TEXT);
      let text = "";
      for (let node = texts.nextNode(), tries = 0; node && tries < 100; tries += 1, node = texts.nextNode()) {
        const holder = parent(node);
        if (/\S/.test(node.data) && !SKIPPED.test(name(holder)) && seen(holder)) text += ` ${node.data.slice(0, 400)}`;
      }
      const own = plain(text);
      const mine = own.split(" ").filter((word) => /\p{L}/u.test(word));
      if (mine.length < limits.unheard) continue;
      muted += 1;
      if (whole.includes(` ${own} `)) continue;
      names ??= [
        ...[...dom.all(document, "[aria-label], [alt], [title]")].slice(0, 2000).flatMap((each) =>
          ["aria-label", "alt", "title"].map((key) => attribute(each, key) ?? "")),
        ...said,
      ].filter(Boolean).map((each) => new Set(plain(each.slice(0, limits.passage)).split(" ")));
      if (names.some((each) => mine.filter((word) => each.has(word)).length >= mine.length * 0.75)) continue;
      if (found.length < limits.kept) {
        found.push({ kind: "unheard", spot: { selector: selector(element), html: html(element, 300) }, text: clip(text.replace(/\s+/g, " ").trim(), 200) });
      }
    }
    return { muted, unheard: found };
  };

  const passages = (limits) => {
    const body = find(root(document), "body") ?? root(document);
    const main = mainPart(visible);
    const mine = remembered(inMain(main, regions().region));

    const headingLevel = (element) => {
      const tag = /^h([1-6])$/.exec(name(element));
      const role = roleOf(element);
      if (role === "heading") return Number.parseInt(attribute(element, "aria-level") ?? "2", 10) || 2;
      return tag && !role ? Number(tag[1]) : 0;
    };
    const heading = remembered((element) => {
      if (!element || element === body) return null;
      return headingLevel(element) ? element : heading(parent(element));
    });
    const block = remembered((element) =>
      element !== body && INLINE.test(name(element)) ? block(parent(element)) : element,
    );
    const language = (element) => attribute(element, "lang") ?? attribute(element, "xml:lang");
    const owner = remembered((element) =>
      element && language(element) === null ? owner(parent(element)) : element,
    );
    const shown = remembered(visible);
    const entries = new Map();
    const order = [];
    const hidden = [];
    let latest = null;
    let nodes = 0;
    let characters = 0;
    let complete = true;

    const media = (element) => {
      if (order.at(-1) === null || !shown(element)) return;
      order.push(null);
    };
    const filter = (node) => {
      nodes += 1;
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      const tag = name(node);
      if (MEDIA.test(tag)) media(node);
      const mute = attribute(node, "aria-hidden") === "true";
      if (mute && hidden.length < limits.hidden && shown(node)) hidden.push(node);
      const out = SKIPPED.test(tag) || mute;
      return out ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
    };
    const keyOf = (holder) => {
      const around = heading(holder) ?? block(holder);
      const own = owner(holder);
      return own && own !== around && contains(around, own) ? own : around;
    };

    const walk = dom.walker(document, body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, filter);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (nodes > limits.nodes || characters > limits.characters || order.length > limits.passages) {
        complete = false;
        break;
      }
      if (node.nodeType !== Node.TEXT_NODE) {
        if (name(node) === "br" && latest) latest.text += "\n";
        continue;
      }
      const holder = parent(node);
      const text = node.data.slice(0, limits.passage).replace(/\s+/g, " ");
      if (!holder || text === "") continue;
      const key = keyOf(holder);
      let entry = entries.get(key);
      if (text === " ") {
        if (entry) entry.text += " ";
        continue;
      }
      if (!shown(holder)) continue;
      if (!entry) {
        entry = { element: key, text: "" };
        entries.set(key, entry);
        order.push(entry);
      } else if (entry !== latest) {
        entry.text += " ";
      }
      latest = entry;
      if (entry.text.length < limits.passage) entry.text += text;
      else complete = false;
      characters += text.length;
    }

    kept = [];
    const found = [];
    for (const entry of order) {
      if (entry === null) {
        kept.push(null);
        found.push({ text: "", media: true });
        continue;
      }
      const { element } = entry;
      const own = owner(element);
      const head = heading(element);
      kept.push(element);
      found.push({
        text: clip(entry.text.replace(/ +/g, " ").replace(/ ?\n ?/g, "\n").trim(), limits.passage),
        lang: own ? clip(language(own), 35) : "",
        own: own !== null && own !== root(document),
        rtl: style(element).direction === "rtl",
        main: mine(element),
        level: head ? headingLevel(head) : 0,
        sentence: /^(p|li|dd|div|blockquote)$/.test(name(block(element))),
      });
    }
    const told = found.map(({ text }) => text);
    return JSON.stringify({ complete, passages: found, ...unheard(hidden, told, limits) });
  };

  // Where the passages with these numbers are, after `passages` in the same world.
  const spots = (numbers) =>
    JSON.stringify(
      numbers.map((number) => {
        const element = kept[number];
        return element
          ? { selector: selector(element), html: html(element, 300) }
          : { selector: "body", html: "" };
      }),
    );

  return { passages, spots };
})();
