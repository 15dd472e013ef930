// Installed after target_lines.js, probing.js and crowding.js: which targets are too small and too
// close, and which exceptions hold for them.
globalThis.targets = (() => {
  const { attribute, html, name, place, rectangle, style, up } = dom;
  const { high, holds, wide } = boxes;
  const { closest, find, kindOf, purposeOf, saysOf } = tappable;
  const { crowded, fingered, neighbours } = crowding;
  const { measureAll, prober } = probing;

  const EASY = 44; // WCAG 2.5.5
  const MAPS =
    "[class*=leaflet i], .gm-style, [class*=mapbox i], [class*=maplibre i], [class*=esri i], " +
    ".ol-viewport, [class*=openlayers i], svg, map";
  const MENUS = "nav, header, [role=navigation], [role=banner]";

  let listening = [];
  const listen = (...elements) => {
    listening = elements.filter((element) => element instanceof Element);
    return JSON.stringify(listening.length);
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

  // Where a thing stands on a map is essential (Understanding 2.5.8): in what draws maps, or placed
  // in what is called one.
  const classes = (element) => (attribute(element, "class") ?? "").slice(0, 500);
  const named = (element) =>
    /\bmap\b/i.test(attribute(element, "aria-label") ?? "") ||
    /(^|\s)((?!site)[\w-]+[-_])?map([-_](?!link|button)[\w-]+)?(\s|$)/i.test(classes(element));
  const onMap = ({ element }) => {
    if (closest(element, MAPS)) return true;
    let placed = false;
    let pinned = false;
    for (let at = element, steps = 0; at && steps < 6 && !/^(body|html|main)$/.test(name(at)); at = up(at), steps += 1) {
      if (placed && at !== element && named(at)) return true;
      pinned ||= steps < 3 && /(^|\s)(map[-_]?)?(marker|pin)s?(\s|$)/i.test(classes(at));
      placed ||= style(at).position === "absolute";
    }
    return placed && pinned;
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
      else pending.push({ target, doubt: way.doubt ?? (onMap(target) ? "map" : "") });
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
        if (!primary || onMap(target)) continue;
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
      complete: whole && lineOf.whole && !probe.spent(), late: probe.late(),
      still,
      boxes: marked.filter(({ target }) => (target.layer !== null) === still).slice(0, limits.kept).map(({ target }) => boxOf(target)),
    });
  };

  return { gather, listen };
})();
