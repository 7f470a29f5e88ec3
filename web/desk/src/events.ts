// How what the gateway says changes what the console knows. Pure, like `reducer.ts`.

import type {
  CommandError,
  ConversationChanged,
  ConversationSummary,
  DeskEvent,
  Message,
  MessagePosted,
  Queue,
  Thread,
} from "./protocol";
import { giveBack, initialState, withToast, type DeskState, type OpenThread } from "./state";
import { announceWaiting } from "./wording";

export function reduceEvent(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case "queue":
      return takeSnapshot(state, event);
    case "conversation":
      return changeConversation(state, event);
    case "thread":
      return showThread(state, event);
    case "message":
      return addMessage(state, event);
    case "typing":
      return changeOpenThread(state, event.conversation_id, (thread) => ({ ...thread, visitorTyping: event.active }));
    case "result":
      return settleCommand(state, event.request_id);
    case "error":
      return refuseCommand(state, event);
  }
}

function takeSnapshot(state: DeskState, { agent_name, conversations }: Queue): DeskState {
  // Another agent logged in on this page: nothing of the previous one may stay.
  const before = state.agentName !== "" && state.agentName !== agent_name ? initialState(state.now) : state;
  const after = { ...before, connection: "online", agentName: agent_name, loaded: true, queue: conversations } as const;
  const open = conversations.find(({ id }) => id === before.openId);
  const followed = open === undefined ? after : followOpenThread(after, open);
  return before.loaded ? conversations.reduce((now, line) => notice(before, now, line), followed) : followed;
}

function changeConversation(state: DeskState, { conversation, facts }: ConversationChanged): DeskState {
  const others = state.queue.filter(({ id }) => id !== conversation.id);
  const queue = isQueued(conversation) ? [...others, conversation] : others;
  const followed = followOpenThread({ ...state, queue }, conversation);
  const told = facts === null ? followed : changeOpenThread(followed, conversation.id, (thread) => ({ ...thread, facts }));
  return notice(state, told, conversation);
}

function isQueued({ status }: ConversationSummary): boolean {
  return status === "waiting" || status === "with_agent";
}

/** Marks and announces what deserves a look: a conversation that starts to wait, a message in one's own. */
function notice(before: DeskState, after: DeskState, line: ConversationSummary): DeskState {
  const known = before.queue.find(({ id }) => id === line.id);
  const startsToWait = line.status === "waiting" && known?.status !== "waiting";
  const hasNews = line.is_mine && known?.is_mine === true && line.last_at !== known.last_at;
  const staysFresh = before.fresh.has(line.id) && line.status === known?.status;
  const fresh = new Set(after.fresh);
  if (line.id !== after.openId && (startsToWait || hasNews || staysFresh)) fresh.add(line.id);
  else fresh.delete(line.id);
  const announcement = startsToWait ? { text: announceWaiting(line) } : after.announcement;
  return { ...after, fresh, announcement };
}

function followOpenThread(state: DeskState, line: ConversationSummary): DeskState {
  return changeOpenThread(state, line.id, (thread) => {
    // A conversation that leaves the queue has no request any more: the agent still wants to read what it was about.
    const { reason, topic_title, requested_at } = isQueued(line) ? line : thread.conversation;
    // Nor does its visitor tell any more when they stop writing.
    const visitorTyping = thread.visitorTyping && isQueued(line);
    return { ...thread, conversation: { ...line, reason, topic_title, requested_at }, visitorTyping };
  });
}

function showThread(state: DeskState, { request_id, conversation, messages, understood, facts }: Thread): DeskState {
  if (request_id !== state.openRequestId) return state; // the agent has moved on since
  return settleReplies({ ...state, thread: { conversation, messages, understood, facts, visitorTyping: false } });
}

function addMessage(state: DeskState, { conversation_id, message }: MessagePosted): DeskState {
  const added = changeOpenThread(state, conversation_id, (thread) => ({
    ...thread,
    messages: inOrder(thread.messages, message),
    visitorTyping: thread.visitorTyping && message.author !== "visitor",
  }));
  return settleReplies(added);
}

function inOrder(messages: readonly Message[], message: Message): readonly Message[] {
  if (messages.some(({ id }) => id === message.id)) return messages;
  return [...messages, message].sort((one, other) => one.seq - other.seq);
}

/** A reply seen in the thread needs no optimistic copy any more. */
function settleReplies(state: DeskState): DeskState {
  const seen = new Set(
    state.thread?.messages.filter(({ author }) => author === "agent").map((message) => message.client_message_id),
  );
  const unanswered = state.unanswered.filter(({ command }) => !seen.has(command.request_id));
  return unanswered.length === state.unanswered.length ? state : { ...state, unanswered };
}

function settleCommand(state: DeskState, requestId: string): DeskState {
  const unanswered = state.unanswered.flatMap((entry) => {
    if (entry.command.request_id !== requestId) return [entry];
    const willBeSeen = entry.command.type === "reply" && entry.command.conversation_id === state.openId;
    return willBeSeen ? [{ ...entry, stored: true }] : [];
  });
  return { ...state, unanswered };
}

function refuseCommand(state: DeskState, { message, request_id }: CommandError): DeskState {
  const refused = state.unanswered.find(({ command }) => command.request_id === request_id);
  const unanswered = state.unanswered.filter((entry) => entry !== refused);
  const drafts = refused === undefined ? state.drafts : giveBack(state.drafts, refused.command);
  const told = withToast({ ...state, unanswered, drafts }, message);
  const couldNotOpen = request_id !== null && request_id === state.openRequestId;
  return couldNotOpen ? { ...told, openId: null, openRequestId: null, thread: null } : told;
}

function changeOpenThread(state: DeskState, id: string, change: (thread: OpenThread) => OpenThread): DeskState {
  return state.thread?.conversation.id === id ? { ...state, thread: change(state.thread) } : state;
}
