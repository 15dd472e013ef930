// Run after dom.js in the page itself. Our selectors of the elements that axe-core's targets name
// (null where one cannot be found), and which of our own selectors lead nowhere here.
const [targets, own] = arguments;
const step = (root, selector) => {
  try {
    return root?.querySelector(selector) ?? null;
  } catch {
    return null;
  }
};
// A target is a list, a selector for each frame; within one frame a list, for each shadow root.
const found = (target) => {
  if (target.length !== 1) return null;
  let root = document;
  let element = null;
  for (const selector of [target[0]].flat()) {
    element = step(root, selector);
    root = element?.shadowRoot ?? null;
  }
  return element;
};
const places = targets.map((target) => {
  const element = found(target);
  return element ? dom.place(element) : null;
});
const absent = own.filter((selector) => !selector.includes(" >>> ") && !step(document, selector));
return { places, absent, frames: document.querySelectorAll("iframe, frame").length };
