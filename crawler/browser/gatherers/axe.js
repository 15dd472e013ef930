// Runs axe-core in the isolated world and reduces its results here, before they cross to us.
// Returns JSON in the shape of records.AxeRun.
async (viewport, limits) => {
  const { clip, html, sheets } = dom;
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
      const { passes = [], violations = [], incomplete = [] } = result;
      if (!result.error && !passes.length && !violations.length && !incomplete.length) {
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

  return JSON.stringify(
    await axe.run(document, {
      reporter: "evidence",
      rules: Object.fromEntries([...described.keys()].map((id) => [id, { enabled: true }])),
      iframes: false,
      preload: false,
    }),
  );
}
