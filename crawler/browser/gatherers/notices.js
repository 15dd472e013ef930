// Installed after names.js: what the page says about its forms, and tests for being human.
globalThis.readNotices = (seen, patterns, limits) => {
  const { all, attribute, content, name, parent, root, style, walker, words } = dom;
  const notices = [];
  const note = (kind, element, text) => {
    if (notices.length >= limits.notices) return;
    notices.push({ kind, spot: names.spot(element), text: words(text, limits.text) });
  };

  const CAPTCHA =
    "img[src*=captcha i], img[alt*=captcha i], img[id*=captcha i], input[name*=captcha i], input[id*=captcha i], .g-recaptcha, .h-captcha, .cf-turnstile, .frc-captcha, iframe[src*=hcaptcha i], iframe[src*=recaptcha i]";
  const INVISIBLE = "[data-size=invisible], .grecaptcha-badge, .grecaptcha-badge *";
  const formOf = (element) => Element.prototype.closest.call(element, "form, body");
  const asked = new Set();
  for (const element of [...all(document, CAPTCHA)].slice(0, limits.notices * 2)) {
    const kind = attribute(element, "type");
    if (/^(hidden|submit)$/i.test(kind ?? "") || asked.has(formOf(element))) continue;
    if (Element.prototype.matches.call(element, INVISIBLE) || !seen(element)) continue;
    asked.add(formOf(element));
    note("captcha", element, names.of(element, limits.text));
  }

  // The whole block, since words that belong together may be set apart by emphasis.
  const blockOf = (element) => {
    let at = element;
    for (let up = 0; up < 8 && parent(at) && style(at).display.startsWith("inline"); up += 1) {
      at = parent(at);
    }
    return at;
  };
  let explainsRequired = false;
  let explainsStar = false;
  let complete = true;
  const read = new Set();
  const texts = walker(document, root(document), NodeFilter.SHOW_TEXT);
  let tries = 0;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    tries += 1;
    if (tries > limits.texts) {
      complete = false;
      break;
    }
    if (!patterns.worthReading.test(node.data)) continue;
    const holder = parent(node);
    if (!holder || /^(script|style|noscript|template|option|title)$/.test(name(holder))) continue;
    const block = blockOf(holder);
    if (read.has(block)) continue;
    read.add(block);
    const text = content(block).slice(0, 2000).replace(/\s+/g, " ").trim();
    if (text.length > 600 || !seen(holder)) continue;
    if (patterns.timeLimit.test(text.replace(patterns.duration, " "))) {
      const kept = words(text, limits.text);
      if (!notices.some((other) => other.text === kept)) note("time-limit", block, text);
    }
    const star = /\*|asterisk|\bseren/i.test(text);
    if (patterns.red.test(text) && !star) note("red", block, text);
    if (patterns.explains.test(text)) explainsRequired = true;
    if (star && patterns.mandatory.test(text) && text.replace(/\W/g, "").length > 12) {
      explainsStar = true;
      explainsRequired = true;
    }
  }
  return { notices, explainsRequired, explainsStar, complete };
};
