// Telephone numbers, e-mail addresses and places in the visible text, and what can be tapped for
// them. Returns JSON in the shape of facts.contacts.Contacts.
(vocabulary, limits) => {
  const { all, attribute, content, html, name, parent, place, visible, words } = dom;
  const { closest, read } = passages;
  const previous = dom.getter(Element.prototype, "previousElementSibling");
  const says = Object.fromEntries(
    Object.entries(vocabulary).map(([key, source]) => [key, new RegExp(source, "iu")]),
  );

  // What only says where a line may break, or may not.
  const bare = (text) => text.replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "");

  // --- Numbers ------------------------------------------------------------------------------------

  const NUMBER =
    /(?<![\p{L}\d£$€#/.,+-])(?:18001[\s-]*)?(?:\(?(?:\+|00)\s?44\)?[\s-]*(?:\(0\))?|\(?0)(?:[\s()\u2010-\u2013-]{0,2}\d){7,10}(?![\p{L}\d%]|[/:.,-]\d)/gu;
  const SHORT = /(?<![\p{L}\d£$€#/.,:+-])(?:101|105|111|119)(?![\p{L}\d%]|[/:.,-]\d)/gu;
  // The national number, from its 0 on; "" for what is none.
  const national = (text) =>
    text
      .replace(/^\D*18001(?=\D*[0+])/, "")
      .replace(/^[\s(]*(?:\+|00)\s?44\)?[\s-]*(?:\(0\)|0(?=\d{10}))?/, "0")
      .replace(/\D/g, "");
  const AREA = /^0(?:1[1-9]|2[034789]|3[0347]|7[1-9]|8[0478])/;
  const isNumber = (digits, text) => {
    if (!AREA.test(digits) || /\d\d-\d\d-\d/.test(text)) return false;
    if (/^011/.test(digits) && !/^011[3-8]/.test(digits)) return false;
    if (digits.length === 11) return !/^(?:0\d)?(\d)\1{7}/.test(digits);
    if (digits.length === 10) return /^0(?:1|800|500)/.test(digits) && /\s|\)/.test(text.trim());
    return digits === "08001111";
  };
  const numbersIn = (text) =>
    [...text.matchAll(NUMBER)]
      .map(({ 0: said, index }) => ({ said: said.trim(), digits: national(said), index, end: index + said.length }))
      .filter(({ said, digits }) => isNumber(digits, said));

  // --- What can be tapped -------------------------------------------------------------------------

  const TAPPED = "a[href], button, summary, [role=button], [role=link], [onclick]";
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  // The number of a tel: link without words beside it: an extension, when it is open.
  const dialled = (told) =>
    told
      .slice(0, 200)
      .replace(/\([^()]*\p{L}[^()]*\)/gu, "")
      .replace(/^[^\d(+]+/, "")
      .match(/^[\d\s()+./\u2010-\u2013-]*/)[0];
  const links = [...all(document, "a[href^='tel:' i], a[href^='mailto:' i]")].slice(0, limits.links).map((element) => {
    const [, scheme, rest] = /^\s*(tel|mailto):(.*)$/is.exec(attribute(element, "href")) ?? [];
    const tel = /^tel$/i.test(scheme ?? "");
    const told = bare(decoded(rest ?? "")).trim();
    return { element, tel, leads: tel ? national(dialled(told)) : told.split("?")[0].trim().toLowerCase() };
  });
  const reached = new Set(links.map(({ leads }) => leads));
  const mapLinks = [...all(document, "a[href], iframe[src], [class*=map i]")].slice(0, 3000).filter((element) => {
    const where = attribute(element, "href") ?? attribute(element, "src");
    return where === null
      ? /^(?:div|figure|section)$/.test(name(element)) && /(?:^|[-_\s])map(?:$|[-_\s])/i.test(attribute(element, "class"))
      : says.map.test(where) || (name(element) === "a" && says.mapText.test(words(content(element), 100)));
  });
  const holdsMap = new Set();
  for (const element of mapLinks) {
    for (let at = parent(element), up = 0; at && up < 4 && !/^(?:body|main|html)$/.test(name(at)); at = parent(at), up += 1) {
      holdsMap.add(at);
    }
  }
  const nearMap = (element) => {
    for (let at = element, up = 0; at && up < 4; at = parent(at), up += 1) if (holdsMap.has(at)) return true;
    return false;
  };

  // --- The text -----------------------------------------------------------------------------------

  const QUIET =
    "del, s, strike, label, legend, option, code, pre, [class*=hint i], [class*=summary-list i], [contenteditable]";
  const header = parts.remembered((cell) => {
    const table = closest(cell, "table");
    const first = table ? dom.find(table, "tr") : null;
    const at = [...dom.children(parent(cell) ?? cell)].indexOf(cell);
    const above = first ? [...dom.children(first)][at] : null;
    return above && above !== cell ? words(content(above), 80) : "";
  });
  const named = (holder) => {
    const cell = closest(holder, "td");
    return cell !== null && says.reference.test(header(cell));
  };

  const rows = (element) => [...dom.children(element)].map((child) => words(content(child), 120)).join("\n");

  const shown = {};
  const plain = {};
  const untapped = [];
  const astray = [];
  const kept = {};
  const keep = (list, way, element, text, more) => {
    const key = `${way}${list === astray}`;
    if ((kept[key] = (kept[key] ?? 0) + 1) > limits.kept) return;
    list.push({ way, place: { selector: place(element), html: html(element) }, text: words(text, limits.quote), ...more });
  };
  const count = (way, element, text, tapped) => {
    shown[way] = (shown[way] ?? 0) + 1;
    if (tapped) return;
    plain[way] = (plain[way] ?? 0) + 1;
    keep(untapped, way, element, text, {});
  };

  const EMAIL = /(?<![\p{L}\d._%+'-])[\p{L}\d._%+'-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,6}/gu;
  const POSTCODE = /(?<![\p{L}\d])[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?![\p{L}\d])/gu;
  const { blocks, complete } = read(limits);
  for (const { element: block, pieces } of blocks) {
    let text = "";
    const starts = [];
    for (const piece of pieces) {
      starts.push(text.length);
      text += `${bare(piece.text)}\n`;
      if (text.length > 20_000) break;
    }
    if (!/\d{3}|@|\d[A-Z]{2}/.test(text)) continue;
    const holderAt = (index) => {
      let at = starts.length - 1;
      while (at > 0 && starts[at] > index) at -= 1;
      return pieces[at].holder;
    };
    const tapped = (holder) => closest(holder, TAPPED) !== null;
    const taken = [];

    for (const { said, digits, index, end } of numbersIn(text)) {
      taken.push([index, end]);
      const [holder, last] = [holderAt(index + 1), holderAt(end - 1)];
      const ahead = text.slice(Math.max(0, index - 60), index).replace(/\s+/g, " ");
      const off = ["uncalled", "example", "reference"].some((key) => says[key].test(ahead)) || /18001/.test(said);
      if (off || closest(holder, QUIET) || named(holder)) continue;
      count("telephone", holder === last ? holder : block, said, tapped(holder) || reached.has(digits));
    }
    for (const { 0: said, index } of text.matchAll(SHORT)) {
      if (taken.some(([from, to]) => index >= from && index < to)) continue;
      const holder = holderAt(index);
      const ahead = text.slice(Math.max(0, index - 60), index).replace(/\s+/g, " ");
      if (!says.called.test(ahead) || closest(holder, QUIET)) continue;
      count("telephone", holder, said, tapped(holder) || reached.has(said));
    }
    for (const { 0: said, index } of text.matchAll(EMAIL)) {
      const holder = holderAt(index);
      const ahead = text.slice(Math.max(0, index - 60), index).replace(/\s+/g, " ");
      if (says.example.test(ahead) || says.own.test(ahead) || closest(holder, QUIET)) continue;
      count("email", holder, said, tapped(holder) || reached.has(said.toLowerCase().replace(/\.+$/, "")));
    }
    for (const { 0: said, index } of text.matchAll(POSTCODE)) {
      const holder = holderAt(index);
      if (closest(holder, `${QUIET}, td, form`)) continue;
      // Each line may stand in a block of its own.
      const up = parent(block);
      const alone = text.trim().length < 40 && up !== null && !dom.descendants(up, "*")[60];
      const around = alone ? up : block;
      const whole = alone ? rows(around) : text.slice(Math.max(0, index - 200), index + said.length);
      const lead = whole.slice(0, whole.indexOf(said)).slice(-160);
      const lines = lead.split(/,|\n|\.\s/).map((line) => line.trim()).filter((line) => /[\p{L}\d]/u.test(line));
      if (lines.length < 2 || !says.street.test(lead)) continue;
      const before = previous(around);
      const told = `${before ? words(content(before).slice(0, 300), 120) : ""} ${whole}`;
      if (says.written.test(told) || says.own.test(lead.slice(0, 60))) continue;
      count("address", holder, `${lines.slice(-3).join(", ")}, ${said}`.replace(/\s+/g, " "), tapped(holder) || nearMap(around));
    }
  }

  // --- Links that lead elsewhere than they say ----------------------------------------------------

  let linked = 0;
  for (const { element, tel, leads } of links) {
    if (!visible(element)) continue;
    const said = words(bare(content(element).slice(0, 400)), 200);
    const meant = tel
      ? numbersIn(said).map(({ said: text, digits }) => [text, digits])
      : [...said.matchAll(EMAIL)].map(([text]) => [text, text.toLowerCase().replace(/\.+$/, "")]);
    if (!meant.length) continue;
    linked += 1;
    // One of several, or no plain address at all, may be meant so.
    if (meant.length > 1 || meant[0][1] === leads || !leads || (!tel && !/^[^@,;\s]+@[^@,;\s]+$/.test(leads))) continue;
    const longer = tel && leads.startsWith(meant[0][1]);
    keep(astray, tel ? "telephone" : "email", element, meant[0][0], { leads: words(leads, limits.quote), ...(longer && { longer }) });
  }

  const forbids = [...all(document, "meta[name='format-detection' i]")].some((meta) =>
    /telephone\s*=\s*no/i.test(attribute(meta, "content") ?? ""),
  );
  return JSON.stringify({ complete, shown, plain, linked, untapped, astray, detected: !forbids });
}
