// A small load test: many requests at a time against the deployed release, with a limit on errors and latency.

import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const folder = resolve(process.argv[2] ?? '.');
const requests = Number(process.env.REQUESTS ?? 400);
const workers = Number(process.env.WORKERS ?? 8);

const { create } = await import(pathToFileURL(`${folder}/src/server.js`));
const server = create().listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
const { version } = await (await fetch(`${base}/health`)).json();
console.log(`loading release ${version} in ${folder}: ${requests} requests, ${workers} at a time`);

const times = [];
let failed = 0;
let next = 0;
async function work() {
  while (next++ < requests) {
    const start = performance.now();
    const response = await fetch(`${base}/?name=load&lang=es`).catch(() => null);
    const body = await response?.json().catch(() => null);
    if (body?.message !== 'Hola, load!') failed += 1;
    times.push(performance.now() - start);
  }
}
await Promise.all(Array.from({ length: workers }, work));
server.close();
server.closeAllConnections();

times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
console.log(`${times.length} answers · ${failed} failed · median ${at(0.5)} ms · p95 ${at(0.95)} ms · p99 ${at(0.99)} ms`);
if (failed > 0) {
  console.error('the release does not answer every request');
  process.exit(1);
}
