import { expect, test } from "vitest";
import { LogBook } from "./book";

function growing(lines: string[]) {
  const asked: [number, number][] = [];
  const book = new LogBook((from, count) => {
    asked.push([from, count]);
    const piece = lines.slice(from, from + count).map((text, i) => ({ n: from + i, atMs: from + i, text }));
    return Promise.resolve({ lines: piece, total: lines.length, complete: false });
  });
  return { book, asked };
}

test("a log is read to its end, and on from there when it grows", async () => {
  const lines = Array.from({ length: 2500 }, (_, n) => `line ${n}`);
  const { book, asked } = growing(lines);
  await book.refresh();
  expect(book.snapshot()).toMatchObject({ total: 2500, marked: true });
  expect(book.line(2499)?.text).toBe("line 2499");
  lines.push("[Container] Command did not exit successfully: make exit status 2");
  asked.length = 0;
  await book.refresh();
  expect(asked).toEqual([[2000, 1000]]);
  expect(book.snapshot().marks.fault).toBe(2500);
});

test("pages that nobody looks at are forgotten and come back when wanted", async () => {
  const { book } = growing(Array.from({ length: 50_000 }, (_, n) => `line ${n}`));
  await book.refresh();
  expect(book.line(0)).toBeUndefined();
  book.want(0, 30);
  await new Promise<void>((done) => {
    const stop = book.subscribe(() => {
      if (book.line(0) === undefined) return;
      stop();
      done();
    });
  });
  expect(book.line(30)?.text).toBe("line 30");
});

test("text is found in all of it, whatever its colour and case", async () => {
  const lines = Array.from({ length: 1200 }, (_, n) => (n === 1100 ? "che\u001b[31mCKout\u001b[0m" : "x"));
  const { book } = growing(lines);
  await book.refresh();
  expect(await book.find("checkout", new AbortController().signal)).toEqual([1100]);
});

test("a refusal is told and asking again helps", async () => {
  let down = true;
  const book = new LogBook(() => (down ? Promise.reject(new Error("gone")) : Promise.resolve({ lines: [{ n: 0, atMs: 0, text: "a" }], total: 1, complete: true })));
  await book.refresh();
  expect(book.snapshot().error?.message).toBe("gone");
  down = false;
  await book.refresh();
  expect(book.snapshot()).toMatchObject({ error: null, total: 1, complete: true });
});
