// What a load was made of and what made it slow, by Lighthouse's own definitions.
//
// The trace is read by Lighthouse's trace engine, but only by those of its readers that the insights
// below ask for, and savings are simulated on the graphs that the metrics come from. So nothing is
// simulated twice, and nothing is on wall time.
import {blocking, cached, fonts, images, protocols, saved, uncompressed, unminified, urlOf} from './files.mjs';
import {load} from './lighthouse.mjs';
import {longTasks, threads, updates} from './threads.mjs';

const {Helpers, Insights, TraceHandlers} = await load('lib/trace-engine.js');
const {defaultSettings} = await load('config/constants.js');
const {getJavaScriptURLs} = await load('lib/tracehouse/task-summary.js');
const {EntityClassification} = await load('computed/entity-classification.js');
const {LoadSimulator} = await load('computed/load-simulator.js');
const {MainThreadTasks} = await load('computed/main-thread-tasks.js');
const {NetworkRecords} = await load('computed/network-records.js');
const {ProcessedTrace} = await load('computed/processed-trace.js');
const {CumulativeLayoutShift} = await load('computed/metrics/cumulative-layout-shift.js');
const {LanternFirstContentfulPaint} = await load('computed/metrics/lantern-first-contentful-paint.js');
const {LanternLargestContentfulPaint} = await load('computed/metrics/lantern-largest-contentful-paint.js');
const {LCPBreakdown} = await load('computed/metrics/lcp-breakdown.js');

const MOST_SHIFTS = 20;
const MOST_EVENTS = 250_000;
const MOST_NAMES = 500;
// Readers in the order of their needs.
const READERS = [
  ...['Meta', 'NetworkRequests', 'PageLoadMetrics', 'LargestImagePaint', 'ImagePainting'],
  ...['Screenshots', 'LayoutShifts'],
].map((name) => [name, TraceHandlers[name]]);

async function read(events) {
  Helpers.SyntheticEvents.SyntheticEventsManager.createAndActivate(events);
  for (const [, reader] of READERS) reader.reset();
  for (const event of events) for (const [, reader] of READERS) reader.handleEvent(event);
  const options = {allTraceEvents: events, metadata: {hostDPR: 1}};
  for (const [, reader] of READERS) await reader.finalize?.(options);
  return Object.fromEntries(READERS.map(([name, reader]) => [name, reader.data()]));
}

function forget() {
  for (const [, reader] of READERS) reader.reset();
  Helpers.SyntheticEvents.SyntheticEventsManager.reset();
}

// `bodies` are the texts of scripts and style sheets by their address. Milliseconds are those of the
// simulated phone but for the server's and the redirects', which are observed. Lighthouse knows odd
// pages on which one insight throws: that one is left out then, and named in `untold`.
export async function insights(data, context, bodies) {
  const {trace, devtoolsLog, settings} = data;
  if (trace.traceEvents.length > MOST_EVENTS) {
    throw new Error(`the trace holds more than ${MOST_EVENTS} events`);
  }
  try {
    const processed = await ProcessedTrace.request(trace, context);
    const {parsed, set} = await surroundings(processed, data, context);
    const requests = parsed.NetworkRequests.byTime.filter((each) => each.ts >= set.navigation.ts);
    const scripts = getJavaScriptURLs(await NetworkRecords.request(devtoolsLog, context));
    const slowdown = settings.throttling.cpuSlowdownMultiplier;
    const factor = slowdown / defaultSettings.throttling.cpuSlowdownMultiplier;
    const tasks = () => MainThreadTasks.request(trace, context);
    return await all({
      server: () => server(parsed, set),
      largest: () => largest(parsed, set, data, context),
      shifts: () => shifts(processed),
      images: () => images(parsed, set),
      uncompressed: () => uncompressed(requests, set),
      unminified: () => unminified(bodies, requests, set),
      cached: () => cached(parsed, set),
      blocking: () => blocking(parsed, set),
      protocols: () => protocols(parsed, set),
      fonts: () => fonts(parsed, set, data, context),
      threads: async () => threads(await tasks(), scripts, slowdown),
      long: async () => longTasks(await tasks(), scripts, data, context),
      updates: async () => updates(await tasks(), factor),
      entities: () => entities(data, context),
    });
  } finally {
    forget();
  }
}

async function all(parts) {
  const result = {untold: []};
  for (const [name, part] of Object.entries(parts)) {
    try {
      result[name] = await part();
    } catch {
      result.untold.push(name);
    }
  }
  return result;
}

// What the trace engine's insights ask for.
async function surroundings(processed, data, context) {
  const {devtoolsLog, settings, trace} = data;
  const parsed = await read(trace.traceEvents);
  const {frame} = processed.timeOriginEvt.args;
  const {navigationId} = processed.timeOriginEvt.args.data ?? {};
  const navigation = parsed.Meta.mainFrameNavigations.find(
    (event) => event.args.data?.navigationId === navigationId,
  );
  if (!navigation) throw new Error('the trace holds no navigation');
  const metrics = {
    firstContentfulPaint: await LanternFirstContentfulPaint.request(data, context),
    largestContentfulPaint: await LanternLargestContentfulPaint.request(data, context),
  };
  const simulator = await LoadSimulator.request({devtoolsLog, settings}, context);
  const {max} = parsed.Meta.traceBounds;
  const bounds = Helpers.Timing.traceWindowFromMicroSeconds(navigation.ts, max);
  const set = {options: {}, bounds, frameId: frame, navigation, navigationId};
  return {parsed, set: {...set, lantern: {simulator, metrics}}};
}

function server(parsed, set) {
  const {data, metricSavings} = Insights.Models.DocumentLatency.generateInsight(parsed, set);
  if (!data) return null;
  const slow = !data.checklist.serverResponseIsFast.value;
  return {
    ms: data.serverResponseTime,
    redirects: data.redirectDuration,
    saves: slow ? saved(metricSavings) - data.redirectDuration : 0,
  };
}

async function largest(parsed, set, data, context) {
  const {checklist, lcpEvent, lcpRequest} = Insights.Models.LCPDiscovery.generateInsight(parsed, set);
  if (!lcpEvent) return null;
  const {timing} = await LanternLargestContentfulPaint.request(data, context);
  const {ttfb, loadDelay, loadDuration} = await LCPBreakdown.request(data, context);
  const phases = loadDelay === undefined
    ? [ttfb, timing - ttfb]
    : [ttfb, loadDelay - ttfb, loadDuration - loadDelay, timing - loadDuration];
  return {
    node: lcpEvent.args.data?.nodeId ?? 0,
    url: lcpRequest ? urlOf(lcpRequest) : '',
    phases: phases.map((phase) => Math.max(0, phase)),
    discoverable: checklist?.requestDiscoverable.value ?? true,
    eager: checklist?.eagerlyLoaded.value ?? true,
  };
}

function shifts(processed) {
  const impact = CumulativeLayoutShift.getImpactByNodeId(
    CumulativeLayoutShift.getLayoutShiftEvents(processed),
  );
  const found = [...impact].map(([node, score]) => ({node, score}));
  return found.filter(({score}) => score > 0).sort((a, b) => b.score - a.score).slice(0, MOST_SHIFTS);
}

// Names of the companies that Lighthouse knows, by host.
async function entities(data, context) {
  const {entityByUrl} = await EntityClassification.request(data, context);
  const names = {};
  for (const [url, entity] of entityByUrl) {
    if (entity.isUnrecognized || !url.startsWith('http')) continue;
    names[new URL(url).hostname] = entity.name;
    if (Object.keys(names).length >= MOST_NAMES) break;
  }
  return names;
}
