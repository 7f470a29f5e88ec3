import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { TypingSignal } from "../src/typing-signal";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function listen(): { signal: TypingSignal; said: [string, boolean][] } {
  const said: [string, boolean][] = [];
  return { signal: new TypingSignal((id, active) => said.push([id, active])), said };
}

it("says so once for keys pressed in a row, and again later", () => {
  const { signal, said } = listen();
  signal.typed("a");
  signal.typed("a");
  expect(said).toEqual([["a", true]]);
  vi.advanceTimersByTime(4_500);
  signal.typed("a");
  expect(said).toEqual([["a", true], ["a", true]]);
});

it("stops once after a pause", () => {
  const { signal, said } = listen();
  signal.typed("a");
  vi.advanceTimersByTime(30_000);
  signal.stop();
  expect(said).toEqual([["a", true], ["a", false]]);
});

it("stops in one conversation before it starts in another", () => {
  const { signal, said } = listen();
  signal.typed("a");
  signal.typed("b");
  expect(said).toEqual([["a", true], ["a", false], ["b", true]]);
});
