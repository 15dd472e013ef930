// Links and what is noteworthy about them. Returns JSON in the shape of facts.links.PageLinks.
(vocabulary, limits) => {
  const { all, attribute, byId, childNodes, clip, content, find, name, parent } = dom;
  const { roleOf } = parts;
  const seen = parts.sight();
  const { region } = parts.regions();
  const { isBlock, line, surroundings } = readContext(limits);
  const began = performance.now();
  const pattern = Object.fromEntries(
    Object.entries(vocabulary).map(([key, source]) => [key, new RegExp(source, "iu")]),
  );

  // Of what is only ever advice, fewer are kept.
  const COSTLY = new Set(["vague", "symbols", "same-text"]);
  const judged = {};
  const found = {};
  const notes = [];
  const count = (table, trait) => (table[trait] = (table[trait] ?? 0) + 1);
  // `more` is only looked for where the note is kept.
  const note = (trait, { element, called, href }, more = () => ({})) => {
    count(found, trait);
    if (found[trait] > (COSTLY.has(trait) ? limits.notes : limits.adviceNotes)) return;
    notes.push({
      trait, spot: names.spot(element), name: clip(called, limits.name), url: clip(href, limits.url),
      ...more(),
    });
  };

  // --- The links that a visitor meets -------------------------------------------------------------

  const links = [];
  let complete = true;
  for (const element of all(document, "a[href], area[href]")) {
    if (links.length >= limits.links || performance.now() - began > limits.milliseconds) {
      complete = false;
      break;
    }
    if (!(name(element) === "area" || seen(element))) continue;
    const href = attribute(element, "href");
    let url = null;
    try {
      url = new URL(href, document.baseURI);
    } catch {
      // The address is invalid, which is noted below.
    }
    links.push({ element, href, url, called: names.of(element, limits.name) });
  }
  const plain = (text) =>
    text.toLowerCase().replace(/[^\p{L}\p{N}\s'+&]/gu, " ").replace(/\s+/g, " ").trim();

  // --- Names --------------------------------------------------------------------------------------

  const ADDRESS = /^(?:https?:\/\/|www\.)\S+$/i;
  for (const link of links) {
    if (!link.called || /^(button|tab|menuitem|option)$/.test(roleOf(link.element))) continue;
    const bare = plain(link.called);
    count(judged, "vague");
    if (pattern.vague.test(bare) || pattern.weak.test(bare)) {
      const detail = pattern.vague.test(bare) ? "" : "weak";
      note("vague", link, () => ({ ...surroundings(link), detail }));
    }
    if (ADDRESS.test(link.called.trim()) && link.called.length > 12) note("bare-address", link);
    count(judged, "symbols");
    const told = `${attribute(link.element, "title") ?? ""} ${names.described(link.element, 100)}`;
    const symbols = link.called.replace(/[\s\p{P}\p{S}\p{Co}\p{Cn}\p{Cf}\p{M}]/gu, "") === "";
    if (symbols && !/\p{L}/u.test(told) && !/\p{Extended_Pictographic}/u.test(link.called)) {
      note("symbols", link, () => surroundings(link));
    }
  }

  // --- The same name for different places ---------------------------------------------------------

  const place = ({ url }) => {
    if (!url || !/^https?:$/.test(url.protocol)) return url ? url.href : "";
    const path = url.pathname.replace(/\/(index|default|home)\.\w+$/i, "/").replace(/\/+$/, "");
    const query = [...url.searchParams].filter(([key]) => !/^(utm_|fbclid|gclid)/.test(key));
    const host = url.host.replace(/^www\./, "");
    return `${host}${path}?${query.map((pair) => pair.join("=")).sort().join("&")}`.toLowerCase();
  };
  const alikes = new Map();
  for (const link of links) {
    const bare = link.called.toLowerCase().trim();
    if (!bare || link.href.trim().startsWith("#") || link.href.trim() === "") continue;
    if (/^javascript:/i.test(link.href.trim())) continue;
    if (!alikes.has(bare)) alikes.set(bare, []);
    alikes.get(bare).push(link);
  }
  let compared = 0;
  const blockOf = (element) => {
    for (let at = parent(element), up = 0; at && up < 10; at = parent(at), up += 1) {
      if (isBlock(at)) return at;
    }
    return null;
  };
  // Words before or after it, up to the next link, that could set it apart in its own paragraph.
  // Where only separators stand before it, as in "Minutes: PDF, Word", those before its neighbour
  // are meant for it too, unless that bears the same name.
  const FILLERS = /\b(?:and|or|also|here|with|from|this|that|more|then|hefyd|neu|oddi)\b/giu;
  const telling = (text) => /\p{L}{3,}|\p{N}/u.test(text.replace(FILLERS, " "));
  const around = (block, element, group) => {
    const namesakes = new Set(group.map((each) => each.link.element));
    let text = "";
    const read = (node, left) => {
      if (text.length > 4000 || left < 0) return;
      if (node.nodeType === Node.TEXT_NODE) text += node.data.slice(0, 500);
      if (node.nodeType !== Node.ELEMENT_NODE) return;
      if (name(node) === "a") text += node === element ? "\u0002" : namesakes.has(node) ? "\u0003" : "\u0001";
      else if (!names.silent(node)) for (const child of childNodes(node)) read(child, left - 1);
    };
    read(block, 12);
    const [before = "", after = ""] = text.split("\u0002");
    const pieces = before.split("\u0003").at(-1).split("\u0001");
    let own = pieces.pop();
    while (pieces.length && !telling(own) && !/[.!?;]/.test(own)) own = pieces.pop();
    return `${own} ${after.split(/[\u0001\u0003]/)[0]}`;
  };
  const toldApart = ({ link, block }, group) =>
    block !== null && telling(around(block, link.element, group));

  for (const group of alikes.values()) {
    if (group.length < 2) continue;
    for (const _ of group) count(judged, "same-text");
    if (new Set(group.map(place)).size < 2 || compared > limits.compared) continue;
    const byContext = new Map();
    for (const link of group.slice(0, limits.compared)) {
      compared += 1;
      const own = surroundings(link);
      const block = blockOf(link.element);
      const row = block && /^t[dh]$/.test(name(block)) ? content(parent(block)) : "";
      const key = JSON.stringify([region(link.element), own.context, own.heading, clip(row, 300)]);
      if (!byContext.has(key)) byContext.set(key, []);
      byContext.get(key).push({ link, own, block });
    }
    for (const together of byContext.values()) {
      const alike = together.filter(
        (each, at) =>
          at === 0 || !together.some((other) => other !== each && other.block === each.block) ||
          !toldApart(each, together),
      );
      if (new Set(alike.map(({ link }) => place(link))).size < 2) continue;
      for (const { link, own } of alike) {
        const other = alike.find((each) => place(each.link) !== place(link));
        note("same-text", link, () => ({ ...own, detail: clip(other.link.href, limits.url) }));
      }
    }
  }

  // --- Neighbours to the same place ---------------------------------------------------------------

  const near = (one, other) => {
    for (let at = parent(one), up = 0; at && up < 3; at = parent(at), up += 1) {
      if (dom.contains(at, other)) return true;
    }
    return false;
  };
  const drawn = (element) =>
    !content(element).trim() && find(element, "img, svg, i, span, picture") !== null;
  const skipped = (element) =>
    attribute(element, "tabindex") === "-1" || attribute(element, "aria-hidden") === "true";
  for (let at = 1; at < links.length; at += 1) {
    const [one, other] = [links[at - 1], links[at]];
    if (!one.url || !other.url || !near(one.element, other.element)) continue;
    count(judged, "adjacent");
    if (one.url.href !== other.url.href || skipped(one.element) || skipped(other.element)) continue;
    const picture = [one, other].find(({ element }) => drawn(element));
    if (!picture) continue;
    const twin = picture === one ? other : one;
    note("adjacent", picture, () => ({ detail: clip(twin.called, limits.name) }));
  }

  // --- Addresses ----------------------------------------------------------------------------------

  const WRONG = [
    [/^\s*$/, null],
    [/^https?:\/?(?:[^/]|$)/i, "http:// is not whole"],
    [/^https?:\/\/[/.]*$/i, "nothing follows http://"],
    [/^https?:\/\/(?:https?|htpp?s?):?\/\//i, "http:// stands there twice"],
    [/^(?:htp|htt|ttp|htttp|httpp|hhttp)s?:\/\//i, "http:// is misspelt"],
    [/^https?\/\//i, "http:// lacks its colon"],
    [/^www\.[^/\s]+\.\w/i, "http:// is missing, so it leads to a page of this website"],
    [/^(?:file:|[a-z]:[\\/]|\\\\)/i, "it names a file on somebody's own computer"],
    [/^(?:https?:)?\/\/(?:localhost|127\.0\.0\.1)(?=[:/]|$)/i, "it leads to the visitor's own computer"],
    [/^(?:\{\{|\[\[|<%|%7B%7B)/i, "a placeholder was never filled in"],
    [/^tel:(?!.*\d)/i, "there is no telephone number"],
  ];
  const wrong = (href) => {
    const address = href.trim();
    for (const [sign, said] of WRONG) if (sign.test(address)) return said;
    const mail = /^mailto:([^?]*)(\?.*)?$/i.exec(address);
    if (!mail) return null;
    if (!mail[1].trim()) return mail[2] ? null : "there is no email address";
    return /[^@\s]@[^@\s]|%40/.test(mail[1]) ? null : "what stands there is no email address";
  };
  // A test address serves pages from the visitor's own computer with right.
  const local = /^(localhost|127\.0\.0\.1)$/.test(location.hostname);
  for (const link of links) {
    count(judged, "invalid");
    const said = wrong(link.href);
    if (said && !(local && said.includes("visitor's"))) note("invalid", link, () => ({ detail: said }));
    else if (!link.url) note("invalid", link, () => ({ detail: "no browser can read it" }));
  }

  // --- Links that lead nowhere --------------------------------------------------------------------

  const byName = dom.method(Document.prototype, "getElementsByName");
  const CONTROL =
    "[onclick], [onmousedown], [onkeydown], [role=button], [role=tab], [role=menuitem], [role=switch], [role=checkbox], [role=option], [aria-expanded], [aria-haspopup], [aria-controls], [aria-pressed], [aria-disabled=true], [data-toggle], [data-bs-toggle], [data-action], [data-target], [data-fancybox]";
  const target = (hash) => {
    let id = hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // As it stands.
    }
    if (byId(document, id) || byId(document, hash.slice(1))) return true;
    return byName(document, id).length > 0;
  };
  const TO_TOP = /^#?$|^#top$/i;
  for (const link of links) {
    count(judged, "dead");
    const href = link.href.trim();
    if (Element.prototype.matches.call(link.element, CONTROL)) continue;
    if (href === "#" || href === "") {
      if (!pattern.top.test(link.called)) note("dead", link, () => ({ detail: href }));
    } else if (/^javascript:\s*(?:|;|void\b.*|undefined;?|\/\/.*|return\b.*|false;?|true;?)$/i.test(href)) {
      note("dead", link, () => ({ detail: "javascript" }));
    } else if (/^#[^!/]/.test(href) && !TO_TOP.test(href) && !/^#:~:/.test(href) && !target(href)) {
      if (!pattern.skip.test(link.called)) note("missing-target", link);
    }
  }

  // --- Files --------------------------------------------------------------------------------------

  const DOCUMENT = /\.(pdf|docx?|docm|xlsx?|xlsm|pptx?|od[tsp]|csv|rtf|zip)$/i;
  const IMAGE = /\.(jpe?g|png|gif|webp|bmp|tiff?|svg|avif)$/i;
  const KINDS = {
    pdf: /pdf/i, doc: /word|\bdoc/i, docx: /word|\bdoc/i, docm: /word|\bdoc/i,
    xls: /excel|xls|spreadsheet|taenlen/i, xlsx: /excel|xls|spreadsheet|taenlen/i,
    xlsm: /excel|xls|spreadsheet|taenlen/i, ppt: /power ?point|ppt|presentation|cyflwyniad/i,
    pptx: /power ?point|ppt|presentation|cyflwyniad/i, odt: /odt|open ?document/i,
    ods: /ods|open ?document|spreadsheet/i, odp: /odp|open ?document|presentation/i,
    csv: /csv|comma/i, rtf: /rtf|rich text/i, zip: /zip/i,
  };
  const SIZE = /\d[\d.,]*\s*(?:[kmg]i?b|bytes?|beit|[km])\b/i;
  const generated = (element) =>
    ["::before", "::after"].map((part) => window.getComputedStyle(element, part).content).join(" ");
  const beside = ({ element }) => {
    for (let at = parent(element), up = 0; at && up < 4; at = parent(at), up += 1) {
      if (/^(body|main|section|article|ul|ol|table|tbody|dl|nav)$/.test(name(at))) return "";
      const whole = content(at).replace(/\s+/g, " ").trim();
      if (whole.length > 400 || dom.within(at, "a[href]").length > 1) {
        return isBlock(at) ? "" : line(element);
      }
      if (isBlock(at) || SIZE.test(whole)) return whole;
    }
    return "";
  };
  for (const link of links) {
    const path = link.url && /^https?:$/.test(link.url.protocol) ? link.url.pathname : "";
    const kind = DOCUMENT.exec(path)?.[1].toLowerCase();
    if (kind) {
      count(judged, "document");
      const said = [
        link.called, attribute(link.element, "title"), names.described(link.element, 300),
        generated(link.element), beside(link), line(link.element),
      ].join(" ");
      const missing = [KINDS[kind].test(said) ? "" : "type", SIZE.test(said) ? "" : "size"];
      const detail = missing.filter(Boolean).join(" and ");
      if (detail) note("document", link, () => ({ detail }));
    }
    count(judged, "image-file");
    if (IMAGE.test(path)) note("image-file", link);
    const opens = (attribute(link.element, "target") ?? "").trim();
    if (opens && !/^_(self|parent|top)$/i.test(opens)) {
      count(judged, "new-window");
      const said = [
        link.called, attribute(link.element, "title"), names.described(link.element, 300),
        generated(link.element), line(link.element),
      ].join(" ");
      if (!pattern.newWindow.test(said)) note("new-window", link);
    }
  }
  return JSON.stringify({ links: links.length, complete, judged, found, notes });
}
