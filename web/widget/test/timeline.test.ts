import { describe, expect, it } from "vitest";
import type { Message } from "../../shared/protocol";
import { postMessage } from "../src/commands";
import { INITIAL_STATE, type OutboxEntry, idOf } from "../src/state";
import { keyOfLastTurn, timeline } from "../src/timeline";
import { message } from "./examples";

function items(messages: Message[], outbox: OutboxEntry[] = []) {
  return timeline({ ...INITIAL_STATE, messages, outbox });
}

const visitor = { author: "visitor" } as const;
const system = { author: "system" } as const;
const usable = (messages: Message[], outbox: OutboxEntry[] = []) =>
  items(messages, outbox).filter(({ buttonsUsable }) => buttonsUsable).map(({ seq }) => seq);

describe("the timeline", () => {
  it("keeps the place of a message from its sending to its storage", () => {
    const entry = postMessage("Bonjour");
    const [sending] = items([], [entry]);
    const [shown] = items([message(1, { ...visitor, client_message_id: idOf(entry) })]);
    expect(sending).toMatchObject({ key: idOf(entry), delivery: "sending", side: "visitor" });
    expect(shown).toMatchObject({ key: idOf(entry), delivery: "stored", side: "visitor" });
  });

  it("tells what became of a message on its way", () => {
    const entry = postMessage("Bonjour");
    const failure = { reason: "Trop vite.", retryable: true };
    expect(items([], [{ ...entry, storedSeq: 3 }])[0]?.delivery).toBe("stored");
    expect(items([], [{ ...entry, failure }])[0]?.delivery).toEqual(failure);
  });

  it("names authors where they change", () => {
    const agent = { author: "agent", agent_name: "Camille" } as const;
    const shown = items([message(1), message(2), message(3, agent), message(4, visitor)]);
    expect(shown.map(({ authorName, showAuthor }) => [authorName, showAuthor])).toEqual([
      ["Assistant automatique", true],
      ["Assistant automatique", false],
      ["Camille, équipe support", true],
      ["Vous", false],
    ]);
  });

  it("reads Markdown from the bot and the system only", () => {
    const shown = items([message(1), message(2, system), message(3, visitor), message(4, { author: "agent" })]);
    expect(shown.map(({ markdown }) => markdown)).toEqual([true, true, false, false]);
  });

  it("starts the last turn with what was said at once, and not with what came before it", () => {
    const later = { created_at: "2026-03-02T13:05:30Z" };
    const start = (...messages: Message[]) => keyOfLastTurn(items(messages));
    expect(start(message(1, visitor), message(2), message(3, system))).toBe("message-2");
    expect(start(message(1, visitor), message(2), message(3, { ...system, ...later }))).toBe("message-3");
    expect(start(message(1), message(2, visitor))).toBe("message-2");
    expect(start()).toBe("");
  });

  it("leaves buttons usable in the last turn of the bot", () => {
    expect(usable([message(1, visitor), message(2), message(3)])).toEqual([2, 3]);
    expect(usable([message(1), message(2, visitor)])).toEqual([]);
    expect(usable([message(1), message(2, system)])).toEqual([]);
  });

  it("leaves to the widget what a notice offers", () => {
    const buttons = [{ id: "1", title: "Revenir à l'assistant" }];
    const shown = items([message(1, { buttons }), message(2, { ...system, buttons })]);
    expect(shown.map((item) => item.buttons)).toEqual([buttons, []]);
  });

  it("closes buttons as soon as something is sent, and opens them again when it is refused", () => {
    const entry = postMessage("Bonjour");
    expect(usable([message(1)], [entry])).toEqual([]);
    expect(usable([message(1)], [{ ...entry, failure: { reason: "", retryable: false } }])).toEqual([1]);
  });

  it("opens with the notice of a new conversation", () => {
    const [first] = timeline({ ...INITIAL_STATE, notice: "Une nouvelle conversation commence.", messages: [message(1)] });
    expect(first).toMatchObject({ side: "notice", text: "Une nouvelle conversation commence." });
  });
});
