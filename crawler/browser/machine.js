// A fixed piece of work, to tell how fast a machine runs scripts and lays pages out. It must never
// change: other work is another reference (machine.py).
(rows) => {
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const words = Array.from({length: 400}, () => Math.floor(random() * 1e9).toString(36));
  const word = (at) => words[at % words.length];
  const phrase = (at, length) => Array.from({length}, (_, next) => word(at + next)).join(' ');
  const section = (_, at) =>
    '<section style="display:flex;flex-wrap:wrap;gap:4px">' +
    `<h3>${word(at)} ${word(at * 3)}</h3><p style="flex:1 1 120px">${phrase(at * 7, 25)}</p>` +
    `<ul>${phrase(at * 5, 5).split(' ').map((each) => `<li>${each}</li>`).join('')}</ul></section>`;
  document.body.innerHTML = Array.from({length: rows}, section).join('');

  // What scripts of pages do: small objects, sorting, maps, strings, JSON, regular expressions.
  globalThis.script = (times) => {
    let sum = 0;
    for (let time = 0; time < times; time += 1) {
      seed = 7;
      const items = Array.from({length: 400}, (_, at) => ({
        id: at,
        name: word(Math.floor(random() * 400)),
        tags: [word(at), word(at * 7)],
      }));
      items.sort((one, other) => (one.name < other.name ? -1 : 1));
      const groups = new Map();
      for (const item of items) {
        const key = item.name.slice(0, 2);
        const group = groups.get(key) ?? [];
        group.push({...item, label: `${item.name}-${item.tags.join(' ')}`});
        groups.set(key, group);
      }
      const text = JSON.stringify([...groups]);
      sum += JSON.parse(text).length + text.replace(/[aeiou]+/g, '_').split('_').length;
    }
    return String(sum);
  };

  globalThis.layout = (times) => {
    let sum = 0;
    for (let time = 0; time < times; time += 1) {
      document.body.style.width = `${300 + (time % 2) * 60 + (time % 7)}px`;
      sum += document.body.offsetHeight;
    }
    return String(sum);
  };
  return String(document.body.offsetHeight);
}
