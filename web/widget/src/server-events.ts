// How each event of the gateway changes the state.

import type { CommandError, Message, VisitorEvent, Welcome } from "../../shared/protocol";
import { type Alert, type OutboxEntry, type State, changeEntry, idOf } from "./state";

export function applyServerEvent(state: State, event: VisitorEvent): State {
  switch (event.type) {
    case "welcome":
      return joinConversation(state, event);
    case "message":
      return addMessage(state, event.message);
    case "result":
      return markStored(state, event.client_message_id, event.seq);
    case "error":
      return event.client_message_id === null ? state : markFailed(state, event.client_message_id, event);
    case "typing":
      return { ...state, typingAuthor: event.active ? event.author : null };
    case "status":
      return { ...state, status: event.status, agentName: event.agent_name, typingAuthor: null };
    case "identity":
      // The session acts on it (a fresh token); nothing of it is shown.
      return state;
  }
}

/** Another conversation than the one shown (another tab may have started it) takes its place entirely. */
function joinConversation(state: State, welcome: Welcome): State {
  const same = state.conversation === null || state.conversation.id === welcome.conversation.id;
  return {
    ...state,
    connection: "online",
    conversation: welcome.conversation,
    messages: same ? state.messages : [],
    status: welcome.status,
    agentName: welcome.agent_name,
    maxTextLength: welcome.max_text_length,
    replayUntil: welcome.last_seq,
    alert: state.alert?.remedy === "dismiss" ? state.alert : null,
  };
}

/** A message may come twice (replay) or late: it takes its place by `seq`. Its own command, if any, is then fulfilled. */
function addMessage(state: State, message: Message): State {
  const others = state.messages.filter(({ seq }) => seq !== message.seq);
  const messages = [...others, message].sort((a, b) => a.seq - b.seq);
  const outbox = state.outbox.filter((entry) => idOf(entry) !== message.client_message_id);
  const typingAuthor = message.author === "visitor" ? state.typingAuthor : null;
  return { ...state, messages, outbox, typingAuthor };
}

/** A command without a bubble is finished at once; one with a bubble stays until its message comes. */
function markStored(state: State, clientMessageId: string, seq: number): State {
  const entry = findEntry(state, clientMessageId);
  if (entry === undefined) return state;
  const shown = state.messages.some((message) => message.seq === seq);
  if (entry.text === null) return { ...withoutEntry(state, entry), alert: null };
  if (shown) return withoutEntry(state, entry);
  return changeEntry(state, clientMessageId, (stored) => ({ ...stored, storedSeq: seq, failure: null }));
}

/** A command without a bubble has nowhere to show its failure but the alert; it stays only if it will be tried again. */
function markFailed(state: State, clientMessageId: string, { message, retryable }: CommandError): State {
  const entry = findEntry(state, clientMessageId);
  if (entry === undefined) return state;
  const failed = changeEntry(state, clientMessageId, (refused) => ({ ...refused, failure: { reason: message, retryable } }));
  if (entry.text !== null) return failed;
  const alert: Alert = { text: message, remedy: "dismiss" };
  return retryable ? { ...failed, alert } : { ...withoutEntry(state, entry), alert };
}

function findEntry(state: State, clientMessageId: string): OutboxEntry | undefined {
  return state.outbox.find((entry) => idOf(entry) === clientMessageId);
}

function withoutEntry(state: State, entry: OutboxEntry): State {
  return { ...state, outbox: state.outbox.filter((other) => other !== entry) };
}
