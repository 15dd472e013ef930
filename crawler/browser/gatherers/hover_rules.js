// Installed after dom.js: what the style sheets show while the mouse is on something.
globalThis.hoverRules = (() => {
  const MOVES = [
    "display", "visibility", "opacity", "left", "right", "top", "bottom", "height", "max-height",
    "width", "max-width", "transform", "clip", "clip-path", "position", "content", "scale",
  ];
  const split = (selector) => {
    const found = [];
    let depth = 0;
    let from = 0;
    for (let index = 0; index < selector.length; index += 1) {
      const sign = selector[index];
      if (sign === "(" || sign === "[") depth += 1;
      else if (sign === ")" || sign === "]") depth -= 1;
      else if (sign === "," && depth === 0) {
        found.push(selector.slice(from, index));
        from = index + 1;
      }
    }
    return [...found, selector.slice(from)];
  };
  // What is to be hovered, and what then may show: null where that is the same.
  const readSelector = (selector) => {
    const plain = selector.trim().replace(/:(is|where)\([^()]*:hover[^()]*\)/g, ":hover");
    if (/:not\([^)]*:hover/.test(plain) || plain.includes("&") || plain.length > 500) return null;
    const place = plain.indexOf(":hover");
    if (place < 0) return null;
    const after = plain.slice(place + 6);
    const cut = after.search(/[\s>+~]/);
    const own = cut < 0 ? after : after.slice(0, cut);
    const rest = cut < 0 ? "" : after.slice(cut);
    const pseudo = rest === "" && /::?(before|after)/.exec(own);
    if (rest.trim() === "" && !pseudo) return null;
    const bare = (text) => text.replace(/:hover/g, "").replace(/::?(before|after)\b/g, "");
    const trigger = bare(plain.slice(0, place) + own) || "*";
    return {
      trigger, target: bare(trigger + rest), pseudo: pseudo ? `::${pseudo[1]}` : "",
      beside: /^\s*[+~]/.test(rest),
    };
  };

  const MOUSE = /\((any-)?(hover(: *hover)?|pointer: *fine)\)/g;
  // Whether a rule for this medium holds here: yes, no, or "mouse" where it would with a mouse.
  const holds = (media) => {
    if (matchMedia(media).matches) return "yes";
    const eased = media.replace(MOUSE, "(min-width: 0px)");
    return eased !== media && matchMedia(eased).matches ? "mouse" : "no";
  };

  // The rules that may show something, with how many sheets could not be read. `focus` reads those
  // for the focus instead of the mouse; with `mouse` those are read too that hold only where there
  // is a mouse, and say so.
  const read = (limits, { focus = false, mouse = false } = {}) => {
    const found = [];
    let rules = 0;
    let unread = 0;
    const wanted = focus ? /:focus(-within|-visible)?\b/g : /:hover/g;
    const walk = (list, only) => {
      for (const rule of list) {
        rules += 1;
        if (rules > limits.rules || found.length >= limits.hoverRules) return;
        const said = rule.selectorText;
        if (said && said.search(wanted) >= 0) {
          if (MOVES.some((property) => rule.style.getPropertyValue(property) !== "")) {
            for (const each of split(said)) {
              const selector = readSelector(focus ? each.replace(wanted, ":hover") : each);
              if (selector) found.push({ ...selector, only });
            }
          }
        }
        let inside = only;
        if (rule instanceof CSSMediaRule) {
          const held = holds(rule.conditionText);
          if (held === "no" || (held === "mouse" && !mouse)) continue;
          inside ||= held === "mouse";
        }
        if (rule.cssRules?.length) walk(rule.cssRules, inside);
      }
    };
    for (const sheet of [...dom.sheets(document)].slice(0, 60)) {
      try {
        const held = holds(sheet.media.mediaText || "all");
        if (sheet.disabled || held === "no" || (held === "mouse" && !mouse)) continue;
        walk(sheet.cssRules, held === "mouse");
      } catch {
        unread += 1; // of another site
      }
    }
    return { rules: found, unread };
  };

  return { read };
})();
