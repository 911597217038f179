import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';

import { create } from '../../src/server.js';

const server = create();
let base;

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

test('answers a greeting', async () => {
  const response = await fetch(`${base}/?name=Ann&lang=fr`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { message: 'Bonjour, Ann!' });
});

test('tells its version', async () => {
  const health = await (await fetch(`${base}/health`)).json();
  assert.equal(health.status, 'ok');
  if (process.env.EXPECTED_VERSION) assert.equal(health.version, process.env.EXPECTED_VERSION);
});

test('refuses what it does not know', async () => {
  assert.equal((await fetch(`${base}/nothing`)).status, 404);
  assert.equal((await fetch(base, { method: 'POST' })).status, 405);
});
