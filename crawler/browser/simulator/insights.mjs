// What a load was made of and what made it slow, by Lighthouse's own definitions.
//
// The trace is read by Lighthouse's trace engine, but only by those of its readers that the insights
// below ask for, and savings are simulated on the graphs that the metrics come from. So nothing is
// simulated twice, and nothing is on wall time.
import {load} from './lighthouse.mjs';

const {Helpers, Insights, TraceHandlers} = await load('lib/trace-engine.js');
const {computeCSSTokenLength, computeJSTokenLength} = await load('lib/minification-estimator.js');
const {getAttributableURLForTask, getJavaScriptURLs} = await load('lib/tracehouse/task-summary.js');
const {EntityClassification} = await load('computed/entity-classification.js');
const {LoadSimulator} = await load('computed/load-simulator.js');
const {MainThreadTasks} = await load('computed/main-thread-tasks.js');
const {NetworkRecords} = await load('computed/network-records.js');
const {ProcessedTrace} = await load('computed/processed-trace.js');
const {CumulativeLayoutShift} = await load('computed/metrics/cumulative-layout-shift.js');
const {LanternFirstContentfulPaint} = await load('computed/metrics/lantern-first-contentful-paint.js');
const {LanternLargestContentfulPaint} = await load('computed/metrics/lantern-largest-contentful-paint.js');
const {LanternTotalBlockingTime} = await load('computed/metrics/lantern-total-blocking-time.js');
const {LCPBreakdown} = await load('computed/metrics/lcp-breakdown.js');

const {estimateCompressedContentSize, metricSavingsForWastedBytes} = Insights.Common;
const MOST = 20; // of each kind that are named; the numbers are of all
const MOST_EVENTS = 250_000;
const LONGEST_URL = 500;
const MOST_NAMES = 500;
const LONG_TASK_MS = 50; // as Lighthouse's long-tasks and the metric TBT have it
// Readers in the order of their needs.
const READERS = [
  ...['Meta', 'NetworkRequests', 'PageLoadMetrics', 'LargestImagePaint', 'ImagePainting'],
  ...['Screenshots', 'LayoutShifts'],
].map((name) => [name, TraceHandlers[name]]);
// Of a minifier: the share that it must win, beside 2,048 bytes (unminified-*.js).
const MINIFIED = {Script: 0.1, Stylesheet: 0.05};
const LEAST_MINIFIED = 2_048;
// An update that large and that long is what Lighthouse's DOMSize names: objects or elements, ms.
const LARGE_UPDATES = {
  Layout: [100, (args) => args.beginData?.dirtyObjects],
  UpdateLayoutTree: [300, (args) => args.elementCount],
};
const LONG_UPDATE_MS = 40;

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
// simulated phone but for `server` and `redirects`, which are observed.
export async function insights(data, context, bodies = {}) {
  const processed = await ProcessedTrace.request(data.trace, context);
  if (data.trace.traceEvents.length > MOST_EVENTS) {
    throw new Error(`the trace holds more than ${MOST_EVENTS} events`);
  }
  try {
    const parsed = await read(data.trace.traceEvents);
    const {navigationId} = processed.timeOriginEvt.args.data ?? {};
    const {frame} = processed.timeOriginEvt.args;
    const navigation = parsed.Meta.mainFrameNavigations.find(
      (event) => event.args.data?.navigationId === navigationId,
    );
    if (!navigation) throw new Error('the trace holds no navigation');
    const metrics = {
      firstContentfulPaint: await LanternFirstContentfulPaint.request(data, context),
      largestContentfulPaint: await LanternLargestContentfulPaint.request(data, context),
    };
    const {devtoolsLog, settings} = data;
    const simulator = await LoadSimulator.request({devtoolsLog, settings}, context);
    const records = await NetworkRecords.request(devtoolsLog, context);
    const bounds = Helpers.Timing.traceWindowFromMicroSeconds(navigation.ts, parsed.Meta.traceBounds.max);
    const set = {
      ...{options: {}, bounds, frameId: frame, navigation, navigationId},
      lantern: {simulator, metrics},
    };
    const requests = parsed.NetworkRequests.byTime.filter((request) => request.ts >= navigation.ts);
    const tasks = await MainThreadTasks.request(data.trace, context);
    const scripts = getJavaScriptURLs(records);
    return {
      ...documentOf(parsed, set),
      largest: await largest(parsed, set, data, context),
      shifts: shifts(processed),
      images: images(parsed, set),
      uncompressed: uncompressed(requests, set),
      unminified: unminified(bodies, requests, set),
      cached: cached(parsed, set),
      blocking: blocking(parsed, set),
      protocols: protocols(parsed, set),
      fonts: await fonts(parsed, set, data, context),
      threads: threads(tasks, scripts, settings.throttling.cpuSlowdownMultiplier),
      long: await longTasks(data, context, tasks, scripts),
      updates: updates(tasks),
      entities: await entities(data, context),
    };
  } finally {
    forget();
  }
}

const short = (url) => String(url).slice(0, LONGEST_URL);
const urlOf = (request) => short(request.args.data.url);
const idOf = (request) => request.args.data.requestId;

// Lighthouse counts what is saved until the largest paint.
function saved(savings) {
  const ms = savings?.LCP ?? savings?.FCP ?? 0;
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

function saving(wasted, set) {
  return saved(metricSavingsForWastedBytes(wasted, set));
}

function documentOf(parsed, set) {
  const {data, metricSavings} = Insights.Models.DocumentLatency.generateInsight(parsed, set);
  if (!data) return {};
  return {
    server: data.serverResponseTime,
    redirects: data.redirectDuration,
    server_saves: data.checklist.serverResponseIsFast.value ? 0 : saved(metricSavings) - data.redirectDuration,
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
    hinted: checklist?.priorityHinted.value ?? true,
  };
}

function shifts(processed) {
  const impact = CumulativeLayoutShift.getImpactByNodeId(
    CumulativeLayoutShift.getLayoutShiftEvents(processed),
  );
  const found = [...impact].map(([node, score]) => ({node, score}));
  return found.filter(({score}) => score > 0).sort((a, b) => b.score - a.score).slice(0, MOST);
}

function images(parsed, set) {
  const {metricSavings, optimizableImages} = Insights.Models.ImageDelivery.generateInsight(parsed, set);
  const wasted = (wanted) => {
    const bytes = new Map();
    for (const {request, optimizations} of optimizableImages) {
      const found = optimizations.find(({type}) => (type === 'RESPONSIVE_SIZE') === wanted);
      if (found) bytes.set(idOf(request), found.byteSavings);
    }
    return bytes;
  };
  return {
    saves: saved(metricSavings),
    size_saves: saving(wasted(true), set),
    format_saves: saving(wasted(false), set),
    found: optimizableImages.map(({request, largestImagePaint, optimizations}) => ({
      url: urlOf(request),
      node: largestImagePaint.args.data.nodeId ?? 0,
      bytes: request.args.data.encodedDataLength,
      problems: optimizations.map(({type, byteSavings, fileDimensions, displayDimensions}) => ({
        type: type.toLowerCase(),
        bytes: byteSavings,
        file: fileDimensions ? [fileDimensions.width, fileDimensions.height] : null,
        shown: displayDimensions ? [displayDimensions.width, displayDimensions.height] : null,
      })),
    })).slice(0, 3 * MOST),
  };
}

// Lighthouse 13 asks it of the document only, 12 asked it of all that is text. Its estimate for the
// document is by the type of the content and holds for both.
function uncompressed(requests, set) {
  const wasted = new Map();
  const found = [];
  for (const request of requests) {
    const {failed, fromServiceWorker, url} = request.args.data;
    if (failed || fromServiceWorker || !url.startsWith('http')) continue;
    if (Insights.Common.isRequestServedFromBrowserCache(request)) continue;
    const alone = {NetworkRequests: {byId: new Map([[set.navigationId, request]])}};
    const {wastedBytes} = judgedAlone(alone, set);
    if (!wastedBytes) continue;
    wasted.set(idOf(request), wastedBytes);
    found.push({url: urlOf(request), bytes: wastedBytes});
  }
  return ranked(found, saving(wasted, set));
}

function judgedAlone(alone, set) {
  try {
    return Insights.Models.DocumentLatency.generateInsight(alone, set);
  } catch {
    return {wastedBytes: 0}; // a request whose times are not known
  }
}

function ranked(found, saves) {
  found.sort((a, b) => b.bytes - a.bytes || (a.url < b.url ? -1 : 1));
  const bytes = found.reduce((sum, each) => sum + each.bytes, 0);
  return {saves, bytes, count: found.length, found: found.slice(0, MOST)};
}

function unminified(bodies, requests, set) {
  const result = {};
  for (const type of ['Script', 'Stylesheet']) {
    const wasted = new Map();
    const seen = new Set();
    const found = [];
    for (const request of requests) {
      const {resourceType, url} = request.args.data;
      if (resourceType !== type || seen.has(url) || !Object.hasOwn(bodies, url)) continue;
      seen.add(url);
      const content = bodies[url];
      const tokens = (type === 'Script' ? computeJSTokenLength : computeCSSTokenLength)(content);
      const share = 1 - tokens / content.length;
      // As the two audits of Lighthouse have it: a style sheet with its head, a script without.
      const size = type === 'Script'
        ? estimateCompressedContentSize(request, content.length, type)
        : request.args.data.encodedDataLength;
      const bytes = Math.round(size * share);
      if (share < MINIFIED[type] || !(bytes >= LEAST_MINIFIED)) continue;
      wasted.set(idOf(request), bytes);
      found.push({url: urlOf(request), bytes});
    }
    result[type.toLowerCase()] = ranked(found, saving(wasted, set));
  }
  return result;
}

function cached(parsed, set) {
  const {metricSavings, requests} = Insights.Models.Cache.generateInsight(parsed, set);
  const found = requests.map(({request, ttl, wastedBytes}) => ({
    url: urlOf(request), bytes: Math.round(wastedBytes), seconds: ttl,
  }));
  return ranked(found, saved(metricSavings));
}

function blocking(parsed, set) {
  const {metricSavings, renderBlockingRequests, requestIdToWastedMs} =
    Insights.Models.RenderBlocking.generateInsight(parsed, set);
  const found = renderBlockingRequests.map((request) => ({
    url: urlOf(request),
    bytes: request.args.data.encodedDataLength,
    ms: requestIdToWastedMs?.get(idOf(request)) ?? 0,
  }));
  return {...ranked(found, metricSavings?.FCP ?? 0), count: found.length};
}

function protocols(parsed, set) {
  const {http1Requests, metricSavings} = Insights.Models.ModernHTTP.generateInsight(parsed, set);
  const hosts = new Map();
  for (const request of http1Requests) {
    const {host} = new URL(request.args.data.url);
    hosts.set(host, (hosts.get(host) ?? 0) + 1);
  }
  return {saves: saved(metricSavings), hosts: [...hosts].slice(0, MOST)};
}

// Lighthouse takes the time that a font took here; it is that of the phone instead, as for all else.
async function fonts(parsed, set, data, context) {
  const model = Insights.Models.FontDisplay.generateInsight(parsed, set);
  const {pessimisticEstimate} = await LanternTotalBlockingTime.request(data, context);
  const took = new Map();
  for (const [node, {duration}] of pessimisticEstimate.nodeTimings) {
    if (node.type === 'network') took.set(node.request.requestId, duration);
  }
  const found = model.fonts.map(({request, display}) => ({
    url: urlOf(request), display, ms: Math.min(3000, took.get(idOf(request)) ?? 0),
  }));
  return found.sort((a, b) => (a.url < b.url ? -1 : 1)).slice(0, MOST);
}

// The main thread's time by the address of the script that caused it. Tasks are measured by the
// wall; each is cut to the CPU time of the task that it is part of.
function threads(tasks, scripts, slowdown) {
  const times = new Map();
  for (const task of tasks) {
    if (task.parent) continue;
    const {dur, tdur} = task.event;
    const share = dur && tdur !== undefined ? Math.min(1, tdur / dur) : 1;
    const open = [task];
    while (open.length) {
      const each = open.pop();
      const url = getAttributableURLForTask(each, scripts);
      if (scripts.has(url)) times.set(url, (times.get(url) ?? 0) + each.selfTime * share * slowdown);
      for (const child of each.children) open.push(child);
    }
  }
  const found = [...times].map(([url, ms]) => [short(url), ms]);
  return found.filter(([, ms]) => ms >= 10).sort((a, b) => b[1] - a[1]).slice(0, 5 * MOST);
}

async function longTasks(data, context, tasks, scripts) {
  const {pessimisticEstimate} = await LanternTotalBlockingTime.request(data, context);
  const byEvent = new Map(tasks.filter((task) => !task.parent).map((task) => [task.event.ts, task]));
  const found = new Map();
  for (const [node, {duration}] of pessimisticEstimate.nodeTimings) {
    if (node.type !== 'cpu' || duration < LONG_TASK_MS) continue;
    const task = byEvent.get(node.event.ts);
    const url = task ? short(getAttributableURLForTask(task, scripts)) : 'Unattributable';
    const [count, ms, longest] = found.get(url) ?? [0, 0, 0];
    found.set(url, [count + 1, ms + duration, Math.max(longest, duration)]);
  }
  return [...found].map(([url, sums]) => [url, ...sums]).sort((a, b) => b[2] - a[2]).slice(0, 5 * MOST);
}

function updates(tasks) {
  const found = {layouts: 0, styles: 0};
  for (const {event} of tasks) {
    const large = LARGE_UPDATES[event.name];
    if (!large || Math.min(event.dur, event.tdur ?? Infinity) < LONG_UPDATE_MS * 1000) continue;
    const [least, sizeOf] = large;
    if (sizeOf(event.args) > least) found[event.name === 'Layout' ? 'layouts' : 'styles'] += 1;
  }
  return found;
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
