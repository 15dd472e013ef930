// Installed after axe-core in the isolated world of a page's top frame and of each frame in it. Each
// judges its own document; the top one puts the parts together, so that rules of the page as a
// whole know its frames.
globalThis.engine = (() => {
  const { all, clip, descendants, html, name, parent, place, rectangle, root, sheets, style } = dom;
  const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
  const options = { reporter: "evidence", rules, preload: false };
  let unjudged = [];

  // An element, for as long as it stays in its own world. Axe's own selectors are slow, and name
  // classes that change from week to week.
  class Judged {
    selector = [":root"]; // only its length is asked for
    constructor({ element, nodeIndexes }) {
      Object.assign(this, { element, nodeIndexes });
    }
    get ancestry() {
      return (this.line ??= [axe.utils.getAncestry(this.element)]);
    }
    get place() {
      return (this.where ??= place(this.element));
    }
  }
  axe.configure({ noHtml: true }); // we take the HTML of the few elements that we keep
  axe.utils.nodeSerializer.update({
    toSpec: (element) => new Judged(element),
    mergeSpecs: (inner, frame) => ({
      ...inner,
      selector: [...frame.selector, ...inner.selector],
      ancestry: [...frame.ancestry, ...inner.ancestry],
      nodeIndexes: [...frame.nodeIndexes, ...inner.nodeIndexes],
      place: `${frame.place} >>> ${inner.place}`,
    }),
  });

  // For one rule axe would fetch every stylesheet again. The ones that are there will do; those of
  // other origins it cannot read either way, and then it could decide nothing on most pages.
  const orientation = axe._audit.checks["css-orientation-lock"];
  const judgeOrientation = orientation.evaluate;
  orientation.evaluate = function (node, settings, virtualNode, context) {
    const cssom = [{ sheet: null, root: document }];
    for (const sheet of sheets(document)) {
      let known;
      try {
        known = [...sheet.cssRules];
      } catch {
        continue;
      }
      const cssRules = known.filter((rule) => /orientation/i.test(rule.media?.mediaText));
      cssom.push({ sheet: { cssRules }, root: document });
    }
    return judgeOrientation.call(this, node, settings, virtualNode, { ...context, cssom });
  };

  // --- Crowds --------------------------------------------------------------------------------------

  // Three rules read, for each element, all that stands beside it in the same block: with 5,000
  // links in one paragraph that takes two minutes. Elements of the largest crowds are left out of
  // them, and counted.
  const untested = {};
  const left = new Map(); // by rule, the elements left out
  for (const id of ["link-in-text-block", "target-size", "p-as-heading"]) {
    const rule = axe._audit.rules.find((each) => each.id === id);
    const matches = rule.matches;
    rule.matches = function (node, ...rest) {
      return left.get(id)?.has(node) ? false : matches.call(this, node, ...rest);
    };
  }

  const thin = (crowds, budget) => {
    const out = new Set();
    let spent = 0;
    const work = ({ members, size }) => members.length * size;
    for (const crowd of [...crowds].sort((a, b) => work(a) - work(b))) {
      spent += work(crowd);
      if (spent > budget) for (const member of crowd.members) out.add(member);
    }
    return out;
  };
  const note = (id, out, counts = () => true) => {
    left.set(id, out);
    delete untested[id];
    const count = [...out].filter(counts).length;
    if (count) untested[id] = count;
  };

  const thinCrowds = (limits) => {
    const elements = [...descendants(root(document), "*")];
    if (elements.length < limits.crowd) return;
    const isBlock = new Map();
    const blockOf = (element) => {
      let at = parent(element);
      for (; at; at = parent(at)) {
        if (!isBlock.has(at)) isBlock.set(at, !/^(inline|ruby|contents|none)/.test(style(at).display));
        if (isBlock.get(at)) break;
      }
      return at;
    };
    const blocks = new Map();
    const paragraphs = new Map();
    const crowd = (crowds, key) => {
      if (!crowds.has(key)) crowds.set(key, { members: [], size: 0 });
      return crowds.get(key);
    };
    for (const element of elements) {
      const block = crowd(blocks, blockOf(element));
      block.size += 1;
      if (Element.prototype.matches.call(element, limits.controls)) block.members.push(element);
      const siblings = crowd(paragraphs, parent(element));
      siblings.size += 1;
      if (name(element) === "p") siblings.members.push(element);
    }
    const crowded = thin(blocks.values(), limits.crowdWork);
    const isLink = (element) => Element.prototype.matches.call(element, "a[href], [role=link]");
    note("target-size", crowded);
    note("link-in-text-block", crowded, isLink);
    note("p-as-heading", thin(paragraphs.values(), limits.crowdWork * 5));
  };

  // --- Names that stand in the way -----------------------------------------------------------------

  // A field named "nodeName" takes the place of its form's own, and axe then breaks down on the
  // whole page. Such names are put aside for as long as it looks, and put back.
  const ASIDE = "usability-aside-";
  const READ = [
    ...["attributes", "children", "classList", "getAttribute", "hasAttribute", "hasAttributes"],
    "shadowRoot",
  ];
  const withNamesAside = async (work) => {
    const aside = [];
    for (const [query, attribute] of [
      ["form [name]", "name"],
      ["form [id]", "id"],
      ["label[for]", "for"],
    ]) {
      for (const element of all(document, query)) {
        const value = Element.prototype.getAttribute.call(element, attribute);
        if (value in Node.prototype || READ.includes(value)) aside.push([element, attribute, value]);
      }
    }
    const set = (element, ...rest) => Element.prototype.setAttribute.call(element, ...rest);
    for (const [element, attribute, value] of aside) set(element, attribute, ASIDE + value);
    try {
      return JSON.stringify(await work()).replaceAll(ASIDE, "");
    } finally {
      for (const entry of aside) set(...entry);
    }
  };

  // --- One document --------------------------------------------------------------------------------

  let judged = null;

  const judge = async (limits, context) => {
    unjudged = descendants(root(document), "*").length > limits.large ? limits.heavy : [];
    for (const [id, setting] of Object.entries(rules)) setting.enabled = !unjudged.includes(id);
    thinCrowds(limits);
    judged = await axe.runPartial(context, options);
  };

  // What axe has to know of each frame in this document, in order.
  const frames = (focusable) =>
    judged.frames.map(({ element, place: selector }) => {
      const { width, height } = rectangle(element);
      const stop = Number.parseInt(Element.prototype.getAttribute.call(element, "tabindex"), 10);
      const reached = focusable && !(stop < 0);
      return { selector, context: { focusable: reached, size: { width, height } } };
    });

  const host = () => {
    try {
      return new URL(self.origin).host; // that of a frame without an address is its parent's
    } catch {
      return "";
    }
  };

  // --- A frame: its part, made fit to cross over ---------------------------------------------------

  const waits = new Map(); // by rule, whether it is decided only when all parts are there
  for (const { id, any, all: every, none } of axe._audit.rules) {
    const checks = [...any, ...every, ...none].map((check) => axe._audit.checks[check.id ?? check]);
    waits.set(id, checks.some((check) => check?.after));
  }
  const outcome = ({ any, all: every, none }) => {
    const copies = (checks) => checks.map((check) => ({ ...check }));
    return axe.utils.aggregateChecks({ any: copies(any), all: copies(every), none: copies(none) })
      .result;
  };
  const bare = (checks) => checks.map((check) => ({ ...check, relatedNodes: [] }));

  const part = async (context, limits) => {
    if (/^chrome-error:/.test(location.protocol)) return JSON.stringify({ why: "it did not load" });
    const size = descendants(root(document), "*").length;
    if (size > limits.frameElements) {
      return JSON.stringify({ host: host(), why: `it has ${size} elements, too many to test` });
    }
    return withNamesAside(async () => {
      await judge(limits, { ...context, include: [], exclude: [], initiator: false, page: true });
      const from = host();
      const counts = {};
      const results = judged.results.map((result) => {
        const tally = (counts[result.id] = { passed: 0, failed: 0, cantTell: 0 });
        const kept = [];
        for (const { node, any, all: every, none, ...rest } of result.nodes) {
          const said = waits.get(result.id) ? "waits" : outcome({ any, all: every, none });
          const spare = said === "passed" || kept.length >= limits.nodes;
          if (spare && said in tally) {
            tally[said] += 1;
            continue;
          }
          const { nodeIndexes, selector, ancestry } = node;
          const spec = { nodeIndexes, selector, ancestry, host: from };
          if (kept.length < limits.nodes * 2) {
            spec.place = node.place;
            spec.html = html(node.element, limits.html);
          }
          kept.push({ ...rest, node: spec, any: bare(any), all: bare(every), none: bare(none) });
        }
        return { ...result, nodes: kept };
      });
      const specs = judged.frames.map(({ nodeIndexes, selector, ancestry, place: where }) => {
        return { nodeIndexes, selector, ancestry, place: where };
      });
      return {
        host: from,
        inner: frames(context.focusable),
        part: { results, frames: specs },
        counts,
        untested,
      };
    });
  };

  // --- The top frame -------------------------------------------------------------------------------

  const top = (limits) =>
    withNamesAside(async () => {
      await judge(limits, document);
      return { host: host(), inner: frames(true) };
    });

  const frameElement = (index) => judged.frames[index].element;

  const finish = (viewport, limits, parts) =>
    withNamesAside(async () => {
      const given = parts.map((each) => (each === null ? null : JSON.parse(each)));
      const out = { ...untested };
      for (const each of given) {
        for (const [id, count] of Object.entries(each?.untested ?? {})) {
          out[id] = (out[id] ?? 0) + count;
        }
      }
      for (const id of unjudged) delete out[id];
      return { ...(await report(viewport, limits, given, Object.keys(out))), untested: out };
    });

  const described = new Map(axe.getRules().map((rule) => [rule.ruleId, rule]));
  let reduce = null;
  axe.addReporter("evidence", (results, _options, done) => done(reduce(results)));

  const report = (viewport, limits, given, crowded) => {
    let budget = limits.characters;
    const messages = (title, checks) =>
      checks.length ? [`${title}\n${checks.map((check) => `  ${check.message ?? ""}`).join("\n")}`] : [];
    const summary = (node) =>
      [
        ...messages("Fix all of the following:", [...node.none, ...node.all]),
        ...messages("Fix any of the following:", node.any),
      ].join("\n\n");
    const keep = (nodes) => {
      const kept = [];
      for (const each of nodes) {
        if (kept.length >= limits.nodes || budget <= 0) break;
        const { node } = each;
        const evidence = {
          selector: clip(node.place ?? "", limits.selector),
          html: node.element ? html(node.element, limits.html) : (node.html ?? ""),
          summary: clip(summary(each), limits.summary),
          frame: node.element ? null : node.host,
        };
        budget -= evidence.selector.length + evidence.html.length + evidence.summary.length;
        kept.push(evidence);
      }
      return kept;
    };
    const spared = (id, kind) =>
      given.reduce((sum, each) => sum + (each?.counts[id]?.[kind] ?? 0), 0);

    reduce = (results) => {
      const found = [];
      const inapplicable = [];
      for (const result of results) {
        const { passes = [], violations = [] } = result;
        // Of a rule that breaks down axe says that it could not decide about the whole document.
        // Here it has no counts at all, which no other rule in this list has.
        const broken = (node) => node.none.some((check) => check.id === "error-occurred");
        const brokeDown = Boolean(result.error) || (result.incomplete ?? []).some(broken);
        const incomplete = brokeDown ? [] : (result.incomplete ?? []);
        const passed = passes.length + spared(result.id, "passed");
        const failed = violations.length + spared(result.id, "failed");
        const undecided = incomplete.length + spared(result.id, "cantTell");
        if (!brokeDown && !passed && !failed && !undecided) {
          if (!crowded.includes(result.id)) inapplicable.push(result.id);
          continue;
        }
        const rule = described.get(result.id);
        found.push({
          id: result.id,
          help: rule?.help ?? "",
          description: rule?.description ?? "",
          help_url: rule?.helpUrl ?? "",
          tags: rule?.tags ?? [],
          impact: result.impact ?? null,
          passed,
          failed,
          undecided,
          violations: keep(violations),
          incomplete: keep(incomplete),
        });
      }
      for (const id of [...unjudged, ...crowded]) {
        const { help, description, helpUrl, tags } = described.get(id);
        const words = { id, help, description, help_url: helpUrl, tags };
        if (!found.some((each) => each.id === id)) found.push(words);
      }
      return { viewport, rules: found, inapplicable, unjudged };
    };
    return axe.finishRun([judged, ...given.map((each) => each?.part ?? null)], options);
  };

  return { finish, frameElement, part, top };
})();
