// Everything the widget knows, and the questions that can be asked of it. How it changes is in `reducer.ts`.

import type { AcknowledgedCommand, ConversationKey, Message, Status } from "../../shared/protocol";

/** `idle`: never opened on this page. `joining`: the socket is up, the gateway has not answered `hello` yet. */
export type Connection = "idle" | "connecting" | "joining" | "online" | "lost" | "stopped";

export interface Failure {
  readonly reason: string;
  readonly retryable: boolean;
}

/** A command that the gateway has not yet shown to be in the conversation. */
export interface OutboxEntry {
  readonly command: AcknowledgedCommand;
  /** What the visitor's bubble says meanwhile; `null` for a command that has no bubble. */
  readonly text: string | null;
  readonly createdAt: string;
  /** Position given by `result`: stored, its `message` event is on the way. */
  readonly storedSeq: number | null;
  readonly failure: Failure | null;
}

/** Something to tell the visitor about the whole conversation, and what they can do about it. */
export interface Alert {
  readonly text: string;
  readonly remedy: "reload" | "reconnect" | "dismiss" | null;
}

export interface State {
  readonly panelOpen: boolean;
  readonly connection: Connection;
  readonly conversation: ConversationKey | null;
  readonly status: Status;
  readonly agentName: string | null;
  readonly maxTextLength: number;
  /** Ordered by `seq`, each once. */
  readonly messages: readonly Message[];
  readonly outbox: readonly OutboxEntry[];
  /** Who is writing, as the gateway says it: `bot`, `agent` or a name. */
  readonly typingAuthor: string | null;
  /** Last message of the conversation when we joined: until it is here, history is being replayed. */
  readonly replayUntil: number;
  /** Last message seen with the panel open. */
  readonly readSeq: number;
  /** Line that opens a conversation started in place of another. */
  readonly notice: string | null;
  readonly alert: Alert | null;
}

export const INITIAL_STATE: State = {
  panelOpen: false,
  connection: "idle",
  conversation: null,
  status: "with_bot",
  agentName: null,
  maxTextLength: 2000,
  messages: [],
  outbox: [],
  typingAuthor: null,
  replayUntil: 0,
  readSeq: 0,
  notice: null,
  alert: null,
};

export function idOf(entry: OutboxEntry): string {
  return entry.command.client_message_id;
}

/** Neither stored nor refused: to be sent, again if need be. */
export function isPending(entry: OutboxEntry): boolean {
  return entry.storedSeq === null && entry.failure === null;
}

export function changeEntry(state: State, clientMessageId: string, change: (entry: OutboxEntry) => OutboxEntry): State {
  return { ...state, outbox: state.outbox.map((entry) => (idOf(entry) === clientMessageId ? change(entry) : entry)) };
}

/** Position up to which nothing is missing: what to ask the rest from. */
export function lastSeq(state: State): number {
  let last = 0;
  for (const { seq } of state.messages) {
    if (seq !== last + 1) break;
    last = seq;
  }
  return last;
}

export function isReplaying(state: State): boolean {
  return state.connection === "online" && lastSeq(state) < state.replayUntil;
}

/** Messages from others that came while the panel was minimised. */
export function unreadCount(state: State): number {
  return state.messages.filter(({ author, seq }) => author !== "visitor" && seq > state.readSeq).length;
}
