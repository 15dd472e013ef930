// Installed after parts.js: the text of a page in blocks, as it is laid out now.
globalThis.passages = (() => {
  const { method, name, parent, root, style, walker } = dom;
  const { remembered, sight } = parts;
  const closest = method(Element.prototype, "closest");
  const rects = method(Range.prototype, "getClientRects");

  const MUTE = /^(script|style|noscript|template|title|option|textarea|text|tspan|math)$/;
  const CONTROL = /^(button|select|textarea|input)$/;

  // All visible text by the block that it stands in: the nearest element that is not inline.
  // `complete` is false when there was more than the limits allow.
  const read = (limits) => {
    const began = performance.now();
    const styles = remembered(style);
    const seen = sight();
    const blockOf = remembered((element) => {
      const around = parent(element);
      if (!around || CONTROL.test(name(element))) return element;
      const { display } = styles(element);
      return /^(inline|contents|ruby)/.test(display) ? blockOf(around) : element;
    });
    const mute = remembered((element) => !element || MUTE.test(name(element)));
    const blocks = new Map();
    let complete = true;
    let count = 0;
    const texts = walker(document, root(document), NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const text = node.data.slice(0, limits.text);
      if (!/\S/.test(text)) continue;
      count += 1;
      if (count > limits.nodes || (count % 200 === 0 && performance.now() - began > limits.ms)) {
        complete = false;
        break;
      }
      const holder = parent(node);
      if (!holder || mute(holder) || !seen(holder)) continue;
      const element = blockOf(holder);
      let block = blocks.get(element);
      if (!block) blocks.set(element, (block = { element, pieces: [], text: "", letters: 0 }));
      block.pieces.push({ node, holder, text });
      if (block.text.length < limits.text) block.text += ` ${text}`;
      block.letters += text.replace(/\s+/g, "").length;
    }
    for (const block of blocks.values()) block.text = block.text.replace(/\s+/g, " ").trim();
    return { blocks: [...blocks.values()], byElement: blocks, styles, seen, blockOf, complete };
  };

  // The rectangles of a text node, a line each.
  const boxesOf = (node) => {
    const range = new Range();
    range.selectNodeContents(node);
    return rects(range);
  };

  // How many lines the block's text fills.
  const lines = (block) => {
    if (block.lines !== undefined) return block.lines;
    let count = 0;
    let [start, end] = [Infinity, -Infinity];
    for (const { node } of block.pieces) {
      for (const { top, bottom, width, height } of boxesOf(node)) {
        if (width <= 0) continue;
        // Further down, or up again in the next column.
        if (top >= end - height / 2 || bottom <= start + height / 2) {
          count += 1;
          [start, end] = [top, bottom];
        }
      }
    }
    return (block.lines = count);
  };

  // How many of the block's letters stand in elements that are so.
  const share = (block, is) => {
    let so = 0;
    for (const { holder, text } of block.pieces) {
      if (is(holder)) so += text.replace(/\s+/g, "").length;
    }
    return block.letters ? so / block.letters : 0;
  };

  return { boxesOf, closest, lines, read, share };
})();
