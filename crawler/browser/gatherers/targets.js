// Installed after target_lines.js: how large each target is, and which are too small and too close.
// A page is scrolled to see what takes a tap where, and back again before it can hear of it.
globalThis.targets = (() => {
  const { attribute, contains, getter, html, method, name, parent, place, rectangle, style } = dom;
  const { closest, find, kindOf, matches, ownerOf, purposeOf, regionOf, saysOf, up } = tappable;

  const pointAt = method(Document.prototype, "elementFromPoint");
  const pointInTree = method(ShadowRoot.prototype, "elementFromPoint");
  const shadowOf = getter(Element.prototype, "shadowRoot");

  const SIDE = 24; // WCAG 2.5.8
  const FINE = 0.1; // pixels of grace for what layout rounds
  const FINGER = 48; // Lighthouse 9, tap-targets
  const SHARE = 25; // per cent of a finger's hit that may be a neighbour's, there
  const EASY = 44; // WCAG 2.5.5
  const CELL = 64;
  const MAPS =
    "[class*=leaflet i], .gm-style, [class*=mapbox i], [class*=maplibre i], [class*=esri i], " +
    ".ol-viewport, [class*=openlayers i], svg, map";
  const MENUS = "nav, header, [role=navigation], [role=banner]";

  let listening = [];
  const listen = (...elements) => {
    listening = elements.filter((element) => element instanceof Element);
    return JSON.stringify(listening.length);
  };

  const wide = ({ left, right }) => right - left;
  const high = ({ top, bottom }) => bottom - top;
  const least = (box) => Math.min(wide(box), high(box));
  const holds = (box, side) => least(box) >= side - FINE;
  const around = (boxes) => ({
    left: Math.min(...boxes.map((box) => box.left)), right: Math.max(...boxes.map((box) => box.right)),
    top: Math.min(...boxes.map((box) => box.top)), bottom: Math.max(...boxes.map((box) => box.bottom)),
  });
  const middle = (box) => ({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
  const moved = (box, x, y) => ({ left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y });
  const away = ({ x, y }, box) =>
    Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  const shared = (one, other) =>
    Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left)) *
    Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));
  const within = (one, other) =>
    one.left >= other.left - 1 && one.right <= other.right + 1 && one.top >= other.top - 1 && one.bottom <= other.bottom + 1;

  // --- What takes a tap where -----------------------------------------------------------------------

  const prober = (owner, limits, end) => {
    let left = limits.probes;
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
      if (performance.now() > end) left = 0;
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
    return { floating, spent: () => left <= 0, spread, square, takes };
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

  const places = (box) => {
    const { x, y } = middle(box);
    const xs = [x, box.left + 12, box.right - 12];
    const ys = [y, box.top + 12, box.bottom - 12];
    return ys.flatMap((down) => xs.map((across) => ({ x: across, y: down })));
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
          const free = places({ left: best.left, right: best.right, top: best.top - 6, bottom: best.bottom + 6 })
            .find(({ x, y }) => probe.takes(x, y, target) === true);
          if (!free) return false;
          best = probe.spread(free, { left: 0, right: 0, top: 0, bottom: 0 }, target, 100);
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

  // --- What is near -----------------------------------------------------------------------------------

  const neighbours = (all) => {
    const cells = new Map();
    const everywhere = [];
    const cellsOf = (box, most) => {
      const keys = [];
      for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
        for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) {
          keys.push(`${x} ${y}`);
          if (keys.length > most) return null;
        }
      }
      return keys;
    };
    for (const target of all) {
      for (const box of target.area) {
        const keys = cellsOf(box, 150);
        if (keys === null) {
          if (everywhere.length < 60) everywhere.push(target);
          continue;
        }
        for (const key of keys) {
          if (!cells.has(key)) cells.set(key, []);
          const held = cells.get(key);
          if (held.length < 60 && held.at(-1) !== target) held.push(target);
        }
      }
    }
    return ({ x, y }, far, target) => {
      const found = new Set(everywhere);
      for (const key of cellsOf({ left: x - far, right: x + far, top: y - far, bottom: y + far }, 400) ?? []) {
        for (const each of cells.get(key) ?? []) found.add(each);
      }
      found.delete(target);
      return [...found].filter((each) => each.layer === target.layer);
    };
  };

  // The circle of 24 px of a small target meets another, or that one's circle: by how much, at worst.
  // Of a link that wraps WCAG takes the place that it would have on one line, which no page shows:
  // the line with the most room stands for it.
  const crowded = (target, near) => {
    let mildest = null;
    for (const centre of target.centres) {
      let worst = null;
      for (const other of near(centre, SIDE, target)) {
        let distance = Math.min(...other.area.map((box) => away(centre, box))) - SIDE / 2;
        if (!other.fits) {
          for (const { x, y } of other.centres) {
            distance = Math.min(distance, Math.hypot(x - centre.x, y - centre.y) - SIDE);
          }
        }
        if (distance < -FINE && (worst === null || distance < worst.distance)) worst = { other, distance };
      }
      if (worst === null) return null;
      if (mildest === null || worst.distance > mildest.distance) mildest = worst;
    }
    return mildest;
  };

  // Lighthouse 9: of a finger of 48 px on the middle of a smaller target, the share of a neighbour's
  // part in that of the target itself, in per cent. Where both lead to the same it does not matter,
  // and neighbours within sentences are left out.
  const fingered = (target, near, scale) => {
    const size = FINGER / scale;
    if (target.area.some((box) => holds(box, size))) return null;
    let worst = null;
    for (const box of target.area.slice(0, 4)) {
      const { x, y } = middle(box);
      const finger = { left: x - size / 2, right: x + size / 2, top: y - size / 2, bottom: y + size / 2 };
      const own = shared(finger, box);
      for (const other of near({ x, y }, size / 2, target)) {
        if (other.inline || (target.purpose && other.purpose === target.purpose)) continue;
        for (const theirs of other.area) {
          if (within(box, theirs) || within(theirs, box)) continue;
          const share = Math.round((100 * shared(finger, theirs)) / own);
          if (share >= SHARE && (worst === null || share > worst.share)) worst = { other, share };
        }
      }
    }
    return worst;
  };

  // --- Exceptions ---------------------------------------------------------------------------------

  // As the browser itself draws it: these are Chromium's own sizes and paddings.
  const native = (element) => {
    if (!/^(input|select|button)$/.test(name(element))) return false;
    const look = style(element);
    const zoomed = (element.currentCSSZoom ?? 1) !== 1 || look.transform !== "none";
    if (look.appearance === "none" || zoomed) return false;
    const { width, height } = rectangle(element);
    const near = (value, size) => Math.abs(value - size) < 0.6;
    const type = (attribute(element, "type") ?? "").toLowerCase();
    if (name(element) === "input" && /^(checkbox|radio)$/.test(type)) return near(width, 13) && near(height, 13);
    if (name(element) === "input" && type === "range") return near(height, 16);
    if (!near(parseFloat(look.fontSize), 13.333) || height < 17 || height > 23) return false;
    if (name(element) === "button" || /^(submit|button|reset)$/.test(type)) {
      return near(parseFloat(look.paddingLeft), 6) && near(parseFloat(look.paddingTop), 1) && look.borderTopStyle === "outset";
    }
    if (name(element) === "select") return near(parseFloat(look.paddingTop), 0) && near(parseFloat(look.borderTopWidth), 1);
    return near(parseFloat(look.paddingTop), 1) && look.borderTopStyle === "inset";
  };

  const inline = (target, lineOf) => {
    const { words, signs, display } = lineOf(target);
    const says = saysOf(target.element);
    if (says && (words >= 3 || (words >= 1 && display === "inline"))) return { free: "inline" };
    if (!says && (words >= 3 || (words >= 1 && display === "inline"))) return { doubt: "icon" };
    if (says && signs && words === 0 && display === "inline") return { doubt: "separated" };
    return {};
  };

  // --- The whole ------------------------------------------------------------------------------------

  const label = (target) => {
    const { element } = target;
    const own = parts.label(element, 80) || attribute(element, "value") || attribute(element, "placeholder");
    const named = target.boxes.find((box) => box !== element);
    return dom.words(own || (named && dom.content(named)) || attribute(element, "name") || "", 80);
  };
  const half = (value) => Math.floor(value * 2 + 0.2) / 2;
  const told = (target, more) => ({
    spot: { selector: place(target.element), html: html(target.element) },
    kind: target.kind, text: label(target), width: Math.floor(wide(target.best) + 0.1), height: Math.floor(high(target.best) + 0.1), ...more,
  });
  const nearby = (other) => label(other) || kindOf(other.element);

  // Where the marked ones are, on the page or, of those that float, on the screen.
  const boxOf = ({ best }) => ({ left: half(best.left), top: half(best.top), width: half(wide(best)), height: half(high(best)) });

  const gather = (viewport, limits, thorough) => {
    const scale = visualViewport.scale;
    const { targets: found, owner, whole } = find(limits, listening);
    const end = performance.now() + limits.milliseconds;
    const probe = prober(owner, limits, end);
    const all = measureAll(found, probe);
    const near = neighbours(all);
    const lineOf = targetLines.reader(owner);
    for (const target of all) target.purpose = purposeOf(target.element);

    const free = {};
    const count = (why) => {
      free[why] = (free[why] ?? 0) + 1;
      return why;
    };
    const small = [];
    const doubtful = [];
    const good = new Set();
    const pending = [];
    for (const target of all) {
      const worst = target.fits ? null : crowded(target, near);
      target.spaced = !target.fits && worst === null;
      target.worst = worst;
      if (target.fits || target.spaced) good.add(target.purpose);
    }
    for (const target of all) {
      if (target.fits) continue;
      const way = inline(target, lineOf);
      target.inline = way.free === "inline";
      if (target.inline) count("inline");
      else if (target.spaced) count("spacing");
      else if (target.purpose && good.has(target.purpose)) count("equivalent");
      else if (!target.cut && native(target.element)) count("native");
      else pending.push({ target, doubt: way.doubt ?? (closest(target.element, MAPS) ? "map" : "") });
    }
    for (const { target, doubt } of pending) {
      const more = { near: nearby(target.worst.other), gap: Math.max(1, Math.round(-target.worst.distance)) };
      if (doubt) doubtful.push({ target, more: { ...more, doubt } });
      else small.push({ target, more });
    }
    const cramped = [];
    const modest = [];
    let judged = 0;
    let roomy = 0;
    if (thorough) {
      const easy = new Set(all.filter(({ best }) => holds(best, EASY)).map(({ purpose }) => purpose).filter(Boolean));
      for (const target of all) target.inline ??= inline(target, lineOf).free === "inline";
      for (const target of all) {
        if (target.inline) continue;
        judged += 1;
        const worst = fingered(target, near, scale);
        if (worst) cramped.push({ target, more: { near: nearby(worst.other), hit: worst.share } });
        const primary = /button|field|choice/.test(target.kind) || closest(target.element, MENUS) !== null;
        if (!primary || closest(target.element, MAPS)) continue;
        if (holds(target.best, EASY)) roomy += 1;
        else if (!easy.has(target.purpose) && !native(target.element)) modest.push({ target, more: {} });
      }
    }
    const first = ({ target }) => (/button|field|choice/.test(target.kind) ? 0 : closest(target.element, MENUS) ? 1 : 2);
    cramped.sort((one, other) => first(one) - first(other));
    modest.sort((one, other) => first(one) - first(other));
    const list = (entries) => entries.slice(0, limits.kept).map(({ target, more }) => told(target, more));
    const marked = small.length ? small : cramped;
    const still = marked.length > 0 && marked[0].target.layer !== null;
    return JSON.stringify({
      at: {
        viewport, count: all.length, enough: all.filter(({ fits }) => fits).length, free, scale: Math.round(scale * 100) / 100,
        small: list(small), small_found: small.length, doubtful: list(doubtful), doubtful_found: doubtful.length,
        judged, roomy, cramped: list(cramped), cramped_found: cramped.length, modest: list(modest), modest_found: modest.length,
      },
      complete: whole && lineOf.whole && !probe.spent(),
      still,
      boxes: marked.filter(({ target }) => (target.layer !== null) === still).slice(0, limits.kept).map(({ target }) => boxOf(target)),
    });
  };

  return { gather, listen };
})();
