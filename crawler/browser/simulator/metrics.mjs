// Lighthouse's five metrics on Lantern, with main-thread tasks charged at their CPU time.
import {load} from './lighthouse.mjs';

const Lantern = await load('lib/lantern/lantern.js');
const {ProcessedTrace} = await load('computed/processed-trace.js');
const {LanternFirstContentfulPaint} = await load('computed/metrics/lantern-first-contentful-paint.js');
const {LanternLargestContentfulPaint} = await load('computed/metrics/lantern-largest-contentful-paint.js');
const {LanternTotalBlockingTime} = await load('computed/metrics/lantern-total-blocking-time.js');
const {LanternSpeedIndex} = await load('computed/metrics/lantern-speed-index.js');
const {CumulativeLayoutShift} = await load('computed/metrics/cumulative-layout-shift.js');

const {PageDependencyGraph} = Lantern.Graph;

// A task that waited for a busy machine looks longer than it is; its thread's CPU time does not.
// So a task costs its CPU time where that is less, and is too short to matter by that too. What
// happened in it is still told by wall time: cutting the tasks in the trace itself would drop the
// events near their ends (a layout, a script's evaluation) and change what depends on what.
const link = PageDependencyGraph.linkCPUNodes.bind(PageDependencyGraph);
PageDependencyGraph.linkCPUNodes = (root, network, tasks) => {
  for (const task of tasks) {
    task._event = {...task.event, dur: Math.min(task.duration, task.event.tdur ?? Infinity)};
    task.correctedEndTs = undefined; // its end is now start + dur
  }
  link(root, network, tasks);
};

// The blank page that was there before lays itself out and paints too, and Lighthouse would take
// that for the first layout and paint: it never leaves those out of the graph, but leaves out the
// page's own where they took less than 10 ms. What came first then hangs on those 10 ms.
const graphOfAll = PageDependencyGraph.createGraph.bind(PageDependencyGraph);
const owned = new WeakMap(); // by all events of the main thread: those of the page itself
PageDependencyGraph.createGraph = (events, requests, url) => {
  owned.set(events, ofDocument(events, requests, url));
  return graphOfAll(owned.get(events), requests, url);
};

function ofDocument(events, requests, {mainDocumentUrl}) {
  const document = Lantern.Core.NetworkAnalyzer.findLastDocumentForUrl(requests, mainDocumentUrl);
  const answered = (document?.responseHeadersEndTime ?? 0) * 1000; // as the trace counts
  const own = events.filter((event) => event.ts >= answered);
  return own.some((event) => PageDependencyGraph.isScheduleableTask(event)) ? own : events;
}

// `data` and `context` are what Lighthouse's computed artifacts ask for. Milliseconds; CLS has no
// unit.
export async function metrics(data, context) {
  // Nobody touches a page while it is measured. What Chromium takes for a visitor's hand is the size
  // of a phone that was set before; half a second later Lighthouse would believe it, and on a slow
  // day leave out the same shift that it counted on a quick one.
  for (const event of data.trace.traceEvents) {
    if (event.name === 'LayoutShift' && event.args.data) event.args.data.had_recent_input = false;
  }
  const [fcp, lcp, tbt, speedIndex] = [
    await LanternFirstContentfulPaint.request(data, context),
    await LanternLargestContentfulPaint.request(data, context),
    await LanternTotalBlockingTime.request(data, context),
    await LanternSpeedIndex.request(data, context),
  ].map((metric) => metric.timing);
  const processed = await ProcessedTrace.request(data.trace, context);
  // Lighthouse's numbers without its second run through another engine, which only compares.
  const shifts = CumulativeLayoutShift.getLayoutShiftEvents(processed);
  const result = {
    fcp_ms: fcp,
    lcp_ms: lcp,
    tbt_ms: tbt,
    cls: CumulativeLayoutShift.calculate(shifts),
    speed_index_ms: speedIndex,
  };
  for (const [name, value] of Object.entries(result)) {
    if (!Number.isFinite(value)) throw new Error(`no finite ${name}`);
  }
  return {...result, cpu_share: cpuShare(owned.get(processed.mainThreadEvents))};
}

function cpuShare(events) {
  let cpu = 0;
  let wall = 0;
  for (const event of events) {
    if (!PageDependencyGraph.isScheduleableTask(event) || !event.dur) continue;
    if (event.tdur === undefined) continue;
    cpu += Math.min(event.tdur, event.dur);
    wall += event.dur;
  }
  return wall ? cpu / wall : null;
}
