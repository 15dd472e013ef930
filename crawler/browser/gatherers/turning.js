// Installed after passages.js: how the page stands, upright and turned on its side.
globalThis.turning = (() => {
  const { children, content, html, name, parent, rectangle, root, selector, sheets, style, words } = dom;
  const top = root(document);

  const turned = (element) => {
    const { transform, rotate } = style(element);
    const [a, b] = (/^matrix\(([^)]+)\)/.exec(transform)?.[1] ?? "1,0").split(",").map(Number);
    return (Math.abs(a) < 0.1 && Math.abs(b) > 0.5) || /^-?(?:90|270)deg$/.test(rotate);
  };
  const ASKS =
    /\b(?:rotate|turn|flip|switch|hold|use|tilt)\b.{0,40}\b(?:phone|device|screen|tablet|mobile|landscape|portrait)\b|\b(?:only (?:works|available)|best viewed|not (?:supported|available)).{0,30}\b(?:landscape|portrait)\b|\b(?:trowch|cylchdrowch|cylchdroi|troi)\b.{0,40}(?:ffôn|dyfais|ddyfais|sgrin)/iu;
  // Whether anything here speaks of which way round the page is held.
  const heeds = () => {
    let left = 20_000;
    const speaks = (rules) =>
      [...rules].some(
        (rule) =>
          (left -= 1) > 0 &&
          (/orientation|aspect-ratio/.test(rule.conditionText ?? rule.media?.mediaText ?? "") ||
            (rule.cssRules?.length > 0 && !rule.selectorText && speaks(rule.cssRules))),
      );
    if (ASKS.test(content(top).slice(0, 300_000))) return true;
    for (const each of sheets(document)) {
      try {
        if (/orientation/.test(each.media.mediaText) || speaks(each.cssRules)) return true;
      } catch {
        return true; // another site's sheet keeps its rules to itself
      }
    }
    return false;
  };
  // How the page stands this way round: how much can be read, what asks for turning, what is turned.
  const stance = ({ nodes, page }) => {
    let asks = null;
    for (const { element, text } of page.blocks) {
      if (text.length > 200 || !ASKS.test(text)) continue;
      let over = element;
      for (let at = element; at && name(at) !== "body"; at = parent(at)) {
        if (/fixed|absolute/.test(style(at).position)) over = at;
      }
      const { width, height } = rectangle(over);
      asks = { element, text, covers: over !== element || style(element).position !== "static" ? (width * height) / (innerWidth * innerHeight) > 0.7 : false };
      break;
    }
    const outer = [top];
    for (let at = 0; at < outer.length && outer.length < 200; at += 1) {
      if (name(outer[at]) !== "head") outer.push(...[...children(outer[at])].slice(0, 40));
    }
    const rotated = outer.find((element) => {
      const { width, height } = rectangle(element);
      return turned(element) && width * height > 0.4 * innerWidth * innerHeight;
    });
    return { letters: nodes.reduce((sum, { text }) => sum + text.trim().length, 0), asks, rotated };
  };
  const spot = (element) => ({ selector: selector(element), html: html(element) });
  const held = (upright, flat) => {
    for (const [way, here, there] of [["portrait", upright, flat], ["landscape", flat, upright]]) {
      if (here.rotated && !there.rotated) {
        return { held: way, place: spot(here.rotated), turned: true };
      }
      const gone = here.letters < there.letters * 0.4 && there.letters > 100;
      if (here.asks && !there.asks && (gone || here.asks.covers)) {
        return { held: way, place: spot(here.asks.element), text: words(here.asks.text, 100) };
      }
      if (here.letters < there.letters * 0.1 && there.letters > 200) return { held: way, sure: false };
    }
    return null;
  };

  return { heeds, held, stance };
})();
