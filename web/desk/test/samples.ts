// Conversations and messages for the tests, with only what matters to each written at the call.

import type { ConversationSummary, DeskEvent, Message } from "../src/protocol";
import { reduce } from "../src/reducer";
import { initialState, type DeskState } from "../src/state";

export const NOW = Date.parse("2026-11-24T10:00:00Z");

export function minutesAgo(minutes: number): string {
  return new Date(NOW - minutes * 60_000).toISOString();
}

export function summary(changes: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id: "conversation-0001",
    status: "waiting",
    urgent: false,
    reason: "Demande une personne",
    topic_title: "Changer mon adresse e-mail",
    requested_at: minutesAgo(4),
    role: "benevole",
    page_url: "https://www.jeveuxaider.gouv.fr/profile",
    last_text: "Je ne reçois pas le code",
    last_at: minutesAgo(4),
    agent_name: null,
    is_mine: false,
    ...changes,
  };
}

export const heldByMe = { status: "with_agent", is_mine: true, agent_name: "Awa Diop" } as const;

export function message(seq: number, changes: Partial<Message> = {}): Message {
  return {
    seq,
    id: `message-${seq}`,
    author: "visitor",
    text: `Message ${seq}`,
    buttons: [],
    cards: [],
    created_at: minutesAgo(10 - seq),
    client_message_id: null,
    agent_name: null,
    ...changes,
  };
}

export function queue(...conversations: ConversationSummary[]): DeskEvent {
  return { type: "queue", agent_name: "Awa Diop", conversations };
}

/** One line of the queue changed, on a console that has another conversation open, unless facts are given. */
export function changed(conversation: ConversationSummary, facts: readonly string[] | null = null): DeskEvent {
  return { type: "conversation", conversation, facts };
}

export function receive(state: DeskState, ...events: DeskEvent[]): DeskState {
  return events.reduce((now, event) => reduce(now, { type: "received", event }), state);
}

/** A console with this conversation in its queue and on screen. */
export function withThread(
  conversation: ConversationSummary,
  messages: readonly Message[] = [],
  facts: readonly string[] = [],
): DeskState {
  const listed = receive(initialState(NOW), queue(conversation));
  const asked = reduce(listed, { type: "opened", conversationId: conversation.id, requestId: "request-open" });
  return receive(asked, { type: "thread", request_id: "request-open", conversation, messages, understood: {}, facts });
}
