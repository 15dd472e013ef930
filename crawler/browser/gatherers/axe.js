// Runs axe-core in the isolated world and reduces its results here, before they cross to us.
// Returns JSON in the shape of records.AxeRun.
async (viewport, limits) => {
  const { all, clip, html, sheets } = dom;
  let budget = limits.characters;

  const messages = (title, checks) =>
    checks.length ? [`${title}\n${checks.map((check) => `  ${check.message ?? ""}`).join("\n")}`] : [];
  const summary = (node) =>
    [
      ...messages("Fix all of the following:", [...node.none, ...node.all]),
      ...messages("Fix any of the following:", node.any),
    ].join("\n\n");
  // axe gives one selector for each frame, and within it one for each shadow root.
  const selector = (node) => node.node.selector.flat().join(" >>> ");

  const keep = (nodes) => {
    const kept = [];
    for (const node of nodes) {
      if (kept.length >= limits.nodes || budget <= 0) break;
      const evidence = {
        selector: clip(selector(node), limits.selector),
        html: node.node.element ? html(node.node.element, limits.html) : "",
        summary: clip(summary(node), limits.summary),
      };
      budget -= evidence.selector.length + evidence.html.length + evidence.summary.length;
      kept.push(evidence);
    }
    return kept;
  };

  // For one rule axe would fetch every stylesheet again. The ones that are there will do; those of
  // other origins it cannot read either way, and then it could decide nothing on most pages.
  const orientation = axe._audit.checks["css-orientation-lock"];
  orientation.judge ??= orientation.evaluate;
  orientation.evaluate = function (node, options, virtualNode, context) {
    const cssom = [{ sheet: null, root: document }];
    for (const sheet of sheets(document)) {
      let rules;
      try {
        rules = [...sheet.cssRules];
      } catch {
        continue;
      }
      const cssRules = rules.filter((rule) => /orientation/i.test(rule.media?.mediaText));
      cssom.push({ sheet: { cssRules }, root: document });
    }
    return orientation.judge.call(this, node, options, virtualNode, { ...context, cssom });
  };

  const described = new Map(axe.getRules().map((rule) => [rule.ruleId, rule]));
  axe.configure({ noHtml: true }); // we take the HTML of the few nodes that we keep
  axe.addReporter("evidence", (results, _options, done) => {
    const rules = [];
    const inapplicable = [];
    for (const result of results) {
      const { passes = [], violations = [] } = result;
      // Of a rule that breaks down axe says that it could not decide about the whole document.
      // Here it has no counts at all, which no other rule in this list has.
      const broken = (node) => node.none.some((check) => check.id === "error-occurred");
      const brokeDown = Boolean(result.error) || (result.incomplete ?? []).some(broken);
      const incomplete = brokeDown ? [] : (result.incomplete ?? []);
      if (!brokeDown && !passes.length && !violations.length && !incomplete.length) {
        inapplicable.push(result.id);
        continue;
      }
      const rule = described.get(result.id);
      rules.push({
        id: result.id,
        help: rule?.help ?? "",
        description: rule?.description ?? "",
        help_url: rule?.helpUrl ?? "",
        tags: rule?.tags ?? [],
        impact: result.impact ?? null,
        passed: passes.length,
        failed: violations.length,
        undecided: incomplete.length,
        violations: keep(violations),
        incomplete: keep(incomplete),
      });
    }
    done({ viewport, rules, inapplicable });
  });

  // A field named "nodeName" takes the place of its form's own, and axe then breaks down on the
  // whole page. Such names are put aside for as long as it looks, and put back.
  const ASIDE = "usability-aside-";
  const READ = [
    ...["attributes", "children", "classList", "getAttribute", "hasAttribute", "hasAttributes"],
    "shadowRoot",
  ];
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
    const run = await axe.run(document, {
      reporter: "evidence",
      rules: Object.fromEntries([...described.keys()].map((id) => [id, { enabled: true }])),
      iframes: false,
      preload: false,
    });
    return JSON.stringify(run).replaceAll(ASIDE, "");
  } finally {
    for (const entry of aside) set(...entry);
  }
}
