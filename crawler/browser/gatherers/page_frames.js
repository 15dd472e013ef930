// Frames, access keys and sound. Returns JSON in the shape of facts.frames.PageFrames.
(limits) => {
  const { all, attribute, clip, content, name, parent, words } = dom;
  const seen = parts.sight();
  let complete = true;
  const upTo = (elements) => {
    if (elements.length > limits.each) complete = false;
    return elements.slice(0, limits.each);
  };

  const named = (frame) =>
    names.labelled(frame, 200) || words(attribute(frame, "title"), 200);
  const address = (frame) => {
    const source = attribute(frame, "src");
    if (source === null || attribute(frame, "srcdoc") !== null) return "";
    try {
      const url = new URL(source, document.baseURI);
      return clip(`${url.origin === "null" ? url.protocol : url.origin}${url.pathname}${url.search}`, 300);
    } catch {
      return clip(source, 300);
    }
  };
  const quiet = (frame) =>
    attribute(frame, "aria-hidden") === "true" ||
    /^(presentation|none)$/.test(attribute(frame, "role") ?? "") || names.silent(frame);
  const frames = upTo([...all(document, "iframe, frame")].filter(
    (frame) => (name(frame) === "frame" || seen(frame)) && !quiet(frame),
  )).map((frame) => ({ spot: names.spot(frame), title: named(frame), source: address(frame) }));

  const keys = upTo([...all(document, "[accesskey]")].filter(
    (element) => attribute(element, "accesskey").trim() !== "",
  )).map((element) => ({ spot: names.spot(element), key: words(attribute(element, "accesskey"), 20) }));

  // A podcast's transcript is beside its player, or in the part of the page that holds both.
  const TRANSCRIPT = /transcript|text version|read the text|as text|trawsgrifiad|fersiwn testun/i;
  const told = (element) => {
    for (let at = element, up = 0; at && up < 4; at = parent(at), up += 1) {
      if (/^(main|body|html)$/.test(name(at))) break;
      const text = content(at);
      if (text.length < 20_000 && TRANSCRIPT.test(text)) return true;
    }
    return false;
  };
  const FILE = /\.(?:mp3|wav|m4a|ogg|oga|aac|wma)(?:[?#]|$)/i;
  const sounds = upTo([
    ...[...all(document, "audio[controls]")].filter(seen),
    ...[...all(document, "a[href]")].filter((link) => FILE.test(attribute(link, "href")) && seen(link)),
  ]).map((element) => ({ spot: names.spot(element), transcript: told(element) }));

  const controls = all(document, "a[href], button, input:not([type=hidden]), select, textarea").length;
  return JSON.stringify({ complete, frames, keys, sounds, controls });
}
