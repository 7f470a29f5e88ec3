import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSocket } from "../../shared/test/fake-socket";
import { readConfig } from "../src/config";
import { timeLabel } from "../src/wording";
import { button, commands, find, lastCommandId, loadPage, logText, openConversation, root, say, setUpBrowser, tearDownBrowser, write } from "./browser";
import { error, message } from "./examples";

beforeEach(setUpBrowser);
afterEach(tearDownBrowser);

const server = (frame: unknown) => FakeSocket.last.receive(frame);
const press = (key: string) => find("[role=dialog]").dispatchEvent(new KeyboardEvent("keydown", { key }));

describe("the panel", () => {
  it("opens from its button, with the focus where one writes, and gives it back", () => {
    loadPage();
    button("Besoin d'aide ?").click();
    expect(find("[role=dialog]").hidden).toBe(false);
    expect(root().activeElement).toBe(find("textarea"));
    press("Escape");
    expect(find("[role=dialog]").hidden).toBe(true);
    expect(root().activeElement).toBe(button("Besoin d'aide ?"));
  });

  it("is named, and says who answers", async () => {
    await openConversation();
    expect(find(`#${find("[role=dialog]").getAttribute("aria-labelledby")}`).textContent).toBe("Assistant JeVeuxAider");
    expect(find(".status").textContent).toBe("Assistant automatique");
    server({ type: "status", status: "waiting", agent_name: null });
    expect(find(".status").textContent).toBe("En attente d'une personne de l'équipe support");
    server({ type: "status", status: "with_agent", agent_name: "Camille" });
    expect(find(".status").textContent).toBe("Camille de l'équipe support vous répond");
  });

  it("offers a person, and the way back while waiting", async () => {
    await openConversation();
    button("Parler à une personne").click();
    expect(commands()).toMatchObject([{ type: "request_human" }]);
    expect(button("Demande en cours…").disabled).toBe(true);
    server({ type: "result", client_message_id: lastCommandId(), seq: 2, duplicate: false });
    server({ type: "status", status: "waiting", agent_name: null });
    expect(find(".human").hidden).toBe(true);
    button("Revenir à l'assistant").click();
    expect(commands()[1]).toMatchObject({ type: "cancel_handoff" });
  });

  it("offers the way back once, and not in the notice too", async () => {
    await openConversation();
    const buttons = [{ id: "1", title: "Revenir à l'assistant" }];
    server({ type: "status", status: "waiting", agent_name: null });
    server({ type: "message", message: message(2, { author: "system", text: "Votre demande est transmise.", buttons }) });
    const named = Array.from(root().querySelectorAll("button")).filter(({ textContent }) => textContent === "Revenir à l'assistant");
    expect(named).toEqual([button("Revenir à l'assistant")]);
    expect(named[0]?.closest("[role=group]")?.getAttribute("aria-label")).toBe("File d'attente");
  });

  it("tells of a lost connection", async () => {
    await openConversation();
    FakeSocket.last.closeFromServer();
    expect(find(".connection").textContent).toBe("Connexion perdue, nouvelle tentative…");
  });

  it("closes an alert that was read", async () => {
    await openConversation();
    server(error({ message: "Un incident est survenu." }));
    button("Fermer").click();
    expect(find("[role=alert]").hidden).toBe(true);
  });
});

describe("a message", () => {
  it("keeps its bubble from sending to storage", async () => {
    await openConversation();
    say("Bonjour <b>");
    const bubble = root().querySelectorAll("article")[1];
    expect(bubble?.textContent).toContain("Envoi…");
    server({ type: "message", message: message(2, { author: "visitor", text: "Bonjour <b>", client_message_id: lastCommandId() }) });
    expect(root().querySelectorAll("article")[1]).toBe(bubble);
    expect(bubble?.textContent).not.toContain("Envoi…");
    expect(bubble?.querySelector(".body")?.innerHTML).toBe("Bonjour &lt;b&gt;");
  });

  it("that may pass later offers to try again", async () => {
    await openConversation();
    say("Bonjour");
    server(error({ client_message_id: lastCommandId(), message: "Patientez.", retryable: true }));
    expect(logText()).toContain("Non envoyé");
    expect(logText()).toContain("Patientez.");
    button("Réessayer").click();
    expect(commands()).toHaveLength(2);
    expect(logText()).toContain("Envoi…");
  });

  it("that will not pass is given back, before what is being written", async () => {
    await openConversation();
    say("Trop long");
    server(error({ client_message_id: lastCommandId(), message: "Raccourcissez." }));
    write("suite");
    button("Modifier").click();
    expect(find<HTMLTextAreaElement>("textarea").value).toBe("Trop long\nsuite");
    expect(logText()).not.toContain("Trop long");
  });

  it("of another tab appears here too", async () => {
    await openConversation();
    server({ type: "message", message: message(2, { author: "visitor", text: "D'ailleurs", client_message_id: "another-tab" }) });
    expect(logText()).toContain("D'ailleurs");
  });

  it("takes its place without the others being drawn again", async () => {
    await openConversation();
    const first = find("article");
    server({ type: "message", message: message(3, { text: "Trois" }) });
    server({ type: "message", message: message(2, { text: "Deux" }) });
    expect(find("article")).toBe(first);
    expect(Array.from(root().querySelectorAll(".body"), ({ textContent }) => textContent)).toEqual(["Bonjour.", "Deux", "Trois"]);
  });

  it("has its choice sent once, then closed, and the focus kept in the conversation", async () => {
    await openConversation();
    button("Mission").focus();
    button("Mission").click();
    expect(commands()).toMatchObject([{ type: "press_button", seq: 1, button_id: "1" }]);
    expect(button("Mission").disabled).toBe(true);
    expect(root().activeElement).toBe(find("[role=log]"));
  });

  it("has its cards under its text, before its choices, and again after a change of page", async () => {
    const cards = [
      { title: "Visites aux aînés", url: "/missions-benevolat/12/benevolat", subtitle: "Les Voisins", details: ["Lyon (69)", "2 places"] },
      { title: "Collecte", url: "javascript:alert(1)", subtitle: "", details: [] },
    ];
    const found = { type: "message", message: message(2, { text: "Deux missions :", cards, buttons: [{ id: "1", title: "Plus loin" }] }) };
    const shown = () => Array.from(root().querySelectorAll("article")).map((bubble) => Array.from(bubble.children, ({ className }) => className)).pop();
    await openConversation();
    server(found);
    expect(shown()).toEqual(["visually-hidden", "body", "cards", "foot", "choices", "delivery"]);
    expect(Array.from(root().querySelectorAll(".card"), ({ textContent }) => textContent)).toEqual([
      "Visites aux aînés (nouvel onglet)Les VoisinsLyon (69)2 places", "Collecte",
    ]);
    expect(find<HTMLAnchorElement>(".card a").href).toBe("https://hote.fr/missions-benevolat/12/benevolat");
    await openConversation({ last_seq: 2, resumed: true });
    server(found);
    expect(root().querySelectorAll(".card")).toHaveLength(2);
  });

  it("is not read aloud while history comes back", async () => {
    await openConversation({ last_seq: 2 });
    expect(find("[role=log]").getAttribute("aria-busy")).toBe("true");
    server({ type: "message", message: message(2) });
    expect(find("[role=log]").getAttribute("aria-busy")).toBe("false");
  });
});

describe("the composer", () => {
  it("sends what is not empty nor too long, and counts near the limit", async () => {
    await openConversation({ max_text_length: 20 });
    const send = button("Envoyer");
    write("   ");
    expect(send.disabled).toBe(true);
    write("😀".repeat(10));
    expect([send.disabled, find(".counter").hidden]).toEqual([false, true]);
    write("😀".repeat(20));
    expect([send.disabled, find(".counter").textContent]).toEqual([false, "20 / 20 caractères"]);
    write("😀".repeat(21));
    expect([send.disabled, find(".counter").textContent]).toEqual([true, "21 / 20 caractères : votre message est trop long"]);
  });

  it("breaks the line on Shift+Enter and while a word is being composed", async () => {
    await openConversation();
    write("Bonjour");
    for (const options of [{ shiftKey: true }, { isComposing: true }]) {
      find("textarea").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, ...options }));
    }
    expect(commands()).toEqual([]);
  });

  it("keeps the draft through a reconnection", async () => {
    await openConversation();
    write("Je cherche");
    FakeSocket.last.closeFromServer();
    await vi.advanceTimersByTimeAsync(500);
    expect(find<HTMLTextAreaElement>("textarea").value).toBe("Je cherche");
  });
});

describe("the script tag", () => {
  const tag = (attributes: Record<string, string>) => {
    const script = document.createElement("script");
    for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
    return readConfig(script, "https://hote.fr/page");
  };

  it("says where everything is", () => {
    expect(tag({ src: "https://aide.fr/widget/widget.js", "data-token-url": "/assistant-token", "data-site-url": "https://site.fr" })).toEqual({
      socketUrl: "wss://aide.fr/ws/visitor", tokenUrl: "https://hote.fr/assistant-token", siteUrl: "https://site.fr/",
    });
  });

  it("may say little", () => {
    expect(tag({ src: "http://127.0.0.1:8080/widget/widget.js" })).toEqual({
      socketUrl: "ws://127.0.0.1:8080/ws/visitor", tokenUrl: null, siteUrl: "https://hote.fr/",
    });
  });
});

it("tells the day of an older message", () => {
  const now = new Date("2026-03-02T15:00:00");
  expect(timeLabel("2026-03-02T14:05:00", now)).toBe("14:05");
  expect(timeLabel("2026-02-27T14:05:00", now)).toBe("27 février, 14:05");
});
