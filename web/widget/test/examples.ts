// Pieces that tests put together.

import type { CommandError, Message, Welcome } from "../../shared/protocol";

export const KEY = { id: "conversation-0001", token: "token-of-conversation" };

export function message(seq: number, fields: Partial<Message> = {}): Message {
  return {
    seq,
    id: `message-${seq}`,
    author: "bot",
    text: `Message ${seq}`,
    buttons: [],
    cards: [],
    created_at: "2026-03-02T13:05:00Z",
    client_message_id: null,
    agent_name: null,
    ...fields,
  };
}

export function welcome(fields: Partial<Welcome> = {}): Welcome {
  return {
    type: "welcome",
    protocol: 1,
    conversation: KEY,
    resumed: false,
    status: "with_bot",
    agent_name: null,
    last_seq: 0,
    role: null,
    max_text_length: 2000,
    ...fields,
  };
}

export function error(fields: Partial<CommandError> = {}): CommandError {
  return {
    type: "error",
    code: "internal_error",
    message: "Un incident est survenu.",
    retryable: false,
    client_message_id: null,
    retry_after_seconds: null,
    ...fields,
  };
}
