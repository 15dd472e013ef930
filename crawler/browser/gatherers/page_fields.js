// Fields, their labels, groups and messages. Returns JSON in the shape of facts.fields.PageFields.
(vocabulary, limits) => {
  const {
    all, attribute, byId, children, clip, contains, content, find, getter, name, parent, style,
    walker, within, words,
  } = dom;
  const { remembered, roleOf } = parts;
  const seen = parts.sight();
  const patterns = Object.fromEntries(
    Object.entries(vocabulary).map(([key, source]) => [key, new RegExp(source, "iu")]),
  );
  const closest = (element, query) => Element.prototype.closest.call(element, query);
  const matches = (element, query) => Element.prototype.matches.call(element, query);
  const previous = getter(Node.prototype, "previousSibling");
  const next = getter(Node.prototype, "nextSibling");
  const letters = (text) => /[\p{L}\p{N}]/u.test(text);

  // --- The fields that a visitor meets ------------------------------------------------------------

  const FIELD = "input, select, textarea";
  const kindOf = (element) =>
    name(element) === "input" ? (attribute(element, "type") ?? "text").toLowerCase() : name(element);
  const isField = (element) =>
    /^(input|select|textarea)$/.test(name(element)) &&
    !/^(hidden|submit|button|image|reset)$/.test(kindOf(element));
  const choice = (element) => /^(radio|checkbox)$/.test(kindOf(element));
  // Boxes to tick are often drawn by others: the box itself is there and cannot be seen.
  const shows = remembered((element) =>
    choice(element) ? Element.prototype.checkVisibility.call(element) : seen(element),
  );

  let complete = true;
  let heading = "";
  const headings = new Map();
  const found = [];
  for (const element of all(document, `${FIELD}, h1, h2, h3, h4, h5, h6, [role=heading]`)) {
    if (names.isHeading(element)) {
      if (seen(element)) heading = words(content(element), limits.text);
    } else if (isField(element) && shows(element)) {
      if (found.length >= limits.fields) {
        complete = false;
        break;
      }
      found.push(element);
      headings.set(element, heading);
    }
  }
  const inside = new Map(); // how many fields an element holds
  for (const field of found) {
    for (let at = parent(field); at; at = parent(at)) inside.set(at, (inside.get(at) ?? 0) + 1);
  }

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

  // --- Forms --------------------------------------------------------------------------------------

  const formOf = (field) => {
    const id = attribute(field, "form");
    const named = id ? byId(document, id) : null;
    return named && name(named) === "form" ? named : closest(field, "form");
  };
  const BUTTON = "button, input[type=submit i], input[type=image i], input[type=button i], [role=button]";
  const forms = [...all(document, "form")].slice(0, limits.forms * 4);
  const numbers = new Map(forms.map((form, at) => [form, at]));
  const outside = [...all(document, "button[form], input[form]")].slice(0, 200);
  const described = [];
  for (const form of forms) {
    const own = found.filter((field) => formOf(field) === form);
    if (!own.length || described.length >= limits.forms) continue;
    const id = attribute(form, "id");
    const buttons = [
      ...[...within(form, BUTTON)].filter((each) => attribute(each, "type") !== "reset"),
      ...outside.filter((each) => id && attribute(each, "form") === id && matches(each, BUTTON)),
    ];
    const first = buttons.find((each) => seen(each)) ?? buttons[0];
    described.push({
      spot: names.spot(form), number: numbers.get(form), fields: own.length, buttons: buttons.length,
      button: first
        ? clip(names.of(first, 100) || attribute(first, "value") || "", 100)
        : "",
    });
  }
  const byNumber = new Map(described.map((form) => [form.number, form]));

  // --- Each field ---------------------------------------------------------------------------------

  const read = (field) => {
    const groups = groupsOf(field);
    const [label, from] = naming(field);
    const kind = kindOf(field);
    const text = around(field, groups);
    const by = names.references(field, "aria-labelledby");
    const number = numbers.get(formOf(field)) ?? -1;
    const said = `${label} ${groups.map(groupName).join(" ")}`;
    const css = style(field);
    const framed = css.borderTopStyle !== "none" && parseFloat(css.borderTopWidth) > 0;
    const mark = markOf(field, said, `${text.near} ${text.hint} ${text.error}`);
    const options = name(field) === "select" ? [...within(field, "option")].slice(0, 500) : null;
    return {
      spot: names.spot(field),
      kind: clip(kind, 30),
      name: clip(attribute(field, "name") ?? "", 80),
      label, label_from: from,
      label_seen: [...labels(field), ...by].some((each) => letters(visibleText(each))),
      placeholder: words(attribute(field, "placeholder"), limits.text),
      near: choice(field) ? "" : text.near,
      hint: choice(field) ? "" : text.hint,
      error: choice(field) ? "" : text.error,
      message: tiedMessage(field),
      loose_label: looseLabel(field),
      group: words(groups.map(groupName).filter(Boolean).join(" / "), limits.text),
      heading: headings.get(field),
      row: place(field),
      autocomplete: attribute(field, "autocomplete") === null
        ? null : clip(attribute(field, "autocomplete").trim().toLowerCase(), 60),
      required: attribute(field, "required") !== null || attribute(field, "aria-required") === "true",
      invalid: attribute(field, "aria-invalid") === "true",
      disabled: matches(field, ":disabled"),
      mark,
      red: !choice(field) && ((framed && isRed(css.borderTopColor)) ||
        labels(field).some((each) => isRed(style(each).color))),
      told: Boolean(toldAround(field, groups) || text.near || text.hint || text.error || mark || text.drawn ||
        names.references(field, "aria-describedby").some((each) => letters(visibleText(each)))),
      search: kind === "search" || closest(field, "[role=search], search") !== null ||
        (byNumber.get(number)?.fields === 1 && patterns.finds.test(byNumber.get(number).button)),
      form: number,
      ...(options
        ? {
            choices: options.filter((each) => letters(content(each)) || attribute(each, "label")).length,
            unnamed_groups: [...within(field, "optgroup")]
              .filter((each) => !words(attribute(each, "label"), 10)).length,
          }
        : {}),
    };
  };

  // --- Questions with several answers -------------------------------------------------------------

  const questionBefore = (first, members) => {
    const own = new Set(members.flatMap((member) => labels(member)));
    for (let at = first, up = 0; at && up < 8; at = parent(at), up += 1) {
      if (up && (inside.get(at) ?? 0) > members.length) return "";
      for (let node = previous(at), tries = 0; node && tries < 10; node = previous(node), tries += 1) {
        if (node.nodeType === Node.TEXT_NODE) {
          if (letters(node.data)) return words(node.data, limits.text);
        } else if (node.nodeType === Node.ELEMENT_NODE && !own.has(node)) {
          if (inside.has(node) || isField(node) || find(node, BUTTON)) return "";
          const text = visibleText(node);
          if (/^h1$/.test(name(node)) && !text.includes("?")) return "";
          if (letters(text)) return text;
        }
      }
      if (/^(form|body|main|fieldset)$/.test(name(at))) return "";
    }
    return "";
  };
  // In a table of questions the row's header names it to those who read it as a table.
  const tabled = (first, last) => {
    const row = closest(first, "tr");
    return row !== null && contains(row, last) && find(row, "th, [role=rowheader]") !== null;
  };
  const sets = new Map();
  for (const field of found) {
    const called = attribute(field, "name");
    if (!choice(field) || !called) continue;
    const key = JSON.stringify([kindOf(field), called, numbers.get(formOf(field)) ?? -1]);
    if (!sets.has(key)) sets.set(key, []);
    sets.get(key).push(field);
  }
  const questions = [];
  for (const members of sets.values()) {
    if (members.length < 2 || questions.length >= limits.questions) continue;
    const [first] = members;
    const last = members.at(-1);
    const groups = groupsOf(first).filter((group) => contains(group, last));
    const inNames = members.every((member) => {
      const own = labels(member).map((label) => visibleText(label)).join(" ");
      const by = names.references(member, "aria-labelledby").length > 1;
      const aria = words(attribute(member, "aria-label"), limits.text);
      return by || (aria.length > own.length + 4 && aria.split(" ").length > 2);
    });
    questions.push({
      spot: names.spot(first), kind: kindOf(first), members: members.length,
      group: words(groups.map(groupName).filter(Boolean).join(" / "), limits.text),
      text: tabled(first, last) ? "" : questionBefore(first, members), in_names: inNames,
    });
  }

  const said = readNotices(seen, patterns, limits);
  for (const message of messages) {
    const text = visibleText(message);
    const summary = matches(message, "[role=alert], [class*=summary i]");
    const outermost = !messages.some((other) => other !== message && contains(other, message));
    if (!summary || !outermost || said.notices.length >= limits.notices || !letters(text)) continue;
    const links = within(message, "a[href]").length;
    if (!links) said.notices.push({ kind: "error", spot: names.spot(message), text });
  }
  return JSON.stringify({
    complete: complete && said.complete,
    fields: found.map(read),
    questions,
    forms: described,
    notices: said.notices,
    explains_required: said.explainsRequired,
    explains_star: said.explainsStar,
  });
}
