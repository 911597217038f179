// The HTTP face of the service: GET /?name=Ann&lang=de, GET /health.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

import { greet } from './greeting.js';

const version = () => {
  try {
    return readFileSync(new URL('../VERSION', import.meta.url), 'utf8').trim();
  } catch {
    return 'development';
  }
};

/** A server that is not listening yet. */
export function create() {
  const running = version();
  return createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const answer = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (request.method !== 'GET') return answer(405, { error: 'only GET' });
    if (url.pathname === '/health') return answer(200, { status: 'ok', version: running });
    if (url.pathname === '/') {
      return answer(200, { message: greet(url.searchParams.get('name'), url.searchParams.get('lang') ?? 'en') });
    }
    return answer(404, { error: 'nothing here' });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = create().listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}`);
  });
}
