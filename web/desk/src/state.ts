// What the console knows. Changed by `reducer.ts` (what happens here) and `events.ts` (what the gateway says).

import type { AcknowledgedCommand, ConversationSummary, DeskEvent, Message } from "./protocol";

const TOASTS_SHOWN = 3;

/** `connecting` from the login to the snapshot; `ended` when the session is over and the agent must log in again. */
export type Connection = "connecting" | "online" | "lost" | "ended";

export interface OpenThread {
  readonly conversation: ConversationSummary;
  readonly messages: readonly Message[];
  readonly understood: Readonly<Record<string, string>>;
  /** What the platform says of the visitor's case. */
  readonly facts: readonly string[];
  readonly visitorTyping: boolean;
}

/** A command without an answer yet. A reply that was stored stays here until its message comes, so that it is always seen. */
export interface Unanswered {
  readonly command: AcknowledgedCommand;
  readonly stored: boolean;
}

export interface Toast {
  readonly id: number;
  readonly text: string;
}

export interface DeskState {
  readonly connection: Connection;
  readonly agentName: string;
  /** Whether a snapshot came: before it, an empty queue means nothing. */
  readonly loaded: boolean;
  /** Conversations waiting or held by an agent, in no particular order. */
  readonly queue: readonly ConversationSummary[];
  /** Conversations with something that this agent has not looked at yet. */
  readonly fresh: ReadonlySet<string>;
  /** The conversation the agent chose, and the request that asks for its thread. */
  readonly openId: string | null;
  readonly openRequestId: string | null;
  readonly thread: OpenThread | null;
  readonly unanswered: readonly Unanswered[];
  /** Conversation id → reply being written. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly toasts: readonly Toast[];
  /** Last sentence for screen readers; an object, so that the same sentence can be said twice. */
  readonly announcement: { readonly text: string };
  /** Milliseconds since 1970, refreshed so that waits are shown as they grow. */
  readonly now: number;
}

export type Action =
  | { readonly type: "received"; readonly event: DeskEvent }
  | { readonly type: "connecting" }
  | { readonly type: "connection_lost" }
  | { readonly type: "session_ended" }
  | { readonly type: "logged_out" }
  | { readonly type: "opened"; readonly conversationId: string; readonly requestId: string }
  | { readonly type: "thread_left" }
  | { readonly type: "commanded"; readonly command: AcknowledgedCommand }
  | { readonly type: "drafted"; readonly conversationId: string; readonly text: string }
  | { readonly type: "visitor_typing_expired" }
  | { readonly type: "warned"; readonly text: string }
  | { readonly type: "toast_closed"; readonly id: number }
  | { readonly type: "ticked"; readonly now: number };

export function initialState(now: number): DeskState {
  return {
    connection: "connecting",
    agentName: "",
    loaded: false,
    queue: [],
    fresh: new Set(),
    openId: null,
    openRequestId: null,
    thread: null,
    unanswered: [],
    drafts: {},
    toasts: [],
    announcement: { text: "" },
    now,
  };
}

/** The drafts with the text of a refused reply before whatever was written since. */
export function giveBack(drafts: DeskState["drafts"], sent: AcknowledgedCommand): DeskState["drafts"] {
  if (sent.type !== "reply") return drafts;
  const since = drafts[sent.conversation_id] ?? "";
  return { ...drafts, [sent.conversation_id]: since === "" ? sent.text : `${sent.text}\n${since}` };
}

export function withToast(state: DeskState, text: string): DeskState {
  const id = (state.toasts[state.toasts.length - 1]?.id ?? 0) + 1;
  const others = state.toasts.filter((toast) => toast.text !== text);
  return { ...state, toasts: [...others, { id, text }].slice(-TOASTS_SHOWN) };
}

/** Whether a command that changes who holds the conversation is on its way: another must not be added. */
export function isChangingHands({ unanswered }: DeskState, conversationId: string): boolean {
  return unanswered.some(({ command }) => command.conversation_id === conversationId && command.type !== "reply");
}
