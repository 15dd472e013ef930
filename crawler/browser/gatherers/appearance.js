// Installed after passages.js: what only colour, a style sheet or a faint edge says.
globalThis.appearance = (() => {
  const {
    all, attribute, content, descendants, find, getter, method, name, parent, rectangle, root, sheets,
  } = dom;
  const { closest } = passages;
  const adopted = getter(Document.prototype, "adoptedStyleSheets");
  const beside = (element, side) => window.getComputedStyle(element, side);
  const matches = method(Element.prototype, "matches");

  // --- Colours ------------------------------------------------------------------------------------

  const known = new Map();
  const painted = (text) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const colour = (text) => {
    if (!known.has(text)) {
      const parts = /^rgba?\(([^)]+)\)$/.exec(text);
      const numbers = parts ? parts[1].split(/[\s,/]+/).map(Number) : painted(text);
      known.set(text, numbers.length === 3 ? [...numbers, 1] : numbers);
    }
    return known.get(text);
  };
  const over = ([red, green, blue, alpha], under) => [
    red * alpha + under[0] * (1 - alpha),
    green * alpha + under[1] * (1 - alpha),
    blue * alpha + under[2] * (1 - alpha),
    1,
  ];
  const brightness = (paint) => {
    const [red, green, blue] = paint.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [brightness(one), brightness(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  // What is behind the element's text, or null where a picture is.
  const ground = (page) => {
    const behind = parts.remembered((element) => {
      if (!element) return [255, 255, 255, 1];
      const { backgroundColor, backgroundImage, opacity } = page.styles(element);
      if (backgroundImage !== "none" || opacity !== "1") return null;
      const own = colour(backgroundColor);
      if (own[3] === 1) return own;
      const under = behind(parent(element));
      return under && over(own, under);
    });
    return behind;
  };

  // --- Links in text ------------------------------------------------------------------------------

  const changes = (rule) => {
    const { cssText } = rule;
    for (const [, property, value] of cssText.matchAll(/([a-z-]+)\s*:\s*([^;]+)/g)) {
      if (!/^(text-decoration|border|background|outline|font-weight|font-style|box-shadow)/.test(property)) continue;
      if (!/^(none|0|0px|inherit|initial|unset|transparent|normal|400)\b/.test(value)) return true;
    }
    return false;
  };
  // The selectors of what changes on hover in more than colour; null where a sheet cannot be read.
  const hoverCues = () => {
    const selectors = [];
    let left = 20_000;
    const collect = (rules) => {
      for (const rule of rules) {
        left -= 1;
        if (left < 0) return;
        if (rule.selectorText?.includes(":hover")) {
          if (changes(rule.style)) selectors.push(rule.selectorText);
        }
        if (rule.cssRules?.length) collect(rule.cssRules);
      }
    };
    for (const sheet of [...sheets(document), ...adopted(document)]) {
      try {
        collect(sheet.cssRules);
      } catch {
        return null;
      }
    }
    return selectors.map((text) => text.replace(/:(hover|focus-visible|focus-within|focus|active)/g, ""));
  };
  const drawnBeside = (element) =>
    ["::before", "::after"].some((side) => {
      const { content: drawn, backgroundImage } = beside(element, side);
      return (drawn !== "none" && drawn !== "normal" && drawn !== '""') || backgroundImage !== "none";
    });

  // Whether something other than colour sets the link apart from the text round it.
  const apart = (link, around, page) => {
    const theirs = page.styles(around);
    const shows = (element) => {
      const own = page.styles(element);
      return (
        /underline|overline|line-through/.test(own.textDecorationLine) ||
        ["Top", "Bottom", "Left", "Right"].some(
          (side) =>
            parseFloat(own[`border${side}Width`]) > 0 && own[`border${side}Style`] !== "none" &&
            colour(own[`border${side}Color`])[3] > 0.1,
        ) ||
        own.backgroundImage !== "none" || own.boxShadow !== "none" ||
        (own.outlineStyle !== "none" && parseFloat(own.outlineWidth) > 0) ||
        (colour(own.backgroundColor)[3] > 0.1 && own.backgroundColor !== theirs.backgroundColor) ||
        Math.abs(own.fontWeight - theirs.fontWeight) >= 200 || own.fontStyle !== theirs.fontStyle ||
        Math.abs(parseFloat(own.fontSize) / parseFloat(theirs.fontSize) - 1) > 0.15 ||
        own.fontFamily !== theirs.fontFamily || own.fontVariantCaps !== theirs.fontVariantCaps ||
        own.textTransform !== theirs.textTransform || drawnBeside(element)
      );
    };
    if (find(link, "img, svg, picture, canvas, video, i, [class*=icon]")) return true;
    for (let at = link; at && at !== around; at = parent(at)) if (shows(at)) return true;
    return [...descendants(link, "*")].slice(0, 20).some(shows);
  };

  const lookAtLinks = (page, limits, notice) => {
    const behind = ground(page);
    let count = 0;
    let cues;
    for (const block of page.blocks) {
      const plain = [];
      let text = 0;
      const linked = new Set();
      for (const piece of block.pieces) {
        const link = closest(piece.holder, "a[href], [role=link]");
        if (link && link !== block.element && dom.contains(block.element, link)) linked.add(link);
        else if (!link) {
          text += (piece.text.match(/\p{L}/gu) ?? []).length;
          plain.push(piece.holder);
        }
      }
      if (text < 12 || !linked.size || text < block.letters * 0.2) continue;
      const around = plain.includes(block.element) ? block.element : plain[0];
      for (const link of linked) {
        count += 1;
        if (count > limits.links || apart(link, around, page)) continue;
        const letters = block.pieces.find(({ holder }) => dom.contains(link, holder))?.holder ?? link;
        const under = behind(letters);
        const [ours, theirs] = [letters, around].map((at) => colour(page.styles(at).color));
        if ((ours[3] < 1 || theirs[3] < 1) && !under) continue;
        const value = contrast(over(ours, under ?? ours), over(theirs, under ?? theirs));
        const more = { text: content(link).trim(), value, other: content(around).trim() };
        if (value < 3) {
          notice("plain-link", link, { ...more, sure: value > 1.05 });
          continue;
        }
        cues ??= hoverCues() ?? ["*"];
        const told = cues.some((cue) => {
          try {
            return matches(link, cue);
          } catch {
            return true;
          }
        });
        if (!told) notice("plain-link", link, { ...more, sure: false });
      }
    }
    return count;
  };

  // --- Text and pictures from style sheets --------------------------------------------------------

  const strings = (drawn) =>
    drawn.includes('" / "')
      ? ""
      : [...drawn.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]).join("");
  const WORD = /\p{L}[\p{L}’'-]+/gu;
  // A note on where a link leads: browsers speak it, and no criterion at A or AA asks for it.
  const NOTE =
    /^\W*(?:(?:this |the )?(?:link |page )?(?:will )?opens?(?: up)? in (?:a |an )?(?:new|another|separate) (?:browser )?(?:window|tab|page)(?: or tab| or window)?|new (?:window|tab)|external(?: link| site| website)?|leaves this (?:web)?site|pdf|word|excel|docx?|xlsx?|csv|(?:pdf|word|excel) (?:document|file|download)|(?:yn )?agor (?:mewn )?(?:ffenestr|tab) newydd|dolen allanol)\W*$/iu;
  const ICONS = /icon|material|awesome|glyph|symbol|fontello|dashicons/i;
  const DECOR = /hero|banner|pattern|texture|gradient|decor|divider|shadow|curve|wave|dots?\b|data:|arrow|chevron|icon|sprite|logo|spacer|blank|loading|spinner|map-?tile|tile/i;

  const LAYER = /\bbg|backgr/i;
  // Many boxes are called a background. One that lies behind others, or that a picture fills, is.
  const layer = (element, own) =>
    LAYER.test(own.backgroundImage) ||
    (LAYER.test(`${attribute(element, "class") ?? ""} ${attribute(element, "id") ?? ""}`) &&
      (/absolute|fixed/.test(own.position) || own.backgroundSize.includes("cover")));

  const lookAtDrawn = (page, limits, notice) => {
    const behindLeft = rectangle(root(document)).width;
    let count = 0;
    let at = 0;
    const body = find(root(document), "body") ?? root(document);
    const began = performance.now();
    let complete = true;
    for (const element of descendants(body, "*")) {
      at += 1;
      if (at > limits.elements || (at % 200 === 0 && performance.now() - began > limits.ms)) {
        complete = false;
        break;
      }
      if (/^(script|style|br|template|noscript|source|option|head|path|g|use|img|input)$/.test(name(element))) continue;
      for (const side of ["::before", "::after"]) {
        const own = beside(element, side);
        if (own.content === "none" || own.content === "normal" || !own.content.includes('"')) continue;
        const text = strings(own.content).replace(/\s+/g, " ").trim();
        const said = text.match(WORD) ?? [];
        if (!text) continue;
        count += 1;
        if (!said.length || /:\/\/|^www\./.test(text) || ICONS.test(own.fontFamily)) continue;
        if (own.display === "none" || own.visibility !== "visible" || own.opacity === "0" ||
            parseFloat(own.fontSize) < 2 || colour(own.color)[3] === 0 || !page.seen(element)) continue;
        if (parseFloat(own.width) <= 1 || parseFloat(own.height) <= 1) continue;
        // Many repeat in this way what the page says itself.
        const around = closest(element, "table, dl") ?? element;
        const told = `${content(around)} ${attribute(element, "aria-label") ?? ""}`.toLowerCase();
        if (told.includes(text.replace(/[:.\s]+$/, "").toLowerCase())) continue;
        if (attribute(element, "aria-hidden") === "true") continue;
        notice("css-text", element, {
          text, value: said.length, other: side, sure: !NOTE.test(text) && (said.length > 1 || text.length > 12),
        });
      }
      const { backgroundImage } = page.styles(element);
      if (!backgroundImage.includes("url(") || !page.seen(element)) continue;
      count += 1;
      const box = rectangle(element);
      const called = `${backgroundImage} ${attribute(element, "class") ?? ""} ${attribute(element, "id") ?? ""}`;
      if (box.width < 40 || box.height < 40 || box.width > behindLeft * 0.9 || DECOR.test(called)) continue;
      if (layer(element, page.styles(element))) continue;
      if (content(element).trim() || find(element, "img, svg, input, iframe, video")) continue;
      if (["aria-label", "aria-labelledby", "title"].some((key) => attribute(element, key))) continue;
      if (closest(element, "[aria-hidden=true], a, button") || /presentation|none/.test(attribute(element, "role") ?? "")) continue;
      // Where words stand beside it they mostly say what it shows.
      notice("css-picture", element, { text: backgroundImage, value: box.width, sure: false });
    }
    return { count, complete };
  };

  // --- Edges of fields ----------------------------------------------------------------------------

  const FIELDS =
    "textarea, select, input:not([type]), input:is([type=text],[type=email],[type=tel],[type=search]," +
    "[type=number],[type=password],[type=url],[type=date])";
  const lookAtFields = (page, limits, notice) => {
    const behind = ground(page);
    let count = 0;
    for (const element of all(document, FIELDS)) {
      if (count >= limits.fields) break;
      if (!page.seen(element) || matches(element, ":disabled")) continue;
      count += 1;
      const own = page.styles(element);
      const outside = behind(parent(element));
      if (!outside || own.backgroundImage.includes("url(") || own.boxShadow !== "none") continue;
      const fill = over(colour(own.backgroundColor), outside);
      let best = contrast(fill, outside);
      for (const side of ["Top", "Bottom", "Left", "Right"]) {
        if (parseFloat(own[`border${side}Width`]) > 0 && own[`border${side}Style`] !== "none") {
          best = Math.max(best, contrast(over(colour(own[`border${side}Color`]), outside), outside));
        }
      }
      // A box of the same width right round it may draw its edge.
      const frame = parent(element);
      const [inner, outer] = [rectangle(element), rectangle(frame)];
      const framed = page.styles(frame);
      const near = outer.width - inner.width < 120 && outer.height - inner.height < 24;
      if (near && (framed.boxShadow !== "none" || framed.borderTopStyle !== "none" ||
          framed.borderBottomStyle !== "none" || contrast(fill, outside) < 3 && page.styles(frame).backgroundColor !== "rgba(0, 0, 0, 0)")) continue;
      if (best < 2.99) notice("faint-field", element, { value: best, sure: false });
    }
    return count;
  };

  // --- Placeholders -------------------------------------------------------------------------------

  const lookAtHints = (page, limits, notice) => {
    const behind = ground(page);
    let count = 0;
    for (const element of all(document, "input[placeholder], textarea[placeholder]")) {
      if (count >= limits.fields) break;
      const text = (attribute(element, "placeholder") ?? "").trim();
      if (!/[\p{L}\p{N}]{2}/u.test(text) || !page.seen(element)) continue;
      if (!matches(element, ":placeholder-shown") || matches(element, ":disabled, [aria-disabled=true]")) continue;
      const own = beside(element, "::placeholder");
      const under = behind(element);
      const paint = colour(own.color);
      const strength = paint[3] * parseFloat(own.opacity);
      if (!(strength > 0.02) || own.visibility !== "visible") continue;
      count += 1;
      const size = parseFloat(own.fontSize);
      const least = size >= 24 || (size >= 18.66 && Number(own.fontWeight) >= 700) ? 3 : 4.5;
      if (!under) continue;
      const value = contrast(over([...paint.slice(0, 3), strength], under), under);
      if (value < least - 0.01) notice("faint-hint", element, { text, value, sure: value < least - 0.1 });
    }
    return count;
  };

  const look = (page, limits, notice) => ({
    links: lookAtLinks(page, limits, notice),
    fields: lookAtFields(page, limits, notice),
    hints: lookAtHints(page, limits, notice),
    drawn: lookAtDrawn(page, limits, notice),
  });

  return { look };
})();
