// The queue as the agent reads it: who comes first, who comes next.

import type { ConversationSummary } from "./protocol";
import type { DeskState } from "./state";

export interface QueueGroups {
  readonly waiting: readonly ConversationSummary[];
  readonly mine: readonly ConversationSummary[];
  readonly others: readonly ConversationSummary[];
}

export function groupQueue(queue: readonly ConversationSummary[]): QueueGroups {
  const held = queue.filter(({ status }) => status === "with_agent").sort(latestFirst);
  return {
    waiting: queue.filter(({ status }) => status === "waiting").sort(urgentThenLongestWaiting),
    mine: held.filter(({ is_mine }) => is_mine),
    others: held.filter(({ is_mine }) => !is_mine),
  };
}

export function countWaiting({ queue }: DeskState): number {
  return queue.filter(({ status }) => status === "waiting").length;
}

/** The conversation `step` lines below the open one (above when negative), going round; from the top when none is open. */
export function neighbour({ queue, openId }: DeskState, step: 1 | -1): string | null {
  const { waiting, mine, others } = groupQueue(queue);
  const ids = [...waiting, ...mine, ...others].map(({ id }) => id);
  const here = openId === null ? -1 : ids.indexOf(openId);
  const next = here === -1 ? (step === 1 ? 0 : ids.length - 1) : (here + step + ids.length) % ids.length;
  return ids[next] ?? null;
}

function urgentThenLongestWaiting(one: ConversationSummary, other: ConversationSummary): number {
  return Number(other.urgent) - Number(one.urgent) || waitingSince(one) - waitingSince(other);
}

function latestFirst(one: ConversationSummary, other: ConversationSummary): number {
  return Date.parse(other.last_at) - Date.parse(one.last_at);
}

/** Milliseconds since 1970 from which the visitor waits for a person. */
export function waitingSince({ requested_at, last_at }: ConversationSummary): number {
  return Date.parse(requested_at ?? last_at);
}
