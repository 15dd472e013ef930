// What moves or plays by itself now. Returns JSON: moving, sounds, flashes, pictures, pauses.
(limits) => {
  const { all, attribute, clip, getter, html, name, rectangle, selector, visible } = dom;
  const spot = (element) => ({ selector: selector(element), html: html(element) });
  const LOADING = /spinner|loader|loading|progress|busy|skeleton/i;

  const area = (element) => {
    const { width, height } = rectangle(element);
    return Math.round(Math.min(width, innerWidth) * Math.min(height, innerHeight));
  };
  const shown = (element) => visible(element) && area(element) > 0;
  const waiting = (element) =>
    LOADING.test(`${attribute(element, "class")} ${attribute(element, "id")}`) ||
    attribute(element, "role") === "progressbar" || attribute(element, "aria-busy") === "true";

  // A ring that swells around a button, or a thing that breathes in its place, moves hardly at all.
  const FAINT = /^(boxShadow|outline(Width|Color|Offset|Style)?)$/;
  const scales = (value) => /^\s*(?:scale(?:3d|X|Y)?\([\d.,\s]*\)|none)?\s*$/.test(value ?? "");
  const numbers = (value) => (value.replace(/3d/i, "").match(/[\d.]+/g) ?? [1]).map(Number);
  const faint = (frames, changed) =>
    changed.every((key) => {
      if (FAINT.test(key)) return true;
      if (key !== "transform" && key !== "scale") return false;
      const values = frames.map((frame) => frame[key]).filter((value) => value !== undefined);
      if (key === "transform" && !values.every(scales)) return false;
      return values.flatMap(numbers).every((factor) => Math.abs(factor - 1) <= 0.1);
    });

  let complete = true;
  const moving = [];
  const flashes = [];
  const take = (list, entry) => {
    if (list.length < limits.kept) list.push(entry);
    else complete = false;
  };

  // --- Animations of style sheets and scripts -----------------------------------------------------

  const LOOKS = /^(opacity|visibility|color|backgroundColor|background|filter|display|fill)$/;
  const STILL = /^(offset|easing|composite|computedOffset)$/;
  const met = new Set();
  let seen = 0;
  for (const animation of Document.prototype.getAnimations.call(document)) {
    seen += 1;
    if (seen > limits.animations) {
      complete = false;
      break;
    }
    const effect = animation.effect;
    const element = effect?.target;
    if (animation.playState !== "running" || !element || met.has(element)) continue;
    const { duration, endTime, iterations } = effect.getComputedTiming();
    const frames = effect.getKeyframes();
    const changed = [...new Set(frames.flatMap((frame) => Object.keys(frame)))].filter(
      (key) => !STILL.test(key) && new Set(frames.map((frame) => frame[key])).size > 1,
    );
    if (!changed.length || !shown(element)) continue;
    if (Number(duration) > 0 && iterations > 1 && changed.some((key) => LOOKS.test(key))) {
      const rate = 1000 / Number(duration);
      if (rate > 3) {
        take(flashes, { spot: spot(element), per_second: Math.round(rate * 10) / 10, area: area(element) });
      }
    }
    if (!(endTime > limits.seconds * 1000)) continue;
    met.add(element);
    take(moving, {
      spot: spot(element),
      by: "animation",
      seconds: Number.isFinite(endTime) ? Math.round(endTime / 100) / 10 : null,
      area: area(element),
      waiting: waiting(element),
      faint: faint(frames, changed),
    });
  }

  // --- Video and sound ----------------------------------------------------------------------------

  const is = (key) => getter(HTMLMediaElement.prototype, key);
  const duration = is("duration");
  const loops = is("loop");
  const controlled = is("controls");
  const starts = is("autoplay");
  const muted = is("muted");
  const paused = is("paused");
  const source = is("currentSrc");
  const sounds = [];
  const first = (query) => {
    const found = [...all(document, query)];
    if (found.length > limits.kept) complete = false;
    return found.slice(0, limits.kept);
  };
  for (const media of first("video, audio")) {
    if (!starts(media) && paused(media)) continue;
    if (!source(media) && !attribute(media, "src") && !dom.find(media, "source")) continue;
    const whole = duration(media);
    const seconds = Number.isFinite(whole) && !loops(media) ? Math.round(whole * 10) / 10 : null;
    const video = name(media) === "video";
    if (video && shown(media) && !controlled(media) && (seconds === null || seconds > limits.seconds)) {
      take(moving, {
        spot: spot(media), by: "video", seconds, area: area(media),
        known: loops(media) || Number.isFinite(whole),
      });
    }
    if (!muted(media)) {
      sounds.push({
        spot: spot(media), seconds: Number.isFinite(whole) ? Math.round(whole * 10) / 10 : null,
        loops: loops(media), controls: controlled(media), sure: !video,
      });
    }
  }
  for (const frame of first("iframe[src*='autoplay=1']")) {
    const address = attribute(frame, "src") ?? "";
    if (/mute=1|muted=1|background=1/.test(address) || !visible(frame)) continue;
    sounds.push({ spot: spot(frame), seconds: null, loops: false, controls: true, sure: false });
  }

  // --- Pictures that may move ---------------------------------------------------------------------

  const current = getter(HTMLImageElement.prototype, "currentSrc");
  const pictures = [];
  for (const image of all(document, "img")) {
    const url = current(image);
    if (!/^https?:/.test(url) || !shown(image)) continue;
    if (pictures.length >= limits.pictures) {
      complete = false;
      break;
    }
    pictures.push({ url: clip(url, 2000), spot: spot(image), area: area(image) });
  }
  return JSON.stringify({ moving, sounds, flashes, pictures, pauses: pauses(), complete });
}
