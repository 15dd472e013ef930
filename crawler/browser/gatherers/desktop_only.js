// What shows at a desk and not on the phone: first called on the phone, to remember what it shows,
// then at a desk. Returns JSON for gatherers/desktop_only.py.
(viewport, limits) => {
  const {
    all, attribute, byId, content, contains, getter, html, name, parent, place, rectangle, root,
    style, visible, walker, within, words,
  } = dom;
  const { asksConsent, inMain, mainPart, regions, roleOf } = parts;
  const { closest, slides } = overflow;
  const previous = getter(Element.prototype, "previousElementSibling");
  const next = getter(Element.prototype, "nextElementSibling");
  const until = performance.now() + limits.milliseconds;
  let complete = true;
  const late = () => {
    if (performance.now() > until) complete = false;
    return !complete;
  };

  const letters = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  const UNREAD = /^(?:script|style|noscript|template|title|option|svg|math|textarea)$/;
  const texts = function* () {
    const nodes = walker(document, root(document), NodeFilter.SHOW_TEXT);
    let count = 0;
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      if (count >= limits.texts || (count % 128 === 0 && late())) {
        complete = false;
        return;
      }
      if (node.data.length < 2 && !node.data.trim()) continue;
      const holder = parent(node);
      if (!holder || UNREAD.test(name(holder)) || !node.data.trim()) continue;
      count += 1;
      yield [node, holder];
    }
  };
  const few = (query) => {
    const found = all(document, query);
    if (found.length > limits.elements) complete = false;
    return [...found].slice(0, limits.elements);
  };
  const LINKS = "a[href]";
  const FIELDS = "input:not([type=hidden i]), select, textarea";
  const CELLS = "td, th";
  const PICTURES = "img[alt], [role=img][aria-label]";
  const leads = (link) => {
    const url = parts.address(link, 2000);
    return url ? url.replace(/#.*$/, "").replace(/\/$/, "") : "";
  };
  const source = (picture) => (attribute(picture, "src") ?? "").split(/[?#]/)[0].split("/").pop();
  const fieldKey = (field) => attribute(field, "name") || attribute(field, "aria-label") || attribute(field, "placeholder") || "";

  // --- On the phone -------------------------------------------------------------------------------

  const OPENERS =
    "button, summary, label[for], [role=button], [role=tab], [aria-expanded], [aria-controls], " +
    "[aria-haspopup], [popovertarget], [data-toggle], [data-bs-toggle], a[href^='#'], a:not([href]), " +
    "[class*=burger i], [class*=toggle i], [class*=menu i], [class*=accordion i]";
  const MENU = /\b(?:menu|navigation|nav|dewislen|llywio)\b|burger|[\u2630\u2261]/i;
  const FOLDS = /toggle|accordion|expand|collaps|\bmore\b|\bmwy\b|\bshow\b|\bopen\b|dangos|agor/i;
  const said = (element) =>
    `${content(element).slice(0, 80)} ${attribute(element, "aria-label") ?? ""} ${attribute(element, "title") ?? ""} ${attribute(element, "class") ?? ""}`;

  const remember = () => {
    const seen = parts.sight();
    const shown = new Set();
    const known = new Set();
    const show = (element) => {
      for (let at = element; at && !shown.has(at); at = parent(at)) shown.add(at);
    };
    const spoken = [];
    for (const [node, holder] of texts()) {
      known.add(node);
      if (!seen(holder)) continue;
      show(holder);
      spoken.push(letters(node.data));
    }
    const addresses = new Set();
    const keys = new Set();
    const sources = new Set();
    for (const link of few(LINKS)) {
      known.add(link);
      if (!seen(link)) continue;
      show(link);
      addresses.add(leads(link));
    }
    for (const field of few(FIELDS)) {
      known.add(field);
      if (!seen(field)) continue;
      show(field);
      keys.add(fieldKey(field));
    }
    for (const picture of few(PICTURES)) {
      known.add(picture);
      if (!seen(picture)) continue;
      show(picture);
      sources.add(source(picture));
    }
    for (const named of few("[aria-label], [alt], [title], [placeholder]")) {
      if (!seen(named)) continue;
      for (const key of ["aria-label", "alt", "title", "placeholder"]) spoken.push(letters(attribute(named, key) ?? ""));
    }
    // Cells that the phone leaves out of rows, and what it shows of these.
    const cells = new Map();
    for (const table of few("table").slice(0, 50)) {
      if (!shown.has(table) || late()) continue;
      const labels = new Set();
      const all_cells = [...within(table, CELLS)].slice(0, 1000);
      for (const cell of all_cells.slice(0, 300)) for (const { name: key, value } of dom.getter(Element.prototype, "attributes")(cell)) {
        if (key.startsWith("data-")) labels.add(letters(value));
      }
      for (const cell of all_cells) {
        if (shown.has(cell) || visible(cell) || !letters(content(cell))) continue;
        const row = parent(cell);
        const rest = row ? [...within(row, CELLS)].slice(0, 50).filter((each) => shown.has(each)).map((each) => letters(content(each))).join(" ") : "";
        const text = letters(content(cell));
        if (!labels.has(text) && !rest.includes(text)) cells.set(cell, table);
      }
    }
    const openers = new Set();
    const opened = new Set();
    let menu = false;
    for (const opener of few(OPENERS)) {
      if (!seen(opener)) continue;
      const words = said(opener);
      const own = name(opener) !== "nav" && !within(opener, "a[href]")[2];
      if (own && MENU.test(words)) menu = true;
      if (own && (name(opener) === "summary" || attribute(opener, "aria-expanded") !== null || MENU.test(words) || FOLDS.test(words))) openers.add(opener);
      for (const key of ["aria-controls", "for", "popovertarget", "data-target", "data-bs-target", "href"]) {
        const value = attribute(opener, key) ?? "";
        if (key === "href" && !value.startsWith("#")) continue;
        for (const id of value.split(/\s+/)) if (id.length > 1 || key !== "href") opened.add(id.replace(/^[#.]/, ""));
      }
    }
    opened.delete("");
    return { shown, known, addresses, keys, sources, cells, openers, opened, menu, spoken: spoken.join("") };
  };

  // --- At a desk ----------------------------------------------------------------------------------

  const compare = (phone) => {
    const seen = parts.sight();
    const { region } = regions();
    const main = inMain(mainPart(seen), region);
    let judged = 0;
    const groups = new Map();

    // The outermost part of which the phone showed nothing.
    const outermost = (element) => {
      let at = element;
      while (parent(at) && !phone.shown.has(parent(at)) && name(parent(at)) !== "body") at = parent(at);
      return at;
    };
    const opens = (element) => {
      if (phone.openers.has(element)) return true;
      return [...within(element, "*")].slice(0, 60).some((each) => phone.openers.has(each));
    };
    const NAV = /\bnav|menu|dewislen/i;
    const mostlyLinks = (element) => {
      const linked = [...within(element, LINKS)].slice(0, 300).reduce((sum, link) => sum + content(link).trim().length, 0);
      return linked > content(element).replace(/\s+/g, " ").length * 0.6;
    };
    const answers = new Map();
    // Whether something on the phone opens it, or it takes turns with what the phone showed.
    const reachable = (outer, element) => {
      for (let at = element; at; at = parent(at)) {
        const id = attribute(at, "id");
        if (id && phone.opened.has(id)) return true;
        const role = roleOf(at);
        if (/^(?:details|dialog)$/.test(name(at)) || /^(?:tabpanel|dialog|tooltip|menu)$/.test(role) || attribute(at, "popover") !== null) return true;
        const before = previous(at);
        if (before && name(before) === "input" && phone.opened.has(attribute(before, "id") ?? "\n")) return true;
        if (at === outer) break;
      }
      if (answers.has(outer)) return answers.get(outer);
      let answer = asksConsent(outer) || slides(outer);
      for (let at = outer, steps = 0; !answer && at && steps < 2 && !/^(?:body|main)$/.test(name(at)); at = parent(at), steps += 1) {
        const id = attribute(at, "id");
        if (id && phone.opened.has(id)) answer = true;
        for (const beside of [previous(at), next(at)]) if (beside && !answer) answer = opens(beside);
      }
      if (!answer && phone.menu) {
        const called = `${name(outer)} ${attribute(outer, "class") ?? ""} ${attribute(outer, "id") ?? ""} ${roleOf(outer)}`;
        answer = region(outer) === "nav" || NAV.test(called) || (!main(outer) && mostlyLinks(outer));
      }
      if (!answer) {
        const kind = `${name(outer)}.${attribute(outer, "class") ?? ""}`;
        const holder = parent(outer);
        const alike = holder ? [...dom.children(holder)].slice(0, 50) : [];
        answer = alike.some((each) => each !== outer && `${name(each)}.${attribute(each, "class") ?? ""}` === kind && phone.shown.has(each) && !seen(each));
      }
      answers.set(outer, answer);
      return answer;
    };
    const group = (outer) => {
      if (!groups.has(outer)) groups.set(outer, { letters: 0, links: 0, fields: 0, cells: 0, pictures: 0, said: "" });
      return groups.get(outer);
    };
    const lose = (element, kind, by = 1) => {
      const outer = outermost(element);
      if (!reachable(outer, element)) group(outer)[kind] += by;
    };

    const missing = new Map(); // text by its block
    const BLOCK = /^(?:(?:inline-)?(?:block|flex|grid)|list-item|table-cell|flow-root|table-caption)$/;
    for (const [node, holder] of texts()) {
      if (!phone.known.has(node)) continue; // it came later, or was written anew
      if (phone.shown.has(holder)) {
        judged += 1;
        continue;
      }
      if (!seen(holder)) continue;
      judged += 1;
      const block = closest(holder, (at) => BLOCK.test(style(at).display)) ?? holder;
      missing.set(block, (missing.get(block) ?? "") + node.data);
    }
    for (const [block, text] of missing) {
      const own = letters(text);
      if (own.length < limits.letters || phone.spoken.includes(own) || closest(block, (at) => phone.cells.has(at))) continue;
      lose(block, "letters", own.length);
      const outer = outermost(block);
      if (groups.has(outer)) groups.get(outer).said ||= words(text, 80);
      if (late()) break;
    }
    const once = new Set();
    for (const link of few(LINKS)) {
      if (!phone.known.has(link) || phone.shown.has(link) || !seen(link)) continue;
      judged += 1;
      const address = leads(link);
      const text = letters(content(link));
      if (!address || phone.addresses.has(address) || once.has(address) || (text && phone.spoken.includes(text))) continue;
      once.add(address);
      lose(link, "links");
    }
    for (const field of few(FIELDS)) {
      if (!phone.known.has(field) || phone.shown.has(field) || !seen(field) || phone.keys.has(fieldKey(field))) continue;
      lose(field, "fields");
    }
    for (const picture of few(PICTURES)) {
      if (!phone.known.has(picture) || phone.shown.has(picture) || !seen(picture) || !main(picture)) continue;
      const { width, height } = rectangle(picture);
      const text = letters(attribute(picture, "alt") || attribute(picture, "aria-label") || "");
      if (width < 100 || height < 60 || text.length < 5 || phone.sources.has(source(picture)) || phone.spoken.includes(text)) continue;
      lose(picture, "pictures");
    }
    for (const [cell, table] of phone.cells) if (seen(cell)) group(table).cells += 1;

    const lost = [...groups]
      .filter(([, { letters: many, links, fields, cells, pictures }]) => many + links + fields + cells + pictures > 0)
      .map(([outer, { said: text, ...rest }]) => ({ outer, ...rest, text: text || words(content(outer), 80), main: main(outer) }));
    lost.sort((a, b) => b.main - a.main || b.letters + 20 * b.links - (a.letters + 20 * a.links));
    const frames = lost.slice(0, 5).map(({ outer }) => {
      const { left, top, width, height } = rectangle(outer);
      return { left: left + scrollX, top: top + scrollY, width, height };
    });
    return {
      judged, found: lost.length, frames,
      lost: lost.slice(0, limits.lost).map(({ outer, ...rest }) => ({ spot: { selector: place(outer), html: html(outer) }, ...rest })),
    };
  };

  if (viewport !== "desktop") {
    globalThis.usabilityDesktopOnly = { ...remember(), whole: complete };
    return JSON.stringify({ complete });
  }
  const phone = globalThis.usabilityDesktopOnly;
  globalThis.usabilityDesktopOnly = undefined;
  if (!phone) return JSON.stringify({ complete: false });
  const answer = compare(phone);
  return JSON.stringify({ ...answer, complete: complete && phone.whole });
}
