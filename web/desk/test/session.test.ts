import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DeskSession } from "../src/session";
import { initialState } from "../src/state";
import { Store } from "../src/store";
import { commandsOn, FakeSocket, installFakeSocket, say } from "./fake-gateway";
import { heldByMe, NOW, queue, summary } from "./samples";

let store: Store;
let session: DeskSession;

beforeEach(() => {
  vi.useFakeTimers();
  installFakeSocket();
  store = new Store(initialState(NOW));
  session = new DeskSession(store, "ws://desk.test/desk/api/socket");
  session.start();
});

afterEach(() => {
  session.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function connect(): FakeSocket {
  FakeSocket.last.open();
  say(queue(summary(heldByMe)));
  return FakeSocket.last;
}

function reconnect(): FakeSocket {
  FakeSocket.last.closeFromServer(1006);
  vi.advanceTimersByTime(1_000);
  return connect();
}

describe("on a live connection", () => {
  it("is online from the snapshot on", () => {
    FakeSocket.last.open();
    expect(store.state.connection).toBe("connecting");
    connect();
    expect(store.state.connection).toBe("online");
  });

  it("sends each command with an id of its own", () => {
    const socket = connect();
    session.take("conversation-0001");
    session.reply("conversation-0001", "Bonjour");
    session.returnToBot("conversation-0001");
    session.resolve("conversation-0001");
    session.setTyping("conversation-0001", true);
    expect(commandsOn(socket).map(({ type }) => type)).toEqual(["take", "reply", "return_to_bot", "resolve", "set_typing"]);
    expect(new Set(commandsOn(socket).map(({ request_id }) => request_id)).size).toBe(5);
    expect(commandsOn(socket).every(({ request_id }) => /^[A-Za-z0-9_-]{8,64}$/.test(request_id))).toBe(true);
  });

  it("skips events that it does not know", () => {
    connect().receive('{"type": "from_the_future"}');
    expect(store.state.connection).toBe("online");
  });

  it("stops believing that a silent visitor writes", () => {
    const socket = connect();
    session.open("conversation-0001");
    const request_id = commandsOn(socket)[0]?.request_id ?? "";
    say({ type: "thread", request_id, conversation: summary(heldByMe), messages: [], understood: {}, facts: [] });
    say({ type: "typing", conversation_id: "conversation-0001", active: true });
    expect(store.state.thread?.visitorTyping).toBe(true);
    vi.advanceTimersByTime(20_000);
    expect(store.state.thread?.visitorTyping).toBe(false);
  });
});

describe("after a lost connection", () => {
  it("opens its thread anew, then sends again what had no answer, under the same id", () => {
    const before = connect();
    session.open("conversation-0001");
    session.reply("conversation-0001", "Bonjour");
    session.reply("conversation-0001", "Je regarde");
    say({ type: "result", request_id: commandsOn(before)[1]?.request_id ?? "" });
    const after = reconnect();
    expect(after).not.toBe(before);
    expect(commandsOn(after)[0]).toMatchObject({ type: "open", conversation_id: "conversation-0001" });
    expect(commandsOn(after).slice(1)).toEqual([commandsOn(before)[2]]);
  });

  it("keeps what is written meanwhile for the next snapshot", () => {
    connect().closeFromServer(1006);
    expect(store.state.connection).toBe("lost");
    session.reply("conversation-0001", "Bonjour");
    vi.advanceTimersByTime(1_000);
    FakeSocket.last.open();
    expect(commandsOn(FakeSocket.last)).toEqual([]);
    expect(commandsOn(connect())).toMatchObject([{ type: "reply", text: "Bonjour" }]);
  });

  it("does not send again what was refused", () => {
    const before = connect();
    session.take("conversation-0001");
    const request_id = commandsOn(before)[0]?.request_id ?? "";
    say({ type: "error", code: "already_taken", message: "Déjà prise.", request_id });
    expect(commandsOn(reconnect())).toEqual([]);
  });
});

it("gives up when the session ended, and says so", () => {
  connect().closeFromServer(4401);
  vi.advanceTimersByTime(60_000);
  expect(store.state.connection).toBe("ended");
  expect(FakeSocket.all).toHaveLength(1);
});
