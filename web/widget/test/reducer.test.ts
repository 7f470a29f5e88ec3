import { describe, expect, it } from "vitest";
import { postMessage, pressButton, requestHuman } from "../src/commands";
import { type Action, reduce } from "../src/reducer";
import { type OutboxEntry, type State, INITIAL_STATE, idOf, isReplaying, lastSeq, unreadCount } from "../src/state";
import { KEY, error, message, welcome } from "./examples";

function after(...actions: Action[]): State {
  return actions.reduce(reduce, INITIAL_STATE);
}

const posted = (seq: number, fields = {}): Action => ({ type: "message", message: message(seq, fields) });
const added = (entry: OutboxEntry): Action => ({ type: "command_added", entry });
const stored = (entry: OutboxEntry, seq: number): Action => ({
  type: "result", client_message_id: idOf(entry), seq, duplicate: false,
});

describe("messages", () => {
  it("are kept in order, each once, however they come", () => {
    const state = after(posted(2), posted(1), posted(2));
    expect(state.messages.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it("are asked again from the first hole", () => {
    expect(lastSeq(after(posted(1), posted(2), posted(4)))).toBe(2);
    expect(lastSeq(INITIAL_STATE)).toBe(0);
  });

  it("are a replay until the last one known at the welcome is here", () => {
    const joined = after(welcome({ resumed: true, last_seq: 2 }), posted(1));
    expect(isReplaying(joined)).toBe(true);
    expect(isReplaying(reduce(joined, posted(2)))).toBe(false);
  });

  it("end the writing sign of who wrote them", () => {
    const typing: Action = { type: "typing", author: "bot", active: true };
    expect(after(typing, posted(1)).typingAuthor).toBeNull();
    expect(after(typing, posted(1, { author: "visitor" })).typingAuthor).toBe("bot");
  });

  it("count as unread while the panel is minimised, the visitor's own aside", () => {
    const minimised = after({ type: "panel", open: true }, posted(1), { type: "panel", open: false }, posted(2), posted(3, { author: "visitor" }));
    expect(unreadCount(minimised)).toBe(1);
    expect(unreadCount(reduce(minimised, { type: "panel", open: true }))).toBe(0);
  });
});

describe("the outbox", () => {
  it("keeps a message until it is seen in the conversation", () => {
    const entry = postMessage("Bonjour");
    const acknowledged = after(added(entry), stored(entry, 1));
    expect(acknowledged.outbox).toMatchObject([{ storedSeq: 1 }]);
    expect(reduce(acknowledged, posted(1, { author: "visitor", client_message_id: idOf(entry) })).outbox).toEqual([]);
  });

  it("bears the message coming before its acknowledgement", () => {
    const entry = postMessage("Bonjour");
    const state = after(added(entry), posted(1, { author: "visitor", client_message_id: idOf(entry) }), stored(entry, 1));
    expect(state.outbox).toEqual([]);
  });

  it("says why a message was refused, and forgets it when it is tried again", () => {
    const entry = postMessage("Bonjour");
    const refused = after(added(entry), error({ client_message_id: idOf(entry), message: "Trop vite.", retryable: true }));
    expect(refused.outbox[0]?.failure).toEqual({ reason: "Trop vite.", retryable: true });
    const retried = reduce(refused, { type: "command_retried", clientMessageId: idOf(entry) });
    expect(retried.outbox[0]?.failure).toBeNull();
  });

  it("says in the alert why a command without a bubble was refused, and keeps it only to try again", () => {
    const entry = requestHuman();
    const refusal = { client_message_id: idOf(entry), message: "Indisponible." };
    expect(after(added(entry), error(refusal))).toMatchObject({ outbox: [], alert: { text: "Indisponible." } });
    const retryable = after(added(entry), error({ ...refusal, retryable: true }));
    expect(retryable).toMatchObject({ outbox: [{ failure: { retryable: true } }], alert: { text: "Indisponible." } });
    expect(reduce(retryable, stored(entry, 4))).toMatchObject({ outbox: [], alert: null });
  });

  it("gives back everything on its way when a frame was too big", () => {
    const state = after(added(postMessage("a")), { type: "pending_refused", reason: "Trop long." });
    expect(state.outbox[0]?.failure).toEqual({ reason: "Trop long.", retryable: false });
  });

  it("follows the visitor into a new conversation, without the buttons of the old one", () => {
    const question = postMessage("Bonjour");
    const pressed = pressButton(1, { id: "1", title: "Oui" });
    const forget = (keepOutbox: boolean): Action => ({ type: "conversation_forgotten", notice: "Nouvelle.", keepOutbox });
    const before = [welcome(), posted(1), added(question), added(pressed)];
    expect(after(...before, forget(true))).toMatchObject({ messages: [], conversation: null, notice: "Nouvelle.", outbox: [question] });
    expect(after(...before, forget(false)).outbox).toEqual([]);
  });
});

describe("the conversation", () => {
  it("is joined with its status and its limits", () => {
    const state = after(welcome({ status: "with_agent", agent_name: "Camille", max_text_length: 500 }));
    expect(state).toMatchObject({ connection: "online", conversation: KEY, status: "with_agent", agentName: "Camille", maxTextLength: 500 });
  });

  it("keeps its messages when the same is joined again, not when another is", () => {
    expect(after(welcome(), posted(1), welcome()).messages).toHaveLength(1);
    const other = { id: "conversation-0002", token: "t" };
    expect(after(welcome(), posted(1), welcome({ conversation: other })).messages).toEqual([]);
  });

  it("changes hands", () => {
    const state = after({ type: "status", status: "with_agent", agent_name: "Camille" });
    expect(state).toMatchObject({ status: "with_agent", agentName: "Camille" });
  });

  it("no longer tells who was writing once the connection is lost", () => {
    expect(after({ type: "typing", author: "bot", active: true }, { type: "connection", connection: "lost" }).typingAuthor).toBeNull();
  });

  it("tells of a broken connection only until it is back", () => {
    expect(after({ type: "alert", alert: { text: "Lent.", remedy: null } }, welcome()).alert).toBeNull();
    expect(after({ type: "alert", alert: { text: "Refusé.", remedy: "dismiss" } }, welcome()).alert).not.toBeNull();
  });
});
