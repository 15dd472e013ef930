// Installed after parts.js: the first thing to do in the main part, and whether Tab leads there.
globalThis.firstStep = (() => {
  const { all, attribute, contains, content, find, getter, name, parent, selector, words } = dom;
  const { asksConsent, label, mainPart, regions, roleOf, sight } = parts;

  const FIELDS = /^(textbox|searchbox|combobox|listbox|checkbox|radio|switch|slider|spinbutton)$/;
  const PRESSED = /^(submit|button|reset|image)$/;
  const CHOICES =
    "a, area[href], button, input, select, textarea, summary, iframe, [role=button], [role=link], " +
    "[role=checkbox], [role=radio], [role=switch], [role=combobox], [role=textbox], [onclick], " +
    "[contenteditable=true], [tabindex]";
  const TRAIL = /breadcrumb|you are here|rydych chi yma/i;
  const BESIDE = /^(skip|neidio|back to top|nol i|print|argraffu|share|rhannu|listen|gwrando|accept|reject|dismiss|close|hide this|tweet|facebook|x$|twitter|linkedin|whatsapp|email this|translate|cymraeg|english|welsh|saesneg)\b/i;

  const kindOf = (element) => {
    const tag = name(element);
    const role = roleOf(element);
    if (tag === "iframe") return "frame";
    if (tag === "input") {
      return PRESSED.test((attribute(element, "type") ?? "").toLowerCase()) ? "button" : "field";
    }
    if (/^(select|textarea)$/.test(tag) || FIELDS.test(role)) return "field";
    if (attribute(element, "contenteditable") === "true") return "field";
    if (role === "link" || (/^(a|area)$/.test(tag) && role !== "button")) return "link";
    return "button";
  };
  const does = (element) => {
    const tag = name(element);
    if (tag === "input" && attribute(element, "type")?.toLowerCase() === "hidden") return false;
    if (Element.prototype.matches.call(element, ":disabled, [aria-disabled=true]")) return false;
    const marked = roleOf(element) || attribute(element, "onclick") !== null;
    if (/^(a|area)$/.test(tag)) return attribute(element, "href") !== null || Boolean(marked);
    if (/^(button|input|select|textarea|summary|iframe)$/.test(tag)) return true;
    if (marked) return !/^(presentation|none|group|region)$/.test(roleOf(element));
    return attribute(element, "contenteditable") === "true";
  };

  const labels = {
    input: getter(HTMLInputElement.prototype, "labels"),
    select: getter(HTMLSelectElement.prototype, "labels"),
    textarea: getter(HTMLTextAreaElement.prototype, "labels"),
  };
  const called = (element, limit) => {
    const tag = name(element);
    if (!labels[tag]) return label(element, limit);
    if (kindOf(element) === "button") {
      return words(attribute(element, "value") || attribute(element, "alt") || "Submit", limit);
    }
    const texts = [...(labels[tag](element) ?? [])].slice(0, 5).map(content);
    const own = words(texts.join(" "), limit) || parts.named(element, limit);
    return own || words(attribute(element, "placeholder") || attribute(element, "name"), limit);
  };

  const trail = (element, main) => {
    for (let at = element; at && at !== main; at = parent(at)) {
      for (const key of ["class", "id", "aria-label"]) {
        if (TRAIL.test(attribute(at, key) ?? "")) return true;
      }
    }
    return false;
  };

  // A box to tick is often drawn by others, and itself see-through.
  const shows = (seen) => (element) =>
    seen(element) ||
    (/^(checkbox|radio)$/.test(attribute(element, "type") ?? "") &&
      Element.prototype.checkVisibility.call(element, { visibilityProperty: true }));

  let target = null;
  const order = (one, other) => Node.prototype.compareDocumentPosition.call(one, other);

  const choose = (limits) => {
    const seen = sight();
    const { region } = regions();
    const main = mainPart(seen);
    const mine = parts.inMain(main, region);
    const title = [...all(document, "h1")].find((heading) => seen(heading));
    const found = [null, null, null]; // after the title, beside the text, before the title or frames
    let tries = 0;
    for (const element of dom.within(main, CHOICES)) {
      tries += 1;
      if (tries > limits.elements || found[0]) break;
      if (!does(element) || !shows(seen)(element) || !mine(element)) continue;
      if (asksConsent(element) || trail(element, main)) continue;
      if (BESIDE.test(called(element, limits.text))) continue;
      const after =
        !title || contains(title, element) ||
        Boolean(order(title, element) & Node.DOCUMENT_POSITION_FOLLOWING);
      const beside = region(element) !== region(main) && region(element) !== "main";
      const tier = !after || kindOf(element) === "frame" ? 2 : beside ? 1 : 0;
      found[tier] ??= element;
    }
    return found.find(Boolean) ?? null;
  };

  // --- Where the focus goes -----------------------------------------------------------------------

  const active = getter(Document.prototype, "activeElement");
  let presses = 0;
  let reached = null;
  let last = null;
  let since = 0; // how many presses had been made when the focus last moved
  let again = 0; // how many stops in a row it has been at before
  const met = new Set();

  const notice = () => {
    const at = active(document);
    if (at === target || (at && contains(target, at))) reached ??= presses;
    if (!at || at === last || name(at) === "body" || at === dom.root(document)) return;
    last = at;
    since = presses;
    again = met.has(at) ? again + 1 : 0;
    met.add(at);
  };

  const start = (limits) => {
    target = choose(limits);
    if (!target) return JSON.stringify(null);
    const matches = (selector) => Element.prototype.matches.call(target, selector);
    const plain = ":is(a, area):not([href], [tabindex])"; // whose tabIndex says that it could
    const outside = matches("[inert] *, [inert]") || matches(plain) ||
      (!matches("svg *") && getter(HTMLElement.prototype, "tabIndex")(target) < 0);
    const step = {
      kind: kindOf(target),
      text: called(target, limits.text),
      selector: selector(target),
      why: outside ? "the keyboard cannot focus it" : "",
    };
    // From the very top, wherever the page has put the focus or its fragment leads.
    const root = dom.root(document);
    const had = attribute(root, "tabindex");
    Element.prototype.setAttribute.call(root, "tabindex", "-1");
    HTMLElement.prototype.focus.call(root, { preventScroll: true });
    HTMLElement.prototype.blur.call(root);
    if (had === null) Element.prototype.removeAttribute.call(root, "tabindex");
    else Element.prototype.setAttribute.call(root, "tabindex", had);
    addEventListener("keydown", (event) => { presses += event.key === "Tab" ? 1 : 0; }, true);
    addEventListener("focusin", notice, true);
    addEventListener("blur", notice, true); // the focus may go into a frame
    return JSON.stringify(step);
  };

  // What has come of `sent` presses so far: the one that led there, or that none will.
  const state = (sent) => {
    if (presses === 0) presses = sent; // the page keeps the keys from us
    notice();
    presses = Math.max(presses, sent); // those that went into a frame are not heard here
    let why = "";
    // A frame or a player has stops of its own, of which we hear nothing.
    const many = last && /^(iframe|object|embed|video|audio|input)$/.test(name(last));
    if (again >= 3) {
      why = `the focus is trapped among the same ${met.size} elements`;
    } else if (presses - since >= (many ? 40 : 5)) {
      why = last ? "the focus is trapped on one element" : "Tab moves the focus nowhere";
    }
    return JSON.stringify({ reached, why: reached === null ? why : "" });
  };
  return { called, choose, start, state };
})();
