// Installed after passages.js: text whose size is a share of the window's and nothing else.
globalThis.windowSized = (() => {
  const { parent, sheets } = dom;
  const { closest } = passages;
  const styleOf = dom.getter(HTMLElement.prototype, "style");

  const PURE = /^(?:calc\()?\s*[\d.]+(?:vw|vh|vmin|vmax|[sld]v[wh])\s*\)?$/;
  // The selectors of rules that give letters a share of the window, and nothing else.
  const selectors = () => {
    const found = [];
    let left = 20_000;
    const look = (rules) => {
      for (const rule of rules) {
        if ((left -= 1) < 0) return;
        if (rule.selectorText && PURE.test(rule.style.fontSize)) found.push(rule.selectorText);
        if (rule.cssRules?.length) look(rule.cssRules);
      }
    };
    for (const each of sheets(document)) {
      try {
        look(each.cssRules);
      } catch {
        continue; // another site's sheet keeps its rules to itself
      }
    }
    return found;
  };

  // Whether a size that the element has, or takes over, is such a share.
  const finder = () => {
    const rules = selectors();
    return (element) => {
      for (let at = element; at; at = parent(at)) {
        if (at instanceof HTMLElement && PURE.test(styleOf(at).fontSize)) return true;
        if (rules.some((rule) => closest(at, rule) === at)) return true;
      }
      return false;
    };
  };

  return { finder };
})();
