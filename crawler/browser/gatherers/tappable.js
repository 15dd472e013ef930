// Installed after parts.js: what takes a tap on the page, and the rectangles that it takes it in.
globalThis.tappable = (() => {
  const { all, attribute, content, getter, method, name, parent, rectangle, style, up, within, words } = dom;

  const shadowOf = getter(Element.prototype, "shadowRoot");
  const rectsOf = method(Element.prototype, "getClientRects");
  const matches = method(Element.prototype, "matches");
  const closest = method(Element.prototype, "closest");
  const connected = getter(Node.prototype, "isConnected");
  const inTree = method(ShadowRoot.prototype, "querySelectorAll");
  const labelsOf = getter(HTMLInputElement.prototype, "labels");
  const formOf = getter(HTMLInputElement.prototype, "form");
  const formOfButton = getter(HTMLButtonElement.prototype, "form");
  const typeOfButton = getter(HTMLButtonElement.prototype, "type");

  const NATIVE =
    "a[href], area[href], button, input:not([type=hidden i]), select, textarea, summary, " +
    "[contenteditable=''], [contenteditable=true]";
  const ROLES = [
    "button", "link", "checkbox", "radio", "switch", "tab", "menuitem", "menuitemcheckbox",
    "menuitemradio", "option", "treeitem", "slider", "spinbutton", "combobox", "searchbox", "textbox",
  ];
  const WIDGETS = ROLES.map((role) => `[role=${role}]`).join(", ");
  const LOOSE = "[onclick], [tabindex]:not([tabindex='-1'])";

  // The document and the open shadow trees in it, with what matches in each.
  const everywhere = (selector, limits) => {
    const found = [...all(document, selector)];
    const queue = [...all(document, "*")].slice(0, limits.elements);
    let trees = 0;
    for (let at = 0; at < queue.length && trees < limits.trees; at += 1) {
      const tree = shadowOf(queue[at]);
      if (!tree) continue;
      trees += 1;
      found.push(...inTree(tree, selector));
      queue.push(...[...inTree(tree, "*")].slice(0, limits.elements));
    }
    return found;
  };

  const kindOf = (element) => {
    const tag = name(element);
    const role = parts.roleOf(element);
    const type = (attribute(element, "type") ?? "").toLowerCase();
    if (tag === "input" && /^(checkbox|radio)$/.test(type)) return "choice";
    if (tag === "input" && /^(submit|button|reset|image)$/.test(type)) return "button";
    if (/^(checkbox|radio|switch)$/.test(role)) return "choice";
    if (/^(input|select|textarea)$/.test(tag)) return "field";
    if (tag === "button" || tag === "summary" || role === "button") return "button";
    if (tag === "a" || tag === "area" || role === "link") return "link";
    if (/^(combobox|searchbox|textbox|spinbutton|slider)$/.test(role)) return "field";
    return "widget";
  };

  // --- Which elements -----------------------------------------------------------------------------

  const takes = (element) =>
    !matches(element, ":disabled, [aria-disabled=true]") && closest(element, "[inert]") === null &&
    style(element).pointerEvents !== "none";

  // What only listens must look as if it were there for the press, and hold no target of its own:
  // what holds one may well listen for that.
  const means = (element) => {
    if (/^(html|body|main|form|table|tbody|ul|ol|nav|header|footer|section|label)$/.test(name(element))) return false;
    const { width, height } = rectangle(element);
    return style(element).cursor === "pointer" && width * height < innerWidth * innerHeight * 0.5 &&
      within(element, `${NATIVE}, ${WIDGETS}`).length === 0;
  };

  // A role alone takes no tap: round a link of its own, as an item of a menu is, it is no target
  // beside that. Where it listens, it is one only if it is for something else.
  const wraps = (element, seen, heard) => {
    const inner = [...within(element, NATIVE)].slice(0, 20).filter((each) => seen(each));
    if (!inner.length) return false;
    const acts = heard.has(element) || attribute(element, "onclick") !== null || style(element).cursor === "pointer";
    return !acts || (inner.length === 1 && words(content(element), 200) === words(content(inner[0]), 200));
  };

  // A box, an opacity of 0 or not: many pages lay an unseen checkbox over a drawn one.
  const laid = (element) => {
    const { width, height } = rectangle(element);
    return width > 2 && height > 2 &&
      Element.prototype.checkVisibility.call(element, { visibilityProperty: true });
  };
  const choice = (element) =>
    name(element) === "input" && /^(checkbox|radio|file)$/i.test(attribute(element, "type") ?? "");

  // All targets that can be seen, in the order of the document, and which element belongs to which.
  const find = (limits, listening) => {
    const seen = parts.sight();
    const owner = new Map();
    const targets = [];
    const candidates = everywhere(`${NATIVE}, ${WIDGETS}, ${LOOSE}`, limits);
    const known = new Set(candidates);
    for (const element of listening) if (!known.has(element) && connected(element)) candidates.push(element);
    const heard = new Set(listening);
    const add = (element, boxes) => {
      const target = { element, boxes, kind: kindOf(element) };
      for (const each of boxes) owner.set(each, target);
      owner.set(element, target);
      targets.push(target);
    };
    // So many that to ask the browser what lies at one point takes it seconds.
    if (candidates.length > limits.crowd) return { targets, owner, whole: false };
    let whole = true;
    for (const element of candidates) {
      if (targets.length >= limits.targets) {
        whole = false;
        break;
      }
      if (!(element instanceof Element) || owner.has(element)) continue;
      const tag = name(element);
      if (tag === "area") {
        if (areaBox(element)) add(element, [element]);
        continue;
      }
      if (tag === "summary" && (name(parent(element) ?? element) !== "details" ||
          [...dom.children(parent(element))].find((child) => name(child) === "summary") !== element)) continue;
      if (!takes(element)) continue;
      if (choice(element)) {
        const labels = [...(labelsOf(element) ?? [])].slice(0, 5).filter((label) => seen(label));
        const own = laid(element) && (labels.length > 0 || seen(element)) ? [element] : [];
        if (own.length || labels.length) add(element, [...own, ...labels]);
        continue;
      }
      if (!seen(element)) continue;
      const role = matches(element, WIDGETS);
      if (!matches(element, NATIVE) && (role ? wraps(element, seen, heard) : !means(element))) continue;
      add(element, [element]);
    }
    return { targets, owner, whole };
  };

  // Which target gets a tap that lands on this element.
  const ownerOf = (element, owner) => {
    for (let at = element, steps = 0; at && steps < 200; at = up(at), steps += 1) {
      const target = owner.get(at);
      if (target) return target;
    }
    return null;
  };

  // --- Where they take a tap ------------------------------------------------------------------------

  const areaBox = (area) => {
    const map = closest(area, "map");
    const called = map && attribute(map, "name");
    const image = called && all(document, `img[usemap="#${CSS.escape(called)}"]`)[0];
    if (!image) return null;
    const numbers = (attribute(area, "coords") ?? "").split(/[\s,]+/).map(Number);
    const box = rectangle(image);
    if (box.width < 2 || numbers.some(Number.isNaN)) return null;
    const shape = (attribute(area, "shape") ?? "rect").toLowerCase();
    if (shape === "default") return box;
    const [x, y, reach] = numbers;
    const xs = shape.startsWith("circ") ? [x - reach, x + reach] : numbers.filter((_, at) => at % 2 === 0);
    const ys = shape.startsWith("circ") ? [y - reach, y + reach] : numbers.filter((_, at) => at % 2 === 1);
    if (xs.length < 2 || ys.length < 2) return null;
    return new DOMRect(
      box.left + Math.min(...xs), box.top + Math.min(...ys),
      Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys),
    );
  };

  const plain = ({ left, top, right, bottom }) => ({ left, top, right, bottom });
  const sized = ({ left, top, right, bottom }) => right - left >= 1 && bottom - top >= 1;

  // The boxes of its lines, and what in it reaches out of them.
  const boxesOf = (element) => {
    const found = [...rectsOf(element)].slice(0, 12).map(plain).filter(sized);
    if (!/^(input|select|textarea)$/.test(name(element)) && !/hidden|clip|auto|scroll/.test(style(element).overflowX)) {
      const outer = rectangle(element);
      for (const inner of [...within(element, "*")].slice(0, 40)) {
        const box = rectangle(inner);
        const out = box.left < outer.left - 1 || box.right > outer.right + 1 || box.top < outer.top - 1 || box.bottom > outer.bottom + 1;
        const { pointerEvents, clipPath, clip } = style(inner);
        if (!out || box.width <= 2 || box.height <= 2 || !dom.visible(inner) || pointerEvents === "none") continue;
        if (/inset|rect/.test(clipPath + clip)) continue;
        found.push(...[...rectsOf(inner)].slice(0, 4).map(plain).filter(sized));
      }
    }
    return found;
  };
  const regionOf = (target) => {
    if (name(target.element) === "area") {
      const box = areaBox(target.element);
      return box ? [plain(box)] : [];
    }
    return target.boxes.flatMap(boxesOf);
  };

  // --- What it is for -------------------------------------------------------------------------------

  // Two targets with the same purpose do the same; "" where that cannot be told.
  const purposeOf = (element) => {
    const tag = name(element);
    if (tag === "a" || tag === "area") {
      const href = (attribute(element, "href") ?? "").trim();
      if (href === "" || href === "#" || /^javascript:/i.test(href) || parts.roleOf(element) === "button") return "";
      const web = parts.address(element, 2000);
      return `to ${web ?? href.slice(0, 300)}`;
    }
    const type = (attribute(element, "type") ?? "").toLowerCase();
    const submits = tag === "button" ? typeOfButton(element) === "submit" : tag === "input" && /^(submit|image)$/.test(type);
    const form = submits ? (tag === "button" ? formOfButton(element) : formOf(element)) : null;
    if (!form) return "";
    const at = [...all(document, "form")].slice(0, 200).indexOf(form);
    const own = ["formaction", "name", "value"].map((each) => attribute(element, each) ?? "");
    return `send ${at} ${tag === "input" ? own.slice(0, 2) : own}`;
  };

  // Text that is seen in it, not only heard.
  const saysOf = (element) => {
    if (name(element) === "input") return (attribute(element, "value") ?? "").trim() !== "";
    if (!/[\p{L}\p{N}]/u.test(content(element).slice(0, 2000))) return false;
    const texts = dom.walker(document, element, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(), tries = 0; node && tries < 30; node = texts.nextNode(), tries += 1) {
      if (!/[\p{L}\p{N}]/u.test(node.data)) continue;
      const holder = parent(node) ?? element;
      const box = rectangle(holder);
      const { fontSize, textIndent, clipPath } = style(holder);
      if (box.width > 2 && box.height > 2 && parseFloat(fontSize) > 2 && parseFloat(textIndent) > -100 && !/inset/.test(clipPath)) return true;
    }
    return false;
  };

  return { boxesOf, choice, closest, find, kindOf, matches, ownerOf, purposeOf, regionOf, saysOf };
})();
