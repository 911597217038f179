const test = require("node:test");
const assert = require("node:assert");
const { answer } = require("./server.js");

test("it is healthy", () => assert.equal(answer("/health").status, 200));
test("other paths are not there", () => assert.equal(answer("/x").status, 404));
