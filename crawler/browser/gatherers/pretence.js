// Installed after passages.js: text that only looks like a heading, a list, a table or a paragraph.
globalThis.pretence = (() => {
  const { all, attribute, content, contains, find, getter, name, parent, rectangle, walker, within } = dom;
  const { boxesOf, closest, lines, share } = passages;
  const next = getter(Element.prototype, "nextElementSibling");

  const HEADING = "h1, h2, h3, h4, h5, h6, [role=heading]";

  // --- Headings -----------------------------------------------------------------------------------

  const NO_HEADING =
    `${HEADING}, th, td, label, legend, summary, caption, dt, dd, button, a, figure, nav, li, address, ` +
    "blockquote, footer, header, pre, svg, form, dialog, [role=tab], [role=alert], [role=status], [role=listitem], [role=navigation], [role=row]";
  const NO_TITLE =
    /[.!,;…]$|\d{4}|\d{1,2}[:.]\d\d|£|@|\d{3}\s?\d{3}|https?:|^(note|warning|updated|published|tel|phone|email|by|from|posted|rhybudd|nodyn|please (?:note|remember|be aware))\b|^(?:important(?: note| notice)?|remember|top tip|tip|nb|n\.b|caution|pwysig|cofiwch|sylwch|noder|awgrym)\P{L}*$/iu;
  const ADDRESS = /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/;
  // A figure heads nothing: "98%", "1,204 trees".
  const worded = (text) =>
    /\p{L}{3}/u.test(text) && (text.match(/\p{L}/gu) ?? []).length > (text.match(/\d/g) ?? []).length;

  const below = (one, other) => {
    const [above] = boxesOf(one);
    const [under] = boxesOf(other);
    return above !== undefined && under !== undefined && under.top >= above.bottom - 4;
  };
  const headings = (page, notice) => {
    const { styles, blocks } = page;
    const bold = (element) => styles(element).fontWeight >= 600;
    const size = (block) => Math.min(...block.pieces.map(({ holder }) => parseFloat(styles(holder).fontSize)));
    const found = [];
    blocks.forEach((block, at) => {
      const { element, text, letters } = block;
      const rest = blocks[at + 1];
      if (!rest || letters < 3 || text.length > 90 || NO_TITLE.test(text) || !worded(text) || !/^[\p{Lu}\d]/u.test(text)) return;
      if (/error|hint|badge|tag\b|caption|meta|byline|price|breadcrumb/i.test(attribute(element, "class") ?? "")) return;
      if (closest(element, NO_HEADING) || find(element, "input, select, textarea, img, button")) return;
      if (share(block, (holder) => closest(holder, "a") !== null) > 0.5) return;
      const heavy = share(block, bold) > 0.95;
      const ratio = size(block) / size(rest);
      if (!heavy && ratio < 1.3) return;
      // What it heads: plain text or a list right below it, in the same box.
      const around = parent(parent(element)) ?? parent(element);
      if (!around || !contains(around, rest.element) || contains(element, rest.element)) return;
      if (closest(rest.element, HEADING) || (rest.letters < 15 && !closest(rest.element, "li"))) return;
      if (share(rest, bold) > 0.5 || closest(rest.element, "button, nav, label, legend, th")) return;
      const [one, other] = [rectangle(element), rectangle(rest.element)];
      if (other.top < one.bottom - 4 || Math.abs(other.left - one.left) > 60 || lines(block) > 2) return;
      const after = at > 0 && closest(blocks[at - 1].element, HEADING) !== null;
      if (!heavy && after) return;
      const plenty = rest.letters >= 40 || closest(rest.element, "li") !== null;
      found.push({ element, text, heavy, ratio, after, plenty, address: false, parent: parent(element) });
    });
    // A bold line, a line break, and the text in the same block.
    for (const block of blocks) {
      const [first, second] = block.pieces;
      const text = first.text.replace(/\s+/g, " ").trim();
      if (!second || block.letters < 50 || text.length < 3 || text.length > 80) continue;
      if (!bold(first.holder) || bold(second.holder) || first.holder === block.element) continue;
      if (NO_TITLE.test(text) || !worded(text) || !/^\p{Lu}/u.test(text) || closest(block.element, NO_HEADING)) continue;
      const after = next(first.holder);
      if (!after || name(after) !== "br" || !below(first.node, second.node)) continue;
      // The name of a council above its address, or a list of lines.
      const address =
        within(block.element, "br").length > 2 || ADDRESS.test(block.text) ||
        find(block.element, "a[href^='tel:' i], a[href^='mailto:' i]") !== null;
      found.push({ element: first.holder, text, heavy: true, ratio: 1, after: false, plenty: true, address, parent: parent(block.element) });
    }
    for (const each of found) {
      const alike = found.filter((other) => other.heavy && !other.address && other.parent === each.parent).length > 1;
      const large = each.heavy ? each.ratio >= 1.15 : each.ratio >= 1.3 && each.text.length <= 60;
      const marked = each.plenty && !each.address && (large || (alike && each.heavy));
      const sure = marked && !each.text.endsWith(":") && (!each.after || alike);
      notice("fake-heading", each.element, { text: each.text, value: each.ratio, sure });
    }
  };

  // --- Lists, columns and paragraphs made by hand -------------------------------------------------

  const BULLET = /^([•·∙▪■□●○◦‣⁃➢➤►▶✓✔☑→»*–—-])\s*(?=\p{L}|\d|["“‘£(])/u;
  const COUNT = /^\(?(\d{1,2}|[a-h])[.)]\s+(?=\S)/;
  const marker = (text) => {
    const bullet = BULLET.exec(text);
    if (bullet) return /[*–—-]/.test(bullet[1]) && bullet[0] === bullet[1] ? "" : bullet[1];
    return COUNT.exec(text)?.[1] ?? "";
  };
  const follows = (one, other) => {
    if (/^\d+$/.test(one)) return Number(other) === Number(one) + 1;
    if (/^[a-h]$/.test(one)) return other.charCodeAt(0) === one.charCodeAt(0) + 1;
    return one === other;
  };
  const NO_LIST = `${HEADING}, li, pre, code, nav, dl, [role=listitem], [role=list], [role=navigation], button, svg`;

  // The text of a block as its line breaks part it.
  const brokenLines = (element) => {
    const found = [""];
    const nodes = walker(document, element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = nodes.nextNode(); node && found.length < 300; node = nodes.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) found[found.length - 1] += node.data.slice(0, 5000);
      else if (name(node) === "br") found.push("");
    }
    return found;
  };

  const runs = (items) => {
    const found = [];
    let run = [];
    for (const item of items) {
      const last = run.at(-1);
      if (last && item.marker && item.near(last) && follows(last.marker, item.marker)) run.push(item);
      else {
        found.push(run);
        run = item.marker && !/^(?:[2-9]|\d\d|[b-h])$/.test(item.marker) ? [item] : [];
      }
    }
    return [...found, run].filter(({ length }) => length > 1);
  };

  const lists = (page, notice) => {
    const tell = (run) => {
      const long = run.reduce((sum, { text }) => sum + text.length, 0) / run.length > 200;
      notice("fake-list", run[0].element, {
        text: run[0].text, other: run[0].marker, value: run.length, sure: run.length > 2 && !long,
      });
    };
    const items = page.blocks.map(({ element, text }) => ({
      element,
      text,
      marker: closest(element, NO_LIST) ? "" : marker(text),
      near: (last) => next(last.element) === element,
    }));
    runs(items).forEach(tell);
    for (const { element } of page.blocks) {
      if (!find(element, "br") || closest(element, NO_LIST)) continue;
      const parted = brokenLines(element);
      const texts = parted.map((text) => text.replace(/\s+/g, " ").trim());
      const broken = texts.filter(Boolean).map((text) => ({ element, text, marker: marker(text), near: () => true }));
      runs(broken).slice(0, 1).forEach(tell);
      let gaps = 0;
      for (let at = 1; at < texts.length - 1; at += 1) {
        const rest = texts.slice(at).find(Boolean) ?? "";
        if (!texts[at] && texts[at - 1].length > 30 && rest.length > 30) gaps += 1;
      }
      if (gaps && !closest(element, "address")) notice("breaks", element, { text: texts[0], value: gaps });
      const rows = parted.filter((text) => /\S[ \u00a0]*\u00a0[ \u00a0]{2,}\S/.test(text)).length;
      if (rows > 1) notice("columns", element, { text: texts[0], value: rows, sure: false });
    }
    for (const element of all(document, "pre")) {
      const called = attribute(element, "class") ?? "";
      if (!page.seen(element) || closest(element, "code, samp, [class*=highlight]") || find(element, "code, samp, kbd")) continue;
      if (/code|language|highlight|ascii/i.test(called)) continue;
      const text = content(element).slice(0, 20_000);
      const rows = text.split("\n").filter((line) => /\S(?: {3,}|\t+)\S/.test(line)).length;
      if (rows > 1) notice("columns", element, { text: text.trim(), value: rows, sure: false });
    }
  };

  // --- Letters set apart --------------------------------------------------------------------------

  const SPACED = /(?<![\p{L}\d.])\p{L}(?:[ \u00a0]\p{L}){3,}(?![\p{L}\d.])/gu;
  const spaced = (page, notice) => {
    for (const { element, pieces } of page.blocks) {
      if (closest(element, "pre, code, kbd, samp, math")) continue;
      for (const { holder, text } of pieces) {
        const word = (text.match(SPACED) ?? [])
          .map((match) => match.replace(/[ \u00a0]/g, ""))
          .find((letters) => {
            const low = letters.toLowerCase();
            const list = [...low].every((letter, at) => !at || letter >= low[at - 1]);
            return !list && /[aeiouyŵŷâêîôû]/.test(low) && new Set(low).size > 2;
          });
        if (!word) continue;
        const sure = word.length > 5 || /\p{Ll}/u.test(word);
        notice("spaced", holder, { text: word, value: word.length, sure });
        break;
      }
    }
  };

  const unmask = (page, limits, notice) => {
    headings(page, notice);
    lists(page, notice);
    spaced(page, notice);
  };

  return { unmask };
})();
