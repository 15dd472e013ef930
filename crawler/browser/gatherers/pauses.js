// Installed after dom.js: the names of visible controls that could stop what moves or plays.
globalThis.pauses = (limit = 10) => {
  const STOPS = /\b(pause|stop|mute|hide animation|turn off|saib|seibio|oedi|stopio|tawelu)\b/i;
  const CONTROLS = "button, [role=button], input[type=button], input[type=checkbox], [role=switch], a[href^='#']";
  const { all, attribute, content, visible, words } = dom;
  const names = new Set();
  let tries = 0;
  for (const control of all(document, CONTROLS)) {
    tries += 1;
    if (tries > 2000 || names.size >= limit) break;
    const said = ["aria-label", "title", "value"].map((key) => attribute(control, key) ?? "");
    const name = words([content(control), ...said].join(" "), 80);
    if (STOPS.test(name) && visible(control)) names.add(name);
  }
  return [...names].sort();
};
