// How what happens here changes what the console knows. Pure: no socket, no DOM, no clock.

import { reduceEvent } from "./events";
import type { AcknowledgedCommand } from "./protocol";
import { giveBack, initialState, withToast, type Action, type DeskState } from "./state";

export function reduce(state: DeskState, action: Action): DeskState {
  switch (action.type) {
    case "received":
      return reduceEvent(state, action.event);
    case "connecting":
      return { ...state, connection: "connecting" };
    case "connection_lost":
      return withoutTyping({ ...state, connection: "lost" });
    case "session_ended":
      return withoutTyping({ ...withRepliesGivenBack(state), connection: "ended" });
    case "logged_out":
      return { ...initialState(state.now), connection: "ended" };
    case "opened":
      return open(state, action.conversationId, action.requestId);
    case "thread_left":
      return { ...state, openId: null, openRequestId: null, thread: null };
    case "commanded":
      return command(state, action.command);
    case "drafted":
      return { ...state, drafts: { ...state.drafts, [action.conversationId]: action.text } };
    case "visitor_typing_expired":
      return withoutTyping(state);
    case "warned":
      return withToast(state, action.text);
    case "toast_closed":
      return { ...state, toasts: state.toasts.filter((toast) => toast.id !== action.id) };
    case "ticked":
      return { ...state, now: action.now };
  }
}

/** The thread stays on screen while the same conversation is asked for again, after a reconnection. */
function open(state: DeskState, conversationId: string, requestId: string): DeskState {
  const thread = state.openId === conversationId ? state.thread : null;
  const fresh = new Set(state.fresh);
  fresh.delete(conversationId);
  return { ...state, openId: conversationId, openRequestId: requestId, thread, fresh };
}

/** Whatever was refused before is no longer what the agent looks at. */
function command(state: DeskState, sent: AcknowledgedCommand): DeskState {
  const unanswered = [...state.unanswered, { command: sent, stored: false }];
  const drafts = sent.type === "reply" ? { ...state.drafts, [sent.conversation_id]: "" } : state.drafts;
  return { ...state, unanswered, drafts, toasts: [] };
}

/** Nothing is sent in the name of an agent whose session is over; what they wrote goes back where it can be read. */
function withRepliesGivenBack(state: DeskState): DeskState {
  const drafts = state.unanswered
    .filter(({ stored }) => !stored)
    .reduce((kept, { command: sent }) => giveBack(kept, sent), state.drafts);
  return { ...state, drafts, unanswered: [] };
}

function withoutTyping(state: DeskState): DeskState {
  return state.thread?.visitorTyping ? { ...state, thread: { ...state.thread, visitorTyping: false } } : state;
}
