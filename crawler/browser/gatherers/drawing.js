// Installed after passages.js: the order on the screen against the order in the document.
//
// Only where meaning is at stake: headings and their text, numbered steps, sentences in pieces, and
// labels. A picture to the left instead of the right, or a sidebar that comes first, is harmless.
globalThis.drawing = (() => {
  const { all, attribute, byId, children, content, contains, find, method, name, parent, rectangle, words } = dom;
  const { closest } = passages;
  const matches = method(Element.prototype, "matches");

  const HEADING = "h1, h2, h3, h4, h5, h6, [role=heading]";
  const LANDMARK =
    "main, nav, aside, header, footer, form, [role=main], [role=navigation], [role=complementary]";
  const NUMBER = /^(?:(?:step|stage|part|cam|rhan|cyfnod)\s+)?(\d{1,2})(?:[.):]|\s|$)/i;
  const COUNTED = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"];
  const CARDINAL = ["one", "two", "three", "four", "five", "six", "seven"];
  const NAMED =
    /^.{0,20}\b(?:step|part|item|section|paragraph|column|box|block|question)\s+(\d{1,2}|one|two|three|four|five|six|seven)\b/i;
  const EVEN = 2; // pixels of grace

  const above = (one, other) => one.bottom <= other.top + EVEN;
  const meets = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) >
    Math.min(one.width, other.width) / 2;
  const level = (one, other) =>
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) >
    Math.min(one.height, other.height) / 2;
  const before = (one, other) => above(one, other) || (level(one, other) && one.right <= other.left + EVEN);

  const numbered = (text) => {
    const low = text.toLowerCase().replace(/^(?:this is )?(?:the )?/, "");
    const word = COUNTED.findIndex((each) => low.startsWith(each)) + 1;
    if (word) return word;
    const named = NAMED.exec(text)?.[1].toLowerCase() ?? NUMBER.exec(text)?.[1] ?? "0";
    return CARDINAL.indexOf(named) + 1 || Number(named) || 0;
  };
  const rising = (numbers) => numbers.every((number, at) => !at || number > numbers[at - 1]);
  // Row by row, or column by column: either is a way to read.
  const asDrawn = (items, first, then) =>
    [...items].sort((one, other) => {
      const [a, b] = [one.box, other.box];
      const size = first === "top" ? "height" : "width";
      const apart = Math.abs(a[first] - b[first]) > Math.min(a[size], b[size]) / 2;
      return apart ? a[first] - b[first] : a[then] - b[then];
    });

  // --- Parts of one box ---------------------------------------------------------------------------

  const moves = (container, items, styles) => {
    if (/flex|grid/.test(styles(container).display)) return true;
    return items.some(({ element }) => {
      const { position, cssFloat, transform } = styles(element);
      return position !== "static" || cssFloat !== "none" || transform !== "none";
    });
  };

  const steps = (items, tell) => {
    const counted = items.filter((item) => item.number);
    if (counted.length < 2) return;
    const written = rising(counted.map((item) => item.number));
    const drawn = [["top", "left"], ["left", "top"]].some(([first, then]) =>
      rising(asDrawn(counted, first, then).map((item) => item.number)),
    );
    if (written === drawn) return;
    const rest = counted.find((item, at) => at && item.number < counted[at - 1].number);
    tell(rest ?? counted[1], counted[0], drawn);
  };

  const sections = (items, tell) => {
    let titled = false;
    items.forEach((item, at) => {
      const last = items[at - 1];
      if (item.heading && last?.prose && !titled) {
        if (above(item.box, last.box) && meets(item.box, last.box)) tell(last, item, true);
      }
      if (last?.heading && item.prose && above(item.box, last.box) && meets(item.box, last.box)) {
        tell(item, last, false);
      }
      titled ||= item.heading;
    });
    // All headings first and all texts after, drawn as columns.
    for (let start = 0; start < items.length; start += 1) {
      let end = start;
      while (items[end]?.heading) end += 1;
      const many = end - start;
      if (many < 2) continue;
      const heads = items.slice(start, end);
      const texts = items.slice(end, end + many);
      const columns = heads.every((head, at) => {
        const text = texts[at];
        return text?.prose && above(head.box, text.box) && meets(head.box, text.box) &&
          (!at || (level(head.box, heads[at - 1].box) && level(text.box, texts[at - 1].box)));
      });
      if (columns) tell(texts[0], heads[0], true);
      start = end;
    }
  };

  const sentences = (items, tell) => {
    for (let at = 1; at < items.length; at += 1) {
      const [one, other] = [items[at - 1], items[at]];
      if (before(one.box, other.box) || !before(other.box, one.box)) continue;
      const continued = /^\p{Ll}[\p{L}’'-]*[\s,]+\p{L}/u.test(one.text) &&
        /^\p{Lu}/u.test(other.text) && /\s/.test(other.text) && !/[.!?:;…]["”’)]?$/.test(other.text);
      if (continued) return tell(one, other, true);
      if (one.prose && other.prose && meets(one.box, other.box)) return tell(one, other, false);
    }
  };

  // --- Labels and fields --------------------------------------------------------------------------

  const labels = (page, limits, tell) => {
    const pairs = [];
    for (const label of all(document, "label[for]")) {
      if (pairs.length >= limits.labels) break;
      const field = byId(document, attribute(label, "for"));
      if (!field || !page.seen(label) || !page.seen(field)) continue;
      if (!/^(input|select|textarea)$/.test(name(field)) || /^(radio|checkbox|submit|button)$/.test(attribute(field, "type") ?? "")) continue;
      pairs.push({ label, field, text: words(content(label), 80), one: rectangle(label), other: rectangle(field) });
    }
    const far = ({ one }, { other }) => {
      if (level(one, other)) return Math.max(0, other.left - one.right, one.left - other.right);
      if (Math.min(one.right, other.right) - Math.max(one.left, other.left) <= 0) return 1e6;
      return one.bottom <= other.top + EVEN ? other.top - one.bottom : 1e6;
    };
    for (const pair of pairs) {
      const own = far(pair, pair);
      const next = pairs.find((each) => each !== pair && far(pair, each) < 30 && far(pair, each) + 30 < own);
      // Its neighbour must be away from its own label too, or the label merely stands between both.
      if (next && far(next, next) > far(pair, next) + 30) {
        tell({ element: pair.label, text: pair.text }, { text: next.text }, far(next, pair) < 30);
      }
    }
  };

  // --- All of it ----------------------------------------------------------------------------------

  const compare = (page, limits, notice) => {
    const began = performance.now();
    const worded = new Map();
    for (const { element } of page.blocks) {
      for (let at = element; at && !worded.has(at); at = parent(at)) worded.set(at, true);
    }
    const tell = (item, other, sure) =>
      notice("out-of-order", item.element, { text: item.text, other: other.text, sure });
    let count = 0;
    let complete = true;
    let looked = 0;
    for (const container of worded.keys()) {
      looked += 1;
      if (looked % 200 === 0 && performance.now() - began > limits.ms) {
        complete = false;
        break;
      }
      const parted = [...children(container)].slice(0, limits.parts).filter((child) => worded.has(child));
      if (parted.length < 2) continue;
      const items = [];
      for (const element of parted) {
        if (/^(fixed|sticky)$/.test(page.styles(element).position)) continue;
        const box = rectangle(element);
        if (box.width < 2 || box.height < 2) continue;
        const text = words(content(element).slice(0, 3000), 400);
        const heading = matches(element, HEADING);
        const whole = heading || !find(element, `${HEADING}, ${LANDMARK}`);
        const prose = whole && !heading && !matches(element, LANDMARK) && text.length >= 40 && text.split(" ").length > 6;
        items.push({ element, box, text, heading, prose, number: numbered(text) });
      }
      if (items.length < 2 || !moves(container, items, page.styles)) continue;
      count += 1;
      if (page.styles(container).direction === "rtl" || closest(container, "svg, table")) continue;
      let told = false;
      const once = (item, other, sure) => {
        if (!told) tell(item, other, sure);
        told = true;
      };
      sections(items, once);
      steps(items, once);
      sentences(items, once);
    }
    labels(page, limits, tell);
    return { count, complete };
  };

  return { compare };
})();
