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
// So a task costs its CPU time where that is less. The graph is built on wall time before that, as
// Lighthouse builds it: cutting the tasks in the trace itself would drop the events near their
// ends (a layout, a script's evaluation) and change what depends on what.
const graphOnWallTime = PageDependencyGraph.createGraph.bind(PageDependencyGraph);
PageDependencyGraph.createGraph = (...trace) => {
  const root = graphOnWallTime(...trace);
  root.traverse((node) => {
    if (node.type !== 'cpu') return;
    node._event = {...node.event, dur: Math.min(node.duration, node.event.tdur ?? Infinity)};
    node.correctedEndTs = undefined; // its end is now start + dur
  });
  return root;
};

// `data` and `context` are what Lighthouse's computed artifacts ask for. Milliseconds; CLS has no
// unit.
export async function metrics(data, context) {
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
  return {...result, cpu_share: cpuShare(processed.mainThreadEvents)};
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
