// Installed after HTML_CodeSniffer in the isolated world. Its sniffs are called one by one, each
// with only the elements that it is for: as a whole it takes minutes on large pages, and what it
// says beside the codes kept here is too often wrong.
globalThis.sniffs = (() => {
  const {
    all, attribute, byId, content, descendants, find, html, root, selector, visible, within, words,
  } = dom;
  const PRINCIPLES = "HTMLCS_WCAG2AAA_Sniffs_Principle";
  const general = globalThis[`${PRINCIPLES}1_Guideline1_3_1_3_1`];
  const pictures = globalThis[`${PRINCIPLES}1_Guideline1_1_1_1_1`];
  const frames = globalThis[`${PRINCIPLES}2_Guideline2_4_2_4_1`];
  const ids = globalThis[`${PRINCIPLES}4_Guideline4_1_4_1_1`];
  const controls = globalThis[`${PRINCIPLES}4_Guideline4_1_4_1_2`];
  const KEPT = new RegExp(
    "^(H43,H63|H43\\.HeadersRequired|H39\\.3\\.LayoutTable|H49\\..+|H71\\.NoLegend|H42\\.2|H67\\.1" +
      "|H91\\.Fieldset\\..+|H91\\.InputSearch\\..+|F77|H64\\.1)$",
  );
  const ERROR = 1;
  const CHOICES = "input[type=radio], input[type=checkbox]";

  const named = (element) =>
    Boolean(words(attribute(element, "aria-label"), 10)) ||
    String(attribute(element, "aria-labelledby") ?? "")
      .split(/\s+/)
      .some((id) => id && byId(document, id) && words(content(byId(document, id)), 10));
  const silent = (element) => /^(presentation|none)$/.test(attribute(element, "role") ?? "");

  // What the codes do not know, and what decides between a fault and a matter of taste.
  const notesOf = (element, code, references) => {
    const notes = [];
    const note = (word, holds) => holds && notes.push(word);
    note("unseen", !visible(element));
    note("silent", silent(element));
    if (/^(H71|H91|H64)/.test(code)) note("named", named(element));
    if (/^(H71|H91\.Fieldset)/.test(code)) {
      const groups = new Map();
      for (const box of within(element, CHOICES)) {
        const group = String(attribute(box, "name") ?? "").replace(/\[.*$/, "");
        groups.set(group, (groups.get(group) ?? 0) + 1);
      }
      note("choices", groups.size === 1 && [...groups.values()][0] > 1);
      note("nested", find(element, "fieldset, [role=group], [role=radiogroup]") !== null);
      note("headed", find(element, "h1, h2, h3, h4, h5, h6, [role=heading]") !== null);
    }
    if (code.startsWith("H39")) {
      const headers = "[role=columnheader], [role=rowheader], [scope], [headers]";
      note("headers", find(element, headers) !== null);
      note("nested", find(element, "table") !== null);
      const rows = [...within(element, "tr")];
      const cells = (row) => [...within(row, "td")].length;
      note("grid", rows.length > 1 && rows.filter((row) => cells(row) > 1).length > 1);
    }
    if (code.startsWith("H43")) note("scoped", find(element, "th[scope]") !== null);
    if (code.startsWith("H91.InputSearch")) {
      note("placeholder", Boolean(words(attribute(element, "placeholder"), 10)));
    }
    if (code === "F77") note("referenced", references().has(attribute(element, "id")));
    return notes;
  };

  const run = (limits) => {
    const found = new Map();
    const looked = {};
    const left_out = [];
    const elements = descendants(root(document), "*").length;
    const take = (kind, query, most) => {
      const every = [...all(document, query)];
      looked[kind] = every.length;
      if (every.length > most) left_out.push(kind);
      return every.slice(0, most);
    };
    let known = null;
    const references = () => {
      if (known) return known;
      known = new Set();
      const POINTERS = ["for", "headers", "aria-labelledby", "aria-describedby", "aria-controls",
        "aria-owns", "aria-errormessage", "aria-activedescendant", "aria-details", "list"];
      for (const element of all(document, POINTERS.map((each) => `[${each}]`).join())) {
        for (const pointer of POINTERS) {
          for (const id of String(attribute(element, pointer) ?? "").split(/\s+/)) known.add(id);
        }
      }
      for (const link of all(document, "a[href^='#']")) known.add(attribute(link, "href").slice(1));
      return known;
    };

    HTMLCS.addMessage = (type, element, _text, code) => {
      if (type !== ERROR || !KEPT.test(code) || !(element instanceof Element)) return;
      const entry = found.get(code) ?? { code, count: 0, elements: [] };
      found.set(code, entry);
      entry.count += 1;
      if (entry.elements.length >= limits.elements) return;
      const notes = notesOf(element, code, references);
      // A group of choices is known by the first of them, as others know it.
      const first = notes.includes("choices") ? find(element, CHOICES) : element;
      entry.elements.push({ selector: selector(first), html: html(first), notes });
    };
    // A field named "nodeName" hides its form's own, and the sniffs read that.
    const attempt = (kind, sniff) => {
      try {
        sniff();
      } catch {
        left_out.push(kind);
      }
    };
    const small = (table) => descendants(table, "*").length <= limits.tableElements;

    const tables = take("tables", "table", limits.tables);
    if (!tables.every(small)) left_out.push("tables");
    for (const table of tables.filter(small)) {
      if (silent(table)) continue;
      attempt("tables", () => general.testTableHeaders(table));
      attempt("tables", () => general.testTableCaptionSummary(table));
    }
    for (const fieldset of take("fieldsets", "fieldset", limits.fieldsets)) {
      attempt("fieldsets", () => general.testFieldsetLegend(fieldset));
    }
    for (const heading of take("headings", "h1, h2, h3, h4, h5, h6", limits.headings)) {
      attempt("headings", () => general.testEmptyHeading(heading));
    }
    for (const frame of take("frames", "iframe", limits.frames)) {
      attempt("frames", () => frames.testIframeTitle(frame));
    }

    // These look for their elements themselves. They are given those that matter.
    const getAll = HTMLCS.util.getAllElements;
    const among = (kind, chosen, sniff) => {
      attempt(kind, () => {
        const shown = chosen.filter((element) => !HTMLCS.util.isAccessibilityHidden(element));
        HTMLCS.util.getAllElements = () => shown;
        sniff();
      });
      HTMLCS.util.getAllElements = getAll;
    };
    const empty = take("pictures", "img[alt='']", limits.pictures);
    among("pictures", empty, () => pictures.addNullAltTextResults(document));
    const searches = take("searches", "input[type=search i]", limits.fieldsets);
    const groups = [...all(document, "fieldset")].slice(0, limits.fieldsets);
    among("searches", [...groups, ...searches], () => {
      const said = controls.processFormControls(document);
      for (const { element, msg, subcode } of said.errors) {
        HTMLCS.addMessage(ERROR, element, msg, `H91.${subcode}`);
      }
    });
    looked.marks = elements;
    if (elements > limits.marks) {
      left_out.push("ids", "marks");
    } else {
      among("ids", take("ids", "[id]", limits.ids), () => ids.process(document, document));
      attempt("marks", () => general.testPresentationMarkup(document));
    }
    const codes = [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
    return JSON.stringify({ codes, looked, left_out: [...new Set(left_out)].sort() });
  };
  return { run };
})();
