// Installed after dom.js and pauses.js: notes what changes by itself from `start` to `stop`.
globalThis.watched = (() => {
  const { attribute, find, html, name, parent, rectangle, root, selector, visible } = dom;
  const CAROUSEL = /carousel|slider|slideshow|slick|swiper|flickity|splide|owl-|glide/i;
  const APART = 700; // milliseconds: what changes at once is one moment
  const MOST = 5000;
  let observer = null;
  let moments = new Map();
  let noted = 0;

  // The part of the page that a person would see change.
  const whole = (element) => {
    let at = element;
    for (let steps = 0; at && steps < 12; steps += 1, at = parent(at)) {
      if (CAROUSEL.test(`${attribute(at, "class")} ${attribute(at, "id")}`)) return at;
    }
    return element;
  };

  const start = () => {
    moments = new Map();
    noted = 0;
    observer = new MutationObserver((changes) => {
      const now = performance.now();
      for (const { target } of changes) {
        noted += 1;
        if (noted > MOST) return;
        const element = target.nodeType === Node.ELEMENT_NODE ? target : parent(target);
        if (!element || /^(html|head|body|script|style)$/.test(name(element))) continue;
        const part = whole(element);
        const times = moments.get(part) ?? [];
        if (!times.length || now - times.at(-1) > APART) times.push(now);
        moments.set(part, times);
      }
    });
    observer.observe(root(document), {
      subtree: true, childList: true, characterData: true, attributes: true,
      attributeFilter: ["class", "style", "hidden", "src", "transform"],
    });
    return "";
  };

  const stop = (limits) => {
    observer?.disconnect();
    const changing = [];
    for (const [part, times] of moments) {
      const { width, height } = rectangle(part);
      if (width * height < limits.area || !visible(part)) continue;
      const carousel = CAROUSEL.test(`${attribute(part, "class")} ${attribute(part, "id")}`);
      if (times.length < 2 && !carousel) continue;
      const spot = { selector: selector(part), html: html(part) };
      // Two tell what one cannot; how many more there were is chance.
      changing.push({ spot, moments: Math.min(times.length, 2), carousel });
    }
    // Of parts within each other the outermost is named.
    const names = new Set(changing.map(({ spot }) => spot.selector));
    const outermost = changing.filter(
      ({ spot }) => ![...names].some((other) => spot.selector.startsWith(`${other} > `)),
    );
    outermost.sort((a, b) => (a.spot.selector < b.spot.selector ? -1 : 1));
    return JSON.stringify({
      changing: outermost.slice(0, limits.kept),
      pauses: pauses(),
      refreshes: Boolean(find(root(document), "meta[http-equiv=refresh i]")),
    });
  };
  return { start, stop };
})();
