// Installed after parts.js: the fields that a visitor fills in, and the website's own search.
globalThis.readForms = (mine, seen, { region }, limits) => {
  const { all, attribute, clip, contains, find, getter, name, parent, visible, within, words } = dom;
  const { asksConsent, inMain, remembered } = parts;

  const NAMES = /^(?:q|s|query|querytext|search|searchtext|searchterms?|searchstring|searchquery|searchfor|searchbox|search_api_fulltext|search_block_form|sitesearch|site_search|sitesearchterm|keywords?|searchkeywords?|search_keywords?|term|terms|text_search|freetext)$/i;
  const elementsOf = getter(HTMLFormElement.prototype, "elements");
  const valueOf = {
    input: getter(HTMLInputElement.prototype, "value"),
    select: getter(HTMLSelectElement.prototype, "value"),
    textarea: getter(HTMLTextAreaElement.prototype, "value"),
  };
  const checked = getter(HTMLInputElement.prototype, "checked");
  const disabled = (element) => Element.prototype.matches.call(element, ":disabled");
  const kindOf = (element) =>
    name(element) === "input" ? (attribute(element, "type") ?? "text").toLowerCase() : "";

  const searches = remembered(
    (element) =>
      element !== null &&
      (name(element) === "search" || attribute(element, "role") === "search" ||
        searches(parent(element))),
  );

  // A form that does nothing but search: its text field, or null.
  const searchField = remembered((form) => {
    const fields = [...elementsOf(form)].slice(0, limits.formFields);
    const said = searches(form) || find(form, "[role=search], search") !== null;
    const texts = fields.filter((field) => /^(text|search)$/.test(kindOf(field)));
    if (fields.some((field) => /^(password|email|tel|date|file)$/.test(kindOf(field)))) return null;
    const named = (field) => NAMES.test(attribute(field, "name") ?? "");
    const chosen =
      texts.find((field) => kindOf(field) === "search") ?? texts.find(named) ??
      (said ? texts[0] : undefined);
    return chosen && attribute(chosen, "name") ? chosen : null;
  });

  const sent = (form, field) => {
    const others = [];
    for (const other of [...elementsOf(form)].slice(0, limits.formFields)) {
      const key = attribute(other, "name");
      const read = valueOf[name(other)];
      if (!key || !read || other === field || disabled(other)) continue;
      const kind = kindOf(other);
      if (/^(submit|button|image|reset|file|password)$/.test(kind)) continue;
      if (/^(checkbox|radio)$/.test(kind) && !checked(other)) continue;
      if (others.length < limits.others) {
        others.push([clip(key, limits.name), clip(read(other), limits.value)]);
      }
    }
    return others;
  };

  const search = () => {
    const found = [];
    for (const form of [...all(document, "form")].slice(0, limits.forms)) {
      const method = (attribute(form, "method") ?? "get").trim().toLowerCase();
      if (method === "post" || method === "dialog") continue;
      const field = searchField(form);
      if (!field) continue;
      try {
        const action = new URL(attribute(form, "action") || document.URL, document.baseURI);
        if (!/^https?:$/.test(action.protocol) || action.href.length > limits.url) continue;
        action.hash = "";
        action.search = ""; // a browser puts the fields in its place
        found.push({ form, field, action: action.href });
      } catch {
        continue;
      }
    }
    // A search of the whole website frames its pages; one in the main part may be of that page.
    const chosen = found.find(({ form }) => region(form) !== "main") ?? found[0];
    if (!chosen) return null;
    const { form, field, action } = chosen;
    return {
      action: clip(action, limits.url),
      field: clip(attribute(field, "name"), limits.name),
      others: sent(form, field),
    };
  };

  // Boxes to tick are often drawn by others: the box itself is there and cannot be seen.
  const shows = (field) =>
    /^(checkbox|radio)$/.test(kindOf(field))
      ? visible(field) || Element.prototype.checkVisibility.call(field)
      : seen(field);

  const fields = () => {
    const groups = new Set();
    let count = 0;
    for (const field of [...all(document, "input, select, textarea")].slice(0, limits.fields)) {
      const kind = kindOf(field);
      if (/^(hidden|submit|button|image|reset|search)$/.test(kind)) continue;
      if (/^(header|nav|footer)$/.test(region(field)) || searches(field) || !shows(field)) continue;
      const form = Element.prototype.closest.call(field, "form");
      if ((form && searchField(form)) || asksConsent(field)) continue;
      const group = kind === "radio" && attribute(field, "name");
      if (group && groups.has(group)) continue;
      if (group) groups.add(group);
      count += 1;
    }
    return count;
  };

  return { search: search(), fields: fields() };
};
