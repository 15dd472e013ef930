// Installed after parts.js and hover_rules.js: links that show only while a mouse is on something.
globalThis.hoverMenus = (() => {
  const { all, attribute, contains, content, html, method, name, parent, place, rectangle, within, words } = dom;

  const matches = method(Element.prototype, "matches");
  const closest = method(Element.prototype, "closest");
  const USABLE = "a[href], button, input:not([type=hidden i]), select, textarea";
  const OPENS =
    "button, summary, label[for], [role=button], [aria-expanded], [aria-haspopup], [aria-controls], " +
    "[data-bs-toggle], [data-toggle]";
  const FILE = /\.(pdf|docx?|xlsx?|pptx?|odt|ods|csv|zip)$/i;
  const TAPS = /^(click|mousedown|mouseup|pointerdown|pointerup|touchstart|touchend)$/;

  const leadsTo = (element) => {
    const href = element && name(element) === "a" ? attribute(element, "href") : null;
    if (href === null || /^\s*(#|javascript:|$)/i.test(href)) return "nowhere";
    try {
      const url = new URL(href, document.baseURI);
      const here = new URL(location.href);
      if (url.host !== here.host || FILE.test(url.pathname)) return "outside";
      if (url.pathname !== here.pathname || url.search !== here.search) return "away";
      return url.hash ? "nowhere" : "here";
    } catch {
      return "nowhere";
    }
  };

  const gather = (limits, kinds, whole, ...elements) => {
    const seen = parts.sight();
    const listens = new Map();
    elements.forEach((element, index) => {
      if (element instanceof Element) listens.set(element, kinds[index]);
      else if (element instanceof Document) whole.push(...kinds[index]);
    });
    const hearsTap = (element) => (listens.get(element) ?? []).some((kind) => TAPS.test(kind));
    const page = [dom.root(document), document.body].filter(Boolean);
    const delegated = whole.some((kind) => TAPS.test(kind)) || page.some(hearsTap);

    // By trigger: what is hidden in or beside it, and how it shows.
    const found = new Map();
    let complete = true;
    const add = (trigger, target, how) => {
      if (!seen(trigger) || seen(target) || parts.asksConsent(trigger)) return;
      if (/^(html|body|main)$/.test(name(trigger)) || closest(trigger, "[aria-hidden=true]")) return;
      const usable = [...within(target, USABLE)].slice(0, limits.links).filter((each) => !seen(each));
      if (matches(target, USABLE)) usable.push(target);
      if (!usable.length) return;
      if (!found.has(trigger)) {
        if (found.size >= limits.menus) {
          complete = false;
          return;
        }
        found.set(trigger, { targets: new Set(), usable: new Set(), only: true, script: true });
      }
      const entry = found.get(trigger);
      entry.targets.add(target);
      for (const each of usable) entry.usable.add(each);
      entry.only &&= how === "mouse";
      entry.script &&= how === "script";
    };
    const pairs = (rule, most) => {
      const shown = [...all(document, rule.target)].slice(0, most);
      const triggers = shown.length ? [...all(document, rule.trigger)].slice(0, most) : [];
      return shown.flatMap((target) => {
        const holder = triggers.filter((each) => contains(rule.beside ? parent(each) : each, target) && each !== target);
        return holder.length ? [[holder.at(-1), target]] : [];
      });
    };
    const read = hoverRules.read(limits, { mouse: true });
    for (const rule of read.rules) {
      try {
        if (rule.pseudo) continue;
        for (const [trigger, target] of pairs(rule, 200)) add(trigger, target, rule.only ? "mouse" : "rule");
      } catch {
        continue; // a selector that only a sheet may hold
      }
    }
    for (const [element, heard] of listens) {
      if (!heard.some((kind) => /enter|over/.test(kind)) || /^(html|body)$/.test(name(element)) || !seen(element)) continue;
      const lists = [...within(element, "ul, ol, div, nav")].slice(0, 40);
      const target = lists.find((each) => !seen(each) && within(each, "a[href]").length > 0);
      if (target && !found.has(element)) add(element, target, "script");
    }
    // Where one holds another, as one level of a menu does the next, the outer speaks for both.
    const outer = [...found.keys()].filter((one) => ![...found.keys()].some((other) => other !== one && contains(other, one)));

    // What shows on focus, and so by a tap on what takes the focus and leads nowhere.
    const onFocus = new Set();
    for (const rule of hoverRules.read(limits, { focus: true }).rules) {
      try {
        for (const [, target] of pairs(rule, 200)) onFocus.add(target);
      } catch {
        continue;
      }
    }

    // The addresses in the page outside all such menus.
    const inside = (element) => outer.some((trigger) => [...found.get(trigger).targets].some((target) => contains(target, element)));
    const elsewhere = new Set();
    for (const link of [...all(document, "a[href]")].slice(0, limits.allLinks)) {
      if (!inside(link)) elsewhere.add(parts.address(link, 2000));
    }

    const told = outer.map((trigger) => {
      const { targets, usable, only, script } = found.get(trigger);
      const outside = (element) => ![...targets].some((target) => contains(target, element));
      const handles = [trigger, ...[...within(trigger, "a[href], button, [role=button], [tabindex]")].slice(0, 20)];
      const handle = handles.find((each) => each !== trigger && outside(each) && seen(each)) ??
        (matches(trigger, "a, button") ? trigger : null);
      const holder = matches(trigger, "a, button, span") ? (parent(trigger) ?? trigger) : trigger;
      const tools = [...within(holder, OPENS)].slice(0, 40).filter((each) => outside(each) && seen(each));
      const named = [...targets].map((each) => attribute(each, "id")).filter(Boolean);
      const bound = named.some((id) => all(document, `[aria-controls~="${CSS.escape(id)}"], [href="#${CSS.escape(id)}"]`).length > 0);
      const heard = [trigger, holder, handle, ...[...within(holder, "*")].slice(0, 60).filter(outside)].some((each) => each && hearsTap(each));
      let above = false;
      for (let at = parent(holder), steps = 0; at && steps < 6 && !/^(body|html)$/.test(name(at)); at = parent(at), steps += 1) above ||= hearsTap(at);
      const takesFocus = handle !== null && matches(handle, "button, [tabindex], [role=button]");
      const leads = leadsTo(handle);
      const links = [...usable];
      const unique = links.filter((each) => name(each) !== "a" || !elsewhere.has(parts.address(each, 2000)));
      const own = tools.filter((each) => each !== handle || matches(each, "[aria-expanded], [aria-controls], [data-bs-toggle], [data-toggle], summary"));
      return {
        element: handle ?? trigger,
        facts: {
          trigger: { selector: place(trigger), html: html(trigger) },
          text: handle ? parts.label(handle, 80) : words([...dom.childNodes(trigger)].filter((node) => node.nodeType === 3 || (node.nodeType === 1 && outside(node))).map(content).join(" "), 80),
          leads, links: links.length, unique: unique.length,
          urls: unique.slice(0, 20).map((each) => parts.address(each, 2000)).filter(Boolean),
          only_mouse: only, script, toggle: own.length > 0 || bound || heard || above,
          focus: takesFocus && leads === "nowhere" && [...targets].some((each) => onFocus.has(each)),
          delegated,
        },
      };
    });
    const shut = told.filter(({ facts }) => facts.unique > 0 && !facts.toggle && !facts.focus).map(({ element }) => rectangle(element));
    return JSON.stringify({
      facts: { complete, found: told.length, unread: read.unread, menus: told.slice(0, limits.kept).map(({ facts }) => facts) },
      boxes: shut.slice(0, limits.kept).map((box) => ({
        left: Math.round(box.left + scrollX), top: Math.round(box.top + scrollY), width: Math.round(box.width), height: Math.round(box.height),
      })),
    });
  };
  return { gather };
})();
