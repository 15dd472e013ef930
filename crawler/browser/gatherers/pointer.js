// Installed after scene.js and hover_rules.js: what listens for the mouse, and what shows on hover.
globalThis.pointer = (() => {
  const { all, attribute, contains, name, parent, rectangle, style, within, words } = dom;
  const { closest, focusableIn, kind, matches, pause, place, restless, spot, tabbable } = scene;

  const controlOf = dom.getter(HTMLLabelElement.prototype, "control");
  const PRESSES = new Set(["click", "mousedown", "mouseup", "pointerdown", "pointerup", "dblclick"]);
  const HOVERS = new Set(["mouseenter", "mouseover", "pointerenter", "pointerover"]);
  const WIDGETS = /^(button|link|checkbox|switch|radio|tab|menuitem|option)$/;
  const CALLED = /(^|[\s_-])(btn|button|link|toggle|toggler|trigger|close|clickable|accordion|tab|expand|dropdown)([\s_-]|$)/i;
  const COMPOSITE =
    "[role=listbox], [role=menu], [role=menubar], [role=tablist], [role=tree], [role=grid], " +
    "[role=radiogroup], [role=combobox], [role=toolbar]";
  const MAPS =
    "[class*=leaflet i], .gm-style, [class*=mapbox i], [class*=esri i], .ol-viewport, " +
    "[class*=video-js], [class*=plyr]";
  const HINTED =
    "[aria-haspopup], [data-tooltip], [data-tip], [data-tippy-content], " +
    "[data-bs-toggle=tooltip], [data-toggle=tooltip], [data-bs-toggle=popover]";

  let limits = null;
  let first = null; // the page before anything was done
  let end = 0;
  const listens = new Map();
  const controls = []; // what takes no focus
  const presses = []; // of those, the ones to press
  const triggers = [];
  const revealed = [];
  let operable = 0;
  let unread = 0;
  const unfinished = {};

  const roleOf = (element) => (attribute(element, "role") ?? "").trim().toLowerCase().split(/\s/)[0];
  const area = ({ width, height }) => width * height;
  const huge = (element, share) => area(rectangle(element)) > innerWidth * innerHeight * share;
  const hears = (element, kinds) => [...(listens.get(element) ?? [])].some((type) => kinds.has(type));

  // --- What takes no focus ------------------------------------------------------------------------

  const focusableAround = (element) => {
    for (let above = parent(element); above && name(above) !== "body"; above = parent(above)) {
      if (tabbable(above)) return above;
    }
    return null;
  };
  const labels = (element) => {
    const label = closest(element, "label");
    return label instanceof HTMLLabelElement && controlOf(label) !== null;
  };
  // Another of a set takes the focus, and the arrow keys lead on from there.
  const inSet = (element) => {
    const set = closest(element, COMPOSITE);
    return set !== null && (tabbable(set) || focusableIn(set) !== undefined ||
      all(document, "[aria-activedescendant]").length > 0);
  };
  const besideFocusable = (element) => {
    const holder = parent(element);
    if (!holder || /^(body|main|section|article|ul|ol|table|tr|tbody|nav|header|footer)$/.test(name(holder))) {
      return false;
    }
    return !huge(holder, 0.15) && focusableIn(holder) !== undefined;
  };
  // It listens for what is in it, and that shows the mouse's hand.
  const servesOthers = (element) =>
    [...within(element, "*")].slice(0, 60).some((inner) => style(inner).cursor === "pointer");
  const gathersPress = (element) => {
    const own = hears(element, PRESSES);
    const role = roleOf(element);
    const tag = name(element);
    const pointed = style(element).cursor === "pointer";
    const hand = pointed && (!parent(element) || style(parent(element)).cursor !== "pointer");
    const named = attribute(element, "class") ?? "";
    const called = CALLED.test(named) || (tag === "a" && hand);
    if (!own && !(hand && called) && !/(^|\s)(btn|button|govuk-button)(\s|$)/i.test(named) && !(WIDGETS.test(role) && role !== "option")) return;
    if (/^(html|body|main|form|option|canvas|iframe|video|audio|select|object|embed)$/.test(tag)) return;
    if (matches(element, ":disabled, [aria-disabled=true]") || closest(element, "[inert]")) return;
    if (tabbable(element) || focusableIn(element) || focusableAround(element)) {
      if (own) operable += 1;
      return;
    }
    if (closest(element, MAPS) !== null) return;
    if (own && !pointed && !WIDGETS.test(role) && servesOthers(element)) return;
    if (labels(element) || inSet(element) || huge(element, 0.5) || parts.asksConsent(element)) return;
    // The part of a larger control that is told already.
    if (controls.some((other) => contains(other.element, element))) return;
    if (!own && [...listens.keys()].some((other) => other !== element && contains(other, element) &&
        hears(other, PRESSES) && controls.some((each) => each.element === other))) return;
    controls.push({
      element, listens: own, role: WIDGETS.test(role) ? role : "", looks: pointed || called,
      beside: besideFocusable(element) || restless(element), effect: null, elsewhere: false, kind: kind(element),
    });
  };

  // --- What may show on hover -----------------------------------------------------------------------

  const addTrigger = (element, how, pseudo = "") => {
    if (!first.shown.has(element) || huge(element, 0.4) || restless(element)) return;
    if (/^(html|body|main|header|footer|form|iframe)$/.test(name(element))) return;
    if (parts.asksConsent(element)) return;
    const known = triggers.find((other) => other.element === element);
    if (known) {
      if (how === "listens") known.slow = true;
      return;
    }
    triggers.push({ element, slow: how !== "style", pseudo, kind: kind(element) });
  };
  const findTriggers = () => {
    const read = hoverRules.read(limits);
    unread = read.unread;
    for (const { trigger, target, pseudo, beside } of read.rules) {
      try {
        const targets = [...all(document, target)].slice(0, 200);
        if (!pseudo && targets.every((element) => first.shown.has(element))) continue;
        for (const element of [...all(document, trigger)].slice(0, 100)) {
          if (pseudo && !hasTip(element, pseudo)) continue;
          if (!pseudo && !leadsTo(element, targets, beside)) continue;
          addTrigger(element, "style", pseudo);
        }
      } catch {
        continue; // a selector that only a sheet may hold
      }
    }
    for (const element of all(document, HINTED)) addTrigger(element, "listens");
    for (const [element] of listens) if (hears(element, HOVERS)) addTrigger(element, "listens");
  };
  // Whether some of what the rule shows is hidden and belongs to this trigger.
  const leadsTo = (element, targets, beside) => {
    const holder = beside ? parent(element) : element;
    return targets.some((target) => !first.shown.has(target) && holder !== null &&
      contains(holder, target));
  };
  const tip = (element, pseudo) => {
    const look = window.getComputedStyle(element, pseudo);
    const hidden = look.display === "none" || look.visibility === "hidden" || look.opacity === "0" ||
      /^(none|normal|""|)$/.test(look.content) || /scale\(0|matrix\(0/.test(look.transform);
    return hidden ? "" : look.content.replace(/^"|"$/g, "");
  };
  const hasTip = (element, pseudo) => tip(element, pseudo) === "";
  const tipOf = (entry) => {
    const text = entry.pseudo ? tip(entry.element, entry.pseudo) : "";
    return /\p{L}{2}/u.test(text) ? text : "";
  };

  // Two of each kind, none that is only a part of another as small as it.
  const choose = () => {
    const kinds = new Map();
    const chosen = [];
    for (const entry of triggers) {
      const outer = triggers.find((other) => other !== entry && contains(other.element, entry.element));
      if (outer && area(rectangle(outer.element)) < 3 * area(rectangle(entry.element))) {
        outer.slow ||= entry.slow;
        entry.part = true;
      }
    }
    for (const entry of triggers) {
      if (entry.part) continue;
      const count = kinds.get(entry.kind) ?? 0;
      kinds.set(entry.kind, count + 1);
      if (count < 2) chosen.push(entry);
    }
    for (const entry of chosen) entry.alike = kinds.get(entry.kind);
    if (chosen.length > limits.hovers) unfinished.hovers = "there are too many things to hover over";
    triggers.splice(0, triggers.length, ...chosen.slice(0, limits.hovers));
  };

  // --- Beginning ------------------------------------------------------------------------------------

  const start = async (given, kinds, ...elements) => {
    limits = given;
    first = scene.look(limits.elements);
    if (!first.whole) unfinished.page = "the page is too large to test fully";
    if (dom.within(dom.root(document), "*").length > limits.largest) {
      return JSON.stringify({ hovers: 0, presses: 0 });
    }
    await pause(limits.noise);
    const second = scene.look(limits.elements);
    scene.noise(first, second);
    first = second;
    elements.forEach((element, index) => {
      if (element instanceof Element) listens.set(element, new Set(kinds[index]));
    });
    for (const element of first.shown.keys()) {
      gathersPress(element);
      if (controls.length >= limits.controls) {
        unfinished.presses = "there are too many things that only listen for the mouse";
        break;
      }
    }
    const counts = new Map();
    for (const entry of controls) {
      const count = counts.get(entry.kind) ?? 0;
      counts.set(entry.kind, count + 1);
      if (count < 2 && presses.length < limits.presses && scene.harmless(entry.element)) presses.push(entry);
    }
    findTriggers();
    choose();
    return JSON.stringify({ hovers: triggers.length, presses: presses.length });
  };

  // --- Hovering -------------------------------------------------------------------------------------

  let entry = null;
  let before = null;
  let roots = []; // what the hover brought
  const now = () => scene.look(limits.elements);

  const hover = (index) => {
    entry = triggers[index];
    roots = [];
    const at = spot(entry.element);
    before = at ? now() : null;
    entry.at = at;
    return JSON.stringify(at);
  };
  const hovered = async () => {
    for (const wait of entry.slow ? limits.slow : limits.quick) {
      await pause(wait);
      scene.hurry();
      const after = now();
      const change = scene.differ(before, after, entry.element);
      const fresh = change.shown.filter(scene.says);
      if (fresh.length) {
        roots = scene.outermost(change.shown).filter(
          (element) => scene.says(element) || fresh.some((each) => contains(element, each)),
        );
        return JSON.stringify({ shown: true, slow: entry.slow, tip: false });
      }
      if (tipOf(entry)) {
        return JSON.stringify({ shown: true, slow: entry.slow, tip: true });
      }
    }
    return JSON.stringify({ shown: false, slow: false, tip: false });
  };
  // Whether any of it shows now.
  const shows = () => {
    scene.hurry();
    if (!roots.length) return tipOf(entry) !== "";
    const { shown } = now();
    return roots.some((element) => shown.has(element));
  };
  const still = async (waits) => {
    for (const wait of waits) {
      await pause(wait);
      if (!shows()) return JSON.stringify(false);
    }
    return JSON.stringify(true);
  };
  const comes = async (waits) => {
    for (const wait of waits) {
      await pause(wait);
      if (shows()) return JSON.stringify(true);
    }
    return JSON.stringify(false);
  };

  const largest = () =>
    roots.map((element) => ({ element, box: rectangle(element) }))
      .sort((one, other) => area(other.box) - area(one.box))[0];

  // The way of the mouse from the trigger onto what it brought.
  const way = () => {
    if (!roots.length) return JSON.stringify([]);
    const { box } = largest();
    const { x, y } = entry.at;
    const inset = (low, high) => Math.min(8, (high - low) / 2);
    const nearest = (value, low, high) =>
      Math.min(Math.max(value, low + inset(low, high)), high - inset(low, high));
    const goal = {
      x: nearest(x, Math.max(box.left, 0), Math.min(box.right, innerWidth)),
      y: nearest(y, Math.max(box.top, 0), Math.min(box.bottom, innerHeight)),
    };
    const steps = [];
    for (let step = 1; step <= 6; step += 1) {
      steps.push({ x: x + ((goal.x - x) * step) / 6, y: y + ((goal.y - y) * step) / 6 });
    }
    return JSON.stringify(steps);
  };

  const obscures = () => {
    if (!roots.length) return null;
    const { box } = largest();
    for (const across of [0.1, 0.5, 0.9]) {
      for (const down of [0.15, 0.5, 0.85]) {
        const x = box.left + box.width * across;
        const y = box.top + box.height * down;
        for (const element of [...scene.allAt(document, x, y)].slice(0, 12)) {
          if (roots.some((each) => contains(each, element) || contains(element, each))) continue;
          if (contains(entry.element, element) || contains(element, entry.element)) continue;
          if (scene.says(element)) return true;
        }
      }
    }
    return false;
  };

  // The part of the screen that holds the trigger and what it brought, with some room.
  const frame = () => {
    const boxes = [entry.element, ...roots].map((element) => rectangle(element));
    const x = Math.max(0, Math.min(...boxes.map((box) => box.left)) - 20);
    const y = Math.max(0, Math.min(...boxes.map((box) => box.top)) - 20);
    const right = Math.min(innerWidth, Math.max(...boxes.map((box) => box.right)) + 20);
    const bottom = Math.min(innerHeight, Math.max(...boxes.map((box) => box.bottom)) + 20);
    return JSON.stringify(right - x > 1 && bottom - y > 1 ? { x: x + scrollX, y: y + scrollY, width: right - x, height: bottom - y } : null);
  };

  const linksOf = (elements) => {
    const found = [];
    for (const element of elements) {
      if (matches(element, "a[href]")) found.push(element);
      found.push(...[...within(element, scene.USABLE)].slice(0, 100));
    }
    return found;
  };
  const describe = () => {
    const { element } = roots.length ? largest() : entry;
    const usable = linksOf(roots);
    const leads = new Set();
    for (const link of first.shown.keys()) {
      if (matches(link, "a[href]") && !usable.includes(link)) leads.add(parts.address(link, 2000));
    }
    const unique = usable.filter((link) => !matches(link, "a[href]") || !leads.has(parts.address(link, 2000)));
    // A menu of links, over a link to a page of its own.
    const here = location.href.split("#")[0];
    const lands = (link) => {
      const to = matches(link, "a[href]") && !usable.includes(link) ? parts.address(link, 2000) : null;
      return to !== null && before.shown.has(link) && to.split("#")[0] !== here;
    };
    const landing = usable.length > 0 && usable.every((link) => matches(link, "a[href]")) &&
      [entry.element, ...[...within(entry.element, "a[href]")].slice(0, 20)].some(lands);
    const text = roots.length ? words(roots.map(dom.content).join(" "), 200) : words(tipOf(entry), 200);
    let known = false;
    if (text) {
      for (const [other, said] of before.shown) {
        if (said && said.includes(text) && !roots.some((each) => contains(each, other))) known = true;
      }
    }
    const box = rectangle(element);
    const own = rectangle(entry.element);
    const inside = roots.length > 0 && (box.left >= own.left - 2 && box.right <= own.right + 2 &&
      box.top >= own.top - 2 && box.bottom <= own.bottom + 2);
    revealed.push({
      trigger: place(entry.element), content: place(element), text, usable: usable.length,
      unique: unique.length, landing, inside, known, obscures: obscures(), alike: entry.alike,
      focusable: focusOf() !== null,
      urls: unique.map((each) => parts.address(each, 2000)).filter(Boolean).slice(0, 20),
    });
    return JSON.stringify(true);
  };
  const note = (name, value) => {
    revealed[revealed.length - 1][name] = value;
    return JSON.stringify(true);
  };

  // --- The same by keyboard ---------------------------------------------------------------------

  const focus = (element) => HTMLElement.prototype.focus.call(element, { focusVisible: true });
  const focusOf = () => {
    const { element } = entry;
    if (tabbable(element)) return element;
    for (const inner of [...within(element, scene.FOCUSABLE)].slice(0, 100)) {
      if (tabbable(inner) && before.shown.has(inner)) return inner;
    }
    return focusableAround(element);
  };
  const takeFocus = () => {
    const element = focusOf();
    if (element === null || !(element instanceof HTMLElement)) return JSON.stringify(false);
    focus(element);
    return JSON.stringify(true);
  };
  const toggles = () => {
    const found = [];
    const holder = parent(entry.element);
    const near = [entry.element, ...within(entry.element, scene.FOCUSABLE),
      ...(holder && !/^(body|main|nav|ul|ol)$/.test(name(holder)) ? within(holder, scene.FOCUSABLE) : [])];
    for (const element of near.slice(0, 60)) {
      if (found.includes(element) || !before.shown.has(element) || !tabbable(element)) continue;
      const href = attribute(element, "href");
      if (href !== null && !/^(#|javascript:)/i.test(href.trim())) continue;
      if (!matches(element, "button, summary, a, [role=button], [aria-haspopup], [aria-expanded], [tabindex]")) continue;
      if (matches(element, "form button:not([type=button]), input")) continue;
      if (scene.harmless(element)) found.push(element);
    }
    return found.slice(0, 2);
  };
  const takeToggle = (index) => {
    const element = toggles()[index];
    if (!(element instanceof HTMLElement)) return JSON.stringify(false);
    focus(element);
    return JSON.stringify(true);
  };
  const inReveal = () => {
    const element = scene.active(document);
    return JSON.stringify(element !== null && roots.some((each) => contains(each, element)));
  };
  const rest = () => {
    const element = scene.active(document);
    if (element instanceof HTMLElement && name(element) !== "body") HTMLElement.prototype.blur.call(element);
    return JSON.stringify(true);
  };

  // --- Pressing -------------------------------------------------------------------------------------

  const press = (index) => {
    entry = presses[index];
    const at = first.shown.has(entry.element) ? spot(entry.element) : null;
    before = at ? now() : null;
    return JSON.stringify(at);
  };
  const pressed = async () => {
    for (const wait of limits.slow) {
      await pause(wait);
      scene.hurry();
      const change = scene.differ(before, now(), entry.element);
      entry.effect = scene.effect(change);
      if (entry.effect) break;
    }
    return JSON.stringify(entry.effect);
  };
  const leads = (effect, url) => {
    entry.effect = effect;
    if (url) {
      for (const link of first.shown.keys()) {
        if (matches(link, "a[href]") && parts.address(link, 2000) === url) entry.elsewhere = true;
      }
    }
    return JSON.stringify(true);
  };
  // Where to press again so that the page is as it was; null when it is.
  const undo = () => {
    const change = scene.differ(before, now());
    if (!change.shown.length && !change.gone.length) return JSON.stringify(null);
    return JSON.stringify(dom.visible(entry.element) ? spot(entry.element) : null);
  };

  const result = (late) => {
    for (const part of late) unfinished[part] ??= "there was no time for all of it";
    const tried = new Map();
    for (const each of presses) {
      tried.set(each.kind, [...(tried.get(each.kind) ?? []), each.effect]);
    }
    const told = controls.map((each) => {
      const alike = tried.get(each.kind) ?? [];
      // What all that were tried of its kind do, it does too.
      const effect = each.effect ?? (alike.length > 1 && alike.every(Boolean) ? alike[0] : null);
      const { element, listens: own, role, looks, beside, elsewhere } = each;
      return {
        spot: place(element), text: parts.label(element, 100), listens: own, role, looks, beside,
        effect, elsewhere,
      };
    });
    // A listener that nothing shows of may well only count visitors.
    const kept = told.filter((each) => each.role || each.looks || each.effect);
    return JSON.stringify({
      complete: Object.keys(unfinished).length === 0, unfinished, operable,
      mouse_only: kept, hovered: triggers.length, unread, revealed,
    });
  };

  return {
    comes, describe, frame, hover, hovered, inReveal, leads, note, press, pressed, rest, result, start, still,
    takeFocus, takeToggle, undo, way,
  };
})();
