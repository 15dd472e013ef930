// Installed after held.js and consent.js: what covers the screen, at rest and on the way down.
globalThis.covering = (() => {
  const { contains, html, name, place, rectangle, style, words } = dom;

  const tabIndex = dom.getter(HTMLElement.prototype, "tabIndex");
  const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
  const percent = (part, whole) => (whole ? Math.round((100 * part) / whole) : 0);

  // What is known from the sizes before: the banner, and elements that stay with their worst share.
  const known = new Map();
  let banner = null;
  const opened = new Set(); // what only our scrolling brought up
  let before = null; // where the page was scrolled to, while it is not there

  const isBanners = (element) => {
    if (!banner) return false;
    if (held.within(element, banner.element) || banner.holds(element)) return true;
    if (contains(element, banner.element)) return true;
    // What darkens the page behind a banner that floats.
    const { width, height } = rectangle(element);
    const screen = held.screen();
    const whole = width * height > screen.width * screen.height * 0.9;
    return banner.floating && whole && words(dom.content(element), 10) === "";
  };

  // The share of the screen that is under the banner and under all else.
  const share = (seen, over) => {
    let others = 0;
    let banners = 0;
    const each = [];
    for (const [element, { hidden }] of seen.elements) {
      if (isBanners(element)) banners += hidden.length;
      else if (hidden.length && !opened.has(element) && over(element, hidden)) {
        others += hidden.length;
        each.push([element, percent(hidden.length, seen.points)]);
      }
    }
    return {
      others: percent(others, seen.points), banners: percent(banners, seen.points), each,
    };
  };

  const settle = async (elements) => {
    const places = () => elements.map((each) => Math.round(rectangle(each).top)).join();
    let last = places();
    for (let waited = 0; elements.length && waited < 300; waited += 50) {
      await pause(50);
      const now = places();
      if (now === last) break;
      last = now;
    }
  };

  const boxes = (elements) =>
    elements.map((each) => {
      const { left, top, width, height } = rectangle(each);
      return [left + scrollX, top + scrollY, width, height].map(Math.round);
    });

  // Measure at rest, find the banner at the first size, and if the page `moves`, scroll it down and
  // measure again. It is left scrolled, until `back`.
  const measure = async (size, first, moves, limits) => {
    held.arrive();
    const { width, height } = held.screen();
    const rest = held.look(limits);
    if (first) banner = consent.look([...rest.elements.keys()].slice(0, 30));
    let down = null;
    const others = [...rest.maybe].some((each) => !isBanners(each));
    const scrolls = moves && (first || others || known.size) ? held.scroller() : null;
    if (scrolls) {
      const from = held.scrolled(scrolls);
      before = [scrolls, from];
      held.scrollTo(scrolls, from + height * 0.75);
      await pause(30);
      held.scrollTo(scrolls, from + height * 1.5);
      await pause(100);
      await settle([...rest.elements.keys()].slice(0, 20));
      down = held.look(limits);
    }
    for (const seen of [rest, down]) {
      for (const element of seen?.elements.keys() ?? []) {
        if (!(first ? held.wasShown(element) : held.was(element))) opened.add(element);
      }
    }
    // What lies over nothing now may do so further down, and stays what it is.
    const lies = new Map();
    for (const seen of [rest, down]) {
      if (!seen) continue;
      for (const [element, { hidden }] of seen.elements) {
        if (!lies.get(element)) lies.set(element, seen === down || !down ? seen.over(element, hidden) : false);
      }
    }
    if (down) {
      // Seen only at the top: the page is not there any more to ask.
      for (const element of rest.elements.keys()) if (!down.elements.has(element)) lies.set(element, true);
    }
    const over = (element) => lies.get(element) ?? false;
    const atRest = share(rest, over);
    const after = down ? share(down, over) : null;
    for (const [element, covered] of (after ?? atRest).each) {
      if (covered < 1) continue;
      const entry = known.get(element);
      if (entry && entry.share >= covered) continue;
      known.set(element, {
        spot: entry?.spot ?? { selector: place(element), html: html(element) }, share: covered, at: size,
      });
    }
    return JSON.stringify({
      screen: {
        size, width, height, rest: atRest.others,
        scrolled: after ? after.others : null, banner: atRest.banners,
        reachable: percent(rest.open, rest.points),
      },
      held: [...known.values()].sort((a, b) => b.share - a.share || (a.spot.selector < b.spot.selector ? -1 : 1)).slice(0, 10),
      boxes: boxes((after ?? atRest).each.map(([element]) => element).slice(0, 10)),
      complete: rest.complete && (down?.complete ?? true),
    });
  };

  const back = async () => {
    if (before) {
      held.scrollTo(...before);
      before = null;
      await pause(30);
    }
    return JSON.stringify(null);
  };

  // --- The banner ---------------------------------------------------------------------------------

  // Whether the page behind can neither be reached with a finger nor pushed.
  const blocks = (seen) => {
    if (!banner.floating && !banner.modal) return false;
    let reached = 0;
    let points = 0;
    const { width, height } = held.screen();
    for (let y = height / 20; y < height; y += height / 10) {
      for (let x = width / 10; x < width; x += width / 5) {
        points += 1;
        const found = held.hit(x, y);
        if (!found || /^(html|body)$/.test(name(found))) continue;
        let stays = null;
        for (let at = found; at && !stays; at = held.above(at)) {
          if (seen.elements.has(at) && isBanners(at)) stays = at;
          if (held.within(at, banner.element)) stays = at;
        }
        if (!stays) reached += 1;
      }
    }
    return reached <= points * 0.04;
  };

  const TABBED =
    "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, iframe, " +
    "audio[controls], video[controls], [tabindex], [contenteditable=''], [contenteditable=true]";
  const length = (value, whole) =>
    /%$/.test(value) ? (parseFloat(value) / 100) * whole : parseFloat(value) || 0;

  // Work out where the page would be when the focus, moved with Tab from the top, comes to each
  // place, and whether that then lies wholly behind the banner. Browsers do not scroll to what is
  // on the screen already, align what is partly on it with the nearest edge, and put anything else
  // in the middle; scroll-padding and scroll-margin count. It is then looked at there, without
  // giving anything the focus: what a page does on focus must not happen.
  const focus = (limits) => {
    const until = performance.now() + limits.milliseconds;
    const scrolls = held.scroller();
    const none = { tried: 0, hidden: 0, behind: [], first: false };
    if (!banner.floating || banner.modal || (scrolls && scrolls !== document.scrollingElement)) return none;
    const area = rectangle(banner.element);
    const root = style(dom.root(document));
    const padTop = length(root.scrollPaddingTop, innerHeight);
    const padBottom = length(root.scrollPaddingBottom, innerHeight);
    const from = scrollY;
    const most = scrolls ? held.range(scrolls) : 0;
    const seen = parts.sight();
    const held_ = (element) => {
      for (let at = element; at; at = held.above(at)) {
        const { position, overflowY } = style(at);
        if (/^(fixed|sticky)$/.test(position)) return true;
        if (/auto|scroll/.test(overflowY) && !/^(html|body)$/.test(name(at)) && held.range(at) > 1) return true;
      }
      return false;
    };
    let at = from;
    let tried = 0;
    let first = null;
    const guessed = [];
    for (const each of [...dom.all(document, TABBED)].slice(0, limits.elements)) {
      if (performance.now() > until) break;
      if (Element.prototype.matches.call(each, ":disabled, [inert], [inert] *")) continue;
      const order = each instanceof HTMLElement ? tabIndex(each) : 0;
      if (order < 0 || !seen(each)) continue;
      if (order > 0) return none; // another order than that of the document
      const own = held.within(each, banner.element);
      first ??= own;
      if (own || held_(each)) continue;
      tried += 1;
      const box = rectangle(each);
      const top = box.top + from;
      const bottom = box.bottom + from;
      const { scrollMarginTop, scrollMarginBottom } = style(each);
      const [upper, lower] = [top - (parseFloat(scrollMarginTop) || 0), bottom + (parseFloat(scrollMarginBottom) || 0)];
      const [low, high] = [at + padTop, at + innerHeight - padBottom];
      if (upper < low || lower > high) {
        if (lower <= low || upper >= high) at = (upper + lower) / 2 - (padTop + innerHeight - padBottom) / 2;
        else at = upper < low ? upper - padTop : lower - innerHeight + padBottom;
        at = Math.min(Math.max(0, at), most);
      }
      const inside = top - at >= area.top - 1 && bottom - at <= area.bottom + 1 &&
        box.left >= area.left - 1 && box.right <= area.right + 1;
      if (inside) guessed.push([each, at]);
    }
    const behind = [];
    for (const [each, top] of guessed.slice(0, 30)) {
      if (scrolls) held.scrollTo(scrolls, top);
      const box = rectangle(each);
      const points = [[0.5, 0.5], [0.03, 0.1], [0.97, 0.1], [0.03, 0.9], [0.97, 0.9]];
      const all = points.every(([across, down]) => {
        const found = held.hit(box.left + box.width * across, box.top + box.height * down);
        return found && held.within(found, banner.element) && !held.within(found, each);
      });
      if (all) behind.push(each);
    }
    if (scrolls) held.scrollTo(scrolls, from);
    const sure = guessed.length > 30 && behind.length === 30 ? guessed.length : behind.length;
    return {
      tried, hidden: sure, first: first === true,
      behind: behind.slice(0, 10).map((each) => ({ selector: place(each), html: html(each) })),
    };
  };

  const told = (limits) => {
    if (!banner || !banner.element.isConnected) return JSON.stringify(null);
    const seen = held.look(limits);
    // What it hides is hidden only if one cannot see through it.
    const solid = [...seen.elements].some(([element, { hidden }]) => isBanners(element) && hidden.length);
    const kept = blocks(seen);
    const { tried, hidden, behind, first } =
      kept || !solid ? { tried: 0, hidden: 0, behind: [], first: false } : focus(limits);
    const { left, top, width, height } = banner.box;
    return JSON.stringify({
      banner: {
        spot: { selector: place(banner.element), html: html(banner.element) },
        text: banner.text.slice(0, 300).toWellFormed(),
        floats: banner.floating, modal: banner.modal, native: banner.native, frame: banner.frame,
        blocks: kept, implied: banner.implied, boxes: banner.boxes, controls: banner.controls,
        first, focus_tried: tried, hidden, behind,
      },
      box: [left + scrollX, top + scrollY, width, height].map(Math.round),
    });
  };

  return { back, measure, told };
})();
