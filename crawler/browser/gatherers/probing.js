// Installed after tappable.js and boxes.js: how large each target is, told by what takes a tap where.
// The page is scrolled for it, and back again; pages hear of that.
globalThis.probing = (() => {
  const { contains, getter, method, name, parent, rectangle, style, up } = dom;
  const { around, high, holds, least, middle, moved, wide } = boxes;
  const { ownerOf, regionOf } = tappable;

  const pointAt = method(Document.prototype, "elementFromPoint");
  const pointInTree = method(ShadowRoot.prototype, "elementFromPoint");
  const shadowOf = getter(Element.prototype, "shadowRoot");

  const SIDE = 24; // WCAG 2.5.8
  const SLIVER = 4; // pixels: what is left of less under another is not meant for a finger

  // --- What takes a tap where -----------------------------------------------------------------------

  const prober = (owner, limits, end) => {
    let left = limits.probes;
    let late = false;
    const nearest = (test) => {
      const answer = parts.remembered((element) => (element === null ? null : test(style(element)) ? element : answer(up(element))));
      return answer;
    };
    const floating = nearest(({ position }) => position === "fixed" || position === "sticky");
    const scroller = nearest(({ overflowX, overflowY }) => /auto|scroll/.test(overflowX + overflowY));
    const lifted = nearest(({ position }) => position === "absolute");

    const elementAt = (x, y) => {
      let element = pointAt(document, x, y);
      for (let steps = 0; element && steps < 10; steps += 1) {
        const tree = shadowOf(element);
        const inner = tree && pointInTree(tree, x, y);
        if (!inner || inner === element) break;
        element = inner;
      }
      return element;
    };
    // What comes over a page after a while, or waits at its edge, is not always there.
    const covers = (element, target) => {
      const over = floating(element);
      if (over !== null && over !== floating(target.element)) return true;
      const layer = lifted(element);
      if (layer === null || contains(layer, target.element)) return false;
      const { width, height } = rectangle(layer);
      return width * height > innerWidth * innerHeight * 0.5 && ownerOf(element, owner) === null;
    };
    const beyond = (x, y, target) => {
      const holder = scroller(parent(target.element));
      if (holder === null || /^(html|body)$/.test(name(holder))) return false;
      const box = rectangle(holder);
      return x < box.left || x > box.right || y < box.top || y > box.bottom;
    };
    // Whether a tap there is the target's; null where that cannot be told.
    const takes = (x, y, target) => {
      if (left <= 0 || x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return null;
      left -= 1;
      late ||= performance.now() > end;
      if (late) left = 0;
      const element = elementAt(x, y);
      if (element && ownerOf(element, owner) === target) return true;
      if (element && covers(element, target)) return null;
      return beyond(x, y, target) ? null : false;
    };

    // Whether a square of 24 px round there is the target's, told from its middle and corners.
    const square = ({ x, y }, target) => {
      let sure = false;
      for (const [across, down] of [[0, 0], [-11, -11], [11, -11], [-11, 11], [11, 11]]) {
        const taken = takes(x + across, y + down, target);
        if (taken === false) return false;
        sure ||= taken === true;
      }
      return sure ? true : null;
    };
    // How far the target goes on from there in one direction, in quarters of a pixel; `from` is
    // known to be in it.
    const reach = (x, y, across, down, from, most, target) => {
      const taken = (far) => takes(x + across * far, y + down * far, target) === true;
      if (!taken(from + 1)) return from;
      let low = from + 1;
      let top = from + most;
      if (taken(top)) return top;
      while (top - low > 0.25) {
        const half = (low + top) / 2;
        if (taken(half)) low = half;
        else top = half;
      }
      return low;
    };
    const spread = ({ x, y }, from, target, most) => ({
      left: x - reach(x, y, -1, 0, from.left, most, target), right: x + reach(x, y, 1, 0, from.right, most, target),
      top: y - reach(x, y, 0, -1, from.top, most, target), bottom: y + reach(x, y, 0, 1, from.bottom, most, target),
    });
    return { floating, late: () => late, spent: () => left <= 0, spread, square, takes };
  };

  // --- How large a target is ------------------------------------------------------------------------

  // The best of its boxes. Lines of a link that wraps are taken together where they stand under
  // each other: WCAG takes such a link as one.
  const bestOf = (target, boxes) => {
    let best = boxes[0];
    for (const box of boxes) if (least(box) > least(best)) best = box;
    const lines = boxes.length > 1 && style(target.boxes[0]).display === "inline";
    if (lines && least(best) < SIDE) {
      for (let at = 1; at < boxes.length; at += 1) {
        const pair = [boxes[at - 1], boxes[at]];
        const side = Math.min(pair[0].right, pair[1].right) - Math.max(pair[0].left, pair[1].left);
        if (side >= SIDE && pair[1].top - pair[0].bottom < 12) return { ...around(pair), lines: true };
      }
    }
    return best;
  };

  const grid = (xs, ys) => ys.flatMap((y) => xs.map((x) => ({ x, y })));
  const places = (box) => {
    const { x, y } = middle(box);
    const xs = [x, box.left + 12, box.right - 12];
    const ys = [y, box.top + 12, box.bottom - 12];
    return grid(xs, ys);
  };
  // Right inside its edges and corners: of a target under another a strip may be left.
  const rim = (box) => {
    const { x, y } = middle(box);
    const edge = SLIVER / 2;
    return grid([box.left + edge, x, box.right - edge], [box.top + edge, y, box.bottom - edge]);
  };

  // Sets `best` (its largest part), `fits` (whether a square of 24 px does) and `boxes` of all of
  // it; false where nothing of it can be tapped.
  const measured = (target, probe) => {
    const boxes = regionOf(target);
    if (!boxes.length) return false;
    let best = bestOf(target, boxes);
    target.fits = holds(best, SIDE);
    if (name(target.element) !== "area" && !best.lines) {
      if (target.fits) {
        let answer = false;
        for (const each of places(best)) {
          answer = probe.square(each, target);
          if (answer !== false) break;
        }
        if (answer === false) {
          const own = ({ x, y }) => probe.takes(x, y, target) === true;
          const free = places({ ...best, top: best.top - 6, bottom: best.bottom + 6 }).find(own) ?? rim(best).find(own);
          if (!free) return false;
          best = probe.spread(free, { left: 0, right: 0, top: 0, bottom: 0 }, target, 100);
          if (least(best) < SLIVER) return false;
          target.fits = holds(best, SIDE) && probe.square(middle(best), target) !== false;
          target.cut = !target.fits;
          if (target.cut) boxes.splice(0, boxes.length, best);
        }
      } else {
        const { x, y } = middle(best);
        const half = { left: x - best.left, right: best.right - x, top: y - best.top, bottom: best.bottom - y };
        const grown = probe.spread({ x, y }, half, target, 30);
        if (wide(grown) > wide(best) + 1 || high(grown) > high(best) + 1) {
          best = grown;
          boxes.push(grown);
          target.fits = holds(grown, SIDE) && probe.square(middle(grown), target) !== false;
        }
      }
    }
    const { x, y } = target.layer ? { x: 0, y: 0 } : { x: scrollX, y: scrollY };
    target.best = moved(best, x, y);
    target.area = boxes.map((box) => moved(box, x, y));
    const wraps = target.area.length > 1 && style(target.boxes[0]).display === "inline";
    target.centres = wraps ? target.area.map(middle) : [middle(around(target.area))];
    return true;
  };

  const measureAll = (found, probe) => {
    const from = { left: scrollX, top: scrollY, behavior: "instant" };
    const order = found.map((target) => {
      target.layer = probe.floating(target.element);
      return { target, top: target.layer ? -1e9 : rectangle(target.boxes.at(-1)).top + scrollY };
    });
    order.sort((one, other) => one.top - other.top);
    const kept = new Set();
    for (const { target, top } of order) {
      const at = top - scrollY;
      if (!target.layer && (at < innerHeight * 0.2 || at > innerHeight * 0.7)) {
        scrollTo({ left: from.left, top: Math.max(0, top - innerHeight * 0.3), behavior: "instant" });
      }
      if (measured(target, probe)) kept.add(target);
      if (probe.spent()) break;
    }
    scrollTo(from);
    return found.filter((target) => kept.has(target));
  };

  return { measureAll, prober };
})();
