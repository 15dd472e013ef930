// Installed after parts.js: what a visitor can open to find links, and the links that then show.
globalThis.menus = (() => {
  const {
    all, attribute, clip, contains, content, find, getter, name, parent, rectangle, style, within,
  } = dom;
  const { address, asksConsent, label, regions, remembered, roleOf, sight } = parts;

  const CONTROLS =
    "button, summary, label, [role=button], [role=menuitem], [role=tab], [aria-expanded], " +
    "[aria-haspopup], a:not([href]), a[href^='#'], a[href^='javascript:' i], input[type=button], " +
    "input[type=checkbox], [class*=burger i], [class*=toggle i], [class*=expand i]";
  const MENU =
    /\b(menu|navigation|nav|dewislen|llywio|sections?|adrannau|topics|pynciau|services|gwasanaethau|browse|pori|explore|sub-?menu|is-?ddewislen|more|mwy)\b|[\u2630\u2261]/i;
  const LOOKS = /burger|menu|nav(bar)?[-_]?(toggle|btn|button|icon)|offcanvas|drawer/i;
  const NEVER =
    /\b(cookies?|accept|reject|agree|allow|consent|decline|log ?(in|out)|sign ?(in|out|up)|chat|translate|listen|print|share|play|pause|submit|send|delete|remove|dismiss)\b|^(close|cau|hide)\b|^(toggle |open |show )?(site )?(search|chwilio?)\b/i;
  const BACK = /^(\W*)(back|go back|main menu|previous|yn ôl|nôl)\b/i;

  const typeOf = getter(HTMLButtonElement.prototype, "type");
  const formOf = getter(HTMLButtonElement.prototype, "form");
  const controlOf = getter(HTMLLabelElement.prototype, "control");
  const checked = getter(HTMLInputElement.prototype, "checked");
  const closest = (element, selector) => Element.prototype.closest.call(element, selector);
  const kind = (element) => (attribute(element, "type") ?? "").toLowerCase();

  let limits = null;
  let where = null;
  let seen = null;
  let end = 0;
  let pressing = null; // the entry that is being pressed, and what came of it
  let clicked = false;
  let left = 0; // presses
  const before = new Set(); // links that showed without doing anything
  const opened = [];
  const taken = new Set(); // links in `opened`
  const known = new Set(); // controls that have been queued, or never will be
  const queue = [];

  const linksOf = () => [...all(document, "a[href], area[href]")].slice(0, limits.links);
  const hides = (element) =>
    [...within(element, "a[href]")].slice(0, 200).some((link) => !seen(link));
  const shows = (element) =>
    seen(element) ||
    (name(element) === "input" &&
      Element.prototype.checkVisibility.call(element, { visibilityProperty: true }) &&
      rectangle(element).width > 8);

  // What the control says that it opens, else what follows it.
  const target = (element) => {
    const id =
      attribute(element, "aria-controls") || attribute(element, "data-bs-target") ||
      attribute(element, "data-target") || attribute(element, "href") || "";
    const named = id && dom.byId(document, id.trim().split(/\s+/)[0].replace(/^#/, ""));
    if (named) return named;
    if (name(element) === "summary") return parent(element);
    const next = getter(Element.prototype, "nextElementSibling")(element);
    return next && !/^(button|a|label|input)$/.test(name(next)) ? next : null;
  };

  // A box to tick that is in no form, or whose form has nothing else, only shows and hides.
  const ticks = (element) =>
    element && name(element) === "input" && kind(element) === "checkbox" && !checked(element) &&
    closest(element, "form") === null;

  // Whether it is safe to press: it sends nothing, leads nowhere and is not open already.
  const safe = (element) => {
    const tag = name(element);
    const href = attribute(element, "href");
    if (href !== null && !/^(#|javascript:)/i.test(href.trim())) return false;
    if (tag === "button" && typeOf(element) !== "button" && formOf(element)) return false;
    if (tag === "input" && !(kind(element) === "button" || ticks(element))) return false;
    if (tag === "label" && !ticks(controlOf(element))) return false;
    if (/^(select|textarea|form|body|html|ul|ol|nav|header|main|details)$/.test(tag)) return false;
    if (Element.prototype.matches.call(element, ":disabled, [aria-disabled=true]")) return false;
    if (attribute(element, "download") !== null) return false;
    if (attribute(element, "aria-expanded") === "true") return false;
    if (tag === "summary" && attribute(parent(element), "open") !== null) return false;
    if (/^(div|span|i|li|svg|p)$/.test(tag) && !roleOf(element)) {
      // By its class only: then it must look like something to press, and hold no other.
      if (style(element).cursor !== "pointer" || find(element, "a, button, input")) return false;
    }
    return !asksConsent(element);
  };

  const nameOf = (element) => {
    const text = label(element, limits.text);
    if (/\p{L}/u.test(text)) return text;
    const box = name(element) === "label" ? controlOf(element) : null;
    const said = parts.named(element, limits.text) || (box && label(box, limits.text));
    return said || text || attribute(element, "value") || "a button without a name";
  };

  const isMenu = (element, text) => {
    const called = `${attribute(element, "class") ?? ""} ${attribute(element, "id") ?? ""}`;
    return MENU.test(text) || LOOKS.test(called);
  };

  // How early a control is pressed, 0 first; null for one that is no menu's.
  const rank = (element, nested) => {
    const text = nameOf(element);
    if (NEVER.test(text)) return null;
    if (!nested && closest(element, "dialog, [role=dialog]")) return null;
    const region = where.region(element);
    const says =
      attribute(element, "aria-expanded") !== null || attribute(element, "aria-controls") !== null ||
      /^(true|menu)$/.test(attribute(element, "aria-haspopup") ?? "") ||
      attribute(element, "data-bs-toggle") !== null || attribute(element, "data-toggle") !== null ||
      /^(summary|label|input)$/.test(name(element));
    const opens = target(element);
    const gains = opens !== null && hides(opens);
    if (/^(main|aside|footer)$/.test(region)) {
      return (says || nested) && gains ? (region === "main" ? 3 : 4) : null;
    }
    if (nested) return says || gains || region === "nav" || isMenu(element, text) ? 0 : null;
    if (isMenu(element, text)) return /^(header|nav)$/.test(region) || says || gains ? 0 : 1;
    if (/^(header|nav)$/.test(region)) return says || gains || region === "nav" ? 2 : null;
    return says && gains ? 2 : null;
  };

  // Queue the controls that show now and have not been met: those that a press has brought first.
  const meet = (opener) => {
    const found = [];
    let tries = 0;
    for (const element of all(document, CONTROLS)) {
      tries += 1;
      if (tries > limits.elements) break;
      if (known.has(element) || !safe(element) || !shows(element)) continue;
      const how = rank(element, opener !== null);
      if (how === null || found.some((other) => contains(other.element, element))) continue;
      // A label and its box are one control.
      const box = name(element) === "label" ? controlOf(element) : null;
      const both = box !== null && known.has(box);
      known.add(element);
      if (box) known.add(box);
      if (both) continue;
      const controls = [...(opener?.controls ?? []), nameOf(element)];
      found.push({ element, controls, how, opener, tries: 0 });
    }
    found.sort((one, other) => one.how - other.how);
    if (opener) queue.unshift(...found);
    else queue.push(...found);
  };

  const gather = (controls) => {
    let fresh = 0;
    for (const element of linksOf()) {
      if (before.has(element) || taken.has(element) || !seen(element)) continue;
      taken.add(element);
      const url = address(element, limits.url);
      if (url === null) continue;
      fresh += 1;
      if (opened.length < limits.opened) {
        opened.push({
          url: clip(url, limits.url),
          text: label(element, limits.text),
          controls,
          region: where.region(element),
        });
      }
    }
    return fresh;
  };

  // --- Pressing -----------------------------------------------------------------------------------

  const path = (event) => Event.prototype.composedPath.call(event);
  const mine = (event) => {
    const control = pressing?.element;
    if (!control) return false;
    const box = name(control) === "label" ? controlOf(control) : null;
    return path(event).some((node) => node === control || (box && node === box));
  };
  // A tap may land elsewhere when the page moves meanwhile; that must come to nothing.
  const fence = (event) => {
    if (mine(event)) {
      clicked ||= event.type === "click";
    } else if (event.isTrusted) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };

  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const hurry = () => {
    for (const animation of document.getAnimations()) {
      try {
        animation.finish();
      } catch {
        continue; // one without end
      }
    }
  };

  const middle = (element) => {
    const box = rectangle(element);
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  // Where to tap so that the control gets it, on the screen; null when something covers it.
  const spot = (element) => {
    let [x, y] = middle(element);
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) {
      Element.prototype.scrollIntoView.call(element, { block: "center", behavior: "instant" });
      [x, y] = middle(element);
    }
    const hit = Document.prototype.elementFromPoint.call(document, x, y);
    if (!hit || !contains(element, hit)) return null;
    const { offsetLeft, offsetTop, scale } = visualViewport;
    return { x: (x - offsetLeft) * scale, y: (y - offsetTop) * scale };
  };

  const click = (element) => {
    clicked = true;
    HTMLElement.prototype.click.call(element);
  };

  // What the tap has brought; a control that heard nothing of it is pressed without one.
  const settle = async () => {
    const { element, entry } = pressing;
    for (let tries = 0; tries < 10 && !clicked; tries += 1) await pause(20);
    if (!clicked && shows(element)) click(element);
    let fresh = 0;
    for (const wait of limits.waits) {
      await pause(wait);
      hurry();
      seen = sight();
      where = regions();
      fresh += gather(entry.controls);
      if (fresh) break;
    }
    pressing = null;
    meet(entry);
  };

  // What brings back a control that another press has hidden: the way back of a menu that shows
  // one level at a time, else what it was opened with.
  const wayTo = (entry) => {
    for (const other of all(document, "button, a[href^='#'], [role=button]")) {
      if (BACK.test(label(other, 50)) && safe(other) && seen(other)) return other;
    }
    for (let at = entry.opener; at; at = at.opener) if (shows(at.element)) return at.element;
    return null;
  };

  const start = (given) => {
    limits = given;
    end = performance.now() + limits.milliseconds;
    left = limits.presses;
    seen = sight();
    where = regions();
    for (const element of linksOf()) if (seen(element)) before.add(element);
    meet(null);
    if (!queue.length) return JSON.stringify({ done: true });
    for (const kind of ["pointerdown", "touchstart", "mousedown", "click"]) {
      addEventListener(kind, fence, { capture: true, passive: false });
    }
    return next();
  };

  // The next control to tap, and where; done when there is none or the time is up.
  const next = async () => {
    if (pressing) await settle();
    while (queue.length && left > 0 && performance.now() < end) {
      const entry = queue[0];
      if (shows(entry.element)) {
        pressing = { element: entry.element, entry: queue.shift() };
      } else {
        const way = entry.tries < 2 ? wayTo(entry) : null;
        entry.tries += 1;
        if (way === null) {
          queue.shift();
          continue;
        }
        pressing = { element: way, entry: entry.opener ?? entry };
      }
      left -= 1;
      clicked = false;
      const at = spot(pressing.element);
      if (at) return JSON.stringify({ done: false, ...at });
      click(pressing.element);
      await settle();
    }
    return JSON.stringify({ done: true });
  };

  const result = () => JSON.stringify(opened);
  return { start, next, result };
})();
