// Installed after dom.js and pauses.js: notes what changes by itself from `start` to `stop`.
globalThis.watched = (() => {
  const { attribute, find, html, name, parent, rectangle, root, selector, visible } = dom;
  const CAROUSEL = /carousel|slider|slideshow|slick|swiper|flickity|splide|owl-|glide/i;
  const APART = 500; // milliseconds: what changes at once is one moment
  const MOST = 5000;
  let observer = null;
  let moments = new Map();
  let values = new Map(); // by element, the values that its attributes have had
  let noted = 0;
  let began = 0;

  // The part of the page that a person would see change.
  const whole = (element) => {
    let at = element;
    for (let steps = 0; at && steps < 12; steps += 1, at = parent(at)) {
      if (CAROUSEL.test(`${attribute(at, "class")} ${attribute(at, "id")}`)) return at;
    }
    return element;
  };

  // Whether something took the place of something else. What a page loads in pieces only adds, and
  // sets each class once.
  const replaces = (change) => {
    if (change.type === "characterData") return change.oldValue !== change.target.data;
    if (change.type === "childList") return change.removedNodes.length > 0 && change.addedNodes.length > 0;
    const { target, attributeName, oldValue } = change;
    if (!values.has(target)) values.set(target, new Map());
    const had = values.get(target);
    if (!had.has(attributeName)) had.set(attributeName, new Set());
    const before = had.get(attributeName).add(oldValue);
    const now = attribute(target, attributeName);
    return now !== oldValue && before.has(now);
  };

  const start = () => {
    moments = new Map();
    values = new Map();
    noted = 0;
    began = performance.now();
    observer = new MutationObserver((changes) => {
      const now = performance.now();
      for (const change of changes) {
        noted += 1;
        if (noted > MOST) return;
        const { target } = change;
        const element = target.nodeType === Node.ELEMENT_NODE ? target : parent(target);
        if (!element || /^(html|head|body|script|style)$/.test(name(element))) continue;
        const part = whole(element);
        const seen = moments.get(part) ?? { times: [], replaced: false };
        seen.replaced ||= replaces(change);
        if (!seen.times.length || now - seen.times.at(-1) > APART) seen.times.push(now);
        moments.set(part, seen);
      }
    });
    observer.observe(root(document), {
      subtree: true, childList: true, characterData: true, characterDataOldValue: true,
      attributes: true, attributeOldValue: true,
      attributeFilter: ["class", "style", "hidden", "src", "transform"],
    });
    return "";
  };

  const stop = (limits) => {
    observer?.disconnect();
    const changing = [];
    const half = (began + performance.now()) / 2;
    for (const [part, { times, replaced }] of moments) {
      const { width, height } = rectangle(part);
      if (width * height < limits.area || !visible(part)) continue;
      const carousel = CAROUSEL.test(`${attribute(part, "class")} ${attribute(part, "id")}`);
      const on = times.at(-1) > half;
      if (!carousel && !(replaced && on && times.length > 1)) continue;
      changing.push({
        spot: { selector: selector(part), html: html(part) },
        moments: Math.min(times.length, 3), // three tell what one cannot; how many more is chance
        carousel,
        replaced: replaced && on,
      });
    }
    // Of parts within each other the outermost is named.
    const names = new Set(changing.map(({ spot }) => spot.selector));
    const outermost = changing.filter(
      ({ spot }) => ![...names].some((other) => spot.selector.startsWith(`${other} > `)),
    );
    outermost.sort((a, b) => (a.spot.selector < b.spot.selector ? -1 : 1));
    return JSON.stringify({
      changing: outermost.slice(0, limits.kept),
      complete: noted <= MOST && outermost.length <= limits.kept,
      pauses: pauses(),
      refreshes: Boolean(find(root(document), "meta[http-equiv=refresh i]")),
    });
  };
  return { start, stop };
})();
