// Installed after passages.js: how much of each piece of text can be seen, at most after scrolling,
// and what cuts off the rest.
globalThis.clipping = (() => {
  const { attribute, clientWidth, find, name, parent, rectangle, root, style } = dom;
  const { boxesOf } = passages;
  const top = root(document);
  const WIDE = { left: -1e9, right: 1e9, top: -1e9, bottom: 1e9 };
  const SHUT = /hidden|clip/;

  const SLIDES = /carousel|slide|slick|swiper|marquee|ticker|splide|flickity/i;
  // Whether the element is in something that moves by itself or is moved along by its controls.
  const slides = parts.remembered((element) => {
    if (element === null) return false;
    const called = `${attribute(element, "class") ?? ""} ${attribute(element, "aria-roledescription") ?? ""}`;
    if (SLIDES.test(called)) return true;
    const { animationName, animationIterationCount } = style(element);
    return (animationName !== "none" && /infinite/.test(animationIterationCount)) || slides(parent(element));
  });

  const INSET = /^inset\(([^)]*?)(?:\s+round\b.*)?\)$/;
  // The box that clip-path leaves of an element, null where it takes nothing away or is no box.
  const inset = (box, clipPath) => {
    const values = INSET.exec(clipPath)?.[1].trim().split(/\s+/);
    if (!values) return null;
    const length = (at, whole) => {
      const value = values[at] ?? values[at - 2] ?? values[0];
      return parseFloat(value) * (value.endsWith("%") ? whole / 100 : 1);
    };
    const cut = {
      left: box.left + length(3, box.width), right: box.right - length(1, box.width),
      top: box.top + length(0, box.height), bottom: box.bottom - length(2, box.height),
    };
    return Object.values(cut).every(Number.isFinite) ? cut : null;
  };

  const LOCKED = /modal|lock|no-?scroll|cookie|consent|overlay|popup|dialog/i;
  const OVER = "dialog[open], [aria-modal=true], [role=dialog], [role=alertdialog]";
  const WALL = "[id*=cookie i], [class*=cookie i], [id*=consent i], [class*=consent i]";
  // Whether the page is kept from scrolling only until a dialog is answered.
  const locked = (body) => {
    const called = [top, body].map((each) => (each ? `${attribute(each, "class")} ${attribute(each, "style")}` : ""));
    if (LOCKED.test(called.join(" "))) return true;
    const walls = [...dom.all(document, WALL)].slice(0, 50);
    return (
      [...dom.all(document, OVER)].slice(0, 50).some(dom.visible) ||
      walls.some((each) => style(each).position === "fixed" && dom.visible(each))
    );
  };

  // For an element, what lets text in it be seen: the boxes round it that hide what runs over,
  // unless one can scroll in them, and the edges of the page where that cannot scroll there. `x` and
  // `y` are what cuts off on that axis; `drawn` is what of it is drawn without scrolling.
  const frames = () => {
    const styles = parts.remembered(style);
    const body = find(top, "body");
    const ruling = styles(top).overflowX !== "visible" || !body ? top : body;
    const { overflowX: pageX, overflowY: pageY } = styles(ruling);
    const rightToLeft = styles(top).direction === "rtl";
    const [wide, high] = [clientWidth(top), innerHeight];
    const open = (x, y) => ({
      ...WIDE, x: top, y: top, drawn: WIDE, scroller: null,
      ...(rightToLeft ? {} : { left: -scrollX }), ...(x ? { right: wide - scrollX } : {}),
      top: -scrollY, ...(y ? { bottom: high - scrollY } : {}),
    });
    const waits = SHUT.test(pageY) && locked(body);
    const PAGE = open(SHUT.test(pageX) && !waits, SHUT.test(pageY) && !waits);
    const SCREEN = { ...PAGE, left: 0, right: wide, top: 0, bottom: high };

    const holds = ({ transform, filter, perspective, contain, willChange }) =>
      transform !== "none" || filter !== "none" || perspective !== "none" ||
      /paint|layout|strict|content/.test(contain) || /transform|filter/.test(willChange);
    const kindOf = (element) => {
      const { position } = styles(element);
      return position === "fixed" || position === "absolute" ? position : "flow";
    };
    const known = { flow: new Map(), absolute: new Map(), fixed: new Map() };
    const frame = (element, kind) => {
      if (!element || element === top || element === ruling) return kind === "fixed" ? SCREEN : PAGE;
      if (!known[kind].has(element)) known[kind].set(element, framed(element, kind));
      return known[kind].get(element);
    };
    const framed = (element, kind) => {
      const own = styles(element);
      if (kind === "fixed" && !holds(own)) return frame(parent(element), kind);
      if (kind === "absolute" && own.position === "static" && !holds(own)) return frame(parent(element), kind);
      const outer = frame(parent(element), kindOf(element));
      return /^(?:inline|contents)$/.test(own.display) ? outer : cutBy(element, outer, own);
    };
    const narrow = (own, box, x, y) => {
      own.drawn = { ...own.drawn };
      if (x !== "visible") {
        own.drawn.left = Math.max(own.drawn.left, box.left);
        own.drawn.right = Math.min(own.drawn.right, box.right);
      }
      if (y !== "visible") {
        own.drawn.top = Math.max(own.drawn.top, box.top);
        own.drawn.bottom = Math.min(own.drawn.bottom, box.bottom);
      }
    };
    const cutBy = (element, outer, { overflowX, overflowY, contain, contentVisibility, clipPath }) => {
      const holdsPaint = /paint|strict|content/.test(contain) || contentVisibility === "auto";
      const [x, y] = [overflowX, overflowY].map((each) => (each === "visible" && holdsPaint ? "clip" : each));
      const clipped = clipPath === "none" ? null : inset(rectangle(element), clipPath);
      if (x === "visible" && y === "visible" && !clipped) return outer;
      const box = rectangle(element);
      const own = { ...outer };
      narrow(own, box, x, y);
      if (/auto|scroll/.test(x + y)) own.scroller = element;
      if (/auto|scroll/.test(x)) Object.assign(own, { left: -1e9, right: 1e9, x: null });
      else if (x !== "visible") crop(own, element, "x", box);
      if (/auto|scroll/.test(y)) Object.assign(own, { top: -1e9, bottom: 1e9, y: null });
      else if (y !== "visible") crop(own, element, "y", box);
      if (clipped) {
        narrow(own, clipped, "clip", "clip");
        crop(own, element, "x", clipped);
        crop(own, element, "y", clipped);
      }
      return own;
    };
    const SIDES = { x: ["left", "right"], y: ["top", "bottom"] };
    const crop = (own, element, axis, box) => {
      const [from, to] = SIDES[axis];
      if (box[from] > own[from]) Object.assign(own, { [from]: box[from], [axis]: element });
      if (box[to] < own[to]) Object.assign(own, { [to]: box[to], [axis]: element });
    };
    return { inside: (element) => frame(element, "flow"), round: (element) => frame(parent(element), kindOf(element)) };
  };
  // The part of each element that is drawn without scrolling.
  const drawnOf = (elements) => {
    const { round } = frames();
    return elements.map((element) => {
      const box = rectangle(element);
      const { drawn } = round(element);
      const [left, right] = [Math.max(box.left, drawn.left), Math.min(box.right, drawn.right)];
      const [up, down] = [Math.max(box.top, drawn.top), Math.min(box.bottom, drawn.bottom)];
      return { left, right, top: up, bottom: down, width: Math.max(0, right - left), height: Math.max(0, down - up) };
    });
  };

  // A line of text loses letters where more of its height is gone than the room above or below
  // them; from 0.35 on they cannot be read. Sideways, where more than half a letter is gone.
  const DOUBT = 0.28;
  const SURE = 0.35;
  const ASIDE = 0.7;

  // Of each piece: `lost`, the share of it that cannot be seen; `gone`, how much that is in squares
  // of its own size; the lines that are seen; and `box`, what cuts the others off.
  const measure = (nodes) => {
    const { inside } = frames();
    return nodes.map(({ node, holder, size }) => {
      const allowed = inside(holder);
      const result = {
        all: 0, lost: 0, deep: 0, gone: 0, sure: false, box: null, seen: [],
        drawn: allowed.drawn, scroller: allowed.scroller,
      };
      let shown = 0;
      for (const { left, right, top: up, bottom: down, width, height } of boxesOf(node)) {
        if (width < 1 || height < 1 || result.seen.length > 200) continue;
        const area = width * height;
        result.all += area;
        const [from, to] = [Math.max(left, allowed.left), Math.min(right, allowed.right)];
        const [start, end] = [Math.max(up, allowed.top), Math.min(down, allowed.bottom)];
        const [wide, high] = [Math.max(0, to - from), Math.max(0, end - start)];
        shown += wide * high;
        const [lostX, lostY] = [(width - wide) / size, (height - high) / height];
        if (lostY > DOUBT || lostX > ASIDE) {
          result.deep += 1;
          result.gone += (area - wide * high) / (size * size);
          result.sure ||= lostY > SURE || lostX > ASIDE;
          result.box ??= lostY > DOUBT ? allowed.y : allowed.x;
        }
        result.seen.push({ left: from, right: to, top: start, bottom: end, area: wide * high });
      }
      if (result.all) result.lost = 1 - shown / result.all;
      return result;
    });
  };

  return { drawnOf, measure, slides };
})();
