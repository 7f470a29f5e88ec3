// Every French phrase that depends on data. Fixed labels stand in the views.

import type { ConversationSummary, Message, Role } from "./protocol";
import { waitingSince } from "./queue";

const ROLES: Readonly<Record<Role, string>> = {
  benevole: "Bénévole",
  responsable: "Responsable",
  referent: "Référent",
  reseau: "Tête de réseau",
  territoire: "Responsable de territoire",
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function nameRole(role: Role | null): string {
  return role === null ? "Anonyme" : ROLES[role];
}

export function nameConversation({ topic_title, reason }: ConversationSummary): string {
  return topic_title ?? (reason === "" ? "Conversation" : reason);
}

export function announceWaiting(line: ConversationSummary): string {
  const subject = line.topic_title === null ? line.reason : `${line.topic_title}, ${line.reason}`;
  return `Nouvelle conversation en attente : ${line.urgent ? "urgent, " : ""}${subject}`;
}

/** « 4 min », « 2 h 05 », « 3 jours ». A clock that runs late must not show negative times. */
export function nameDuration(milliseconds: number): string {
  const elapsed = Math.max(0, milliseconds);
  if (elapsed < MINUTE) return "moins d'une minute";
  if (elapsed < HOUR) return `${Math.floor(elapsed / MINUTE)} min`;
  const hours = Math.floor(elapsed / HOUR);
  const minutes = String(Math.floor((elapsed % HOUR) / MINUTE)).padStart(2, "0");
  if (elapsed < DAY) return `${hours} h ${minutes}`;
  const days = Math.floor(elapsed / DAY);
  return days === 1 ? "1 jour" : `${days} jours`;
}

/** How long the visitor waits, or how long ago they wrote in a conversation in good hands. */
export function nameAge(line: ConversationSummary, now: number): string {
  const age = now - (line.status === "waiting" ? waitingSince(line) : Date.parse(line.last_at));
  if (age < MINUTE) return "à l'instant";
  return `${line.status === "waiting" ? "depuis" : "il y a"} ${nameDuration(age)}`;
}

export function nameStatus({ status, is_mine, agent_name }: ConversationSummary): string {
  switch (status) {
    case "waiting":
      return "En attente d'une personne";
    case "with_agent":
      return is_mine ? "Vous répondez à cette conversation" : `Prise en charge par ${agent_name ?? "un autre agent"}`;
    case "with_bot":
      return "L'assistant répond de nouveau";
    case "resolved":
      return "Conversation close";
  }
}

export function nameAuthor({ author, agent_name }: Message): string {
  switch (author) {
    case "visitor":
      return "Visiteur";
    case "bot":
      return "Assistant";
    case "agent":
      return agent_name ?? "Agent";
    case "system":
      return "Information";
  }
}

/** « 14:05 » today, « 23 nov. 14:05 » on other days. */
export function nameMoment(iso: string, now: number): string {
  const moment = new Date(iso);
  const time = moment.toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
  if (moment.toDateString() === new Date(now).toDateString()) return time;
  return `${moment.toLocaleDateString("fr-FR", { day: "numeric", month: "short" })} ${time}`;
}

/** One line of a message, without the marks of Markdown. */
export function previewText(text: string): string {
  return text.replace(/\*\*/g, "").replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").replace(/\s+/g, " ").trim();
}

export function titlePage(waiting: number): string {
  return waiting === 0 ? "Bureau" : `(${waiting}) Bureau`;
}
