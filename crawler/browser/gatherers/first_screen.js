// Installed after first_step.js, held.js and consent.js: what the first screen holds.
(limits) => {
  const { all, attribute, clip, getter, html, method, name, parent, place, rectangle, style, words } = dom;
  const until = performance.now() + limits.milliseconds;
  const seen = parts.sight();
  const { region } = parts.regions();
  const main = parts.mainPart(seen);
  const mine = parts.inMain(main, region);

  // --- What each part of the screen is ------------------------------------------------------------

  held.arrive();
  const size = held.screen();
  const screen = held.look(limits);
  const banner = consent.look([...screen.elements.keys()].slice(0, 30));
  const ofBanner = (element) =>
    banner !== null && (banner.holds(element) || held.within(element, banner.element));
  const keeper = (element) => {
    for (let at = element; at; at = held.above(at)) {
      if (ofBanner(at)) return "banner";
      if (screen.elements.has(at)) {
        const whole = rectangle(at);
        const veil = whole.width * whole.height > size.width * size.height * 0.9 && banner?.floating;
        return veil && words(dom.content(at), 10) === "" ? "banner" : "held";
      }
    }
    return "";
  };
  const PICTURES = /^(img|picture|video|canvas|svg|iframe|object|embed|map)$/;
  const firstChild = getter(Node.prototype, "firstChild");
  const nextSibling = getter(Node.prototype, "nextSibling");
  const kindOf = getter(Node.prototype, "nodeType");
  const data = getter(CharacterData.prototype, "data");
  const hasWords = parts.remembered((element) => {
    for (let node = firstChild(element), count = 0; node && count < 50; node = nextSibling(node), count += 1) {
      if (kindOf(node) === 3 && /\S/.test(data(node).slice(0, 500))) return true;
    }
    return /^(input|select|textarea|button)$/.test(name(element));
  });
  const drawn = parts.remembered((element) => {
    for (let at = element; at; at = held.above(at)) {
      if (PICTURES.test(name(at))) {
        const { width, height } = rectangle(at);
        return width * height > 2500; // an icon is no picture
      }
      const { backgroundImage, backgroundColor } = style(at);
      if (/url\(|image-set/.test(backgroundImage)) {
        const { width, height } = rectangle(at);
        return name(at) !== "body" && name(at) !== "html" && width * height > 2500;
      }
      if (!/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) return false;
    }
    return false;
  });
  const framing = parts.remembered((element) => {
    for (let at = element; at; at = held.above(at)) {
      if (at === main && name(main) !== "body") return false;
      if (/^(header|nav)$/.test(region(at))) return true;
    }
    return false;
  });
  const kind = parts.remembered((element) => {
    if (!element || /^(html)$/.test(name(element))) return "blank";
    const kept = keeper(element);
    if (kept) return kept;
    if (framing(element)) return "header";
    if (hasWords(element)) return "words";
    return drawn(element) ? "picture" : "blank";
  });
  const count = { banner: 0, held: 0, header: 0, words: 0, picture: 0, blank: 0 };
  let points = 0;
  const coarse = held.coarseness();
  for (let y = 8 * coarse; y < size.height && performance.now() < until; y += 16 * coarse) {
    for (let x = 12 * coarse; x < size.width; x += 24 * coarse) {
      points += 1;
      count[kind(held.hit(x, y))] += 1;
    }
  }
  let complete = screen.complete && performance.now() < until;
  const percent = (part) => (points ? Math.round((100 * part) / points) : 0);

  // --- What it holds ------------------------------------------------------------------------------

  // What can be seen of an element on the screen, at a few points of what is within it.
  const reach = (element, text) => {
    if (!element) return null;
    const box = rectangle(element);
    const top = Math.max(box.top, 0);
    const bottom = Math.min(box.bottom, size.height);
    const left = Math.max(box.left, 0);
    const right = Math.min(box.right, size.width);
    const tall = Math.min(20, box.height);
    let shown = bottom - top >= tall && right - left > 4;
    let under = "";
    if (shown) {
      const found = [[0.5, 0.5], [0.1, 0.3], [0.9, 0.7], [0.1, 0.7], [0.3, 0.5]]
        .map(([across, down]) => held.hit(left + (right - left) * across, top + (bottom - top) * down))
        .filter(Boolean);
      const own = found.some((each) => held.within(each, element) || held.within(element, each));
      const over = found.map(keeper).find((each) => each && !keeper(element));
      if (!own && over) {
        shown = false;
        under = over;
      }
    }
    const at = Math.round(((box.top + scrollY) / size.height) * 10) / 10;
    return { spot: { selector: place(element), html: html(element) }, text: clip(text, limits.text), at, shown, under };
  };

  const shows = (element) => seen(element) && !ofBanner(element);
  const heading = [...all(document, "h1, [role=heading][aria-level='1']")].slice(0, 20).find(shows) ?? null;
  const step = firstStep.choose(limits);
  const FIELD = "input[type=search], [role=searchbox], [role=search] input:not([type=hidden]):not([type=submit]), form[action*=search i] input:not([type=hidden]):not([type=submit])";
  const search = [...dom.within(main, FIELD)].slice(0, 10).find((each) => shows(each) && mine(each)) ?? null;

  // The letters of the main part that can be read on the screen, and after it.
  const lines = method(Range.prototype, "getClientRects");
  const range = document.createRange();
  const walk = dom.walker(document, main, NodeFilter.SHOW_TEXT);
  let letters = 0;
  let beyond = 0;
  for (let node = walk.nextNode(), met = 0; node; node = walk.nextNode(), met += 1) {
    if (met > limits.texts || performance.now() > until) {
      complete = beyond >= limits.letters && complete;
      break;
    }
    const text = data(node).slice(0, 2000);
    const holder = parent(node);
    if (!/[\p{L}\p{N}]/u.test(text) || !holder || /^(script|style|noscript|option)$/.test(name(holder))) continue;
    if (!mine(holder) || !shows(holder)) continue;
    const length = (text.match(/[\p{L}\p{N}]/gu) ?? []).length;
    range.selectNodeContents(node);
    const all = [...lines(range)].slice(0, 60);
    const [first] = all;
    if (!first) continue;
    const readable = all.filter((line) => {
      if (line.top < 0 || line.bottom > size.height || line.right < 0 || line.left > size.width) return false;
      const found = held.hit((Math.max(0, line.left) + Math.min(size.width, line.right)) / 2, (line.top + line.bottom) / 2);
      return found !== null && (held.within(found, holder) || held.within(holder, found) || !keeper(found));
    });
    letters += Math.round((length * readable.length) / all.length);
    if (readable.length < all.length) beyond += Math.round((length * (all.length - readable.length)) / all.length);
    if (letters >= limits.letters || beyond >= limits.letters) break;
  }

  const PRESSED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link]";
  let choices = 0;
  let tried = 0;
  for (const each of dom.within(main, PRESSED)) {
    tried += 1;
    if (tried > 300 || performance.now() > until) break;
    const { top, bottom } = rectangle(each);
    if (bottom < 0 || top > size.height - 10 || !shows(each) || !mine(each)) continue;
    const { left, right } = rectangle(each);
    const found = held.hit((left + right) / 2, (top + bottom) / 2);
    choices += found && held.within(found, each) ? 1 : 0;
  }
  const MOVING = /carousel|slider|slideshow|slick|swiper|splide|glide|owl-/i;
  let carousel = false;
  for (const each of [...all(document, "[class*=carousel i], [class*=slide i], [class*=swiper i], [class*=slick i], [class*=splide i], [class*=glide i], [class*=owl-]")].slice(0, 100)) {
    const { top, width, height } = rectangle(each);
    carousel ||= MOVING.test(attribute(each, "class") ?? "") && top < size.height * 0.7 &&
      width > size.width * 0.7 && height > 100 && seen(each);
  }
  const called = step ? firstStep.called(step, limits.text) : "";
  return JSON.stringify({
    heading: reach(heading, heading ? words(dom.content(heading), limits.text) : ""),
    step: reach(step, called),
    search: reach(search, search ? firstStep.called(search, limits.text) : ""),
    letters: Math.min(letters, limits.letters), beyond: Math.min(beyond, limits.letters), choices,
    picture: percent(count.picture), header: percent(count.header), banner: percent(count.banner),
    held: percent(count.held), blank: percent(count.blank), carousel, complete,
  });
}
