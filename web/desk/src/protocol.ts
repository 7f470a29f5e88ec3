// The frames between the console and the gateway, as `bot/wire/desk.py` defines them.

import type { Message, Role, Status } from "../../shared/protocol";

export type { Message, Role, Status };

/** A line of the queue. */
export interface ConversationSummary {
  readonly id: string;
  readonly status: Status;
  readonly urgent: boolean;
  /** Why a human is needed, in French. */
  readonly reason: string;
  readonly topic_title: string | null;
  readonly requested_at: string | null;
  /** Proven role of the visitor, `null` when anonymous. */
  readonly role: Role | null;
  readonly page_url: string | null;
  /** The visitor's last words; empty when they said nothing yet. */
  readonly last_text: string;
  /** When they were said, or the conversation opened. */
  readonly last_at: string;
  readonly agent_name: string | null;
  readonly is_mine: boolean;
}

interface Command<Type extends string> {
  readonly type: Type;
  readonly request_id: string;
  readonly conversation_id: string;
}

export type Open = Command<"open">;
export type Take = Command<"take">;
export type ReturnToBot = Command<"return_to_bot">;
export type Resolve = Command<"resolve">;

export interface Reply extends Command<"reply"> {
  readonly text: string;
}

export interface AgentTyping extends Command<"set_typing"> {
  readonly active: boolean;
}

/** Commands that change something: they are sent again until the gateway answers `result` or `error`. */
export type AcknowledgedCommand = Take | Reply | ReturnToBot | Resolve;
export type DeskCommand = Open | AcknowledgedCommand | AgentTyping;

/** Snapshot, first frame of each connection. */
export interface Queue {
  readonly type: "queue";
  readonly agent_name: string;
  readonly conversations: readonly ConversationSummary[];
}

/** One line changed; status `with_bot` or `resolved` means that it left the queue. */
export interface ConversationChanged {
  readonly type: "conversation";
  readonly conversation: ConversationSummary;
  /** What `thread` says under that name, when this console has the conversation open; `null` otherwise. */
  readonly facts: readonly string[] | null;
}

/** The whole conversation that was asked for. */
export interface Thread {
  readonly type: "thread";
  readonly request_id: string;
  readonly conversation: ConversationSummary;
  readonly messages: readonly Message[];
  /** Message id → French title of the topic the bot understood. */
  readonly understood: Readonly<Record<string, string>>;
  /** What the platform says of the visitor's case, in French. The visitor does not see it. */
  readonly facts: readonly string[];
}

export interface MessagePosted {
  readonly type: "message";
  readonly conversation_id: string;
  readonly message: Message;
}

export interface VisitorTyping {
  readonly type: "typing";
  readonly conversation_id: string;
  readonly active: boolean;
}

export interface CommandResult {
  readonly type: "result";
  readonly request_id: string;
}

export interface CommandError {
  readonly type: "error";
  readonly code: string;
  /** A French sentence for the agent. */
  readonly message: string;
  readonly request_id: string | null;
}

export type DeskEvent =
  | Queue
  | ConversationChanged
  | Thread
  | MessagePosted
  | VisitorTyping
  | CommandResult
  | CommandError;

const EVENT_TYPES: ReadonlySet<unknown> = new Set<DeskEvent["type"]>([
  "queue", "conversation", "thread", "message", "typing", "result", "error",
]);

/** The event written in a frame, or `null` for a type that this version of the console does not know. */
export function readDeskEvent(frame: string): DeskEvent | null {
  const value: unknown = JSON.parse(frame);
  const known = typeof value === "object" && value !== null && "type" in value && EVENT_TYPES.has(value.type);
  return known ? (value as DeskEvent) : null;
}
