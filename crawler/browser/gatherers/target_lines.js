// Installed after dom.js: whether a target stands in a line of text that is no target.
globalThis.targetLines = (() => {
  const { childNodes, name, style, up } = dom;

  const shadowOf = dom.getter(Element.prototype, "shadowRoot");
  const assigned = dom.method(HTMLSlotElement.prototype, "assignedNodes");
  const MOST = 20_000; // nodes that are read of one block
  const WORD = /[\p{L}\p{N}]{2,}/gu;
  const flows = (element) => /^(inline|contents|ruby)/.test(style(element).display);
  const floats = ({ float, position }) => float !== "none" || /absolute|fixed/.test(position);

  // What a box shows in it: of a component what is in its shadow tree, and what is put in its place.
  const inside = (element) => {
    if (name(element) === "slot") {
      const given = assigned(element);
      if (given.length) return given;
    }
    return childNodes(shadowOf(element) ?? element);
  };

  // The lines of a block, parted at breaks and at blocks inside it: the text of each that belongs
  // to no target, by the targets in it. `cut` says that not all was read.
  const linesOf = (block, owner) => {
    const lines = new Map();
    let line = { text: "" };
    let read = 0;
    const visit = (element) => {
      for (const node of inside(element)) {
        read += 1;
        if (read > MOST) return;
        if (node.nodeType === Node.TEXT_NODE) {
          if (style(element).visibility === "visible") line.text += node.data.slice(0, 500);
          continue;
        }
        if (node.nodeType !== Node.ELEMENT_NODE || /^(script|style|template|noscript)$/.test(name(node))) continue;
        if (name(node) === "br" || name(node) === "hr") {
          line = { text: "" };
          continue;
        }
        const look = style(node);
        if (look.display === "none") continue;
        const target = owner.get(node);
        if (target) {
          lines.set(target, line);
          line.text += " ";
        } else if (floats(look)) {
          continue; // it is in no line
        } else if (!/^(inline|contents|ruby)/.test(look.display)) {
          line = { text: "" };
        } else if (look.display === "inline" || look.display === "contents") {
          visit(node);
        } else {
          line.text += " ";
        }
      }
    };
    visit(block);
    return { lines, cut: read > MOST };
  };

  // Answers how a target stands in a line: its display, how many words beside it are no target's,
  // and whether at least signs are. `whole` is false once a line could not be read.
  const reader = (owner) => {
    const blocks = new Map();
    const answer = (target) => {
      const own = target.boxes.at(-1);
      const look = style(own);
      if (!/^inline/.test(look.display) || floats(look)) return { words: 0, signs: false, display: look.display };
      let block = up(own);
      while (block && flows(block) && !/^inline-/.test(style(block).display) && !owner.get(block)) block = up(block);
      if (!block) return { words: 0, signs: false, display: look.display };
      if (!blocks.has(block)) blocks.set(block, linesOf(block, owner));
      const { lines, cut } = blocks.get(block);
      const text = lines.get(target)?.text ?? "";
      if (cut && !lines.has(target)) {
        answer.whole = false; // it may be in a sentence that was not read
        return { words: 3, signs: false, display: look.display };
      }
      const words = text.match(WORD)?.length ?? 0;
      return { words, signs: /\S/.test(text), display: look.display };
    };
    answer.whole = true;
    return answer;
  };

  return { reader };
})();
