// Lighthouse's own Lantern simulation over our trace and network log, in a long-lived process.
//
//   node lantern.mjs <node_modules> <largest trace in bytes, uncompressed>
//
// A request on stdin: two lengths (unsigned 32-bit, big-endian), the devtools log (JSON), the
// trace (JSON, gzip-compressed). An answer on stdout: one line of JSON, {"metrics": …} or
// {"error": sentence}. The first line says {"version": …}. Nothing else may write to stdout.

import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {gunzipSync} from 'node:zlib';

console.log = console.info = console.error;

const [nodeModules, largestTrace] = process.argv.slice(2);
const lighthouse = join(nodeModules, 'lighthouse');
const load = (path) => import(pathToFileURL(join(lighthouse, 'core', path)).href);

const {default: logger} = await import(
  pathToFileURL(join(nodeModules, 'lighthouse-logger', 'index.js')).href
);
logger.setLevel('silent');

const Lantern = await load('lib/lantern/lantern.js');
const {defaultSettings} = await load('config/constants.js');
const {DocumentUrls} = await load('computed/document-urls.js');
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

const sentences = {
  NO_FCP: 'the page painted nothing',
  NO_LCP: 'the page painted no large content',
  NO_NAVSTART: 'the trace holds no navigation',
  NO_TRACING_STARTED: 'the trace holds no start',
  NO_SCREENSHOTS: 'the trace holds no screenshots',
  NO_SPEEDLINE_FRAMES: 'the trace holds no screenshots',
  SPEEDINDEX_OF_ZERO: 'nothing on the page was seen to change',
};

// Metrics in milliseconds, as Lighthouse computes them with its default mobile settings.
async function metrics(devtoolsLog, trace) {
  if (!Array.isArray(trace?.traceEvents)) throw new Error('the trace holds no events');
  const context = {computedCache: new Map(), settings: defaultSettings};
  const data = {
    trace,
    devtoolsLog,
    settings: defaultSettings,
    gatherContext: {gatherMode: 'navigation'},
    URL: await DocumentUrls.request({trace, devtoolsLog}, context),
    SourceMaps: [],
    HostDPR: 1,
    simulator: null,
  };
  const [fcp, lcp, tbt, speedIndex] = [
    await LanternFirstContentfulPaint.request(data, context),
    await LanternLargestContentfulPaint.request(data, context),
    await LanternTotalBlockingTime.request(data, context),
    await LanternSpeedIndex.request(data, context),
  ].map((metric) => metric.timing);
  const processed = await ProcessedTrace.request(trace, context);
  // Lighthouse's numbers without its second run through another engine, which only compares.
  const shifts = CumulativeLayoutShift.getLayoutShiftEvents(processed);
  return {
    fcp_ms: fcp,
    lcp_ms: lcp,
    tbt_ms: tbt,
    cls: CumulativeLayoutShift.calculate(shifts),
    speed_index_ms: speedIndex,
    cpu_share: cpuShare(processed.mainThreadEvents),
  };
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

function reason(error) {
  if (error?.code === 'ERR_BUFFER_TOO_LARGE') return `the trace is larger than ${largestTrace} bytes`;
  if (sentences[error?.message]) return sentences[error.message];
  return String(error?.message || error).split('\n')[0].slice(0, 300);
}

async function answer(log, trace) {
  try {
    const json = gunzipSync(trace, {maxOutputLength: Number(largestTrace)}).toString();
    const result = await metrics(JSON.parse(log.toString()), JSON.parse(json));
    for (const [name, value] of Object.entries(result)) {
      if (name !== 'cpu_share' && !Number.isFinite(value)) throw new Error(`no finite ${name}`);
    }
    return {metrics: result};
  } catch (error) {
    return {error: reason(error)};
  } finally {
    performance.clearMarks(); // Lighthouse times itself, and would remember for ever
    performance.clearMeasures();
  }
}

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

const {version} = JSON.parse(await readFile(join(lighthouse, 'package.json'), 'utf8'));
say({version});

let parts = [];
let held = 0;
let wanted = null; // the two lengths, once their eight bytes have come
for await (const part of process.stdin) {
  parts.push(part);
  held += part.length;
  if (wanted === null && held >= 8) {
    const head = Buffer.concat(parts);
    wanted = [head.readUInt32BE(0), head.readUInt32BE(4)];
    parts = [head.subarray(8)];
    held -= 8;
  }
  if (wanted !== null && held >= wanted[0] + wanted[1]) {
    const body = Buffer.concat(parts);
    say(await answer(body.subarray(0, wanted[0]), body.subarray(wanted[0])));
    parts = []; // one request at a time: nothing follows before its answer
    held = 0;
    wanted = null;
  }
}
