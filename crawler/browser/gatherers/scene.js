// Installed after parts.js: what a page shows at a moment, and what has changed since.
globalThis.scene = (() => {
  const { attribute, contains, getter, method, name, parent, rectangle, root, style, within } = dom;
  const { remembered } = parts;

  const valueOf = getter(HTMLInputElement.prototype, "value");
  const checkedOf = getter(HTMLInputElement.prototype, "checked");
  const indexOf = getter(HTMLSelectElement.prototype, "selectedIndex");
  const areaOf = getter(HTMLTextAreaElement.prototype, "value");
  const firstChild = getter(Node.prototype, "firstChild");
  const data = getter(CharacterData.prototype, "data");
  const nextSibling = getter(Node.prototype, "nextSibling");
  const kindOf = getter(Node.prototype, "nodeType");
  const active = getter(Document.prototype, "activeElement");
  const bodyOf = getter(Document.prototype, "body");
  const at = method(Document.prototype, "elementFromPoint");
  const allAt = method(Document.prototype, "elementsFromPoint");
  const matches = method(Element.prototype, "matches");
  const closest = method(Element.prototype, "closest");
  const shownAtAll = method(Element.prototype, "checkVisibility");
  const scrollTo = method(Element.prototype, "scrollIntoView");
  const firstElement = getter(Element.prototype, "firstElementChild");
  const nextElement = getter(Element.prototype, "nextElementSibling");

  const SKIP = /^(script|style|noscript|template|head|option|optgroup|source|track|br|wbr)$/;
  const STATES = ["aria-expanded", "aria-checked", "aria-selected", "aria-pressed", "open", "src"];

  const textOf = (element) => {
    let text = "";
    for (let node = firstChild(element); node && text.length < 200; node = nextSibling(node)) {
      if (kindOf(node) === 3) text += data(node).slice(0, 200);
    }
    return text.trim();
  };
  const stateOf = (element) => {
    let state = textOf(element);
    for (const each of STATES) {
      const value = attribute(element, each);
      if (value !== null) state += `|${each}=${value.slice(0, 200)}`;
    }
    const tag = name(element);
    if (element instanceof HTMLInputElement) state += `|${valueOf(element)}|${checkedOf(element)}`;
    else if (tag === "textarea" && element instanceof HTMLTextAreaElement) state += areaOf(element);
    else if (tag === "select" && element instanceof HTMLSelectElement) state += indexOf(element);
    return state;
  };
  const looks = (element) =>
    ["class", "style", "data-theme", "dir", "lang"]
      .map((each) => attribute(element, each) ?? "").join("|");

  // What is shown now, each element with what it says: at most `limit` elements, in document order.
  const look = (limit) => {
    const shown = new Map();
    const top = root(document);
    const body = bodyOf(document) ?? top;
    const wide = Math.max(innerWidth, dom.scrollWidth(document.scrollingElement ?? top));
    let met = 0;
    const visit = (element) => {
      // Siblings in a loop and children in recursion: pages are wide rather than deep.
      for (let each = element; each; each = nextElement(each)) {
        met += 1;
        if (met > limit) return;
        const tag = name(each);
        if (SKIP.test(tag)) continue;
        if (!shownAtAll(each, { opacityProperty: true })) continue;
        const box = rectangle(each);
        const thin = box.width <= 1 || box.height <= 1;
        if (thin && /hidden|clip|auto|scroll/.test(style(each).overflowY)) continue;
        if (!thin && box.right > 0 && box.left < wide && box.bottom + scrollY > 0 &&
            shownAtAll(each, { visibilityProperty: true })) {
          shown.set(each, stateOf(each));
        }
        const first = tag === "svg" || tag === "iframe" ? null : firstElement(each);
        if (first) depth(first);
      }
    };
    let deep = 0;
    const depth = (first) => {
      deep += 1;
      if (deep < 400) visit(first);
      deep -= 1;
    };
    visit(firstElement(body));
    return {
      shown,
      whole: met <= limit,
      page: `${looks(top)}|${looks(body)}`,
      scroll: [scrollX, scrollY],
      hash: location.hash,
      path: location.pathname + location.search,
      focus: active(document),
    };
  };

  // --- What moves by itself ---------------------------------------------------------------------

  const RESTLESS = /carousel|slider|slick|swiper|splide|glide|owl-|ticker|marquee|rotator|countdown/i;
  const restless = remembered((element) => {
    if (!element || /^(html|body|main)$/.test(name(element))) return false;
    const called = `${attribute(element, "class") ?? ""} ${attribute(element, "aria-roledescription") ?? ""}`;
    return RESTLESS.test(called) || restless(parent(element));
  });
  const noisy = new Set();
  const noise = (before, after) => {
    const found = raw(before, after);
    for (const element of [...found.shown, ...found.gone, ...found.changed]) {
      noisy.add(element);
      const holder = parent(element);
      if (holder && !/^(html|body|main)$/.test(name(holder))) noisy.add(holder);
    }
  };
  const quiet = (element) => {
    if (restless(element)) return false;
    let above = element;
    for (let steps = 0; above && steps < 6; steps += 1) {
      if (noisy.has(above)) return false;
      above = parent(above);
    }
    return true;
  };

  // --- What has changed -------------------------------------------------------------------------

  const raw = (before, after) => {
    const shown = [];
    const gone = [];
    const changed = [];
    for (const [element, state] of after.shown) {
      if (!before.shown.has(element)) shown.push(element);
      else if (before.shown.get(element) !== state) changed.push(element);
    }
    for (const element of before.shown.keys()) if (!after.shown.has(element)) gone.push(element);
    // What was put into another order, such as the rows of a table.
    const later = after.shown.keys();
    for (const element of before.shown.keys()) {
      if (!after.shown.has(element)) continue;
      let { value, done } = later.next();
      while (!done && !before.shown.has(value)) ({ value, done } = later.next());
      if (value !== element) {
        if (value) changed.push(value);
        break;
      }
    }
    return { shown, gone, changed };
  };

  // Of the elements those that are in no other of them, in order.
  const outermost = (elements) => {
    const set = new Set(elements);
    return elements.filter((element) => {
      for (let above = parent(element); above; above = parent(above)) {
        if (set.has(above)) return false;
      }
      return true;
    });
  };

  // The difference of two looks, without what changes by itself and without `own`, the control's
  // own looks, when that only turns an arrow.
  const differ = (before, after, own = null) => {
    const found = raw(before, after);
    const kept = (element) => quiet(element) || (own !== null && restless(own));
    const shown = found.shown.filter(kept);
    const gone = found.gone.filter(kept);
    const changed = found.changed.filter(kept);
    const scrolled = Math.abs(after.scroll[1] - before.scroll[1]) > 60 ||
      Math.abs(after.scroll[0] - before.scroll[0]) > 60;
    return {
      shown, gone, changed,
      page: after.page !== before.page,
      scrolled,
      address: after.path !== before.path,
    };
  };

  // What kind of change it is, in a word; "" for none.
  const effect = (change) => {
    if (change.address) return "leaves";
    if (change.shown.some(says)) return "shows";
    if (change.gone.length) return "hides";
    if (change.scrolled) return "scrolls";
    if (change.changed.length || change.page) return "changes";
    return change.shown.length ? "changes" : "";
  };

  // Whether something shown is worth knowing: words, a picture, or something to use.
  const USABLE =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [role=button], [role=link]";
  const says = (element) =>
    /[\p{L}\p{N}]/u.test(textOf(element)) || matches(element, "img, video, iframe, canvas, dialog") ||
    matches(element, USABLE);

  // --- Focus ------------------------------------------------------------------------------------

  const FOCUSABLE =
    "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, iframe, " +
    "audio[controls], video[controls], [tabindex], [contenteditable=''], [contenteditable=true]";
  const tabIndex = getter(HTMLElement.prototype, "tabIndex");
  const tabbable = (element) =>
    matches(element, FOCUSABLE) && !matches(element, ":disabled") &&
    (!(element instanceof HTMLElement) || tabIndex(element) >= 0) &&
    shownAtAll(element, { visibilityProperty: true }) && !closest(element, "[inert]");
  const focusableIn = (element) => [...within(element, FOCUSABLE)].slice(0, 100).find(tabbable);

  // --- Where to point ---------------------------------------------------------------------------

  const inView = ({ left, right, top, bottom }) =>
    left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  // A point of the screen where the mouse meets the element and nothing that lies over it; null
  // when there is none.
  const spot = (element) => {
    let box = rectangle(element);
    if (!inView(box)) {
      scrollTo(element, { block: "center", inline: "nearest", behavior: "instant" });
      box = rectangle(element);
    }
    const left = Math.max(box.left, 0);
    const right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0);
    const bottom = Math.min(box.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) return null;
    for (const [across, down] of [[0.5, 0.5], [0.15, 0.5], [0.85, 0.5], [0.5, 0.15], [0.5, 0.85]]) {
      const x = left + (right - left) * across;
      const y = top + (bottom - top) * down;
      const hit = at(document, x, y);
      if (hit && contains(element, hit)) return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
    }
    return null;
  };

  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  // Let movements that were set off come to their end at once.
  const hurry = () => {
    for (const animation of document.getAnimations().slice(0, 200)) {
      try {
        const { duration, delay, iterations } = animation.effect.getComputedTiming();
        if (animation instanceof CSSTransition || (duration + delay <= 1000 && iterations < 5)) {
          animation.finish();
        }
      } catch {
        continue; // one without end
      }
    }
  };

  // What makes elements of a kind: they stand for one another.
  const kind = (element) => {
    const own = (each) =>
      each ? `${name(each)}.${(attribute(each, "class") ?? "").trim().split(/\s+/).sort().join(".").slice(0, 80)}` : "";
    const role = attribute(element, "role") ?? "";
    return `${own(parent(element))}>${own(element)}[${role}]`;
  };

  const place = (element) => ({ selector: dom.selector(element), html: dom.html(element) });

  // Words of what would do harm, or is not ours to press.
  const NEVER =
    /\b(cookies?|accept|reject|agree|allow|consent|decline|delete|remove|destroy|erase|pay|buy|order|donate|send|submit|post|publish|book|sign ?(in|out|up)|log ?(in|out|off)|register|subscribe|unsubscribe|print|download|upload|play|call|chat|dileu|talu|anfon|cyflwyno|derbyn)\b/i;
  const harmless = (element) => {
    const said = `${parts.label(element, 200)} ${parts.named(element, 200)} ${attribute(element, "value") ?? ""}`;
    if (NEVER.test(said) || parts.asksConsent(element)) return false;
    if (closest(element, "a[download], area[download]") !== null) return false;
    return !closest(element, "[contenteditable=''], [contenteditable=true]");
  };

  return {
    FOCUSABLE, USABLE, active, allAt, at, closest, contains, differ, effect, focusableIn, harmless,
    hurry, kind, look, matches, noise, outermost, pause, place, quiet, restless, says, spot,
    tabbable, tabIndex, textOf,
  };
})();
