// Installed after dom.js: the parts of a page, what is shown in them, and what it is called.
globalThis.parts = (() => {
  const {
    all, attribute, byId, contains, content, find, name, parent, rectangle, style, visible, words,
  } = dom;

  const remembered = (answer) => {
    const known = new Map();
    return (element) => {
      if (!known.has(element)) known.set(element, answer(element));
      return known.get(element);
    };
  };

  // --- What is shown ------------------------------------------------------------------------------

  const NOTHING = { left: 0, right: 0, top: 0, bottom: 0 };
  const EVERYTHING = { left: -1e9, right: 1e9, top: -1e9, bottom: 1e9 };
  const meet = (one, other) => ({
    left: Math.max(one.left, other.left),
    right: Math.min(one.right, other.right),
    top: Math.max(one.top, other.top),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const large = ({ left, right, top, bottom }) => right - left > 1 && bottom - top > 1;

  // Answers whether an element can be seen, at most after scrolling, as the page is laid out now:
  // a menu that waits outside the page or in a box without height cannot. Make a new one after any
  // change.
  const sight = () => {
    const styles = remembered(style);
    const top = dom.root(document);
    const scroller = document.scrollingElement ?? top;
    const shut = [top, find(top, "body")].some(
      (element) => element && /hidden|clip/.test(styles(element).overflowX),
    );
    const width = shut ? dom.clientWidth(scroller) : dom.scrollWidth(scroller);
    const page = { left: -scrollX, right: width - scrollX, top: -scrollY, bottom: 1e9 };
    const screen = { left: 0, right: innerWidth, top: 0, bottom: innerHeight };

    const placed = (element) => {
      const { position } = styles(element);
      return position === "fixed" || position === "absolute" ? position : "flow";
    };
    const holdsFixed = ({ transform, filter, perspective, contain, willChange }) =>
      transform !== "none" || filter !== "none" || perspective !== "none" ||
      /paint|layout|strict|content/.test(contain) || /transform|filter/.test(willChange);

    // What an element lets be seen of those in it that stand in its flow, are placed in it, or are
    // fixed to the screen.
    const frames = { flow: new Map(), absolute: new Map(), fixed: new Map() };
    const frame = (element, kind) => {
      if (!element || element === top || name(element) === "body") {
        return kind === "fixed" ? screen : page;
      }
      const known = frames[kind];
      if (!known.has(element)) known.set(element, framed(element, kind));
      return known.get(element);
    };
    const framed = (element, kind) => {
      const own = styles(element);
      const holds = holdsFixed(own);
      if (kind === "fixed" && !holds) return frame(parent(element), kind);
      if (kind === "absolute" && !holds && own.position === "static") {
        return frame(parent(element), kind);
      }
      const outer = frame(parent(element), placed(element));
      const { overflowX, overflowY, display } = own;
      if (overflowX === "visible" && overflowY === "visible") return outer;
      if (/^(inline|contents)$/.test(display)) return outer;
      const box = rectangle(element);
      const cut = meet(outer, {
        ...EVERYTHING,
        ...(overflowX === "visible" ? {} : { left: box.left, right: box.right }),
        ...(overflowY === "visible" ? {} : { top: box.top, bottom: box.bottom }),
      });
      if (!large(cut)) return NOTHING;
      // What is further on in it can be scrolled to.
      if (/auto|scroll/.test(overflowX)) Object.assign(cut, { left: -1e9, right: 1e9 });
      if (/auto|scroll/.test(overflowY)) Object.assign(cut, { top: -1e9, bottom: 1e9 });
      return cut;
    };
    return remembered((element) => {
      if (!visible(element)) return false;
      const box = rectangle(element);
      return large(box) && large(meet(box, frame(parent(element), placed(element))));
    });
  };

  // --- Landmarks ----------------------------------------------------------------------------------

  const ROLES = new Map([
    ["banner", "header"], ["navigation", "nav"], ["main", "main"], ["complementary", "aside"],
    ["contentinfo", "footer"],
  ]);
  const TAGS = new Set(["header", "nav", "main", "aside", "footer"]);

  const roleOf = (element) => (attribute(element, "role") ?? "").trim().toLowerCase().split(/\s/)[0];

  // In an article and the like, header and footer frame that and not the page.
  const scoped = (element) => {
    for (let at = element; at; at = parent(at)) {
      if (/^(article|main|aside|nav)$/.test(name(at)) || roleOf(at) === "main") return true;
    }
    return false;
  };

  // The landmark that the element is itself: header, nav, main, aside, footer, or "".
  const landmark = (element) => {
    const role = roleOf(element);
    if (role) return ROLES.get(role) ?? "";
    const tag = name(element);
    if (!TAGS.has(tag)) return "";
    return /^(header|footer)$/.test(tag) && scoped(parent(element)) ? "" : tag;
  };

  // A memory of landmarks and regions, for as long as the document stays as it is.
  const regions = () => {
    const own = remembered(landmark);
    const region = remembered((element) =>
      element ? own(element) || region(parent(element)) : "",
    );
    return { own, region };
  };

  // The main part: what says that it is, else what is called so, else the body.
  const mainPart = (seen) => {
    for (const choice of ["main, [role=main]", "#main-content, #maincontent, #main, #content"]) {
      for (const element of all(document, choice)) {
        if (seen(element) && content(element).trim()) return element;
      }
    }
    return find(dom.root(document), "body") ?? dom.root(document);
  };

  const FRAME =
    /(?:^|\s)(?:(?:site|page|main|global|primary)[-_]?)?(?:header|footer|foot|nav|navbar|navigation|menu|masthead|top|topbar|bottom|breadcrumbs?)(?=\s|$)/i;
  const framing = remembered((element) => {
    if (!element || name(element) === "body") return false;
    const called = `${attribute(element, "id") ?? ""} ${attribute(element, "class") ?? ""}`;
    return FRAME.test(called) || framing(parent(element));
  });

  // Whether the element is in the main part. Where no element is that, what frames the page is left
  // out: by its landmarks, and by what its boxes are called.
  const inMain = (main, region) => (element) =>
    contains(main, element) &&
    (name(main) !== "body" || (/^(main)?$/.test(region(element)) && !framing(element)));

  // --- What asks for consent ----------------------------------------------------------------------

  const CONSENT = /cookie|consent|gdpr|onetrust|cybot|\bccc\b/i;
  const asksConsent = remembered((element) => {
    if (!element || /^(html|body|main)$/.test(name(element))) return false;
    const called = `${attribute(element, "id") ?? ""} ${attribute(element, "class") ?? ""}`;
    const own = CONSENT.test(called) || CONSENT.test(attribute(element, "aria-label") ?? "");
    if (own && find(element, "button, [role=button], input[type=submit], a")) {
      return find(element, "main, h1, [role=main]") === null;
    }
    return asksConsent(parent(element));
  });

  // --- Names --------------------------------------------------------------------------------------

  const named = (element, limit) => {
    const by = attribute(element, "aria-labelledby");
    if (by) {
      const all = by.trim().split(/\s+/).slice(0, 5).map((id) => byId(document, id));
      const text = words(all.filter(Boolean).map(content).join(" "), limit);
      if (text) return text;
    }
    return words(attribute(element, "aria-label"), limit);
  };

  // The text, else the name that it has for those who do not see it.
  const label = (element, limit) => {
    const text = words(content(element), limit);
    if (text) return text;
    const own = named(element, limit) || attribute(element, "title");
    if (own) return words(own, limit);
    const image = find(element, "[alt], [aria-label], title");
    if (!image) return words(attribute(element, "alt"), limit);
    const name = attribute(image, "alt") || attribute(image, "aria-label") || content(image);
    return words(name, limit);
  };

  // Where a link leads: an absolute web address of a sane length, or null.
  const address = (element, limit) => {
    try {
      const url = new URL(attribute(element, "href"), document.baseURI);
      return /^https?:$/.test(url.protocol) && url.href.length <= limit ? url.href : null;
    } catch {
      return null;
    }
  };

  return { address, asksConsent, inMain, label, mainPart, named, regions, remembered, roleOf, sight };
})();
