import { expect, it } from "vitest";
import { groupQueue, neighbour } from "../src/queue";
import { initialState } from "../src/state";
import { heldByMe, minutesAgo, NOW, queue, receive, summary } from "./samples";

const recent = summary({ id: "recent", requested_at: minutesAgo(1) });
const old = summary({ id: "old", requested_at: minutesAgo(50) });
const urgent = summary({ id: "urgent", urgent: true, requested_at: minutesAgo(2) });
const mine = summary({ id: "mine", ...heldByMe });
const others = summary({ id: "others", status: "with_agent", agent_name: "Paul Martin" });
const listed = receive(initialState(NOW), queue(others, mine, recent, old, urgent));

it("puts the urgent ones first, then the longest waiting", () => {
  const groups = groupQueue(listed.queue);
  expect(groups.waiting.map(({ id }) => id)).toEqual(["urgent", "old", "recent"]);
  expect(groups.mine).toEqual([mine]);
  expect(groups.others).toEqual([others]);
});

it("walks through the list as it is shown, going round", () => {
  const openNext = (openId: string | null, step: 1 | -1) => neighbour({ ...listed, openId }, step);
  expect(openNext(null, 1)).toBe("urgent");
  expect(openNext(null, -1)).toBe("others");
  expect(openNext("recent", 1)).toBe("mine");
  expect(openNext("others", 1)).toBe("urgent");
  expect(openNext("urgent", -1)).toBe("others");
  expect(openNext("no longer listed", 1)).toBe("urgent");
});

it("has nowhere to go in an empty queue", () => {
  expect(neighbour(initialState(NOW), 1)).toBeNull();
  expect(neighbour(initialState(NOW), -1)).toBeNull();
});
