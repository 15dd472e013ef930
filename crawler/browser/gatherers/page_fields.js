// Fields, their labels, groups and messages. Returns JSON in the shape of facts.fields.PageFields.
(vocabulary, limits) => {
  const {
    all, attribute, byId, clip, contains, content, find, getter, name, parent, style, within,
    words,
  } = dom;
  const { remembered } = parts;
  const seen = parts.sight();
  const patterns = Object.fromEntries(
    Object.entries(vocabulary).map(([key, source]) => [key, new RegExp(source, "iu")]),
  );
  const previous = getter(Node.prototype, "previousSibling");

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

  const {
    around, closest, groupName, groupsOf, isRed, labels, letters, looseLabel, markOf, matches,
    messages, naming, place, tiedMessage, toldAround, visibleText,
  } = readFieldText(seen, patterns, inside, limits);

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
      disabled: matches(field, ":disabled"),
      readonly: attribute(field, "readonly") !== null,
      size: Math.round(parseFloat(css.fontSize) * 10) / 10 || null,
      inputmode: clip((attribute(field, "inputmode") ?? "").trim().toLowerCase(), 20),
      pattern: clip(attribute(field, "pattern") ?? "", 60),
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
    forms: described.map(({ button, ...form }) => form),
    notices: said.notices,
    explains_required: said.explainsRequired,
    explains_star: said.explainsStar,
  });
}
