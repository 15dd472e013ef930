// Lighthouse's own Lantern simulation over our trace and network log, in a long-lived process.
//
//   node main.mjs <node_modules> <largest trace in bytes, uncompressed>
//
// A request on stdin: three lengths (unsigned 32-bit, big-endian), the order (JSON), the devtools log
// (JSON), the trace (JSON, gzip-compressed). An answer on stdout: one line of JSON.
//
// An order with `slowdown`, by which the phone's processor is slower than this one, asks for
// {"metrics": …}. With `keep` the load is kept until the next request, which may be an order with
// `bodies`, the texts of scripts and style sheets by address, and an empty log and trace: it asks for
// {"insights": …} of that load. So whatever becomes of the insights, the metrics have been told. In
// place of either there may be {"error": sentence}. The first line of all says {"version": …}.
// Nothing else may write to stdout.

import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';

console.log = console.info = console.error;

const {FOLDER, load} = await import('./lighthouse.mjs');
const {metrics} = await import('./metrics.mjs');
const {insights} = await import('./insights.mjs');
const {defaultSettings} = await load('config/constants.js');
const {DocumentUrls} = await load('computed/document-urls.js');

const largestTrace = Number(process.argv[3]);

const sentences = {
  NO_FCP: 'the page painted nothing',
  NO_LCP: 'the page painted no large content',
  NO_NAVSTART: 'the trace holds no navigation',
  NO_TRACING_STARTED: 'the trace holds no start',
  NO_SCREENSHOTS: 'the trace holds no screenshots',
  NO_SPEEDLINE_FRAMES: 'the trace holds no screenshots',
  SPEEDINDEX_OF_ZERO: 'nothing on the page was seen to change',
};

// What Lighthouse's computed artifacts ask for, with its default mobile settings.
async function prepared({slowdown}, devtoolsLog, trace) {
  if (!Array.isArray(trace?.traceEvents)) throw new Error('the trace holds no events');
  const throttling = {...defaultSettings.throttling, cpuSlowdownMultiplier: slowdown};
  const settings = {...defaultSettings, throttling};
  const context = {computedCache: new Map(), settings};
  const data = {
    trace,
    devtoolsLog,
    settings,
    gatherContext: {gatherMode: 'navigation'},
    URL: await DocumentUrls.request({trace, devtoolsLog}, context),
    SourceMaps: [],
    HostDPR: 1,
    simulator: null,
  };
  return {data, context};
}

function reason(error) {
  if (error?.code === 'ERR_BUFFER_TOO_LARGE') return `the trace is larger than ${largestTrace} bytes`;
  if (sentences[error?.message]) return sentences[error.message];
  return String(error?.message || error).split('\n')[0].slice(0, 300);
}

let kept = null; // the load to explain: what Lighthouse's computed artifacts ask for

async function answer(order, log, packed) {
  const load = kept;
  kept = null;
  try {
    if (order.bodies) {
      if (load === null) throw new Error('the load is not there any more');
      return {insights: await insights(load.data, load.context, order.bodies)};
    }
    const trace = JSON.parse(gunzipSync(packed, {maxOutputLength: largestTrace}).toString());
    const {data, context} = await prepared(order, JSON.parse(log.toString()), trace);
    const result = {metrics: await metrics(data, context)};
    if (order.keep) kept = {data, context};
    return result;
  } catch (error) {
    return {error: reason(error)};
  } finally {
    performance.clearMarks(); // Lighthouse times itself, and would remember for ever
    performance.clearMeasures();
  }
}

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

const {version} = JSON.parse(await readFile(join(FOLDER, 'package.json'), 'utf8'));
say({version});

const HEAD = 12; // bytes: the three lengths
let parts = [];
let held = 0;
let wanted = null; // the three lengths, once they have come
for await (const part of process.stdin) {
  parts.push(part);
  held += part.length;
  if (wanted === null && held >= HEAD) {
    const all = Buffer.concat(parts);
    wanted = [0, 4, 8].map((at) => all.readUInt32BE(at));
    parts = [all.subarray(HEAD)];
    held -= HEAD;
  }
  if (wanted !== null && held >= wanted[0] + wanted[1] + wanted[2]) {
    const body = Buffer.concat(parts);
    const [order, log] = [wanted[0], wanted[0] + wanted[1]];
    const asked = JSON.parse(body.subarray(0, order).toString());
    say(await answer(asked, body.subarray(order, log), body.subarray(log)));
    parts = []; // one request at a time: nothing follows before its answer
    held = 0;
    wanted = null;
  }
}
