// Installed after boxes.js: which targets stand too close to others.
globalThis.crowding = (() => {
  const { FINE, away, holds, middle, shared, within } = boxes;

  const SIDE = 24; // WCAG 2.5.8
  const FINGER = 48; // Lighthouse 9, tap-targets
  const SHARE = 25; // per cent of a finger's hit that may be a neighbour's, there
  const CELL = 64;

  const neighbours = (all) => {
    const cells = new Map();
    const everywhere = [];
    const cellsOf = (box, most) => {
      const keys = [];
      for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
        for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) {
          keys.push(`${x} ${y}`);
          if (keys.length > most) return null;
        }
      }
      return keys;
    };
    for (const target of all) {
      for (const box of target.area) {
        const keys = cellsOf(box, 150);
        if (keys === null) {
          if (everywhere.length < 60) everywhere.push(target);
          continue;
        }
        for (const key of keys) {
          if (!cells.has(key)) cells.set(key, []);
          const held = cells.get(key);
          if (held.length < 60 && held.at(-1) !== target) held.push(target);
        }
      }
    }
    return ({ x, y }, far, target) => {
      const found = new Set(everywhere);
      for (const key of cellsOf({ left: x - far, right: x + far, top: y - far, bottom: y + far }, 400) ?? []) {
        for (const each of cells.get(key) ?? []) found.add(each);
      }
      found.delete(target);
      return [...found].filter((each) => each.layer === target.layer);
    };
  };

  // The circle of 24 px of a small target meets another, or that one's circle: by how much, at worst.
  // Of a link that wraps WCAG takes the place that it would have on one line, which no page shows:
  // the line with the most room stands for it.
  const crowded = (target, near) => {
    let mildest = null;
    for (const centre of target.centres) {
      let worst = null;
      for (const other of near(centre, SIDE, target)) {
        let distance = Math.min(...other.area.map((box) => away(centre, box))) - SIDE / 2;
        if (!other.fits) {
          for (const { x, y } of other.centres) {
            distance = Math.min(distance, Math.hypot(x - centre.x, y - centre.y) - SIDE);
          }
        }
        if (distance < -FINE && (worst === null || distance < worst.distance)) worst = { other, distance };
      }
      if (worst === null) return null;
      if (mildest === null || worst.distance > mildest.distance) mildest = worst;
    }
    return mildest;
  };

  // Without the boxes within others, as that of a checkbox is within its label's.
  const outermost = (area) =>
    area.filter((box, at) => !area.some((other, index) =>
      index !== at && within(box, other) && !(within(other, box) && at < index)));

  // Lighthouse 9: of a finger of 48 px on the middle of a smaller target, the share of a neighbour's
  // part in that of the target itself, in per cent. Where both lead to the same it does not matter,
  // and neighbours within sentences are left out.
  const fingered = (target, near, scale) => {
    const size = FINGER / scale;
    if (target.area.some((box) => holds(box, size))) return null;
    let worst = null;
    for (const box of outermost(target.area).slice(0, 4)) {
      const { x, y } = middle(box);
      const finger = { left: x - size / 2, right: x + size / 2, top: y - size / 2, bottom: y + size / 2 };
      const own = shared(finger, box);
      for (const other of near({ x, y }, size / 2, target)) {
        if (other.inline || (target.purpose && other.purpose === target.purpose)) continue;
        for (const theirs of other.area) {
          if (within(box, theirs) || within(theirs, box)) continue;
          const share = Math.round((100 * shared(finger, theirs)) / own);
          if (share >= SHARE && (worst === null || share > worst.share)) worst = { other, share };
        }
      }
    }
    return worst;
  };

  return { crowded, fingered, neighbours };
})();
