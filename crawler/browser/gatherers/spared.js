// Installed after dom.js: what may be wider than a screen, or mostly is on purpose.
globalThis.spared = (() => {
  const { attribute, content, find, getter, method, name, up } = dom;
  const shadow = getter(Element.prototype, "shadowRoot");
  const animations = method(Element.prototype, "getAnimations");
  const rowsOf = getter(HTMLTableElement.prototype, "rows");
  const cellsOf = getter(HTMLTableRowElement.prototype, "cells");

  const remember = (answer) => {
    const known = new Map();
    return (element) => {
      if (!known.has(element)) known.set(element, answer(element));
      return known.get(element);
    };
  };
  const closest = (element, test, most = 12) => {
    let at = element;
    for (let steps = 0; at && steps < most; steps += 1, at = up(at)) if (test(at)) return at;
    return null;
  };

  // --- What WCAG 1.4.10 leaves out ----------------------------------------------------------------

  const TAGS = new Map([
    ...["img", "picture", "svg", "canvas"].map((tag) => [tag, "picture"]), ["video", "film"],
    ...["iframe", "object", "embed"].map((tag) => [tag, "frame"]),
    ["math", "formula"], ["pre", "preformatted"],
  ]);
  const ROLES = new Map([
    ["img", "picture"], ["toolbar", "tool"], ["application", "tool"], ["grid", "table"],
    ["treegrid", "table"], ["table", "table"],
  ]);
  const BLOCKS = "h1, h2, h3, h4, h5, h6, form, nav, table, iframe, section, article, header, footer";

  // A table of data, by its headings; or without any by its even rows of short cells.
  const holdsData = (table) => {
    const role = attribute(table, "role");
    if (role === "presentation" || role === "none") return false;
    if (find(table, "th, caption, thead, [scope], [role=columnheader], [role=rowheader]")) return true;
    const rows = [...rowsOf(table)].slice(0, 50);
    const columns = Math.max(0, ...rows.map((row) => cellsOf(row).length));
    if (rows.length < 2 || columns < 2 || find(table, BLOCKS)) return false;
    return rows.every((row) => cellsOf(row).length === columns) &&
      rows.every((row) => [...cellsOf(row)].every((cell) => content(cell).trim().length < 200));
  };
  const kindOf = remember((element) => {
    const role = (attribute(element, "role") ?? "").trim().toLowerCase();
    if (ROLES.has(role)) return ROLES.get(role);
    const tag = name(element);
    if (TAGS.has(tag)) return TAGS.get(tag);
    return tag === "table" && holdsData(element) ? "table" : "";
  });

  const SLIDES = /carousel|slider|slides?(?:how)?\b|swiper|slick|splide|glide|flickity|owl-|embla|tns-|rotator|marquee|ticker/i;
  const called = (element) => `${attribute(element, "class") ?? ""} ${attribute(element, "id") ?? ""}`;
  const slides = (element) =>
    closest(
      element,
      (at) => SLIDES.test(called(at)) || /carousel|slide/i.test(attribute(at, "aria-roledescription") ?? ""),
    ) !== null;
  const moving = (element) =>
    closest(element, (at) => animations(at).some((each) => each.playState === "running"), 6) !== null;
  const decoration = (element) =>
    closest(element, (at) => attribute(at, "aria-hidden") === "true" || attribute(at, "inert") !== null) !== null;

  return { TAGS, closest, decoration, kindOf, moving, remember, shadow, slides, up };
})();
