import assert from 'node:assert/strict';
import { test } from 'node:test';

import { greet, languages } from '../../src/greeting.js';

test('greets by name', () => assert.equal(greet('Ann'), 'Hello, Ann!'));
test('greets the world when nobody is named', () => assert.equal(greet('  '), 'Hello, world!'));
test('speaks the language asked for', () => assert.equal(greet('Ann', 'de'), 'Hallo, Ann!'));
test('falls back to English', () => assert.equal(greet('Ann', 'tlh'), 'Hello, Ann!'));
test('cuts very long names', () => assert.equal(greet('x'.repeat(500)).length, 'Hello, !'.length + 80));
test('knows five languages', () => assert.equal(languages.length, 5));
