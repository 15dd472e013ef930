// Lighthouse's own modules, from the folder of packages that the program is told of.
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const [nodeModules] = process.argv.slice(2);
const address = (...path) => pathToFileURL(join(nodeModules, ...path)).href;

export const FOLDER = join(nodeModules, 'lighthouse');
export const load = (path) => import(address('lighthouse', 'core', path));

const {default: logger} = await import(address('lighthouse-logger', 'index.js'));
logger.setLevel('silent');
