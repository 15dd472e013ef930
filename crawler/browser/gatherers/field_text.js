// Installed after names.js: what names a field, and the text that stands with it. `inside` counts,
// by element, the fields in it.
globalThis.readFieldText = (seen, patterns, inside, limits) => {
  const {
    all, attribute, children, contains, content, find, getter, name, parent, style, walker, within,
    words,
  } = dom;
  const { remembered, roleOf } = parts;
  const closest = (element, query) => Element.prototype.closest.call(element, query);
  const matches = (element, query) => Element.prototype.matches.call(element, query);
  const previous = getter(Node.prototype, "previousSibling");
  const next = getter(Node.prototype, "nextSibling");
  const letters = (text) => /[\p{L}\p{N}]/u.test(text);
  const FIELD = "input, select, textarea";

  // --- Text that can be seen ----------------------------------------------------------------------

  const QUIET = "select, textarea, button, script, style, noscript, template, option, datalist";
  const visibleText = (element) => {
    const texts = walker(document, element, NodeFilter.SHOW_TEXT);
    let text = "";
    for (let node = texts.nextNode(), tries = 0; node && tries < 60; node = texts.nextNode()) {
      tries += 1;
      const holder = parent(node);
      if (node.data.trim() && !closest(holder, QUIET) && seen(holder)) text += ` ${node.data}`;
      if (text.length > 1000) break;
    }
    return words(text, limits.text);
  };

  const labelsOf = {
    input: getter(HTMLInputElement.prototype, "labels"),
    select: getter(HTMLSelectElement.prototype, "labels"),
    textarea: getter(HTMLTextAreaElement.prototype, "labels"),
  };
  const labels = (field) => [...(labelsOf[name(field)](field) ?? [])].slice(0, 5);

  const naming = (field) => {
    const by = names.labelled(field, limits.text);
    if (by) {
      const from = attribute(field, "aria-labelledby") ? "aria-labelledby" : "aria-label";
      return [by, by === words(attribute(field, "aria-label"), limits.text) ? "aria-label" : from];
    }
    const own = labels(field).map((label) => names.said(label, limits.text)).join(" ").trim();
    if (own) return [words(own, limits.text), "label"];
    for (const key of ["title", "placeholder"]) {
      const text = words(attribute(field, key), limits.text);
      if (text) return [text, key];
    }
    return ["", labels(field).length ? "label" : ""];
  };

  // --- Groups -------------------------------------------------------------------------------------

  const isGroup = (element) =>
    name(element) === "fieldset" || /^(group|radiogroup)$/.test(roleOf(element));
  const groupName = remembered((element) => {
    const own = names.labelled(element, limits.text);
    if (own || name(element) !== "fieldset") return own;
    for (const child of children(element)) {
      if (name(child) === "legend") return names.said(child, limits.text);
    }
    return "";
  });
  const groupsOf = (field) => {
    const groups = [];
    for (let at = parent(field); at; at = parent(at)) if (isGroup(at)) groups.push(at);
    return groups;
  };

  const place = (field) => {
    const cell = closest(field, "td, th");
    const row = cell ? parent(cell) : null;
    if (!row) return "";
    const cells = [...children(row)];
    const table = closest(row, "table");
    const first = table ? find(table, "tr") : null;
    const above = first && first !== row ? [...children(first)][cells.indexOf(cell)] : null;
    const side = cells[0] !== cell ? cells[0] : null;
    const said = [side, above].filter(Boolean).map((each) => words(content(each), 80));
    return words(said.join(" "), limits.text);
  };

  // --- The text that stands with a field ----------------------------------------------------------

  const tied = (field, groups) =>
    [field, ...groups].flatMap((each) => [
      ...names.references(each, "aria-describedby"), ...names.references(each, "aria-labelledby"),
      ...names.references(each, "aria-errormessage"),
    ]);
  const wrapper = (field) => {
    let found = null;
    for (let at = parent(field), up = 0; at && up < 5; at = parent(at), up += 1) {
      if (inside.get(at) !== 1 || /^(form|fieldset|body|main|section|table|tr)$/.test(name(at))) break;
      found = at;
    }
    return found && name(found) !== "label" ? found : null;
  };
  const STOP = `${FIELD}, label, button, legend, h1, h2, h3, h4, h5, h6, hr, form, fieldset, table`;
  const beside = (field) => {
    const around = name(parent(field)) === "label" ? parent(field) : field;
    const pieces = [];
    for (const step of [previous, next]) {
      for (let node = step(around), tries = 0; node && tries < 8; node = step(node), tries += 1) {
        if (node.nodeType === Node.ELEMENT_NODE) {
          const own = name(node) === "label" && labels(field).includes(node);
          if (own) continue;
          if (matches(node, STOP) || find(node, STOP)) break;
        }
        pieces.push(node);
      }
    }
    return pieces;
  };
  const SKIP = `${QUIET}, a, legend, h1, h2, h3, h4, h5, h6, [role=button], [role=heading]`;
  const colour = (text) => (text.match(/\d+(\.\d+)?/g) ?? []).map(Number);
  const isRed = (text) => {
    const [r, g, b, a = 1] = colour(text);
    return r > 140 && g < 90 && b < 90 && a > 0.5;
  };

  const around = (field, groups) => {
    const skip = [...labels(field), ...tied(field, groups)];
    const box = wrapper(field);
    const chunks = new Map(); // by the block that holds them
    const add = (node) => {
      const holder = parent(node);
      if (!holder || !letters(node.data) || closest(holder, SKIP)) return;
      if (skip.some((each) => contains(each, holder)) || !seen(holder)) return;
      let block = holder;
      while (block !== box && style(block).display === "inline" && parent(block) !== box &&
             parent(block) && !/^(form|div|p|td|li)$/.test(name(block))) {
        if (attribute(block, "class") || attribute(block, "id")) break;
        block = parent(block);
      }
      if (skip.some((each) => contains(block, each)) && block !== box) block = holder;
      chunks.set(block, `${chunks.get(block) ?? ""} ${node.data}`);
    };
    const roots = box ? [box] : beside(field);
    for (const piece of roots) {
      if (piece.nodeType === Node.TEXT_NODE) add(piece);
      else if (piece.nodeType === Node.ELEMENT_NODE) {
        const texts = walker(document, piece, NodeFilter.SHOW_TEXT);
        for (let node = texts.nextNode(), tries = 0; node && tries < 40; node = texts.nextNode()) {
          tries += 1;
          add(node);
        }
      }
    }
    const answer = { near: "", hint: "", error: "" };
    for (const [block, raw] of chunks) {
      const text = words(raw, limits.text);
      const called = [];
      for (let at = block, up = 0; at && at !== box && up < 3; at = parent(at), up += 1) {
        if (inside.has(at)) break;
        called.push(attribute(at, "class") ?? "", attribute(at, "id") ?? "", attribute(at, "role") ?? "");
      }
      const own = called.join(" ");
      const bare = /^\W*(required|optional|gorfodol|dewisol)\W*$/i.test(text);
      const red = block !== box && isRed(style(block).color);
      const error = !bare && text.length > 4 && (patterns.errorBox.test(own) || red);
      const several = /\S\s+\S/.test(text);
      const hint = several && (patterns.hintBox.test(own) || patterns.hint.test(text));
      const key = error ? "error" : hint ? "hint" : "near";
      answer[key] = words(`${answer[key]} ${text}`, limits.text);
    }
    answer.drawn = box ? find(box, "img, svg, i[class]") !== null : false;
    return answer;
  };

  // A label that labels nothing, beside a field that has none: in the same box, or just before it.
  const controlOf = getter(HTMLLabelElement.prototype, "control");
  const looseLabel = (field) => {
    if (labels(field).length) return "";
    const box = wrapper(field);
    const before = getter(Element.prototype, "previousElementSibling");
    const beside = box ? [...within(box, "label")].slice(0, 5) : [before(field)];
    for (const label of beside) {
      if (!label || name(label) !== "label" || controlOf(label) !== null) continue;
      const text = seen(label) ? visibleText(label) : "";
      if (letters(text)) return text;
    }
    return "";
  };

  // A message for the whole group or page says in words what red says of a field in it.
  const MESSAGE =
    "[class*=error-message i], [class*=errormessage i], [class*=invalid-feedback i], [class*=error-summary i], [class*=validation-summary i], [role=alert]";
  const messages = [...all(document, MESSAGE)].slice(0, 50)
    .filter((each) => seen(each) && letters(content(each)));
  const overall = messages.some((each) => matches(each, "[role=alert], [class*=summary i]"));
  // What is tied to a field and is said to be an error, by its own class or by the field.
  const tiedMessage = (field) => {
    const own = [
      ...names.references(field, "aria-errormessage"),
      ...names.references(field, "aria-describedby").filter((each) =>
        patterns.errorBox.test(`${attribute(each, "class") ?? ""} ${attribute(each, "id") ?? ""}`) ||
        isRed(style(each).color),
      ),
    ];
    return words(own.map((each) => visibleText(each)).join(" "), limits.text);
  };
  const toldAround = (field, groups) =>
    overall ||
    groups.some((group) =>
      names.references(group, "aria-describedby").some((each) => letters(visibleText(each))) ||
      messages.some((each) => contains(group, each)),
    );

  const markOf = (field, said, text) => {
    const drawn = labels(field).flatMap((label) => [label, ...[...within(label, "*")].slice(0, 10)]);
    const made = drawn
      .flatMap((each) => ["::before", "::after"].map((part) => window.getComputedStyle(each, part).content))
      .filter((made) => made !== "none" && made !== "normal").join(" ");
    const titles = drawn.map((each) => attribute(each, "title") ?? "").join(" ");
    const whole = `${said} ${text} ${made} ${titles}`;
    if (patterns.optional.test(whole)) return "optional";
    if (patterns.mandatory.test(whole)) return "word";
    return /[*∗＊✱]/u.test(whole) ? "star" : "";
  };

  return {
    around, closest, groupName, groupsOf, isRed, labels, letters, looseLabel, markOf, matches,
    messages, naming, place, tiedMessage, toldAround, visibleText,
  };
};
