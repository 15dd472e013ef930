// Installed after parts.js: what asks the visitor about cookies, in English or Welsh.
globalThis.consent = (() => {
  const { all, attribute, contains, content, descendants, find, getter, method, name, parent } = dom;
  const { rectangle, style, within, words } = dom;

  const SUBJECT = /\bcookies?\b|\b(c|g|ch)wcis?\b|\bbriwsion\b/i;
  const NAMED = /cookie|consent|gdpr|onetrust|cybot|usercentrics|didomi|iubenda|cmplz|cwci|\bccc\b/i;
  const CALLED_SO =
    ["cookie", "consent", "gdpr", "cwci"]
      .flatMap((word) => ["id", "class", "aria-label", "title"].map((key) => `[${key}*=${word} i]`))
      .join(", ") +
    ", #ccc, #ccc-notify, #sliding-popup, .cc-window, [id^=onetrust], [id^=Cybot], " +
    "[id^=usercentrics], [id^=didomi], [id*=iubenda], [class*=cmplz], " +
    "[role=dialog], [role=alertdialog], [role=region], dialog, [aria-modal=true]";
  const NOTICE = /banner|notice|popup|pop-up|bar\b|message|overlay|dialog|modal|alert|prompt|wall|window/i;
  const PRESSED =
    "button, a, input[type=submit], input[type=button], [role=button], [role=link], iframe";
  const IMPLIED =
    /by (continuing|using|browsing|clicking anywhere|closing)|if you (continue|carry on)|continued use|(drwy|trwy|wrth) (barhau|ddefnyddio)|os (ydych|byddwch) (chi )?'?n parhau/i;

  // --- What a control says ------------------------------------------------------------------------

  const REFUSES =
    /\b(reject|refuse|decline|deny|disagree|opt[- ]?out|turn (them |all |cookies )?off|disable|disallow)\b|\b(do not|don['’]t|not) (accept|allow|agree|consent|track|use)\b|\bwithout (accepting|consent|agreeing|cookies)|^no\b|(?<!non[- ])\b(essential|necessary|required|functional)( cookies?)? only\b|\b(only|just)( use| allow| accept)?( the)?( strictly)? (essential|necessary|required)\b|^(use|accept|allow)( strictly)? (essential|necessary|required)\b|\bgwrthod|\bpeidi(o|wch)\b|\b(angenrheidiol|hanfodol) yn unig\b|\bdim ond\b.*\b(angenrheidiol|hanfodol)\b|^na\b|\bdiffodd\b/i;
  const SETS =
    /\b(manage|settings?|preferences?|customi[sz]e|choices?|choose|options?|configure|change|review|control|set)\b|\b(gosod(iad|wch)|gosodiadau|rheoli|dewisiadau|dewis(wch)?|addasu|newid|opsiynau)\b/i;
  const SAVES = /\b(save|confirm|submit|apply|allow selection|accept selected|update)\b|\b(cadw|arbed|cadarnhau)\b/i;
  const ACCEPTS =
    /\b(accept|agree|allow|consent|enable|opt[- ]?in)\b|^(yes|sure)\b|\b(i am|i['’]m) (happy|fine|ok)|\bturn (them |all |cookies )?on\b|\b(derbyn|caniat|cytuno|rwy'n fodlon)|^(ydw|iawn i mi)\b|^ie\b/i;
  const CLOSES =
    /\b(close|dismiss|hide|got it|okay|ok|continue|understood|i understand|cau|cuddio|iawn|deall|parhau)\b|^[x×✕✖✗⨉]$/i;
  const TELLS =
    /\b(more|read|find out|learn|about|policy|policies|view|see|details?|information|notice|privacy|mwy|polis[ïi]|gweld|manylion|gwybodaeth|preifatrwydd|darllen)\b/i;

  const kindOf = (text, link) => {
    if (!text) return "";
    const refuses = REFUSES.test(text);
    const sets = SETS.test(text);
    // “Manage or reject cookies” leads to settings, “Reject all, or choose” refuses.
    if (refuses && (!sets || text.search(REFUSES) < text.search(SETS))) return "refuse";
    if (link && TELLS.test(text) && !ACCEPTS.test(text.replace(/cookies? consent|consent polic/i, ""))) {
      return sets ? "settings" : "link";
    }
    if (SAVES.test(text)) return "save";
    if (ACCEPTS.test(text) && !(sets && text.search(SETS) < text.search(ACCEPTS))) return "accept";
    if (sets) return "settings";
    if (CLOSES.test(text)) return "close";
    return TELLS.test(text) || link ? "link" : "";
  };

  const shadow = getter(Element.prototype, "shadowRoot");
  const inShadow = method(DocumentFragment.prototype, "querySelectorAll");
  // What is in it, or in the tree of a component that it is.
  const inside = (element, selector) => {
    const tree = shadow(element);
    return tree ? [...inShadow(tree, selector)] : [...within(element, selector)];
  };
  // Its words, with a space between those of different elements.
  const data = getter(CharacterData.prototype, "data");
  const said = (element, limit) => {
    const walk = dom.walker(document, shadow(element) ?? element, NodeFilter.SHOW_TEXT);
    let text = "";
    for (let node = walk.nextNode(), met = 0; node && met < 500 && text.length < limit * 2; node = walk.nextNode(), met += 1) {
      const holder = parent(node);
      if (holder && /^(script|style|noscript|template)$/.test(name(holder))) continue;
      text += ` ${data(node).slice(0, limit)}`;
    }
    return words(text, limit);
  };

  const controlsIn = (element, seen) => {
    const found = [];
    const pressed = inside(element, PRESSED);
    for (const each of pressed.slice(0, 200)) {
      const tag = name(each);
      if (tag === "iframe" || !seen(each)) continue;
      const label =
        tag === "input" ? words(attribute(each, "value"), 80) : parts.named(each, 80) || parts.label(each, 80);
      const link = tag === "a" && attribute(each, "role") !== "button" &&
        !/^(#.{0,2}|javascript:.*|)$/i.test(attribute(each, "href") ?? "");
      found.push({ kind: kindOf(label, link), text: label, element: each });
      if (found.length >= 12) break;
    }
    return found;
  };

  // --- Which element it is ------------------------------------------------------------------------

  const called = (element) =>
    ["id", "class", "aria-label", "title", "name"]
      .map((key) => attribute(element, key) ?? "").join(" ").slice(0, 400);
  const large = ({ width, height }) => width > 8 && height > 8;
  // Its own box, or that of the first large thing in one that has none.
  const boxOf = (element) => {
    const own = rectangle(element);
    if (large(own)) return own;
    const first = inside(element, "*").slice(0, 60).map((each) => rectangle(each)).find(large);
    return first ?? own;
  };
  const floats = (element) => {
    for (let at = element; at; at = parent(at)) {
      if (/^(fixed|sticky)$/.test(style(at).position)) return true;
    }
    const first = inside(element, "*").slice(0, 5);
    return !large(rectangle(element)) && first.some((each) => style(each).position === "fixed");
  };
  const modal = (element) =>
    Element.prototype.matches.call(element, "dialog:modal, [aria-modal=true]") ||
    inside(element, "dialog:modal, [aria-modal=true]").length > 0;
  const ownWords = (element) => {
    let own = said(element, 4000);
    for (const link of inside(element, "a").slice(0, 20)) own = own.replace(said(link, 200), " ");
    return own;
  };

  // What is known of an element that asks about cookies; null for any other.
  const read = (element, seen, region) => {
    const tag = name(element);
    if (/^(html|body|main|button|a|input|label|span|p|h[1-6]|script|style|template)$/.test(tag)) return null;
    if (parts.roleOf(element) === "main" || find(element, "main, [role=main]")) return null;
    const box = boxOf(element);
    if (!large(box) || !dom.visible(element)) return null;
    const named = NAMED.test(called(element));
    const floating = floats(element);
    const frame = tag === "iframe" ? element : inside(element, "iframe").find((each) => seen(each));
    if (frame && floating && (named || NAMED.test(called(frame)))) {
      if (!controlsIn(element, seen).some(({ kind }) => kind === "accept" || kind === "refuse")) {
        return { element, controls: [], floating, frame: true, text: "", box };
      }
    }
    if (tag === "iframe") return null;
    const text = said(element, 4000);
    if (text.length >= 4000 && !named) return null;
    if (!SUBJECT.test(text) && !(named && /consent|privacy|preifatrwydd|caniat/i.test(text))) return null;
    const controls = controlsIn(element, seen);
    const asks = controls.some(({ kind }) => kind === "accept" || kind === "refuse");
    const tells = controls.some(({ kind }) => kind) && SUBJECT.test(ownWords(element));
    if (!asks && !tells) return null;
    if (!floating && !modal(element)) {
      const goes = controls.some(({ kind }) => kind === "close");
      if (!asks && !(named && tells && goes)) return null;
      if (/^(footer|nav)$/.test(region(element))) return null;
      if (region(element) === "main" && !(named && NOTICE.test(called(element)))) return null;
      // A page's own words about cookies stand in a part of it that holds much else.
      if (!named && find(element, "h1, nav, form[action]")) return null;
    }
    return { element, controls, floating, frame: false, text, box };
  };

  // The element that asks about cookies, or null. `held` are elements that stay on the screen.
  const look = (held = []) => {
    const seen = parts.sight();
    const { region } = parts.regions();
    const candidates = new Set([...all(document, CALLED_SO)].slice(0, 200));
    for (const each of held) candidates.add(each);
    for (const each of [...all(document, "button, [role=button], input[type=submit], a[role=button]")].slice(0, 300)) {
      const label = words(attribute(each, "value") || content(each), 80);
      if (!REFUSES.test(label) && !ACCEPTS.test(label) && !CLOSES.test(label)) continue;
      for (let at = parent(each), up = 0; at && up < 5; at = parent(at), up += 1) {
        if (SUBJECT.test(said(at, 2000))) {
          candidates.add(at);
          break;
        }
      }
    }
    let best = null;
    const rank = (found) => [
      Number(found.floating || modal(found.element)),
      found.controls.length,
      Number(style(found.element).position === "fixed" || /^(dialog|alertdialog|region)$/.test(parts.roleOf(found.element)) || name(found.element) === "dialog"),
      Number(NAMED.test(called(found.element))),
      // The outermost of those that are alike.
      found.box.width * found.box.height,
    ];
    for (const candidate of candidates) {
      const found = read(candidate, seen, region);
      if (!found) continue;
      const mine = rank(found);
      if (best) {
        const place = mine.findIndex((value, at) => value !== best.rank[at]);
        if (place < 0 || mine[place] < best.rank[place]) continue;
      }
      best = { ...found, rank: mine };
    }
    if (!best) return null;
    const { element, controls } = best;
    return {
      ...best,
      modal: modal(element),
      native: name(element) === "dialog" || inside(element, "dialog:modal").length > 0,
      implied: IMPLIED.test(best.text),
      boxes: inside(element, "input[type=checkbox], [role=switch]").filter((each) => seen(each)).length,
      controls: controls.map(({ kind, text }) => ({ kind, text })),
      firstControl: controls[0]?.element ?? null,
      large: descendants(element, "*").length,
      holds: (other) => contains(element, other) || Boolean(shadow(element)?.contains(other)),
    };
  };

  return { look };
})();
