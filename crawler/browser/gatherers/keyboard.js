// Installed after focus_shown.js: what each press of Tab comes to, and what it leaves behind.
globalThis.keyboardWalk = (() => {
  const {
    all, attribute, byId, contains, getter, method, name, parent, root, selector,
    style, visible, words,
  } = dom;
  const {
    around, behind, box, boxesOf, caret, certain, contrast, looks, measure,
    onPage, onScreen, pinned, roomRound, standsFor,
  } = focusShown;

  const active = getter(Document.prototype, "activeElement");
  const shadowActive = getter(ShadowRoot.prototype, "activeElement");
  const shadowOf = getter(Element.prototype, "shadowRoot");
  const frameDocument = getter(HTMLIFrameElement.prototype, "contentDocument");
  const matches = method(Element.prototype, "matches");
  const closest = method(Element.prototype, "closest");
  const hit = method(Document.prototype, "elementFromPoint");
  const order = method(Node.prototype, "compareDocumentPosition");
  const connected = getter(Node.prototype, "isConnected");
  const shownText = getter(HTMLElement.prototype, "innerText");
  const kindOf = (element) => (element instanceof SVGElement ? SVGElement : HTMLElement).prototype;
  const focus = (element, options) => kindOf(element).focus.call(element, options);
  const blur = (element) => kindOf(element).blur.call(element);

  const CANDIDATES =
    "a[href], area[href], button, input, select, textarea, summary, iframe, audio[controls], " +
    "video[controls], [tabindex], [contenteditable]:not([contenteditable=false])";
  const DIALOG = "dialog, [role=dialog], [role=alertdialog], [aria-modal=true], [popover]";
  const MANY = /^(iframe|frame|object|embed|video|audio)$|-/;
  const DATES = /^(date|time|datetime-local|month|week)$/i;

  const tabIndex = (element) => getter(kindOf(element), "tabIndex")(element);
  // Frames and the document itself are no stops of the page.
  const real = (element) =>
    element && element !== root(document) && name(element) !== "body" ? element : null;

  const deepest = () => {
    const at = real(active(document));
    let inner = at;
    try {
      for (let deep = 0; inner && deep < 10; deep += 1) {
        const tree = shadowOf(inner);
        const frame = name(inner) === "iframe" ? frameDocument(inner) : null;
        const next = tree ? shadowActive(tree) : frame ? active(frame) : null;
        if (!next) break;
        inner = next;
      }
    } catch {
      // a frame of another website keeps its own counsel
    }
    return { at, inner };
  };

  // --- What is heard between presses --------------------------------------------------------------

  const moment = () => new Promise((resolve) => { setTimeout(resolve, 12); });
  let heard = [];
  let from = null;
  const hear = (event) => {
    if (heard.length < 20 && event.target instanceof Element) heard.push(event.target);
  };
  const leave = () => {
    from = real(active(document));
    heard = [];
  };

  // --- The stops ----------------------------------------------------------------------------------

  const stops = [];
  const index = new Map();
  const covers = new Map();
  const inners = new Map();

  const note = (element) => {
    const known = index.has(element);
    if (!known) {
      const seen = measure(element);
      const { left, top, right, bottom } = seen.all;
      const held = pinned(element);
      stops.push({
        element, held, moved: "", inside: /^(iframe|object|embed)$/.test(name(element)),
        hidden: seen.hidden, covered: seen.covered, cover: seen.cover,
        shown: seen.shown.length > 0, behind: behind(parent(element) ?? element),
        room: roomRound(element, seen.boxes),
        after: looks(element),
        scroll: [scrollX, scrollY],
        box: onPage(element, { left, top, right, bottom }),
      });
      index.set(element, stops.length - 1);
      if (seen.cover && !covers.has(seen.cover)) {
        covers.set(seen.cover, contains(seen.cover, stops[0].element));
      }
    }
    return { at: index.get(element), fresh: !known };
  };

  // How many presses may come to nothing new before it is stuck: some hold stops of their own, which
  // we see, or do not.
  const patience = (at, inner) => {
    if (!at) return 3;
    if (DATES.test(attribute(at, "type") ?? "")) return 12;
    if (/^(audio|video)$/.test(name(at))) return 25;
    return inner === at && MANY.test(name(at)) ? 40 : 4;
  };

  // What the last press came to. `at` is the stop where the focus is, -1 for none.
  const state = async () => {
    // What answers to the focus with a short timer has its say, as it has with any person.
    await moment();
    putBack();
    const { at, inner } = deepest();
    const first = real(heard.find((element) => connected(element)) ?? null);
    let fresh = false;
    const back = first !== null && at !== null && at === from && first !== at;
    const slipped = from && index.has(from) ? index.get(from) : -1;
    if (first && first !== at && !back && !(at && (contains(first, at) || contains(at, first)))) {
      const entry = note(first);
      fresh ||= entry.fresh;
      stops[entry.at].moved ||= at ? "elsewhere" : "lost";
    }
    let here = -1;
    if (at) {
      const entry = note(at);
      fresh ||= entry.fresh;
      here = entry.at;
    }
    if (inner !== at) stops[here].inside = true;
    if (inner && !inners.has(inner)) inners.set(inner, inners.size);
    const stop = here < 0 ? null : stops[here];
    return JSON.stringify({
      at: here,
      inner: inner ? inners.get(inner) : -1,
      fresh,
      slipped,
      back,
      lost: here < 0 && Boolean(first),
      patience: patience(at, inner),
      doubtful: fresh && stop !== null && (stop.hidden !== "" || stop.covered),
    });
  };

  // Look again, once what follows a scroll has happened.
  const again = (at) => {
    const stop = stops[at];
    const { hidden, covered, cover, shown } = measure(stop.element);
    Object.assign(stop, { hidden, covered, cover: cover ?? stop.cover, shown: shown.length > 0 });
    stop.after = looks(stop.element);
    return "";
  };

  // --- Getting about without Tab ------------------------------------------------------------------

  const seenCandidates = (limit) => {
    const found = [];
    for (const element of all(document, CANDIDATES)) {
      if (found.length >= limit) break;
      // Arrow keys lead to those of a group, and a frame may hold nothing.
      if (matches(element, "[type=radio], iframe")) continue;
      if (tabIndex(element) < 0 || matches(element, ":disabled, [inert], [inert] *")) continue;
      if (visible(element) && onScreenOrBelow(element)) found.push(element);
    }
    return found;
  };
  const onScreenOrBelow = (element) =>
    boxesOf(element).some(({ right, bottom }) => right + scrollX > 0 && bottom + scrollY > 0);
  const follows = (element, other) =>
    Boolean(order(other, element) & Node.DOCUMENT_POSITION_FOLLOWING) && !contains(other, element);

  // Whether it is in a layer above the page, as dialogs are that do not say what they are.
  const lifted = (element) => {
    for (let at = element; at; at = parent(at)) {
      const { position, zIndex } = style(at);
      if (position === "fixed" || (position === "absolute" && parseInt(zIndex, 10) >= 10)) return true;
    }
    return false;
  };

  let left = [];
  // What there is beyond a round of stops, in the order of the document.
  const beyond = (members, limit) => {
    const inside = members.map((at) => stops[at].element);
    const last = inside.reduce((late, element) => (!late || follows(element, late) ? element : late), null);
    const mine = new Set(inside);
    // One from which the page sent the focus away was not reached either.
    const reached = (element) => index.has(element) && !stops[index.get(element)].moved;
    left = seenCandidates(limit).filter((element) => !mine.has(element) && !reached(element));
    const after = last ? left.filter((element) => follows(element, last)) : left;
    left = after;
    const dialog = inside.some((element) => closest(element, DIALOG) !== null || lifted(element));
    return JSON.stringify({ count: after.length, dialog: dialog || all(document, ":modal").length > 0 });
  };
  // Put the focus on the next of those; whether it stays there.
  const goOn = async () => {
    const next = left.shift();
    if (!next) return "no";
    focus(next);
    await moment();
    heard = [];
    from = null;
    return real(active(document)) === next ? "yes" : "no";
  };

  const HELD = "(?:ctrl|control|alt|shift|option|cmd|command|meta)\\s*(?:[+\\-–]|plus)?\\s*";
  const KEYS = new RegExp(
    "\\b(?:press(?:ing)?|hit|use|using|type|pwyswch|pwyso)\\s+(?:the\\s+)?" +
      `((?:${HELD}){1,3}[a-z0-9]|(?:${HELD}){0,3}(?:esc(?:ape)?|f(?:1[0-2]|[1-9])))\\b`,
    "gi",
  );
  const textOf = (element) =>
    element instanceof HTMLElement ? shownText(element).slice(0, 5000) : "";
  // Combinations of keys that the words near the place name.
  const documented = (at) => {
    const texts = [];
    let near = at < 0 ? null : stops[at].element;
    if (near) {
      for (const key of ["aria-describedby", "aria-labelledby"]) {
        for (const id of (attribute(near, key) ?? "").split(/\s+/).slice(0, 5)) {
          const told = id && byId(document, id);
          if (told) texts.push(textOf(told));
        }
      }
      texts.push(attribute(near, "aria-label") ?? "", attribute(near, "title") ?? "");
    }
    for (let up = 0; near && up < 4; up += 1, near = parent(near)) {
      texts.push(textOf(near));
    }
    const found = [];
    for (const text of texts) {
      for (const match of text.matchAll(KEYS)) {
        const keys = match[1].toLowerCase().split(/[\s+\-–]+|plus/).filter(Boolean);
        if (!found.some((known) => known.join() === keys.join())) found.push(keys);
      }
    }
    return JSON.stringify(found.slice(0, 3));
  };

  // --- The skip link ------------------------------------------------------------------------------

  const SKIPS = /\b(skip|jump|neidio|neidiwch|mynd|ewch)\b.*|\bstraight to\b|\bgo to (main|content)\b/i;
  const skipLink = () => {
    const link = stops.slice(0, 8).find(({ element }) => {
      if (name(element) !== "a" || !(attribute(element, "href") ?? "").includes("#")) return false;
      return SKIPS.test(parts.label(element, 100));
    });
    if (!link) return JSON.stringify(null);
    const target = goal(link.element);
    return JSON.stringify({
      at: index.get(link.element),
      spot: spot(link.element),
      target: words((attribute(link.element, "href") ?? "").split("#")[1] ?? "", 100),
      exists: target !== null,
    });
  };
  const goal = (link) => {
    let id = (attribute(link, "href") ?? "").split("#")[1] ?? "";
    try { id = decodeURIComponent(id); } catch { /* then as it is */ }
    if (!id) return null;
    return byId(document, id) ?? all(document, `a[name="${CSS.escape(id)}"]`)[0] ?? null;
  };
  // Where the focus is now, seen from the target of the skip link at `at`.
  const led = (at) => {
    const main = all(document, "main, [role=main]")[0] ?? all(document, "h1")[0];
    const target = goal(stops[at].element) ?? main;
    const { at: here } = deepest();
    if (!here || !target) return JSON.stringify({ led: "", next: null });
    const reached = here === target || contains(target, here) || follows(here, target);
    const outside = main && !contains(main, here) && !follows(here, main);
    const same = here === stops[at + 1]?.element && outside && contains(target, main);
    return JSON.stringify({
      led: !reached ? "before" : same ? "no further" : "there", next: spot(here),
    });
  };

  // --- Beginning, looking and ending --------------------------------------------------------------

  const sheets = {
    get: getter(Document.prototype, "adoptedStyleSheets"),
    set: Object.getOwnPropertyDescriptor(Document.prototype, "adoptedStyleSheets").set,
  };
  const still = new CSSStyleSheet();
  still.replaceSync("*, *::before, *::after { transition: none !important; scroll-behavior: auto !important }");
  let paused = [];

  // From the very top, wherever the page has put the focus or its fragment leads. The browser starts
  // from where the focus was last; with this number the root is before all others.
  const top = () => {
    const html = root(document);
    if (!html) return "";
    rootIndex ??= { had: attribute(html, "tabindex") };
    Element.prototype.setAttribute.call(html, "tabindex", "1");
    focus(html, { preventScroll: true });
    blur(html);
    scrollTo({ left: 0, top: 0, behavior: "instant" });
    heard = [];
    from = null;
    return "";
  };
  let rootIndex = null;
  const putBack = () => {
    const html = root(document);
    if (rootIndex === null || !html) return;
    if (rootIndex.had === null) Element.prototype.removeAttribute.call(html, "tabindex");
    else Element.prototype.setAttribute.call(html, "tabindex", rootIndex.had);
    rootIndex = null;
  };
  const start = () => {
    sheets.set.call(document, [...sheets.get(document), still]);
    paused = document.getAnimations().filter((each) => each.playState === "running").slice(0, 500);
    for (const each of paused) each.pause();
    addEventListener("keydown", leave, true);
    addEventListener("focus", hear, true); // one that is sent away at once has no focusin
    return top();
  };
  const end = () => {
    removeEventListener("keydown", leave, true);
    removeEventListener("focus", hear, true);
    sheets.set.call(document, sheets.get(document).filter((sheet) => sheet !== still));
    for (const each of paused) if (each.playState === "paused") each.play();
    top();
    putBack();
    return "";
  };

  const at = (place, options) => {
    const { element, scroll: [left, top] } = stops[place];
    // Some show only once the page is scrolled as far as it was.
    scrollTo({ left, top, behavior: "instant" });
    if (connected(element)) focus(element, options);
    return real(active(document)) === element ? "yes" : "no";
  };
  // Take the focus away, if it still was where it had been put.
  const away = (place) => {
    const { at: here } = deepest();
    if (here) blur(here);
    return here && here === stops[place]?.element ? "yes" : "no";
  };
  // The part of the screen in which a focus should show, in CSS pixels of the page.
  const place = (at) => {
    const { element } = stops[at];
    const boxes = [element, ...standsFor(element).slice(0, 2)].flatMap((each) => onScreen(boxesOf(each)));
    if (!boxes.length) return JSON.stringify(null);
    const { left, top, right, bottom } = around(boxes);
    const [x, y] = [Math.max(0, Math.floor(left - 14)), Math.max(0, Math.floor(top - 14))];
    return JSON.stringify({
      x: x + scrollX, y: y + scrollY,
      width: Math.min(innerWidth, Math.ceil(right + 14)) - x,
      height: Math.min(innerHeight, Math.ceil(bottom + 14)) - y,
    });
  };
  const screen = () =>
    JSON.stringify({ x: scrollX, y: scrollY, width: innerWidth, height: innerHeight });

  const spot = (element) => ({ selector: selector(element), html: dom.html(element) });
  const spotOf = (at) => JSON.stringify(spot(stops[at].element));

  const GROUP = "form, fieldset, ul, ol, table, nav, main, aside, header, footer, section, article, dialog";

  // All stops, and the looks that need a picture or not. Called with the focus on nothing.
  const finish = () => {
    const sorted = stops
      .map((stop, at) => at)
      .sort((one, other) =>
        order(stops[one].element, stops[other].element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
    const rank = new Map(sorted.map((at, place) => [at, place]));
    const groups = new Map();
    const kept = [...covers.keys()];
    const found = new Map();
    const list = [];
    scrollTo({ left: 0, top: 0, behavior: "instant" });
    for (const [at, stop] of stops.entries()) {
      const { element } = stop;
      // What sticks was elsewhere when it had the focus.
      const boxes = visible(element) ? boxesOf(element) : [];
      const whole = boxes.length ? onPage(element, around(boxes)) : null;
      if (whole && whole[0] + whole[2] > 0 && whole[1] + whole[3] > 0) stop.box = whole;
      const before = looks(element);
      const key = JSON.stringify([
        name(element), attribute(element, "type"), before, stop.after, stop.behind, stop.hidden,
        stop.covered, stop.room < 4, stop.inside,
      ]);
      if (!found.has(key)) {
        const sure = stop.inside ? { shows: "inside", contrast: null } :
          caret(element) && !stop.hidden ? { shows: "caret", contrast: null } :
            certain(stop, before, stop.after);
        found.set(key, list.length);
        list.push({
          at, shows: sure?.shows ?? "unknown", contrast: sure?.contrast ?? null,
          differs: JSON.stringify(before) !== JSON.stringify(stop.after),
        });
      }
      const group = closest(element, GROUP);
      if (!groups.has(group)) groups.set(group, groups.size);
      stop.group = groups.get(group);
      stop.look = found.get(key);
    }
    const out = stops.map((stop, at) => ({
        box: stop.box, order: rank.get(at), group: stop.group,
        tabindex: Math.max(0, tabIndex(stop.element)),
        fixed: stop.held !== null && style(stop.held).position === "fixed",
        look: stop.look, hidden: stop.hidden, covered: stop.covered,
        cover: stop.covered ? kept.indexOf(stop.cover) : -1,
        moved: stop.moved,
        spot: spot(stop.element),
    }));
    return JSON.stringify({
      stops: out,
      kinds: list,
      covers: kept.map((cover) => ({ spot: spot(cover), first: covers.get(cover) })),
    });
  };

  return {
    again, at, away, beyond, documented, end, finish, goOn, led, place, screen, skipLink, spotOf,
    start, state, top,
  };
})();
