import { expect, it } from "vitest";
import { nameAge, nameConversation, nameDuration, nameRole, nameStatus, previewText, titlePage } from "../src/wording";
import { heldByMe, minutesAgo, NOW, summary } from "./samples";

it("names durations as people say them, and never below zero", () => {
  const minutes = [-3, 0.5, 4, 59.9, 65, 60 * 24, 60 * 24 * 3];
  expect(minutes.map((count) => nameDuration(count * 60_000))).toEqual([
    "moins d'une minute", "moins d'une minute", "4 min", "59 min", "1 h 05", "1 jour", "3 jours",
  ]);
});

it("tells how long the visitor waits, or how old the last message is", () => {
  expect(nameAge(summary(), NOW)).toBe("depuis 4 min");
  expect(nameAge(summary({ requested_at: minutesAgo(0) }), NOW)).toBe("à l'instant");
  expect(nameAge(summary({ ...heldByMe, last_at: minutesAgo(2) }), NOW)).toBe("il y a 2 min");
});

it("names who the visitor has proven to be", () => {
  expect([nameRole("responsable"), nameRole(null)]).toEqual(["Responsable", "Anonyme"]);
});

it("names a conversation by its topic, or else by why a person is needed", () => {
  expect(nameConversation(summary())).toBe("Changer mon adresse e-mail");
  expect(nameConversation(summary({ topic_title: null }))).toBe("Demande une personne");
  expect(nameConversation(summary({ topic_title: null, reason: "" }))).toBe("Conversation");
});

it("says who answers", () => {
  expect(nameStatus(summary())).toBe("En attente d'une personne");
  expect(nameStatus(summary(heldByMe))).toBe("Vous répondez à cette conversation");
  expect(nameStatus(summary({ status: "with_agent", agent_name: "Paul Martin" }))).toBe("Prise en charge par Paul Martin");
});

it("shows one line of a message without the marks of Markdown", () => {
  expect(previewText("Ouvrez **[Mon compte](/profile)**\n\npuis")).toBe("Ouvrez Mon compte puis");
});

it("counts the waiting conversations in the page title", () => {
  expect([titlePage(0), titlePage(3)]).toEqual(["Bureau", "(3) Bureau"]);
});
