// What the widget makes of a refusal that concerns the connection or the whole conversation.

import type { AfterClose } from "../../shared/live-socket";
import type { Alert } from "./state";

export interface CloseReaction {
  readonly next: AfterClose;
  readonly alert: Alert | null;
  /** Why messages on their way were refused with the connection, when they were. */
  readonly refusal: string | null;
}

const COME_BACK: CloseReaction = { next: "retry", alert: null, refusal: null };

const REACTIONS: Readonly<Record<number, CloseReaction>> = {
  1008: {
    next: "stop",
    alert: { text: "La connexion à l'assistant a été refusée.", remedy: "reconnect" },
    refusal: null,
  },
  1009: {
    next: "retry",
    alert: null,
    refusal: "Ce message est trop volumineux. Raccourcissez-le ou envoyez-le en plusieurs fois.",
  },
  4408: {
    next: "retry",
    alert: { text: "La connexion est lente, l'assistant n'a pas pu répondre à temps.", remedy: null },
    refusal: null,
  },
  4429: {
    next: "retry_late",
    alert: { text: "Trop de connexions sont ouvertes depuis votre réseau. Patientez quelques instants.", remedy: null },
    refusal: null,
  },
};

export function reactionToClose(code: number): CloseReaction {
  return REACTIONS[code] ?? COME_BACK;
}
