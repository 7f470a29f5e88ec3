// What the visitor does, as entries of the outbox.

import { newClientId } from "../../shared/client-id";
import type { AcknowledgedCommand, Button } from "../../shared/protocol";
import type { OutboxEntry } from "./state";

export function postMessage(text: string): OutboxEntry {
  return entryOf({ type: "post_message", client_message_id: newClientId(), text: wellFormed(text) }, text);
}

/** The bubble says the button's title, as the stored message will. */
export function pressButton(seq: number, button: Button): OutboxEntry {
  const command = { type: "press_button", client_message_id: newClientId(), seq, button_id: button.id } as const;
  return entryOf(command, button.title);
}

export function requestHuman(): OutboxEntry {
  return entryOf({ type: "request_human", client_message_id: newClientId() }, null);
}

export function cancelHandoff(): OutboxEntry {
  return entryOf({ type: "cancel_handoff", client_message_id: newClientId() }, null);
}

function entryOf(command: AcknowledgedCommand, text: string | null): OutboxEntry {
  return { command, text, createdAt: new Date().toISOString(), storedSeq: null, failure: null };
}

/** Half of a surrogate pair (a cut emoji) would make the whole frame unreadable: it becomes U+FFFD. */
export function wellFormed(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}
