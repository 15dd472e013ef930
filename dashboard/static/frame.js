// Brings Streamlit into a page that is already there, and mends what its own page leaves undone.
// Everything here hangs on Streamlit's markup; tests/dashboard holds it to the pinned version.
(() => {
  'use strict';
  const bundle = JSON.parse(document.currentScript.dataset.streamlit);
  const first = document.getElementById('first');
  const root = document.getElementById('root');
  const announcer = document.getElementById('announcer');

  // Without this Streamlit looks for its server below the page's own address first.
  window.__streamlit = { BACKEND_BASE_URL: location.origin + '/', MAIN_PAGE_BASE_URL: location.origin + '/' };

  const add = (parent, tag, attributes) =>
    parent.append(Object.assign(document.createElement(tag), attributes));

  const start = () => {
    for (const href of bundle.stylesheets) add(document.head, 'link', { rel: 'stylesheet', href });
    for (const href of bundle.preloads) add(document.head, 'link', { rel: 'modulepreload', href });
    add(document.body, 'script', { type: 'module', src: bundle.script });
  };

  // --- Taking the first content away once Streamlit shows the same ---

  const settled = () => {
    const app = root.querySelector('[data-testid=stApp]');
    return (
      app &&
      app.dataset.testScriptState === 'notRunning' &&
      app.dataset.testConnectionState === 'CONNECTED' &&
      root.querySelector('h1') &&
      !root.querySelector('[data-testid=stSkeleton],[data-stale=true]')
    );
  };

  const typing = () => {
    const focused = document.activeElement;
    return first.contains(focused) && focused.matches('input,select');
  };

  const name = (element) => (element.textContent || '').trim();

  const swap = () => {
    const focused = first.contains(document.activeElement) ? document.activeElement : null;
    for (const open of first.querySelectorAll('details[open][id]')) {
      const twin = root.querySelector(`details[id="${CSS.escape(open.id)}"]`);
      if (twin) twin.open = true;
    }
    const scrolled = scrollY;
    let twin = null;
    if (focused && focused !== document.body) {
      twin = [...root.querySelectorAll(focused.tagName)].find((other) => name(other) === name(focused));
    }
    root.classList.add('ready');
    first.remove();
    const main = root.querySelector('main');
    if (main) {
      main.tabIndex = -1;
      document.querySelector('.skip-link').href = '#' + main.id;
    }
    scrollTo(0, scrolled);
    if (twin) twin.focus({ preventScroll: true });
  };

  // What was chosen in the plain form meanwhile must not be lost.
  const answered = () => {
    const form = first.querySelector('form');
    const changed = (field) =>
      field.matches('select')
        ? !field.selectedOptions[0].defaultSelected
        : field.matches('input') && field.value !== field.defaultValue;
    return form && [...form.elements].some(changed) ? form : null;
  };

  const waiting = setInterval(() => {
    if (!settled() || typing()) return;
    clearInterval(waiting);
    const form = answered();
    if (form) form.requestSubmit();
    else swap();
  }, 50);

  // --- Links that only sort or clear the table: no need to load the page again ---

  let pressed = null;
  document.addEventListener('click', (event) => {
    const link = event.target.closest('#root.ready a[href]');
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && event.button === 0;
    if (!link || !plain || link.origin !== location.origin || link.pathname !== location.pathname || location.pathname !== '/') return;
    event.preventDefault();
    pressed = name(link);
    history.pushState({}, '', link.href);
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  });

  // The pressed link is drawn anew with the table, and takes the focus with it.
  const refocus = () => {
    if (pressed === null || document.activeElement !== document.body) return;
    const again = [...root.querySelectorAll('.u a')].find((link) => name(link) === pressed);
    (again || root.querySelector('main')).focus({ preventScroll: true });
    pressed = null;
  };

  // --- Mending Streamlit's own page ---

  // A single letter must not run or clear anything (WCAG 2.1.4).
  addEventListener(
    'keydown',
    (event) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (plain && /^[rc]$/i.test(event.key) && !event.target.closest('input,textarea,select'))
        event.stopImmediatePropagation();
    },
    true,
  );

  let said = null;
  const mend = () => {
    refocus();
    // Pop-ups open outside every landmark.
    for (const layer of document.querySelectorAll('body > div:not([id]):not([role])')) {
      if (layer.querySelector('[role=listbox],[role=menu],[role=tooltip]')) {
        layer.setAttribute('role', 'region');
        layer.setAttribute('aria-label', 'Pop-up');
      }
    }
    // While one is open, the whole page is hidden from screen readers, headings, links and all.
    for (const element of document.querySelectorAll('body > [aria-hidden=true], [data-testid=stElementContainer][aria-hidden=true]'))
      element.removeAttribute('aria-hidden');
    // A chart's hover layer claims to be a picture and is empty.
    for (const layer of document.querySelectorAll('g[role=graphics-symbol]:empty')) layer.removeAttribute('role');
    // Nothing says aloud that a filter has changed the table (WCAG 4.1.3).
    const result = root.querySelector('[data-announce]');
    if (result) {
      const text = result.firstChild ? result.firstChild.textContent : '';
      if (said !== null && said !== text) announcer.textContent = text;
      said = text;
    }
  };
  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      mend();
    });
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributeFilter: ['aria-hidden'] });

  if (document.readyState === 'complete') start();
  else addEventListener('load', () => setTimeout(start));
})();
