// Installed once in the isolated world; the gatherers' scripts build on it.
//
// A page may name a field "children" or an image "querySelectorAll", and then the property of that
// form or document is the element. So everything is read through the prototypes of this world.
globalThis.dom = (() => {
  const getter = (prototype, name) => {
    const { get } = Object.getOwnPropertyDescriptor(prototype, name);
    return (node) => get.call(node);
  };
  const method = (prototype, name) => {
    const call = prototype[name];
    return (node, ...rest) => call.apply(node, rest);
  };

  const parent = getter(Node.prototype, "parentElement");
  const name = getter(Element.prototype, "localName");
  const content = getter(Node.prototype, "textContent");
  const outer = getter(Element.prototype, "outerHTML");
  const attributes = getter(Element.prototype, "attributes");
  const previous = getter(Element.prototype, "previousElementSibling");
  const next = getter(Element.prototype, "nextElementSibling");
  const childNodes = getter(Node.prototype, "childNodes");
  const clientWidth = getter(Element.prototype, "clientWidth");
  const scrollWidth = getter(Element.prototype, "scrollWidth");
  const children = getter(Element.prototype, "children");
  const root = getter(Document.prototype, "documentElement");
  const sheets = getter(Document.prototype, "styleSheets");
  const attribute = method(Element.prototype, "getAttribute");
  const rectangle = method(Element.prototype, "getBoundingClientRect");
  const checkVisibility = method(Element.prototype, "checkVisibility");
  const descendants = method(Element.prototype, "getElementsByTagName");
  const byId = method(Document.prototype, "getElementById");
  const all = method(Document.prototype, "querySelectorAll");
  const find = method(Element.prototype, "querySelector");
  const within = method(Element.prototype, "querySelectorAll");
  const contains = method(Node.prototype, "contains");
  const walker = method(Document.prototype, "createTreeWalker");
  const style = (element) => window.getComputedStyle(element);

  // Stored text may hold neither half a character nor NUL: JSON and PostgreSQL refuse them.
  const clip = (text, limit) =>
    String(text ?? "").slice(0, limit).toWellFormed().replaceAll("\0", "\ufffd");
  const words = (text, limit) =>
    clip(String(text ?? "").slice(0, limit * 20).replace(/\s+/g, " ").trim(), limit);

  const visible = (element) =>
    checkVisibility(element, { opacityProperty: true, visibilityProperty: true });

  // The element's start tag, and its content when that is short.
  const html = (element, limit = 500) => {
    if (!descendants(element, "*")[8] && content(element).length < limit) {
      return clip(outer(element), limit);
    }
    let tag = `<${name(element)}`;
    for (const { name: key, value } of attributes(element)) {
      tag += ` ${key}="${value.slice(0, 120)}"`;
      if (tag.length > limit) break;
    }
    return clip(`${tag}>`, limit);
  };

  // A CSS selector that finds the element, and so a person too.
  const selector = (element, limit = 500) => {
    const steps = [];
    for (let at = element; at && steps.length < 40; at = parent(at)) {
      const id = attribute(at, "id");
      if (id && id.length < 80 && byId(document, id) === at) {
        steps.unshift(`#${CSS.escape(id)}`);
        break;
      }
      const tag = name(at);
      let step = tag;
      let position = 1;
      for (let other = previous(at); other; other = previous(other)) {
        if (name(other) === tag) position += 1;
        if (position > 1000) break;
      }
      let alone = position === 1;
      for (let other = next(at); other && alone; other = next(other)) alone = name(other) !== tag;
      if (!alone) step += `:nth-of-type(${position})`;
      steps.unshift(step);
      if (tag === "body" || tag === "html") break;
    }
    return clip(steps.join(" > "), limit);
  };

  const treeOf = method(Node.prototype, "getRootNode");
  // What holds the element, out of a shadow tree too.
  const up = (element) => {
    const above = parent(element);
    if (above) return above;
    const tree = treeOf(element);
    return tree instanceof ShadowRoot ? tree.host : null;
  };

  // A selector that also leads through the shadow trees that the element is in, outermost first.
  const place = (element, limit = 500) => {
    const steps = [];
    for (let at = element; at; ) {
      steps.unshift(selector(at, limit));
      const tree = treeOf(at);
      at = tree instanceof ShadowRoot ? tree.host : null;
    }
    return clip(steps.join(" >>> "), limit);
  };

  return {
    all, attribute, byId, childNodes, children, clientWidth, clip, contains, content, descendants,
    find, getter, html, method, name, parent, place, rectangle, root, scrollWidth, selector, sheets,
    style, up, visible, walker, within, words,
  };
})();
