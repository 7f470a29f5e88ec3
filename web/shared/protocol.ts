// The frames between the widget and the gateway, as `bot/wire/{messages,visitor,identity}.py` define them.
// Types only, save for the one door through which text becomes an event.

export const PROTOCOL = 1;

export type Author = "visitor" | "bot" | "agent" | "system";
export type Status = "with_bot" | "waiting" | "with_agent" | "resolved";
export type Role = "benevole" | "responsable" | "referent" | "reseau" | "territoire";

export interface Button {
  readonly id: string;
  readonly title: string;
}

/** Something found for the visitor, a mission. All plain text. */
export interface Card {
  readonly title: string;
  /** A path of the site, or an `https://` address. */
  readonly url: string;
  /** Who proposes it; may be empty. */
  readonly subtitle: string;
  /** A few short lines: where, when, how many places are left. */
  readonly details: readonly string[];
}

/** One stored message. `text` is Markdown for bot and system, plain text otherwise. */
export interface Message {
  /** Position in the conversation: from 1, without holes. */
  readonly seq: number;
  readonly id: string;
  readonly author: Author;
  readonly text: string;
  readonly buttons: readonly Button[];
  readonly cards: readonly Card[];
  readonly created_at: string;
  readonly client_message_id: string | null;
  readonly agent_name: string | null;
}

export interface ConversationKey {
  readonly id: string;
  readonly token: string;
}

export interface Page {
  readonly url: string;
  readonly title: string;
}

export interface Hello {
  readonly type: "hello";
  readonly protocol: number;
  readonly conversation: ConversationKey | null;
  readonly last_seq: number;
  readonly identity_token: string | null;
  readonly page: Page;
}

export interface PostMessage {
  readonly type: "post_message";
  readonly client_message_id: string;
  readonly text: string;
}

export interface PressButton {
  readonly type: "press_button";
  readonly client_message_id: string;
  readonly seq: number;
  readonly button_id: string;
}

export interface RequestHuman {
  readonly type: "request_human";
  readonly client_message_id: string;
}

export interface CancelHandoff {
  readonly type: "cancel_handoff";
  readonly client_message_id: string;
}

export interface Identify {
  readonly type: "identify";
  readonly identity_token: string;
}

export interface SetTyping {
  readonly type: "set_typing";
  readonly active: boolean;
}

/** Commands that the gateway answers by `result` or `error`: they are sent again until it does. */
export type AcknowledgedCommand = PostMessage | PressButton | RequestHuman | CancelHandoff;
export type VisitorCommand = Hello | AcknowledgedCommand | Identify | SetTyping;

export interface Welcome {
  readonly type: "welcome";
  readonly protocol: number;
  readonly conversation: ConversationKey;
  readonly resumed: boolean;
  readonly status: Status;
  readonly agent_name: string | null;
  readonly last_seq: number;
  readonly role: Role | null;
  readonly max_text_length: number;
}

export interface CommandResult {
  readonly type: "result";
  readonly client_message_id: string;
  readonly seq: number;
  readonly duplicate: boolean;
}

export interface CommandError {
  readonly type: "error";
  readonly code: string;
  /** A French sentence for the visitor. */
  readonly message: string;
  readonly retryable: boolean;
  readonly client_message_id: string | null;
  readonly retry_after_seconds: number | null;
}

export interface MessagePosted {
  readonly type: "message";
  readonly message: Message;
}

export interface Typing {
  readonly type: "typing";
  readonly author: string;
  readonly active: boolean;
}

export interface StatusChanged {
  readonly type: "status";
  readonly status: Status;
  readonly agent_name: string | null;
}

export interface IdentityChanged {
  readonly type: "identity";
  readonly role: Role | null;
  readonly expired: boolean;
}

export type VisitorEvent =
  | Welcome
  | CommandResult
  | CommandError
  | MessagePosted
  | Typing
  | StatusChanged
  | IdentityChanged;

const EVENT_TYPES: ReadonlySet<unknown> = new Set<VisitorEvent["type"]>([
  "welcome", "result", "error", "message", "typing", "status", "identity",
]);

/**
 * The event written in a frame, or `null` for a type that this version does not know, so that an older page
 * survives a newer gateway. Fields are taken on trust: the gateway is ours, and writes from typed structures.
 */
export function readVisitorEvent(frame: string): VisitorEvent | null {
  const value: unknown = JSON.parse(frame);
  const known = typeof value === "object" && value !== null && "type" in value && EVENT_TYPES.has(value.type);
  return known ? (value as VisitorEvent) : null;
}
