// Images and their alternatives. Returns JSON in the shape of text._Pictures.
(limits) => {
  const {
    all, attribute, childNodes, clip, content, find, getter, html, name, parent, rectangle, selector, visible,
    within, words,
  } = dom;
  const { inMain, mainPart, named, regions, remembered, roleOf } = parts;
  const previous = getter(Element.prototype, "previousElementSibling");
  const next = getter(Element.prototype, "nextElementSibling");
  const mine = remembered(inMain(mainPart(visible), regions().region));

  const hidden = remembered((element) =>
    element !== null && (attribute(element, "aria-hidden") === "true" || hidden(parent(element))),
  );
  const around = (element, wanted, steps) => {
    for (let at = parent(element), left = steps; at && left; at = parent(at), left -= 1) {
      if (wanted.test(name(at))) return at;
    }
    return null;
  };
  const plain = (text) =>
    words(text, 500).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  const fileOf = (element) => {
    const address = attribute(element, "src") ?? "";
    if (!address || /^(data|blob):/i.test(address)) return "";
    const path = address.slice(0, 2000).split(/[?#]/)[0].split("/").at(-1);
    try {
      return clip(decodeURIComponent(path), 120);
    } catch {
      return clip(path, 120);
    }
  };
  // Text beside the image that says the same: its siblings', or the rest of its parent's.
  const repeats = (element, called) => {
    const mean = plain(called);
    if (mean.length < 4) return false;
    for (const other of [previous(element), next(element)]) {
      if (other && content(other).length < 600 && plain(content(other)) === mean) return true;
    }
    const box = parent(element);
    const siblings = box ? [...childNodes(box)].slice(0, 20) : [];
    return siblings.some((node) => node.nodeType === Node.TEXT_NODE && plain(node.data) === mean);
  };

  const natural = getter(HTMLImageElement.prototype, "naturalWidth");
  // One that did not load takes up little room; then its attributes say how large it should be.
  const sizeOf = (element) => {
    const { width, height } = rectangle(element);
    const lost = name(element) === "img" && natural(element) === 0;
    const meant = (key) => (lost ? Number.parseInt(attribute(element, key) ?? "0", 10) || 0 : 0);
    return {
      width: Math.min(20_000, Math.max(Math.round(width), meant("width"))),
      height: Math.min(20_000, Math.max(Math.round(height), meant("height"))),
    };
  };

  const QUERY = 'img, input[type="image" i], area[href], [role="img" i]';
  const found = [];
  let count = 0;
  const elements = all(document, QUERY);
  for (let at = 0; at < elements.length && at < limits.pictures; at += 1) {
    const element = elements[at];
    if (name(element) !== "area" && !visible(element)) continue;
    const size = sizeOf(element);
    if (size.width <= 1 || size.height <= 1) {
      if (name(element) !== "area") continue;
    }
    count += 1;
    const silent = hidden(element) || /^(none|presentation)$/.test(roleOf(element));
    const alt = attribute(element, "alt");
    const called = silent
      ? ""
      : named(element, 500) || words(alt, 500) || words(attribute(element, "title"), 500);
    // Without an alternative at all it is for axe-core to say.
    if (!called && !silent && alt === null) continue;
    const figure = around(element, /^figure$/, 6);
    const caption = figure ? find(figure, "figcaption") : null;
    const alone =
      caption !== null && within(figure, "img").length === 1 &&
      content(figure).replace(/\s+/g, "") === content(caption).replace(/\s+/g, "");
    found.push({
      element,
      picture: {
        name: called,
        file: fileOf(element),
        ...size,
        caption: caption ? words(content(caption), 200) : "",
        alone,
        linked: around(element, /^(a|button)$/, 8) !== null,
        main: mine(element),
        repeats:
          (called !== "" && repeats(element, called)) ||
          (caption !== null && called !== "" && plain(content(caption)) === plain(called)),
      },
    });
  }

  // Those that may be wrong first; the rest is only counted.
  const telling = ({ name: called, width, height, caption, repeats: same }) =>
    called
      ? same || called.length > 100 || called.split(" ").length <= 4 || /[./_]|\d{3}/.test(called)
      : (width >= 40 && height >= 24) || caption !== "";
  const known = new Set();
  const again = ({ name: called, file }) => {
    if (called || !file) return false;
    const before = known.has(file);
    known.add(file);
    return before;
  };
  const chosen = found.filter(({ picture }) => telling(picture) && !again(picture));
  return JSON.stringify({
    complete: elements.length <= limits.pictures && chosen.length <= limits.kept,
    count,
    pictures: chosen.slice(0, limits.kept).map(({ element, picture }) => ({
      spot: { selector: selector(element), html: html(element, 300) },
      ...picture,
    })),
  });
}
