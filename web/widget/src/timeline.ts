// What the message list shows, computed from the state: stored messages, then what is still on its way.

import type { Button, Card, Message } from "../../shared/protocol";
import { type Failure, type OutboxEntry, type State, idOf } from "./state";

/** Messages stored that close to each other belong to one turn of the bot; no agent writes that fast. */
const TOGETHER_MS = 1000;

export type ItemSide = "visitor" | "other" | "notice";

export interface TimelineItem {
  /** Stays the same when a message on its way becomes a stored one, so that its bubble is kept. */
  readonly key: string;
  readonly side: ItemSide;
  readonly authorName: string;
  /** Said in full only where the author changes; always told to screen readers. */
  readonly showAuthor: boolean;
  readonly text: string;
  readonly markdown: boolean;
  readonly createdAt: string | null;
  readonly seq: number | null;
  readonly buttons: readonly Button[];
  readonly buttonsUsable: boolean;
  readonly cards: readonly Card[];
  readonly delivery: "stored" | "sending" | Failure;
}

export function timeline(state: State): TimelineItem[] {
  const usable = lastTurn(state);
  const items = [
    ...(state.notice === null ? [] : [noticeItem(state.notice)]),
    ...state.messages.map((message) => messageItem(message, usable.has(message))),
    ...state.outbox.filter(({ text }) => text !== null).map(outboxItem),
  ];
  return items.map((item, index) => ({
    ...item,
    showAuthor: item.side === "other" && items[index - 1]?.authorName !== item.authorName,
  }));
}

/**
 * The messages whose buttons may still be pressed: those of the bot since anyone else spoke, for a turn of the bot may
 * be several messages. Anything on its way to the gateway closes them.
 */
function lastTurn({ messages, outbox }: State): ReadonlySet<Message> {
  if (outbox.some(({ failure }) => failure === null)) return new Set();
  const lastOfOthers = messages.map(({ author }) => author === "bot").lastIndexOf(false);
  return new Set(messages.slice(lastOfOthers + 1));
}

/**
 * Key of the message where the last turn starts. What was said at once is read from its start: the emergency numbers
 * come before the notice that a person was called.
 */
export function keyOfLastTurn(items: readonly TimelineItem[]): string {
  const last = items[items.length - 1];
  const isTogether = (item: TimelineItem) => item.side !== "visitor" && Math.abs(momentOf(last) - momentOf(item)) < TOGETHER_MS;
  const before = items.slice(0, -1).map(isTogether).lastIndexOf(false);
  const first = last?.side === "visitor" ? last : items[before + 1];
  return first?.key ?? "";
}

function momentOf(item: TimelineItem | undefined): number {
  return Date.parse(item?.createdAt ?? "");
}

function messageItem(message: Message, buttonsUsable: boolean): TimelineItem {
  return {
    key: message.client_message_id ?? message.id,
    side: message.author === "visitor" ? "visitor" : message.author === "system" ? "notice" : "other",
    authorName: authorName(message),
    showAuthor: false,
    text: message.text,
    markdown: message.author === "bot" || message.author === "system",
    createdAt: message.created_at,
    seq: message.seq,
    // The way out of the queue that a notice offers stays at hand in the widget itself: said there, and only there.
    buttons: message.author === "system" ? [] : message.buttons,
    buttonsUsable,
    cards: message.cards,
    delivery: "stored",
  };
}

function outboxItem(entry: OutboxEntry): TimelineItem {
  return {
    key: idOf(entry),
    side: "visitor",
    authorName: "Vous",
    showAuthor: false,
    text: entry.text ?? "",
    markdown: false,
    createdAt: entry.createdAt,
    seq: null,
    buttons: [],
    buttonsUsable: false,
    cards: [],
    delivery: entry.failure ?? (entry.storedSeq === null ? "sending" : "stored"),
  };
}

function noticeItem(text: string): TimelineItem {
  return {
    key: "notice",
    side: "notice",
    authorName: "Information",
    showAuthor: false,
    text,
    markdown: false,
    createdAt: null,
    seq: null,
    buttons: [],
    buttonsUsable: false,
    cards: [],
    delivery: "stored",
  };
}

function authorName({ author, agent_name }: Message): string {
  switch (author) {
    case "visitor":
      return "Vous";
    case "bot":
      return "Assistant automatique";
    case "agent":
      return agent_name === null ? "L'équipe support" : `${agent_name}, équipe support`;
    case "system":
      return "Information";
  }
}
