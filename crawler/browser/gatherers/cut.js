// Installed after overflow.js and remedies.js: text that a box cuts through in a narrow window and
// shows whole at a desk, at its side or at its lower edge.
globalThis.cut = (() => {
  const { html, parent, place, rectangle, root, style, visible, walker, words } = dom;
  const { GRACE } = overflow;
  const { closest, decoration, moving, slides } = spared;
  const top = root(document);
  let kept = [];

  const box = (element) => {
    const { left, top: from, width, height } = rectangle(element);
    return { left: left + scrollX, top: from + scrollY, width, height };
  };
  const lines = (node) => [...passages.boxesOf(node)].slice(0, 300);
  const texts = function* (holder) {
    const nodes = walker(document, holder, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) yield node;
  };
  const still = (element, tucked) =>
    !visible(element) || tucked(element) || decoration(element) || moving(element) || slides(element);

  // --- At its side --------------------------------------------------------------------------------

  // The page itself cuts off what lies before its beginning.
  const page = (mirrored) => {
    const [left, right] = [-scrollX, dom.clientWidth(top) - scrollX];
    return { left: mirrored ? -1e9 : left, right: mirrored ? right : 1e9, top: -1e9, bottom: 1e9, width: innerWidth };
  };
  // The line that is cut through at an edge of the frame by more than a sliver, and by how much.
  const through = (node, frame) => {
    for (const line of lines(node)) {
      const { left, right, top: upper, bottom } = line;
      if (right - left <= 8 || bottom <= frame.top + 2 || upper >= frame.bottom - 2) continue;
      if (right > frame.right + GRACE && left < frame.right - GRACE) {
        return { lost: right - frame.right, side: "right", first: left < frame.right - frame.width / 2 };
      }
      if (left < frame.left - GRACE && right > frame.left + GRACE) {
        return { lost: frame.left - left, side: "left", first: right > frame.left + frame.width / 2 };
      }
    }
    return null;
  };
  const aside = ({ clippers, early, mirrored, tucked }, limits) => {
    const found = [];
    let budget = limits.texts;
    const look = (node, holder, frameOf) => {
      const met = node.data.trim().length < 2 ? null : through(node, frameOf());
      if (!met || still(holder, tucked) || style(holder).textOverflow === "ellipsis") return;
      found.push({ node, ...met, lost: Math.round(met.lost), whole: () => !through(node, frameOf()) });
    };
    for (const clipper of clippers) {
      const frame = rectangle(clipper);
      if (frame.width < 24 || frame.height < 8 || still(clipper, tucked)) continue;
      if (style(clipper).textOverflow === "ellipsis") continue;
      for (const node of texts(clipper)) {
        if ((budget -= 1) < 0 || found.length >= limits.cut * 3) return found;
        // The box that cuts it must be the nearest that holds its overflow.
        const shuts = (at) => at === clipper || (style(at).overflowX !== "visible" && !/inline|contents/.test(style(at).display));
        if (closest(parent(node), shuts, 60) === clipper) look(node, parent(node), () => rectangle(clipper));
      }
    }
    for (const element of early) {
      for (const node of dom.childNodes(element)) {
        if (node.nodeType === Node.TEXT_NODE && found.length < limits.cut * 3) look(node, element, () => page(mirrored));
      }
    }
    return found;
  };

  // --- At its lower edge --------------------------------------------------------------------------

  const pieces = (holder, budget) => {
    const found = [];
    for (const node of texts(holder)) {
      if (found.length >= budget) break;
      if (node.data.trim().length > 1 && visible(parent(node))) {
        found.push({ node, holder: parent(node), size: parseFloat(style(parent(node)).fontSize) || 16 });
      }
    }
    return found;
  };
  const isCut = ({ deep, sure, box: by }, holder) => deep > 0 && sure && by === holder;
  const below = ({ low, tucked }, limits) => {
    const found = [];
    const { elsewhere, outOfFlow, shortened } = remedies({ text: 2000 });
    let budget = limits.texts;
    for (const holder of low) {
      if (budget <= 0 || found.length >= limits.cut * 3) break;
      if (still(holder, tucked) || rectangle(holder).width <= 24) continue;
      const nodes = pieces(holder, budget);
      budget -= nodes.length;
      const measured = clipping.measure(nodes);
      // A box of which nothing is read is folded, and one that waits is no part of the text.
      if (!measured.some(({ all, lost }) => all && lost < 0.5)) continue;
      const at = measured.findIndex((each, place) => {
        const gone = each.lost > 0.97 && outOfFlow(nodes[place].holder, holder);
        return isCut(each, holder) && !gone && !still(nodes[place].holder, tucked);
      });
      if (at < 0 || shortened(holder) || elsewhere(holder, nodes[at].holder, nodes[at].node.data)) continue;
      const lost = Math.round(Math.max(...lines(nodes[at].node).map(({ bottom }) => bottom)) - rectangle(holder).bottom);
      const cuts = () => isCut(clipping.measure([nodes[at]])[0], holder);
      found.push({ node: nodes[at].node, lost, side: "below", first: true, whole: () => !cuts() });
    }
    return found;
  };

  // --- Kept until the desk ------------------------------------------------------------------------

  const framesOf = (limits) => kept.filter(({ first }) => first).map((each) => each.box).slice(0, limits.wide);
  // Returns what to frame, and how many boxes are too low: their height may still change by script.
  const keep = (seen, limits) => {
    kept = [...below(seen, limits), ...aside(seen, limits)].map((each) => ({
      ...each, box: box(parent(each.node)), text: words(each.node.data, 80),
      spot: { selector: place(parent(each.node)), html: html(parent(each.node)) },
    }));
    return { frames: framesOf(limits), low: kept.filter(({ side }) => side === "below").length };
  };
  const settled = (limits) => {
    kept = kept.filter(({ node, whole }) => node.isConnected && !whole());
    return framesOf(limits);
  };
  // Of what was cut at 320 px, what is whole at a desk.
  const compare = () => {
    const found = kept
      .filter(({ node, whole }) => node.isConnected && whole())
      .map(({ node, first, lost, side, spot, text }) => ({
        spot, text, lost, side, sure: first && visible(parent(node)) && lines(node).some((line) => line.width > 1),
      }))
      .sort((a, b) => b.sure - a.sure);
    kept = [];
    return found;
  };

  return { compare, keep, settled };
})();
