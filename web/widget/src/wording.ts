// Sentences that depend on the state.

import type { State } from "./state";

export function statusLine({ status, agentName }: State): string {
  switch (status) {
    case "with_bot":
      return "Assistant automatique";
    case "waiting":
      return "En attente d'une personne de l'équipe support";
    case "with_agent":
      return `${agentName ?? "Une personne"} de l'équipe support vous répond`;
    case "resolved":
      return "Conversation terminée";
  }
}

/** Who is writing, or nothing. */
export function typingLine(state: State): string {
  const { typingAuthor, agentName } = state;
  if (typingAuthor === null) return "";
  if (typingAuthor === "bot") return "L'assistant écrit…";
  if (typingAuthor === "agent") return `${agentName ?? "L'équipe support"} écrit…`;
  return `${typingAuthor} écrit…`;
}

export function connectionLine({ connection, conversation }: State): string {
  const isFirstTime = conversation === null;
  switch (connection) {
    case "connecting":
    case "joining":
      return isFirstTime ? "Connexion à l'assistant…" : "Reconnexion…";
    case "lost":
      return "Connexion perdue, nouvelle tentative…";
    default:
      return "";
  }
}

export function unreadLine(count: number): string {
  if (count === 0) return "";
  return count === 1 ? "1 nouveau message" : `${count} nouveaux messages`;
}

/** « 14:05 », with the day before it when it is not today. */
export function timeLabel(createdAt: string, now: Date = new Date()): string {
  const date = new Date(createdAt);
  const time = date.toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
  if (date.toDateString() === now.toDateString()) return time;
  return `${date.toLocaleDateString("fr-FR", { day: "numeric", month: "long" })}, ${time}`;
}
