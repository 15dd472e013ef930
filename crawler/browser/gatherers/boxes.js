// Rectangles of pixels: left, right, top and bottom.
globalThis.boxes = (() => {
  const FINE = 0.1; // pixels of grace for what layout rounds

  const wide = ({ left, right }) => right - left;
  const high = ({ top, bottom }) => bottom - top;
  const least = (box) => Math.min(wide(box), high(box));
  const holds = (box, side) => least(box) >= side - FINE;
  const around = (boxes) => ({
    left: Math.min(...boxes.map((box) => box.left)), right: Math.max(...boxes.map((box) => box.right)),
    top: Math.min(...boxes.map((box) => box.top)), bottom: Math.max(...boxes.map((box) => box.bottom)),
  });
  const middle = (box) => ({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
  const moved = (box, x, y) => ({ left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y });
  const away = ({ x, y }, box) =>
    Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  const shared = (one, other) =>
    Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left)) *
    Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));
  const within = (one, other) =>
    one.left >= other.left - 1 && one.right <= other.right + 1 && one.top >= other.top - 1 && one.bottom <= other.bottom + 1;

  return { FINE, around, away, high, holds, least, middle, moved, shared, wide, within };
})();
