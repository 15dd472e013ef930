// Installed after dom.js: the names of visible controls that could stop what moves or plays.
globalThis.pauses = (limit = 10) => {
  // The name must be about that as a whole: a page is full of "Stop smoking" and "Stop a payment".
  const STOPS = /^(pause|stop|mute|unmute|hide|turn off|play pause|pause play|play|start stop|stop start|saib|seibio|oedi|stopio|tawelu|diffodd)( (all|r|the|this|these|a|or|and|off|y|yr|pob|play|pause|start|stop|news|image|hero|background|auto|rotating|moving|automatic|banner|homepage|page|council|newyddion|cefndir|awtomatig))* ?(animations?|movement|motion|moving|videos?|slides?|slide ?shows?|carousels?|gallery|sliders?|rotators?|tickers?|music|sounds?|audio|auto ?play|auto ?rotation|rotation|rotating|scrolling|films?|clips?|clock|countdown|timer|banners?|updates?|news|images?|pictures?|gifs?|cloc|fideo|ffilm|sleidiau|sleid|sioe sleidiau|carwsel|animeiddiad|cerddoriaeth|sain|symud|baner|newyddion)?( \d+)?$/;
  const ALWAYS = /\b(pause|stop|mute|off|saib|seibio|oedi|stopio|tawelu|diffodd|hide animations?)\b/;
  const CONTROLS = "button, [role=button], input[type=button], input[type=checkbox], [role=switch], a[href^='#']";
  const { all, attribute, content, visible, words } = dom;
  const names = new Set();
  let tries = 0;
  const about = (said) => {
    const plain = said.toLowerCase().replace(/[^\p{L}\d]+/gu, " ").trim();
    return STOPS.test(plain) && ALWAYS.test(plain);
  };
  for (const control of all(document, CONTROLS)) {
    tries += 1;
    if (tries > 2000 || names.size >= limit) break;
    // Each name by itself: the visible one, or what screen readers are told.
    const said = [content(control), ...["aria-label", "title", "value"].map((key) => attribute(control, key) ?? "")];
    const name = said.map((each) => words(each, 80)).find(about);
    if (name && visible(control)) names.add(name);
  }
  return [...names].sort();
};
