import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSocket } from "../../shared/test/fake-socket";
import { commands, connect, find, host, lastCommandId, loadPage, logText, openConversation, root, say, setUpBrowser, settle, tearDownBrowser, write } from "./browser";
import { KEY, error, message, welcome } from "./examples";

beforeEach(setUpBrowser);
afterEach(tearDownBrowser);

const server = (frame: unknown) => FakeSocket.last.receive(frame);
const hello = () => FakeSocket.last.frames.find(({ type }) => type === "hello");

describe("hello", () => {
  it("waits for the visitor: before, nothing is stored, fetched nor connected", () => {
    loadPage();
    expect(FakeSocket.all).toHaveLength(0);
    expect(fetch).not.toHaveBeenCalled();
    expect(localStorage.length + sessionStorage.length).toBe(0);
  });

  it("says who, where and from when", async () => {
    host.token = "signed-by-the-host";
    await openConversation();
    expect(hello()).toEqual({
      type: "hello", protocol: 1, conversation: null, last_seq: 0, identity_token: "signed-by-the-host",
      page: { url: "http://localhost:3000/", title: "" },
    });
  });

  it("asks the rest of its own conversation after a loss", async () => {
    await openConversation();
    FakeSocket.last.closeFromServer();
    await vi.advanceTimersByTimeAsync(500);
    await connect();
    expect(hello()).toMatchObject({ conversation: KEY, last_seq: 1 });
  });

  it("comes back to the conversation of another tab", async () => {
    localStorage.setItem("jeveuxaider-assistant.conversation", JSON.stringify({ key: KEY, identified: false }));
    await openConversation({ resumed: true });
    expect(hello()).toMatchObject({ conversation: KEY, last_seq: 0 });
  });

  it("works where storage is refused", async () => {
    vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => { throw new Error("refused"); });
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => { throw new Error("refused"); });
    await openConversation();
    FakeSocket.last.closeFromServer();
    await vi.advanceTimersByTimeAsync(500);
    await connect();
    expect(hello()).toMatchObject({ conversation: KEY });
    vi.restoreAllMocks();
  });
});

describe("a page load", () => {
  it("brings back the panel, its conversation and its draft", async () => {
    await openConversation();
    write("Bonjour, je");
    loadPage();
    await connect();
    server(welcome({ resumed: true, last_seq: 1 }));
    server({ type: "message", message: message(1, { text: "Bonjour." }) });
    expect(find("[role=dialog]").hidden).toBe(false);
    expect(logText()).toContain("Bonjour.");
    expect(find<HTMLTextAreaElement>("textarea").value).toBe("Bonjour, je");
  });

  it("leaves a minimised panel so, and shows what came", async () => {
    (await openConversation()).minimise();
    loadPage();
    await connect();
    server(welcome({ resumed: true, last_seq: 2 }));
    server({ type: "message", message: message(1) });
    server({ type: "message", message: message(2) });
    expect(find("[role=dialog]").hidden).toBe(true);
    expect(find(".badge").textContent).toBe("1");
  });

  it("in mid-send sends the same command again", async () => {
    await openConversation();
    say("Bonjour");
    const id = lastCommandId();
    loadPage();
    await connect();
    server(welcome({ resumed: true, last_seq: 1 }));
    expect(commands()).toEqual([{ type: "post_message", client_message_id: id, text: "Bonjour" }]);
  });
});

describe("a command", () => {
  it("is sent again, under its id, until the gateway has it", async () => {
    await openConversation();
    say("Bonjour");
    const [first] = commands();
    FakeSocket.last.closeFromServer();
    await vi.advanceTimersByTimeAsync(500);
    await connect();
    server(welcome({ resumed: true, last_seq: 1 }));
    expect(commands()).toEqual([first]);
    server({ type: "result", client_message_id: first?.client_message_id, seq: 2, duplicate: false });
    FakeSocket.last.closeFromServer();
    await vi.advanceTimersByTimeAsync(500);
    await connect();
    server(welcome({ resumed: true, last_seq: 2 }));
    expect(commands()).toEqual([]);
  });

  it("written before the connection leaves with it", async () => {
    loadPage().open();
    say("Bonjour");
    await connect();
    server(welcome());
    expect(commands()).toMatchObject([{ type: "post_message", text: "Bonjour" }]);
  });

  it("that nobody acknowledges shows that the connection is dead", async () => {
    await openConversation();
    say("Bonjour");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("refused for a while is tried again when the gateway says so", async () => {
    await openConversation();
    say("Bonjour");
    server(error({ code: "rate_limited", client_message_id: lastCommandId(), retryable: true, retry_after_seconds: 3 }));
    expect(commands()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3000);
    expect(commands()).toHaveLength(2);
    expect(commands()[1]).toEqual(commands()[0]);
  });
});

describe("a refusal of the conversation", () => {
  const restart = async (code: string) => {
    await openConversation();
    say("Ma question");
    FakeSocket.last.closeFromServer();
    await vi.advanceTimersByTimeAsync(500);
    await connect();
    server(error({ code, message: "Une nouvelle conversation va commencer." }));
    await connect();
    server(welcome({ conversation: { id: "conversation-0002", token: "t" } }));
  };

  it("starts another one, where what was written goes", async () => {
    await restart("unknown_conversation");
    expect(hello()).toMatchObject({ conversation: null, last_seq: 0 });
    expect(logText()).toContain("Une nouvelle conversation va commencer.");
    expect(commands()).toMatchObject([{ type: "post_message", text: "Ma question" }]);
    expect(localStorage.getItem("jeveuxaider-assistant.conversation")).toContain("conversation-0002");
  });

  it("drops what someone else was writing", async () => {
    await restart("identity_mismatch");
    expect(commands()).toEqual([]);
    expect(logText()).not.toContain("Ma question");
  });

  it("asks to reload a page of another age", async () => {
    loadPage().open();
    await connect();
    server(error({ code: "unsupported_protocol", message: "Votre page est ancienne." }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(find("[role=alert]").textContent).toContain("Votre page est ancienne.");
    expect(find("[role=alert]").textContent).toContain("Recharger la page");
  });

  it("that may pass is tried again later", async () => {
    loadPage().open();
    await connect();
    server(error({ code: "storage_unavailable", retryable: true }));
    expect(FakeSocket.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it.each([
    [1008, "La connexion à l'assistant a été refusée."],
    [4408, "La connexion est lente"],
    [4429, "Trop de connexions"],
  ])("by closing with %i is explained", async (code, sentence) => {
    await openConversation();
    FakeSocket.last.closeFromServer(code);
    expect(find("[role=alert]").textContent).toContain(sentence);
  });

  it("by closing on a frame too big gives the text back", async () => {
    await openConversation();
    say("Un roman");
    FakeSocket.last.closeFromServer(1009);
    expect(logText()).toContain("Non envoyé");
    expect(logText()).toContain("trop volumineux");
  });
});

describe("identity", () => {
  it("is renewed when it expires", async () => {
    host.token = "first";
    await openConversation({ role: "benevole" });
    host.token = "second";
    server({ type: "identity", role: "benevole", expired: true });
    await settle();
    expect(commands()).toEqual([{ type: "identify", identity_token: "second" }]);
  });

  it("is told again when the host says that it changed", async () => {
    const widget = await openConversation();
    host.token = "logged-in";
    await widget.refreshIdentity();
    expect(commands()).toEqual([{ type: "identify", identity_token: "logged-in" }]);
  });

  it("ends with a new hello when the visitor logs out", async () => {
    host.token = "logged-in";
    const widget = await openConversation({ role: "benevole" });
    host.token = null;
    await widget.refreshIdentity();
    await connect();
    expect(hello()).toMatchObject({ conversation: KEY, identity_token: null });
  });

  it("that the gateway refuses leaves the visitor anonymous", async () => {
    host.token = "forged";
    loadPage().open();
    await connect();
    server(error({ code: "invalid_identity", message: "Identité non vérifiée." }));
    await connect();
    expect(hello()).toMatchObject({ identity_token: null });
    expect(find("[role=alert]").textContent).toContain("Identité non vérifiée.");
  });

  describe("that nobody can check for now", () => {
    const UNAVAILABLE = error({ code: "identity_unavailable", message: "Pas vérifiable pour le moment.", retryable: true });

    it("does not keep a newcomer waiting, and is proven as soon as it can be", async () => {
      host.token = "of-the-platform";
      loadPage().open();
      await connect();
      server(UNAVAILABLE);
      await connect();
      expect(hello()).toMatchObject({ conversation: null, identity_token: null });
      expect(find("[role=alert]").textContent).toContain("Pas vérifiable pour le moment.");
      server(welcome());
      await vi.advanceTimersByTimeAsync(5000);
      server(UNAVAILABLE);
      await vi.advanceTimersByTimeAsync(5000);
      expect(commands()).toEqual(Array(2).fill({ type: "identify", identity_token: "of-the-platform" }));
      expect(find("[role=alert]").textContent).toContain("Pas vérifiable pour le moment.");
      server({ type: "identity", role: "benevole", expired: false });
      expect(find("[role=alert]").textContent).not.toContain("Pas vérifiable pour le moment.");
      await vi.advanceTimersByTimeAsync(60_000);
      expect(commands()).toHaveLength(2);
    });

    it("does not cost an identified visitor their conversation", async () => {
      host.token = "of-the-platform";
      await openConversation({ role: "benevole" });
      FakeSocket.last.closeFromServer();
      await vi.advanceTimersByTimeAsync(500);
      await connect();
      server(UNAVAILABLE);
      expect(find("[role=alert]").textContent).toContain("Pas vérifiable pour le moment.");
      await vi.advanceTimersByTimeAsync(1000);
      await connect();
      expect(hello()).toMatchObject({ conversation: KEY, identity_token: "of-the-platform" });
      server(welcome({ resumed: true, last_seq: 1, role: "benevole" }));
      expect(find("[role=alert]").textContent).not.toContain("Pas vérifiable pour le moment.");
    });
  });

  it("of somebody else starts another conversation, and says so", async () => {
    host.token = "of-alice";
    const widget = await openConversation({ role: "benevole" });
    say("Où en est ma candidature ?");
    host.token = "of-bruno";
    await widget.refreshIdentity();
    server(error({ code: "identity_mismatch", message: "Cette conversation appartient à un autre compte." }));
    await connect();
    expect(hello()).toMatchObject({ conversation: null, last_seq: 0, identity_token: "of-bruno" });
    server(welcome({ conversation: { id: "conversation-0002", token: "t" } }));
    expect(logText()).toContain("Cette conversation appartient à un autre compte.");
    expect(logText()).not.toContain("Où en est ma candidature ?");
    expect(commands()).toEqual([]);
  });

  it("that the host cannot tell does not cost an identified visitor their conversation", async () => {
    host.token = "logged-in";
    await openConversation({ role: "benevole" });
    host.token = new Error("unreachable");
    FakeSocket.last.closeFromServer();
    await vi.advanceTimersByTimeAsync(500);
    await connect();
    expect(hello()).toBeUndefined();
    host.token = "logged-in";
    await vi.advanceTimersByTimeAsync(1000);
    await connect();
    expect(hello()).toMatchObject({ conversation: KEY, identity_token: "logged-in" });
  });

  it("that the host cannot tell does not keep a newcomer waiting", async () => {
    host.token = new Error("unreachable");
    await openConversation();
    expect(hello()).toMatchObject({ identity_token: null });
  });
});

describe("the writing sign", () => {
  it("is sent to a person only, every three seconds at most, and taken back", async () => {
    await openConversation();
    write("B");
    expect(commands()).toEqual([]);
    await vi.advanceTimersByTimeAsync(6000);
    server({ type: "status", status: "with_agent", agent_name: "Camille" });
    write("Bo");
    write("Bon");
    await vi.advanceTimersByTimeAsync(3000);
    write("Bonj");
    await vi.advanceTimersByTimeAsync(5000);
    expect(commands().map(({ active }) => active)).toEqual([true, true, false]);
  });

  it("of an agent who vanished goes away", async () => {
    await openConversation({ status: "with_agent", agent_name: "Camille" });
    server({ type: "typing", author: "agent", active: true });
    expect(find(".typing").textContent).toBe("Camille écrit…");
    await vi.advanceTimersByTimeAsync(30_000);
    expect(find(".typing").textContent).toBe("");
  });
});

it("survives a frame that it does not know", async () => {
  await openConversation();
  server({ type: "fireworks" });
  expect(root().querySelectorAll("article")).toHaveLength(1);
});
