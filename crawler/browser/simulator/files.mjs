// What a load fetched that could have been smaller, kept for longer or left for later.
//
// `parsed` is what the trace engine's readers found, `set` an insight's surroundings (insights.mjs).
// Bytes are those on the wire, `saves` milliseconds of the simulated phone. Of each kind the worst are
// named; the numbers beside them are of all.
import {load} from './lighthouse.mjs';

const {Insights} = await load('lib/trace-engine.js');
const {computeCSSTokenLength, computeJSTokenLength} = await load('lib/minification-estimator.js');
const {LanternTotalBlockingTime} = await load('computed/metrics/lantern-total-blocking-time.js');

const {estimateCompressedContentSize, metricSavingsForWastedBytes} = Insights.Common;
const MOST = 20;
const LONGEST_URL = 500;
// Of a minifier: the share that it must win, beside 2,048 bytes (unminified-*.js).
const MINIFIED = {Script: 0.1, Stylesheet: 0.05};
const LEAST_MINIFIED = 2_048;
const OVERSIZED = 'RESPONSIVE_SIZE';

export const short = (url) => String(url).slice(0, LONGEST_URL);
export const urlOf = (request) => short(request.args.data.url);
const idOf = (request) => request.args.data.requestId;

// Lighthouse counts what is saved until the largest paint.
export function saved(savings) {
  const ms = savings?.LCP ?? savings?.FCP ?? 0;
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

function saving(wasted, set) {
  return saved(metricSavingsForWastedBytes(wasted, set));
}

function ranked(found, saves) {
  found.sort((a, b) => b.bytes - a.bytes || (a.url < b.url ? -1 : 1));
  const bytes = found.reduce((sum, each) => sum + each.bytes, 0);
  return {saves, bytes, count: found.length, found: found.slice(0, MOST)};
}

export function images(parsed, set) {
  const {optimizableImages} = Insights.Models.ImageDelivery.generateInsight(parsed, set);
  const kind = (oversized) => {
    const wasted = new Map();
    const found = [];
    for (const {request, largestImagePaint, optimizations} of optimizableImages) {
      const problem = optimizations.find(({type}) => (type === OVERSIZED) === oversized);
      if (!problem) continue;
      const {type, byteSavings, fileDimensions, displayDimensions} = problem;
      wasted.set(idOf(request), byteSavings);
      found.push({
        url: urlOf(request),
        node: largestImagePaint.args.data.nodeId ?? 0,
        bytes: byteSavings,
        type: type.toLowerCase(),
        file: fileDimensions ? [fileDimensions.width, fileDimensions.height] : null,
        shown: displayDimensions ? [displayDimensions.width, displayDimensions.height] : null,
      });
    }
    return ranked(found, saving(wasted, set));
  };
  return {oversized: kind(true), formats: kind(false)};
}

// Lighthouse 13 asks it of the document only, 12 asked it of all that is text. Its estimate for the
// document is by the type of the content and holds for both.
export function uncompressed(requests, set) {
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

export function unminified(bodies, requests, set) {
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

export function cached(parsed, set) {
  const {metricSavings, requests} = Insights.Models.Cache.generateInsight(parsed, set);
  const found = requests.map(({request, ttl, wastedBytes}) => ({
    url: urlOf(request), bytes: Math.round(wastedBytes), seconds: ttl,
  }));
  return ranked(found, saved(metricSavings));
}

export function blocking(parsed, set) {
  const {metricSavings, renderBlockingRequests, requestIdToWastedMs} =
    Insights.Models.RenderBlocking.generateInsight(parsed, set);
  const found = renderBlockingRequests.map((request) => ({
    url: urlOf(request),
    bytes: request.args.data.encodedDataLength,
    ms: requestIdToWastedMs?.get(idOf(request)) ?? 0,
  }));
  return ranked(found, metricSavings?.FCP ?? 0);
}

export function protocols(parsed, set) {
  const {http1Requests, metricSavings} = Insights.Models.ModernHTTP.generateInsight(parsed, set);
  const hosts = new Map();
  for (const request of http1Requests) {
    const {host} = new URL(request.args.data.url);
    hosts.set(host, (hosts.get(host) ?? 0) + 1);
  }
  const most = [...hosts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {saves: saved(metricSavings), requests: http1Requests.length, hosts: most.slice(0, MOST)};
}

// Those that hide the text. Lighthouse takes the time that a font took here; it is that of the phone
// instead, as for all else.
export async function fonts(parsed, set, data, context) {
  const model = Insights.Models.FontDisplay.generateInsight(parsed, set);
  const {pessimisticEstimate} = await LanternTotalBlockingTime.request(data, context);
  const took = new Map();
  for (const [node, {duration}] of pessimisticEstimate.nodeTimings) {
    if (node.type === 'network') took.set(node.request.requestId, duration);
  }
  const found = model.fonts.map(({request}) => ({
    url: urlOf(request), ms: Math.min(3000, took.get(idOf(request)) ?? 0),
  }));
  return found.sort((a, b) => (a.url < b.url ? -1 : 1)).slice(0, 5 * MOST);
}
