// Installed after parts.js: what stays on the screen, and which parts of the screen lie under it.
globalThis.held = (() => {
  const { clientWidth, contains, descendants, find, getter, method, name, rectangle, up: above } = dom;
  const { remembered } = parts;

  const shadow = getter(Element.prototype, "shadowRoot");
  const treeOf = method(Node.prototype, "getRootNode");
  const hitIn = {
    document: method(Document.prototype, "elementFromPoint"),
    shadow: method(ShadowRoot.prototype, "elementFromPoint"),
  };
  const allAt = method(Document.prototype, "elementsFromPoint");
  const scrollHeight = getter(Element.prototype, "scrollHeight");
  const clientHeight = getter(Element.prototype, "clientHeight");
  const scrolled = getter(Element.prototype, "scrollTop");
  const scrolledAside = getter(Element.prototype, "scrollLeft");
  const matches = method(Element.prototype, "matches");

  const within = (element, outer) => {
    for (let at = element; at; at = above(at)) if (at === outer) return true;
    return false;
  };
  // What a finger meets at a point of the screen.
  const hit = (x, y) => {
    let found = hitIn.document(document, x, y);
    for (let deep = 0; found && deep < 10; deep += 1) {
      const tree = shadow(found);
      const inner = tree ? hitIn.shadow(tree, x, y) : null;
      if (!inner || inner === found) break;
      found = inner;
    }
    return found;
  };

  // --- The screen ---------------------------------------------------------------------------------

  // What a phone shows at first. Of a page that is wider than the phone `innerWidth` and
  // `innerHeight` are what it would show zoomed out.
  const screen = () => {
    const laid = clientWidth(dom.root(document));
    const share = innerWidth > laid + 20 ? laid / innerWidth : 1;
    return { width: Math.round(innerWidth * share), height: Math.round(innerHeight * share) };
  };

  // --- What was there -----------------------------------------------------------------------------

  // A page hears of our scrolling, and may open a chat or a newsletter then. So what the page held,
  // and what of it showed, is noted before the first scrolling; only that is judged later.
  const MOST = 20_000;
  let there = null;
  let shown = null;
  const arrive = () => {
    if (there) return;
    const all = [...descendants(dom.root(document), "*")].slice(0, MOST + 1);
    there = new WeakSet(all);
    shown = all.length > MOST ? null : new WeakSet(all.filter(dom.visible));
  };
  const outermost = (element) => {
    let at = element;
    for (let tree = treeOf(at); tree instanceof ShadowRoot; tree = treeOf(at)) at = tree.host;
    return at;
  };
  const was = (element) => shown === null || there.has(outermost(element));
  const wasShown = (element) => shown === null || shown.has(outermost(element));

  // --- Scrolling ----------------------------------------------------------------------------------

  const range = (scroller) => scrollHeight(scroller) - clientHeight(scroller);
  // What scrolls when the page is pushed up: the document, or the large box that holds the page.
  const scroller = () => {
    const top = document.scrollingElement ?? dom.root(document);
    const body = find(dom.root(document), "body");
    const shut = [dom.root(document), body].some((each) => each && /hidden|clip/.test(dom.style(each).overflowY));
    if (range(top) > 50 && !shut) return top;
    const seen = screen();
    for (let at = hit(seen.width / 2, seen.height / 2); at; at = above(at)) {
      if (at === top || at === body) break;
      if (range(at) <= 50 || !/auto|scroll/.test(dom.style(at).overflowY)) continue;
      const { width, height } = rectangle(at);
      if (width * height > seen.width * seen.height * 0.6) return at;
    }
    return null;
  };
  const scrollTo = (element, top) =>
    Element.prototype.scrollTo.call(element, { left: scrolledAside(element), top, behavior: "instant" });

  // --- What stays ---------------------------------------------------------------------------------

  const alpha = (colour) => {
    if (colour === "transparent") return 0;
    const match = /^rgba\(.*,\s*([\d.]+)\)$/.exec(colour) ?? /\/\s*([\d.]+)\)$/.exec(colour);
    return match ? parseFloat(match[1]) : 1;
  };
  const HIDES = 0.75; // what lets less than a quarter through cannot be read through
  const covers = (styles, hitElement, holder, backdrop) => {
    if (backdrop) return alpha(window.getComputedStyle(holder, "::backdrop").backgroundColor) >= HIDES;
    let through = 1;
    let faint = 1;
    for (let at = hitElement; at; at = above(at)) {
      const own = styles(at);
      faint = Math.min(faint, parseFloat(own.opacity));
      const picture = own.backgroundImage !== "none" && !/transparent|rgba\([^)]*, 0(\.[0-4]\d*)?\)/.test(own.backgroundImage);
      if (picture || /^(img|video|iframe|canvas|svg|picture|embed|object)$/.test(name(at))) through = 0;
      through *= 1 - alpha(own.backgroundColor);
      if (at === holder) break;
    }
    return (1 - through) * faint >= HIDES;
  };

  const NUDGE = 16;
  const ACROSS = 48;
  const DOWN = 12;

  // How much wider apart the points are on large pages: what lies at one is looked for among all
  // siblings.
  const coarseness = () => {
    const size = descendants(dom.root(document), "*").length;
    return size < 8_000 ? 1 : size < 20_000 ? 2 : 4;
  };

  // Look at the screen as it is now. Returns, by element that stays, at which points it hides the
  // page, and at how many it is only in the way of a finger.
  const look = (limits) => {
    const until = performance.now() + limits.milliseconds;
    const styles = remembered(dom.style);
    const body = find(dom.root(document), "body");
    const main = parts.mainPart(parts.sight());
    const half = descendants(dom.root(document), "*").length / 2;
    const seen = screen();

    const points = [];
    const met = new Set();
    let complete = true;
    const coarse = coarseness();
    const [across, down] = [ACROSS * coarse, DOWN * coarse];
    for (let y = down / 2; y < seen.height; y += down) {
      if (performance.now() > until) {
        complete = false;
        break;
      }
      for (let x = across / 2; x < seen.width; x += across) {
        const found = hit(x, y);
        points.push([x, y, found]);
        if (found) met.add(found);
      }
    }

    // All that could stay, and whether it does when the page is pushed a little.
    const maybe = new Set();
    const chain = new Map();
    const chainOf = (element) => {
      if (!element) return [];
      if (!chain.has(element)) {
        const up = chainOf(above(element));
        const may = /^(fixed|sticky)$/.test(styles(element).position);
        if (may) maybe.add(element);
        chain.set(element, may ? [...up, element] : up);
      }
      return chain.get(element);
    };
    for (const element of met) chainOf(element);
    const scrolls = maybe.size ? scroller() : null;
    const stays = new Set();
    if (scrolls) {
      const from = scrolled(scrolls);
      const before = [...maybe].map((each) => rectangle(each).top);
      scrollTo(scrolls, from + NUDGE > range(scrolls) ? from - NUDGE : from + NUDGE);
      const moved = Math.abs(scrolled(scrolls) - from);
      const after = [...maybe].map((each) => rectangle(each).top);
      scrollTo(scrolls, from);
      [...maybe].forEach((each, at) => {
        if (Math.abs(after[at] - before[at]) < moved / 2) stays.add(each);
      });
    } else {
      for (const each of maybe) if (styles(each).position === "fixed") stays.add(each);
    }

    // The page itself may stand in a box that is fixed, or in panels that stick one after another.
    const isPage = remembered((element) => {
      if (matches(element, "dialog, [role=dialog], [role=alertdialog]")) return false;
      if (main !== body && contains(element, main)) return true;
      const { width, height } = rectangle(element);
      if (main === body && width * height > seen.width * seen.height * 0.8 && descendants(element, "*").length > half) return true;
      return main !== body && contains(main, element) && styles(element).position === "sticky" &&
        height > seen.height * 0.8;
    });
    const holderOf = remembered((element) =>
      chainOf(element).find((each) => stays.has(each) && !isPage(each)) ?? null,
    );

    const hides = remembered((element) => covers(styles, element, holderOf(element), false));
    const elements = new Map();
    let open = 0;
    for (const [x, y, found] of points) {
      const holder = found ? holderOf(found) : null;
      if (!holder) {
        open += found && !/^(html|body)$/.test(name(found)) ? 1 : 0;
        continue;
      }
      if (!elements.has(holder)) elements.set(holder, { hidden: [], veiled: 0 });
      const entry = elements.get(holder);
      const box = rectangle(holder);
      const outside = found === holder && matches(holder, "dialog") &&
        (x < box.left || x > box.right || y < box.top || y > box.bottom);
      if (outside ? covers(styles, found, holder, true) : hides(found)) entry.hidden.push([x, y]);
      else entry.veiled += 1;
    }

    // Whether something of the page lies under it here.
    const over = (holder, at) => {
      const few = at.length > 12 ? at.filter((_, place) => place % Math.ceil(at.length / 12) === 0) : at;
      return few.some(([x, y]) => {
        for (const under of allAt(document, x, y)) {
          if (within(under, holder) || contains(under, holder) || /^(html|body)$/.test(name(under))) continue;
          if (!holderOf(under)) return true;
        }
        return false;
      });
    };
    return { elements, points: points.length, open, over, complete, maybe };
  };

  return {
    above, arrive, coarseness, hit, look, range, screen, scrolled, scroller, scrollTo, was, wasShown, within,
  };
})();
