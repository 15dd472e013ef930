// What kept the main thread busy, by whose script it was, in milliseconds of the simulated phone.
//
// `tasks` are Lighthouse's MainThreadTasks, `scripts` the addresses that were fetched as scripts.
import {short} from './files.mjs';
import {load} from './lighthouse.mjs';

const {getAttributableURLForTask} = await load('lib/tracehouse/task-summary.js');
const {LanternTotalBlockingTime} = await load('computed/metrics/lantern-total-blocking-time.js');

const MOST = 100;
const LEAST_MS = 10;
const LONG_TASK_MS = 50; // as Lighthouse's long-tasks and the metric TBT have it
// An update that large and that long is what Lighthouse's DOMSize names: objects or elements, ms.
const LARGE_UPDATES = {
  Layout: [100, (args) => args.beginData?.dirtyObjects],
  UpdateLayoutTree: [300, (args) => args.elementCount],
};
const LONG_UPDATE_MS = 40;

// The main thread's time by the address of the script that caused it. Tasks are measured by the
// wall; each is cut to the CPU time of the task that it is part of.
export function threads(tasks, scripts, slowdown) {
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
  return found.filter(([, ms]) => ms >= LEAST_MS).sort((a, b) => b[1] - a[1]).slice(0, MOST);
}

// By the script that began them: how many tasks, their sum, the longest, and what they took beyond
// the 50 ms that each of them may.
export async function longTasks(tasks, scripts, data, context) {
  const {pessimisticEstimate} = await LanternTotalBlockingTime.request(data, context);
  const byEvent = new Map(tasks.filter((task) => !task.parent).map((task) => [task.event.ts, task]));
  const found = new Map();
  for (const [node, {duration}] of pessimisticEstimate.nodeTimings) {
    if (node.type !== 'cpu' || duration < LONG_TASK_MS) continue;
    const task = byEvent.get(node.event.ts);
    const url = task ? short(getAttributableURLForTask(task, scripts)) : 'Unattributable';
    const sums = found.get(url) ?? {url, count: 0, ms: 0, longest: 0, beyond: 0};
    sums.count += 1;
    sums.ms += duration;
    sums.longest = Math.max(sums.longest, duration);
    sums.beyond += duration - LONG_TASK_MS;
    found.set(url, sums);
  }
  return [...found.values()].sort((a, b) => b.ms - a.ms).slice(0, MOST);
}

// `factor` is this machine's speed over the reference's: 40 ms are those of the reference.
export function updates(tasks, factor) {
  const found = {layouts: 0, styles: 0};
  for (const {event} of tasks) {
    const large = LARGE_UPDATES[event.name];
    if (!large) continue;
    if (Math.min(event.dur, event.tdur ?? Infinity) * factor < LONG_UPDATE_MS * 1000) continue;
    const [least, sizeOf] = large;
    if (sizeOf(event.args) > least) found[event.name === 'Layout' ? 'layouts' : 'styles'] += 1;
  }
  return found;
}
