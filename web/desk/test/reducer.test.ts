import { describe, expect, it } from "vitest";
import { reduce } from "../src/reducer";
import { initialState, type DeskState } from "../src/state";
import { changed, heldByMe, message, minutesAgo, NOW, queue, receive, summary, withThread } from "./samples";

const reply = { type: "reply", request_id: "request-reply", conversation_id: "conversation-0001", text: "Bonjour" } as const;
const sendReply = (state: DeskState) => reduce(state, { type: "commanded", command: reply });
const refusal = { type: "error", code: "not_yours", message: "Cette conversation n'est pas la vôtre.", request_id: "request-reply" } as const;

describe("the queue", () => {
  it("is empty and not loaded before the first snapshot", () => {
    expect(initialState(NOW)).toMatchObject({ loaded: false, queue: [], connection: "connecting" });
  });

  it("does not announce what was there at the start", () => {
    const state = receive(initialState(NOW), queue(summary()));
    expect(state).toMatchObject({ connection: "online", agentName: "Awa Diop", loaded: true, announcement: { text: "" } });
    expect(state.fresh.size).toBe(0);
  });

  it("announces and marks a conversation that starts to wait", () => {
    const state = receive(initialState(NOW), queue(), changed(summary({ urgent: true })));
    expect(state.announcement.text).toBe("Nouvelle conversation en attente : urgent, Changer mon adresse e-mail, Demande une personne");
    expect([...state.fresh]).toEqual(["conversation-0001"]);
  });

  it("announces after a reconnection what came meanwhile", () => {
    const state = receive(initialState(NOW), queue(), queue(summary()));
    expect(state.fresh.has("conversation-0001")).toBe(true);
  });

  it("keeps the mark until the conversation is opened", () => {
    const marked = receive(initialState(NOW), queue(), queue(summary()), changed(summary({ urgent: true })));
    expect(marked.fresh.size).toBe(1);
    expect(reduce(marked, { type: "opened", conversationId: "conversation-0001", requestId: "r" }).fresh.size).toBe(0);
  });

  it("marks a new message in a conversation of one's own", () => {
    const mine = summary(heldByMe);
    const state = receive(initialState(NOW), queue(mine), changed({ ...mine, last_at: minutesAgo(0) }));
    expect(state.fresh.has(mine.id)).toBe(true);
  });

  it("forgets a conversation that went back to the bot or was closed", () => {
    for (const status of ["with_bot", "resolved"] as const) {
      const state = receive(initialState(NOW), queue(summary()), changed(summary({ status })));
      expect(state.queue).toEqual([]);
    }
  });

  it("reaches by events the state that a fresh snapshot gives", () => {
    const taken = summary(heldByMe);
    const other = summary({ id: "conversation-0002" });
    const byEvents = receive(initialState(NOW), queue(summary()), changed(other), changed(taken));
    const bySnapshot = receive(initialState(NOW), queue(other, taken));
    expect(byEvents.queue).toEqual(bySnapshot.queue);
  });

  it("keeps nothing of the previous agent when another logs in on the same page", () => {
    const before = reduce(withThread(summary(heldByMe)), { type: "drafted", conversationId: "conversation-0001", text: "secret" });
    const after = receive(before, { type: "queue", agent_name: "Paul Martin", conversations: [] });
    expect(after).toMatchObject({ agentName: "Paul Martin", drafts: {}, thread: null, openId: null });
  });
});

describe("the open thread", () => {
  it("ignores the answer to an older request", () => {
    const asked = reduce(withThread(summary()), { type: "opened", conversationId: "conversation-0002", requestId: "newer" });
    const late = receive(asked, { type: "thread", request_id: "older", conversation: summary(), messages: [], understood: {}, facts: [] });
    expect(late.thread).toBeNull();
  });

  it("stays on screen while it is asked for again", () => {
    const state = reduce(withThread(summary(), [message(1)]), { type: "opened", conversationId: "conversation-0001", requestId: "again" });
    expect(state.thread?.messages).toHaveLength(1);
  });

  it("adds messages in their order, each once", () => {
    const posted = (seq: number) => ({ type: "message", conversation_id: "conversation-0001", message: message(seq) }) as const;
    const state = receive(withThread(summary(), [message(1)]), posted(3), posted(2), posted(3));
    expect(state.thread?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it("ignores the messages of other conversations", () => {
    const state = receive(withThread(summary()), { type: "message", conversation_id: "another", message: message(1) });
    expect(state.thread?.messages).toEqual([]);
  });

  it("shows that the visitor writes until their message, a silence, a lost connection or the end", () => {
    const typing = receive(withThread(summary()), { type: "typing", conversation_id: "conversation-0001", active: true });
    expect(typing.thread?.visitorTyping).toBe(true);
    const ends = [
      receive(typing, { type: "message", conversation_id: "conversation-0001", message: message(1) }),
      reduce(typing, { type: "visitor_typing_expired" }),
      reduce(typing, { type: "connection_lost" }),
      receive(typing, changed(summary({ status: "resolved" }))),
    ];
    expect(ends.map(({ thread }) => thread?.visitorTyping)).toEqual([false, false, false, false]);
  });

  it("still says what the conversation was about once it has left the queue", () => {
    const left = summary({ status: "resolved", reason: "", topic_title: null, requested_at: null });
    const state = receive(withThread(summary(heldByMe)), changed(left));
    expect(state.thread?.conversation).toMatchObject({ status: "resolved", topic_title: "Changer mon adresse e-mail", reason: "Demande une personne" });
  });

  it("keeps the facts of the case until the gateway says others", () => {
    const state = withThread(summary(), [], ["Compte actif"]);
    expect(receive(state, changed(summary(heldByMe))).thread?.facts).toEqual(["Compte actif"]);
    expect(receive(state, changed(summary(heldByMe), [])).thread?.facts).toEqual([]);
    const another = changed(summary({ id: "conversation-0002" }), ["Compte bloqué"]);
    expect(receive(state, another).thread?.facts).toEqual(["Compte actif"]);
  });

  it("is left when it could not be opened", () => {
    const asked = reduce(withThread(summary()), { type: "opened", conversationId: "gone", requestId: "request-gone" });
    const state = receive(asked, { type: "error", code: "unknown_conversation", message: "Cette conversation n'existe plus.", request_id: "request-gone" });
    expect(state).toMatchObject({ openId: null, thread: null, toasts: [{ text: "Cette conversation n'existe plus." }] });
  });
});

describe("a reply", () => {
  const stored = message(2, { author: "agent", client_message_id: "request-reply", text: "Bonjour" });
  const posted = { type: "message", conversation_id: "conversation-0001", message: stored } as const;
  const result = { type: "result", request_id: "request-reply" } as const;

  it("empties the draft and is on its way", () => {
    const state = sendReply(reduce(withThread(summary(heldByMe)), { type: "drafted", conversationId: reply.conversation_id, text: "Bonjour" }));
    expect(state.unanswered).toEqual([{ command: reply, stored: false }]);
    expect(state.drafts[reply.conversation_id]).toBe("");
  });

  it("gives way to its message, whichever of result and message comes first", () => {
    const resultFirst = receive(sendReply(withThread(summary(heldByMe))), result);
    expect(resultFirst.unanswered).toEqual([{ command: reply, stored: true }]);
    expect(receive(resultFirst, posted).unanswered).toEqual([]);
    expect(receive(sendReply(withThread(summary(heldByMe))), posted, result).unanswered).toEqual([]);
  });

  it("gives way to its message in a fresh thread after a reconnection", () => {
    const again = reduce(sendReply(withThread(summary(heldByMe))), { type: "opened", conversationId: "conversation-0001", requestId: "again" });
    const state = receive(again, { type: "thread", request_id: "again", conversation: summary(heldByMe), messages: [stored], understood: {}, facts: [] });
    expect(state.unanswered).toEqual([]);
  });

  it("is not mistaken for a visitor's message with the same id", () => {
    const forged = message(2, { client_message_id: "request-reply" });
    const state = receive(sendReply(withThread(summary(heldByMe))), { ...posted, message: forged });
    expect(state.unanswered).toHaveLength(1);
  });

  it("is given back when it is refused, before what was written since", () => {
    const refused = receive(sendReply(withThread(summary(heldByMe))), refusal);
    expect(refused).toMatchObject({ unanswered: [], drafts: { "conversation-0001": "Bonjour" }, toasts: [{ text: refusal.message }] });
    const wroteOn = reduce(sendReply(withThread(summary(heldByMe))), { type: "drafted", conversationId: "conversation-0001", text: "et merci" });
    expect(receive(wroteOn, refusal).drafts["conversation-0001"]).toBe("Bonjour\net merci");
  });

  it("is given back, not sent, when the session ends", () => {
    const state = reduce(sendReply(withThread(summary(heldByMe))), { type: "session_ended" });
    expect(state).toMatchObject({ connection: "ended", unanswered: [], drafts: { "conversation-0001": "Bonjour" } });
  });
});

describe("toasts", () => {
  it("do not pile up, and go away when closed or when the agent tries something else", () => {
    const warn = (state: DeskState, text: string) => reduce(state, { type: "warned", text });
    const full = ["a", "b", "c", "d", "d"].reduce(warn, initialState(NOW));
    expect(full.toasts.map(({ text }) => text)).toEqual(["b", "c", "d"]);
    const [first] = full.toasts;
    expect(reduce(full, { type: "toast_closed", id: first?.id ?? 0 }).toasts).toHaveLength(2);
    expect(sendReply(full).toasts).toEqual([]);
  });
});

it("forgets everything when the agent logs out", () => {
  expect(reduce(withThread(summary()), { type: "logged_out" })).toEqual({ ...initialState(NOW), connection: "ended" });
});
