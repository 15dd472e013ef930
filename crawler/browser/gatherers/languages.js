// Installed after parts.js: links to the page in another language.
globalThis.readLanguages = (elements, seen, { region }, limits) => {
  const { all, attribute, clip } = dom;
  const { address, label } = parts;

  const CODE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/;
  const NAMES = {
    cy: "cymraeg|gymraeg|nghymraeg|welsh|cym|cy",
    en: "english|saesneg|saesnag|eng|en|béarla|bearla|beurla",
    ga: "gaeilge|ghaeilge|irish|ga",
    gd: "gàidhlig|gaidhlig|ghàidhlig|gaelic|gd",
  };
  const TABLE = Object.entries(NAMES).map(([code, names]) => [
    code,
    // Nothing but the name, or the words that ask for the change.
    new RegExp(
      `^(?:(?:switch|change|view|read|see|show|go|translate)(?: (?:this|the))?(?: (?:page|site|website|language))? ?(?:to|in|into)? |(?:in|yn|yn y|i) |(?:newid|darllen|gweld|gweler|dangos|ewch)(?: (?:y|yr|i|iaith|dudalen|safle|hon|wefan|at|yn|i'r))* ?)?(?:y |yr |i'r )?(?:${names})(?: (?:version|language|site|website|page))?$`,
    ),
    new RegExp(`(?:^|[^\\p{L}])(?:${names})(?:$|[^\\p{L}])`, "u"),
    new RegExp(`^(?:fersiwn|y fersiwn|tudalen|gwefan) (?:${names})$`),
  ]);

  const said = (text, marked) => {
    const plain = text.toLowerCase().replace(/\u2019/g, "'").replace(/[^\p{L}' ]+/gu, " ")
      .replace(/\s+/g, " ").trim();
    if (!plain || plain.split(" ").length > 8) return null;
    for (const [code, whole, part, version] of TABLE) {
      if (whole.test(plain) || version.test(plain) || (marked && part.test(plain))) return code;
    }
    return null;
  };
  const coded = (value) => {
    const code = (value ?? "").trim().toLowerCase();
    return CODE.test(code) ? clip(code, 35) : null;
  };

  const found = [];
  const add = (language, url, text) => {
    const known = found.some((link) => link.url === url && link.language === language);
    if (!known && found.length < limits.languages) found.push({ language, url, text });
  };

  for (const element of elements) {
    const hreflang = coded(attribute(element, "hreflang"));
    const lang = coded(attribute(element, "lang"));
    const text = label(element, limits.linkText);
    const code = said(text, hreflang !== null || lang !== null);
    const language = code ?? hreflang;
    // On a phone, most are in a menu that is closed.
    if (!language || !(seen(element) || /^(header|nav)$/.test(region(element)))) continue;
    const url = address(element, limits.url);
    if (url !== null) add(language, clip(url, limits.url), text || language);
  }
  for (const link of [...all(document, "link[rel~=alternate][hreflang]")].slice(0, limits.links)) {
    const language = coded(attribute(link, "hreflang"));
    const url = address(link, limits.url);
    if (language && url !== null) add(language, clip(url, limits.url), "");
  }
  return found;
};
