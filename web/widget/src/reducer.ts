// How the state changes: a pure function of the state and of what happened. No socket, no DOM, no storage.
// What the visitor and the connection do is here; what the gateway says is in `server-events.ts`.

import type { VisitorEvent } from "../../shared/protocol";
import { applyServerEvent } from "./server-events";
import {
  type Alert, type Connection, type OutboxEntry, type State, INITIAL_STATE, changeEntry, idOf, isPending,
} from "./state";

export type LocalAction =
  | { readonly type: "restored"; readonly outbox: readonly OutboxEntry[]; readonly readSeq: number }
  | { readonly type: "panel"; readonly open: boolean }
  | { readonly type: "connection"; readonly connection: Connection }
  | { readonly type: "command_added"; readonly entry: OutboxEntry }
  | { readonly type: "command_retried"; readonly clientMessageId: string }
  | { readonly type: "command_removed"; readonly clientMessageId: string }
  | { readonly type: "pending_refused"; readonly reason: string }
  | { readonly type: "conversation_forgotten"; readonly notice: string | null; readonly keepOutbox: boolean }
  | { readonly type: "alert"; readonly alert: Alert | null }
  | { readonly type: "typing_expired" };

export type Action = LocalAction | VisitorEvent;

export function reduce(state: State, action: Action): State {
  return asRead(change(state, action));
}

function change(state: State, action: Action): State {
  switch (action.type) {
    case "restored":
      return { ...state, outbox: action.outbox, readSeq: action.readSeq };
    case "panel":
      return { ...state, panelOpen: action.open };
    case "connection":
      return { ...state, connection: action.connection, typingAuthor: null };
    case "command_added":
      return { ...state, outbox: [...state.outbox, action.entry] };
    case "command_retried":
      return changeEntry(state, action.clientMessageId, (entry) => ({ ...entry, failure: null }));
    case "command_removed":
      return { ...state, outbox: state.outbox.filter((entry) => idOf(entry) !== action.clientMessageId) };
    case "pending_refused":
      return { ...state, outbox: state.outbox.map((entry) => (isPending(entry) ? refused(entry, action.reason) : entry)) };
    case "conversation_forgotten":
      return forgetConversation(state, action.notice, action.keepOutbox);
    case "alert":
      return { ...state, alert: action.alert };
    case "typing_expired":
      return { ...state, typingAuthor: null };
    default:
      return applyServerEvent(state, action);
  }
}

function asRead(state: State): State {
  const newest = state.messages[state.messages.length - 1]?.seq ?? 0;
  return state.panelOpen && newest > state.readSeq ? { ...state, readSeq: newest } : state;
}

function refused(entry: OutboxEntry, reason: string): OutboxEntry {
  return { ...entry, failure: { reason, retryable: false } };
}

/** Buttons and the end of a wait only make sense in their own conversation; what was written, or asked, may move. */
function forgetConversation(state: State, notice: string | null, keepOutbox: boolean): State {
  const movable = (entry: OutboxEntry) =>
    keepOutbox && entry.storedSeq === null && ["post_message", "request_human"].includes(entry.command.type);
  const { panelOpen, connection, maxTextLength, outbox } = state;
  return { ...INITIAL_STATE, panelOpen, connection, maxTextLength, outbox: outbox.filter(movable), notice };
}
