// Installed after scene.js: what controls do when they are pressed, by mouse and by keyboard.
globalThis.widgets = (() => {
  const { all, attribute, contains, content, getter, method, name, parent, rectangle, style, within, words } = dom;
  const { closest, kind, matches, pause, place, spot, tabbable } = scene;

  const typeOf = getter(HTMLButtonElement.prototype, "type");
  const formOf = getter(HTMLButtonElement.prototype, "form");
  const optionsOf = getter(HTMLSelectElement.prototype, "length");
  const indexOf = getter(HTMLSelectElement.prototype, "selectedIndex");
  const checkedOf = getter(HTMLInputElement.prototype, "checked");

  const DIALOG = "dialog, [role=dialog], [role=alertdialog], [aria-modal=true]";
  const LIVE =
    "[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log], [role=timer], " +
    "[role=marquee], output";
  const CLOSES =
    /\b(close|cancel|dismiss|ok|okay|done|got it|no thanks|not now|back|continue|skip|cau|canslo|iawn)\b|^\W*[x×✕✖⨯╳]\W*$/i;
  const EXACT = /^\W*(close( (this|dialog|window|popup|box))?|cau|x|×|✕|✖)\W*$/i;
  const CALLED_CLOSE = /(^|[\s_-])(close|dismiss|cancel)([\s_-]|$)/i;
  const SAYS =
    /\b(saved|copied|added|removed|updated|cleared|sent|done|success\w*|completed?|error|failed|invalid|required|thank you|thanks|sorry|loading|loaded|no results|\d+ results?|results? found|selected|please wait|wedi (ei|eu|cael))\b/i;
  const CALLED_MESSAGE =
    /(^|[\s_-])(toast|snackbar|alert|message|msg|notification|notice|status|flash|feedback|confirmation)s?([\s_-]|$)/i;
  const TOLD =
    /\b(automatic(ally)?|will (take|reload|update|submit|open|go|refresh|move|change|be taken|be sent)|reloads?|refresh(es)?|takes you|opens (in )?a new|as soon as you|on selection|yn awtomatig)\b/i;
  const REMAP = /keyboard shortcuts?|shortcut keys|llwybrau byr/i;

  let limits = null;
  let first = null;
  const unfinished = {};
  const presses = []; // controls to press
  const hearing = new Set(); // elements that listen for clicks themselves, and for no keys
  const fields = [];
  const keys = [];
  const dialogs = [];
  const changes = [];
  const messages = [];
  const shortcuts = [];
  let pressedCount = 0;
  let changedCount = 0;

  const roleOf = (element) => (attribute(element, "role") ?? "").trim().toLowerCase().split(/\s/)[0];
  const now = () => scene.look(limits.elements);
  const focus = (element) => HTMLElement.prototype.focus.call(element, { focusVisible: true });

  // --- What is tried --------------------------------------------------------------------------------

  const real = (href) => href !== null && !/^(#|javascript:)/i.test(href.trim());
  // What says of itself no more than that it takes the focus, and hears clicks but no keys.
  const plain = (element, role) =>
    (role === "" || role === "generic") && attribute(element, "href") === null &&
    !matches(element, "[contenteditable], summary, label, iframe, audio, video, object, embed") &&
    tabbable(element) && words(content(element), 100).length <= 80 &&
    !within(element, scene.FOCUSABLE).length;
  // A control that the page made itself; null for a native one.
  const made = (element) => {
    const role = roleOf(element);
    const tag = name(element);
    if (/^(button|summary|input|select|textarea|option)$/.test(tag)) return null;
    if (/^(button|checkbox|switch)$/.test(role)) return role;
    if (role === "link" && attribute(element, "href") === null) return role;
    if (tag === "a" && attribute(element, "href") === null && role === "") return "link";
    return hearing.has(element) && plain(element, role) ? "plain" : null;
  };
  const pressable = (element) => {
    const tag = name(element);
    const href = attribute(element, "href");
    if (matches(element, ":disabled, [aria-disabled=true]") || closest(element, "[inert]")) return false;
    if (tag === "button") return typeOf(element) === "button" || formOf(element) === null;
    if (tag === "input") return (attribute(element, "type") ?? "").toLowerCase() === "button";
    if (/^(select|textarea|form|option|label)$/.test(tag)) return false;
    if (real(href)) return false;
    if (tag === "a" && href !== null && href.trim().length > 1 && !/^javascript:/i.test(href)) {
      // A link to a part of the page, which may be a dialog.
      return matches(element, "[role=button], [aria-haspopup], [aria-expanded], [data-toggle], [data-bs-toggle], [aria-controls]");
    }
    return true;
  };
  const first2 = (counts, key) => {
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count < 2;
  };
  const promises = (element) => {
    const opens = `${attribute(element, "aria-haspopup") ?? ""} ${attribute(element, "data-bs-toggle") ?? ""} ${attribute(element, "data-toggle") ?? ""}`;
    if (/dialog|modal/.test(opens)) return 0;
    return made(element) !== null ? 1 : 2;
  };
  const findPresses = () => {
    const counts = new Map();
    const found = [];
    const spaces = [];
    const candidates =
      "button, input[type=button], [role=button], [role=link], [role=checkbox], [role=switch], " +
      "[aria-haspopup], [aria-expanded], a[href^='#'], a[href^='javascript:' i], a:not([href])[tabindex]";
    let met = 0;
    const others = [...hearing].filter((element) => made(element) === "plain" && !matches(element, candidates));
    for (const element of [...all(document, candidates), ...others]) {
      met += 1;
      if (met > 2000) break;
      if (!first.shown.has(element) || scene.restless(element) || !scene.harmless(element)) continue;
      const role = made(element);
      if (role === "button" && real(attribute(element, "href"))) {
        // Only the space bar is tried: a link with an address is never followed.
        if (tabbable(element) && first2(counts, kind(element))) spaces.push({ element, role, spaceOnly: true });
        continue;
      }
      if (!pressable(element) || matches(element, "html, body, main, nav, ul, ol, details")) continue;
      if (role !== null && !tabbable(element)) continue; // the mouse's walk tells of it
      if (!first2(counts, kind(element))) continue;
      found.push({ element, role, spaceOnly: false });
    }
    const order = [...found.sort((one, other) => promises(one.element) - promises(other.element))];
    for (const entry of [...order, ...spaces.slice(0, 3)]) {
      entry.alike = counts.get(kind(entry.element)) ?? 1;
      if (presses.length < limits.presses) presses.push(entry);
      else unfinished.controls = "there are too many controls to press them all";
    }
  };
  const findFields = () => {
    const counts = new Map();
    for (const element of all(document, "select, input[type=checkbox], input[type=radio]")) {
      if (fields.length >= limits.fields) break;
      const tag = name(element);
      const sort = tag === "select" ? "select" : (attribute(element, "type") ?? "").toLowerCase();
      if (!tabbable(element) || matches(element, "[multiple], [size]:not([size='1']), [readonly]")) continue;
      if (sort === "select" && (!(element instanceof HTMLSelectElement) || optionsOf(element) < 2)) continue;
      if (parts.asksConsent(element)) continue;
      const key = sort === "select" ? kind(element) + (attribute(element, "id") ?? "") : `${sort} ${kind(element)}`;
      if (!first2(counts, key)) continue;
      if (sort === "radio" && (counts.get(key) ?? 0) > 1) continue;
      fields.push({ element, sort });
    }
  };

  // `kinds` are the events that each of the nodes listens for itself.
  const start = async (given, kinds, ...nodes) => {
    limits = given;
    nodes.forEach((node, at) => {
      if (node instanceof HTMLElement && kinds[at].length === 1 && kinds[at][0] === "click") hearing.add(node);
    });
    first = now();
    if (!first.whole) unfinished.page = "the page is too large to test fully";
    watch();
    if (dom.within(dom.root(document), "*").length > limits.largest) {
      return JSON.stringify({ presses: [], fields: [] });
    }
    await pause(limits.noise);
    const second = now();
    scene.noise(first, second);
    first = second;
    findPresses();
    findFields();
    return JSON.stringify({ presses: presses.map(({ element, role, spaceOnly }) => [role ?? "", spaceOnly, hearing.has(element)]), fields: fields.map((each) => each.sort) });
  };

  // --- Fields ---------------------------------------------------------------------------------------

  let field = null;
  const valueOf = ({ element, sort }) => (sort === "select" ? indexOf(element) : checkedOf(element));
  const takeField = (index) => {
    field = fields[index];
    if (!dom.visible(field.element) && field.sort === "select") return JSON.stringify(false);
    focus(field.element);
    field.value = valueOf(field);
    before = now();
    return JSON.stringify(scene.active(document) === field.element);
  };
  // What stands just before the field or its paragraph.
  const above = (element) => {
    const found = [];
    const previous = getter(Element.prototype, "previousElementSibling");
    for (const each of [element, parent(element)]) {
      let other = each;
      for (let steps = 0; other && steps < 2; steps += 1) {
        other = previous(other);
        if (other) found.push(other);
      }
    }
    return found;
  };
  const told = (element) => {
    const near = [closest(element, "fieldset, form, [role=group]"), closest(element, "p, div, label, section"),
      closest(element, "form, fieldset"), ...above(element)];
    const by = (attribute(element, "aria-describedby") ?? "").trim().split(/\s+/).slice(0, 3)
      .map((id) => id && dom.byId(document, id)).filter(Boolean);
    const title = attribute(element, "title") ?? "";
    return TOLD.test(`${parts.named(element, 200)} ${title}`) ||
      [...near, ...by].some((each) => each !== null && dom.visible(each) && TOLD.test(words(content(each), 1000)));
  };
  const changed = async () => {
    await pause(limits.field);
    const did = valueOf(field) !== field.value || field.sort === "radio";
    if (did) changedCount += 1;
    return JSON.stringify({ did, left: now().path !== before.path });
  };
  const noteChange = (effect) => {
    changes.push({ spot: place(field.element), kind: field.sort, effect, told: told(field.element) });
    return JSON.stringify(true);
  };

  // --- Keys where nothing has the focus ---------------------------------------------------------------

  let observer = null;
  let mutated = false;
  let prevented = false;
  let before = null;
  const watch = () => {
    // What pages note at the top of the document, of the use of keys, is nothing done.
    observer = new MutationObserver((records) => {
      mutated ||= records.some(({ target, type }) => type !== "attributes" || !/^(html|body)$/.test(name(target)));
    });
    addEventListener("keydown", (event) => { prevented ||= event.defaultPrevented; });
  };
  const observe = () => {
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    before = now();
    prevented = mutated = false;
    return JSON.stringify(true);
  };
  const typed = async () => {
    await pause(limits.key);
    const stirred = mutated || prevented || scrollY !== before.scroll[1] ||
      scene.active(document) !== before.focus || location.hash !== before.hash;
    if (!stirred) return JSON.stringify({ effect: "", stirred });
    await pause(limits.key * 3);
    scene.hurry();
    const after = now();
    observer.takeRecords();
    prevented = mutated = false;
    const change = scene.differ(before, after);
    change.page = false; // pages note there that the keyboard is used
    let effect = scene.effect(change);
    const at = after.focus;
    const moved = at !== before.focus && at !== null && !/^(body|html)$/.test(name(at));
    if (moved) effect = "focus";
    return JSON.stringify({ effect, stirred, to: moved ? place(at) : null });
  };
  const calm = async () => {
    rest();
    window.scrollTo({ left: 0, top: 0, behavior: "instant" });
    await pause(limits.key * 2);
    scene.hurry();
    observer.takeRecords();
    before = now();
    prevented = mutated = false;
    return JSON.stringify(true);
  };
  const noteShortcut = (key, effect, to) => {
    shortcuts.push(to ? { key, effect, to } : { key, effect });
    return JSON.stringify(true);
  };
  const unwatch = () => {
    observer.disconnect();
    return JSON.stringify(true);
  };

  // --- Pressing -----------------------------------------------------------------------------------

  let entry = null;
  let after = null;
  let change = null;
  let said = new Map();
  const regions = () => {
    const found = new Map();
    for (const region of [...all(document, LIVE)].slice(0, 30)) found.set(region, words(content(region), 500));
    return found;
  };
  const ready = (index) => {
    entry = presses[index];
    if (!contains(dom.root(document), entry.element) || !dom.visible(entry.element)) return JSON.stringify(null);
    const at = spot(entry.element);
    before = now();
    before.expanded = attribute(entry.element, "aria-expanded");
    before.called = called(entry.element);
    said = regions();
    return JSON.stringify(at);
  };
  const readyForKey = (index) => {
    entry = presses[index];
    focus(entry.element);
    before = now();
    return JSON.stringify(scene.active(document) === entry.element);
  };
  const pressed = async (key) => {
    let effect = "";
    for (const wait of limits.waits) {
      await pause(wait);
      scene.hurry();
      after = now();
      change = scene.differ(before, after, entry.element);
      if (key === " ") change.scrolled = false;
      effect = scene.effect(change);
      if (effect) break;
    }
    const dialog = key ? null : findDialog();
    const message = key || dialog ? null : findMessage();
    if (!key) fold = null;
    if (!key && !dialog && !message) await findFold();
    if (!key) pressedCount += 1;
    return JSON.stringify({ effect, dialog: dialog !== null, message: message !== null });
  };
  const undo = () => {
    const late = scene.differ(before, now());
    if (!late.shown.length && !late.gone.length) return JSON.stringify(null);
    return JSON.stringify(dom.visible(entry.element) ? spot(entry.element) : null);
  };
  const restore = () => {
    window.scrollTo({ left: before.scroll[0], top: before.scroll[1], behavior: "instant" });
    return JSON.stringify(true);
  };
  const noteKeys = (click, enter, space) => {
    keys.push({ spot: place(entry.element), role: entry.role, click, enter, space, alike: entry.alike });
    return JSON.stringify(true);
  };

  // --- What a control opens and closes ------------------------------------------------------------

  const folds = [];
  let fold = null;
  const ANOTHER_STATE =
    "summary, [aria-pressed], [aria-checked], [aria-selected], [role=tab], [role=switch], " +
    "[role=checkbox], [role=radio], [role=option]";
  const follows = method(Node.prototype, "compareDocumentPosition");
  // Whether the block stands after the control within what holds both, or is what it says it controls.
  const ownBlock = (control, block) => {
    for (const id of (attribute(control, "aria-controls") ?? "").trim().split(/\s+/).slice(0, 3)) {
      const named = id && dom.byId(document, id);
      if (named && (contains(named, block) || contains(block, named))) return true;
    }
    if (!(follows(control, block) & Node.DOCUMENT_POSITION_FOLLOWING)) return false;
    for (let at = parent(control), steps = 0; at && steps < 3; at = parent(at), steps += 1) {
      if (contains(at, block)) return !contains(block, control);
      if (/^(body|main)$/.test(name(at))) return false;
    }
    return false;
  };
  // Its words; an arrow that turns, or a + that becomes a −, says nothing to a screen reader.
  const called = (element) =>
    `${parts.named(element, 100)} ${words(content(element), 100)}`.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const findFold = async () => {
    fold = null;
    const { element, role } = entry;
    const given = before.expanded;
    if (role !== null && role !== "button") return;
    if (given === null && matches(element, ANOTHER_STATE)) return;
    const blocks = (elements) =>
      scene.outermost(elements).filter((each) => !contains(element, each) && !contains(each, element) &&
        (words(content(each), 40).length > 8 || scene.focusableIn(each) !== undefined) &&
        !closest(each, `${LIVE}, [role=tooltip], [role=tabpanel]`));
    const [shown, gone] = [blocks(change.shown), blocks(change.gone)];
    const showed = shown.length > 0;
    // What takes another's place is chosen from, rather than opened.
    if (given === null && showed && gone.length) return;
    const found = showed ? shown : gone;
    if (!found.length) return;
    const block = found.find((each) => ownBlock(element, each));
    fold = { element, block: block ?? found[0], given, showed, own: block !== undefined, renamed: called(element) !== before.called };
    for (const wait of [0, 200, 300]) {
      await pause(wait);
      fold.after = attribute(element, "aria-expanded");
      if (given === null || fold.after === String(showed)) break;
    }
    if (!contains(dom.root(document), element)) fold = null; // it was made anew
    else fold.place = place(element);
  };
  // After the page was put back as it was.
  const noteFold = async () => {
    if (fold === null) return JSON.stringify(false);
    const { element, block, given, after: told, showed, own, renamed, place: at } = fold;
    const is = (each) => contains(dom.root(document), each) && now().shown.has(each);
    let again = false;
    for (const wait of [0, 150, 350]) {
      await pause(wait);
      scene.hurry();
      again = is(block) !== showed;
      if (again) break;
    }
    const elsewhere = given === null && told === null &&
      (closest(element, "[aria-expanded]") !== null || within(element, "[aria-expanded]").length > 0);
    if (!elsewhere) folds.push({ spot: at, given, told, showed, own, again, renamed });
    fold = null;
    return JSON.stringify(true);
  };

  // --- Dialogs --------------------------------------------------------------------------------------

  let dialog = null;
  let reached = new Set();
  let leftFor = null;
  const covers = () => {
    const shown = new Set(change.shown);
    const corners = [[12, 12], [innerWidth - 12, 12], [12, innerHeight - 12], [innerWidth - 12, innerHeight - 12]];
    return corners.filter(([x, y]) => {
      for (let hit = scene.at(document, x, y); hit; hit = parent(hit)) if (shown.has(hit)) return true;
      return false;
    }).length >= 3;
  };
  const findDialog = () => {
    dialog = null;
    const roots = scene.outermost(change.shown);
    const inside = change.shown.find((element) => matches(element, DIALOG) && dom.visible(element)) ??
      roots.map((element) => closest(element, DIALOG)).find((found) => found && !before.shown.has(found));
    let said = true;
    let root = inside ?? null;
    if (root === null) {
      said = false;
      root = change.shown.find((element) => {
        const box = rectangle(element);
        return style(element).position === "fixed" && box.width * box.height > innerWidth * innerHeight * 0.12 &&
          words(content(element), 20).length > 5 && scene.focusableIn(element) !== undefined;
      }) ?? null;
      // A menu that slides in is no dialog unless it covers the page.
      if (root !== null && (!covers() || attribute(entry.element, "aria-expanded") !== null)) root = null;
    }
    if (root === null || matches(entry.element, "[aria-haspopup=menu], [aria-haspopup=listbox]")) return null;
    let modal = covers() || attribute(root, "aria-modal") === "true";
    try {
      modal ||= matches(root, ":modal");
    } catch {
      modal ||= false;
    }
    dialog = { root, said, modal };
    reached = new Set();
    leftFor = null;
    return dialog;
  };
  const inDialog = (element) => element !== null && contains(dialog.root, element);
  const entered = async () => {
    for (const wait of [0, 100, 200, 300]) {
      await pause(wait);
      scene.hurry();
      const at = scene.active(document);
      if (inDialog(at)) {
        reached.add(at);
        return JSON.stringify(true);
      }
    }
    return JSON.stringify(false);
  };
  const stop = () => {
    const at = scene.active(document);
    if (inDialog(at)) reached.add(at);
    else if (at !== null && !/^(body|html)$/.test(name(at)) && dom.visible(at) && before.shown.has(at)) leftFor ??= at;
    return JSON.stringify({ within: inDialog(at), left: leftFor !== null });
  };
  const tabbables = () =>
    JSON.stringify([...within(dialog.root, scene.FOCUSABLE)].slice(0, 40).filter(tabbable).length);
  const open = () => dom.visible(dialog.root) && now().shown.has(dialog.root);
  const closed = async () => {
    for (const wait of [60, 150, 300]) {
      await pause(wait);
      scene.hurry();
      if (!contains(dom.root(document), dialog.root) || !open()) return JSON.stringify(true);
    }
    return JSON.stringify(false);
  };
  const closer = () => {
    const controls = [...within(dialog.root, "button, [role=button], a, input[type=button], span, i, div, img, svg")].slice(0, 300);
    const named = controls.filter((element) => {
      if (!dom.visible(element) || words(content(element), 60).length > 30) return false;
      const called = `${attribute(element, "class") ?? ""} ${attribute(element, "id") ?? ""}`;
      const text = `${parts.named(element, 60)} ${attribute(element, "title") ?? ""}`;
      const native = matches(element, "button, [role=button], a, input");
      if (matches(element, "[data-bs-dismiss], [data-dismiss], [data-close], [data-micromodal-close]")) return true;
      if (native) return CLOSES.test(words(content(element), 60)) || CLOSES.test(text) || CALLED_CLOSE.test(called);
      if (EXACT.test(words(content(element), 60)) && !closest(element, "button, a, [role=button]")) return true;
      return style(element).cursor === "pointer" && !closest(element, "button, a, [role=button]") &&
        (CLOSES.test(words(content(element), 60)) || CALLED_CLOSE.test(called));
    });
    const pick = named.find((element) => reached.has(element)) ?? named[0] ?? null;
    dialog.close = pick;
    return JSON.stringify({ found: pick !== null, reached: pick !== null && reached.has(pick) });
  };
  const takeClose = () => {
    focus(dialog.close);
    return JSON.stringify(scene.active(document) === dialog.close);
  };
  const closeSpot = () => JSON.stringify(dialog.close ? spot(dialog.close) : null);
  const returned = async () => {
    if (!tabbable(entry.element) && !scene.focusableIn(entry.element)) return JSON.stringify(null);
    for (const wait of [0, 80, 250]) {
      await pause(wait);
      const at = scene.active(document);
      if (at !== null && !/^(body|html)$/.test(name(at)) && dom.visible(at) && before.shown.has(at) &&
          (contains(entry.element, at) || contains(at, entry.element))) return JSON.stringify(true);
    }
    return JSON.stringify(false);
  };
  const noteDialog = (found) => {
    dialogs.push({
      opener: place(entry.element), dialog: place(dialog.root), said: dialog.said, modal: dialog.modal,
      left_for: leftFor ? place(leftFor) : null, stops: reached.size,
      close: dialog.close ? place(dialog.close) : null, ...found,
    });
    return JSON.stringify(true);
  };

  // --- Messages -------------------------------------------------------------------------------------

  let message = null;
  const findMessage = () => {
    message = null;
    const expands = attribute(entry.element, "aria-expanded") !== null || attribute(entry.element, "aria-controls") !== null ||
      attribute(entry.element, "aria-haspopup") !== null || name(entry.element) === "summary";
    const fresh = scene.outermost(change.shown);
    const said2 = [...fresh, ...change.changed].filter((element) => !contains(entry.element, element));
    for (const element of said2.slice(0, 20)) {
      const text = words(content(element), 400);
      if (!text || text.length > 300 || contains(element, entry.element)) continue;
      if (closest(element, "nav, [role=menu], [role=listbox], [role=tabpanel], [role=tooltip]")) continue;
      const usable = [...within(element, scene.USABLE)].slice(0, 4).length;
      if (usable > 2) continue;
      let called = false;
      for (let at = element, step = 0; at && step < 3; at = parent(at), step += 1) {
        if (/^(main|body|section|article)$/.test(name(at))) break;
        called ||= CALLED_MESSAGE.test(`${attribute(at, "class") ?? ""} ${attribute(at, "id") ?? ""}`);
      }
      const worded = SAYS.test(text);
      if (!called && !worded) continue;
      if (expands && !called) continue;
      const lives = [...regions()].some(([region, now]) => now && now !== (said.get(region) ?? "") &&
        (contains(region, element) || contains(element, region) || now.includes(text.slice(0, 40))));
      // Where the focus went on to a field, its description is read with it.
      const at = scene.active(document);
      const focused = at !== null && !/^(body|html)$/.test(name(at)) && !contains(entry.element, at) &&
        at !== before.focus;
      message = {
        element, control: entry.element, text: words(text, 200), announced: lives, focused,
        plain: called && worded && text.length < 160, vanished: null,
      };
      messages.push(message);
      return message;
    }
    return null;
  };
  // Whether it goes by itself within the time given.
  const vanishes = async (milliseconds) => {
    message.spot = place(message.element);
    const end = performance.now() + milliseconds;
    message.vanished = false;
    while (performance.now() < end) {
      await pause(250);
      const text = words(content(message.element), 200);
      if (!contains(dom.root(document), message.element) || !dom.visible(message.element) ||
          text !== message.text || !now().shown.has(message.element)) {
        message.vanished = true;
        break;
      }
    }
    return JSON.stringify(message.vanished);
  };
  const placed = () => {
    if (message) message.spot ??= place(message.element);
    return JSON.stringify(true);
  };

  const rest = () => {
    const element = scene.active(document);
    if (element instanceof HTMLElement && name(element) !== "body") HTMLElement.prototype.blur.call(element);
    return JSON.stringify(true);
  };

  const result = (late, listens) => {
    for (const part of late) unfinished[part] ??= "there was no time for all of it";
    const remap = REMAP.test(words(content(dom.root(document)), 50_000));
    return JSON.stringify({
      complete: Object.keys(unfinished).length === 0, unfinished,
      pressed: pressedCount, keys, folds, dialogs, changed: changedCount, changes, listens,
      remap: listens && remap, shortcuts,
      messages: messages.map(({ element, control, spot: at, ...rest }) => ({
        ...rest, control: place(control), message: at ?? place(element),
      })),
    });
  };

  return {
    calm, changed, closeSpot, closed, closer, entered, noteChange, noteDialog, noteFold, noteKeys, noteShortcut,
    observe, placed, pressed, ready, readyForKey, rest, restore, result, returned, start, stop,
    tabbables, takeClose, takeField, typed, undo, unwatch, vanishes,
  };
})();
