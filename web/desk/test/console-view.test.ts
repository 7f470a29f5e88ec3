import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DeskSession } from "../src/session";
import { initialState } from "../src/state";
import { Store } from "../src/store";
import { ConsoleView } from "../src/view/console-view";
import { commandsOn, FakeSocket, installFakeSocket, say } from "./fake-gateway";
import { changed, heldByMe, message, minutesAgo, NOW, queue, summary } from "./samples";

let store: Store;
let view: ConsoleView;
let session: DeskSession;
const logOut = vi.fn();

beforeEach(() => {
  installFakeSocket();
  // jsdom has no modal dialogs.
  HTMLDialogElement.prototype.showModal = function () { this.open = true; };
  HTMLDialogElement.prototype.close = function () { this.open = false; };
  store = new Store(initialState(NOW));
  session = new DeskSession(store, "ws://desk.test/desk/api/socket");
  view = new ConsoleView(store, session, "https://www.jeveuxaider.gouv.fr", logOut);
  document.body.replaceChildren(view.node);
  session.start();
  FakeSocket.last.open();
});

afterEach(() => {
  view.dispose();
  session.stop();
  vi.unstubAllGlobals();
});

const lastSent = () => commandsOn(FakeSocket.last).slice(-1)[0];
const visible = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].filter((node) => node.closest("[hidden]") === null);
const textOf = (selector: string) => visible(selector).map((node) => node.textContent);
const press = (key: string, changes: KeyboardEventInit = {}) =>
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...changes }));

function button(label: string): HTMLButtonElement {
  const found = visible("button").find((node) => node.textContent === label);
  if (found === undefined) throw new Error(`No button « ${label} »`);
  return found as HTMLButtonElement;
}

function openThread(
  conversation = summary(),
  messages = [message(1)],
  understood: Record<string, string> = {},
  facts: readonly string[] = [],
): void {
  say(queue(conversation));
  visible(".line")[0]?.click();
  say({ type: "thread", request_id: lastSent()?.request_id ?? "", conversation, messages, understood, facts });
}

function write(text: string): HTMLTextAreaElement {
  const input = document.querySelector("textarea") as HTMLTextAreaElement;
  input.value = text;
  input.dispatchEvent(new Event("input"));
  return input;
}

describe("the queue", () => {
  it("says when nobody waits", () => {
    say(queue());
    expect(textOf(".group--waiting .group__empty")).toEqual(["Aucune conversation en attente."]);
    expect(document.title).toBe("Bureau");
  });

  it("shows what helps to choose", () => {
    say(queue(summary({ urgent: true }), summary({ id: "conversation-0002", role: null, topic_title: null })));
    expect(document.title).toBe("(2) Bureau");
    expect(textOf(".line__title")).toEqual(["Changer mon adresse e-mail", "Demande une personne"]);
    expect(textOf(".line__role")).toEqual(["Bénévole", "Anonyme"]);
    expect(textOf(".badge--urgent")).toEqual(["Urgent"]);
    expect(textOf(".line__since")[0]).toBe("depuis 4 min");
  });

  it("refreshes the waits", () => {
    say(queue(summary()));
    store.dispatch({ type: "ticked", now: NOW + 60_000 });
    expect(textOf(".line__since")).toEqual(["depuis 5 min"]);
  });

  it("marks and announces a new conversation", () => {
    say(queue(), changed(summary()));
    expect(textOf(".badge--fresh")).toEqual(["Nouvelle"]);
    expect(textOf("[role=status]")).toContain("Nouvelle conversation en attente : Changer mon adresse e-mail, Demande une personne");
  });

  it("keeps the focus on a line when the queue changes around it", () => {
    say(queue(summary()));
    visible(".line")[0]?.focus();
    const before = document.activeElement;
    say(changed(summary({ id: "conversation-0002", urgent: true })));
    expect(visible(".line")).toHaveLength(2);
    expect(document.activeElement).toBe(before);
  });
});

describe("the thread", () => {
  it("shows what people typed as it is, and what the bot wrote as Markdown", () => {
    const typed = message(1, { text: "<b>gras</b>\n**non**" });
    const answered = message(2, { author: "bot", text: "Ouvrez **[Mon compte](/profile)**", buttons: [{ id: "a", title: "Oui" }] });
    openThread(summary(), [typed, answered], { "message-1": "Changer mon adresse e-mail" });
    expect(textOf(".message--visitor .message__body")).toEqual(["<b>gras</b>\n**non**"]);
    expect(textOf(".message__understood")).toEqual(["Compris : Changer mon adresse e-mail"]);
    const link = document.querySelector<HTMLAnchorElement>(".message--bot strong a");
    expect(link).toMatchObject({ href: "https://www.jeveuxaider.gouv.fr/profile", target: "_blank" });
    expect(textOf(".message__choices li")).toEqual(["Oui"]);
  });

  it("shows the cards that the visitor was shown, away from the console", () => {
    const cards = [{ title: "Visites", url: "/missions-benevolat/12/benevolat", subtitle: "Les Voisins", details: ["Lyon (69)", "2 places"] }];
    openThread(summary(), [message(1, { author: "bot", text: "Une mission :", cards }), message(2, { cards })]);
    expect(textOf(".card")).toEqual(["Visites (nouvel onglet)Les VoisinsLyon (69)2 places"]);
    expect(document.querySelector(".card a")).toMatchObject({ href: "https://www.jeveuxaider.gouv.fr/missions-benevolat/12/benevolat", target: "_blank" });
  });

  it("offers what the holder of the conversation may do", () => {
    const offered = () => textOf(".thread__actions > button");
    openThread(summary());
    expect(offered()).toEqual(["Prendre la conversation"]);
    say(changed(summary(heldByMe)));
    expect(offered()).toEqual(["Rendre à l'assistant", "Clore"]);
    say(changed(summary({ status: "with_agent", agent_name: "Paul Martin" })));
    expect(offered()).toEqual([]);
    expect(textOf(".thread__status")).toEqual(["Prise en charge par Paul Martin"]);
    expect(visible("textarea")).toEqual([]);
  });

  it("moves the focus to the thread, to the reply once it is possible, and never loses it", () => {
    openThread(summary());
    expect(document.activeElement?.className).toBe("thread__title");
    button("Prendre la conversation").focus();
    button("Prendre la conversation").click();
    say({ type: "result", request_id: lastSent()?.request_id ?? "" }, changed(summary(heldByMe)));
    expect(document.activeElement?.id).toBe("reply");
    say(changed(summary({ status: "with_bot" })));
    expect(document.activeElement?.className).toBe("thread__title");
  });

  it("asks before it closes the conversation", () => {
    openThread(summary(heldByMe));
    button("Clore").click();
    expect(lastSent()?.type).toBe("open");
    button("Clore la conversation").click();
    expect(lastSent()).toMatchObject({ type: "resolve", conversation_id: "conversation-0001" });
  });

  it("says that the visitor writes", () => {
    openThread(summary(heldByMe));
    say({ type: "typing", conversation_id: "conversation-0001", active: true });
    expect(textOf(".thread__typing")).toEqual(["Le visiteur écrit…"]);
  });

  it("shows what is known, and links only to the site", () => {
    openThread(summary({ role: null, page_url: "https://elsewhere.test/", requested_at: minutesAgo(4) }));
    expect(textOf(".fact dd").slice(0, 3)).toEqual(["Anonyme (identité non prouvée)", "Demande une personne", "Changer mon adresse e-mail"]);
    expect(document.querySelector(".facts a")).toBeNull();
  });

  it("says what the platform says of the case, if anything, and keeps up with it", () => {
    openThread(summary(), [], {}, ["Compte <b>actif</b>", "2 candidatures en attente"]);
    expect(textOf(".case h3")).toEqual(["Ce que dit la plateforme"]);
    expect(textOf(".case li")).toEqual(["Compte <b>actif</b>", "2 candidatures en attente"]);
    const [line] = visible(".case li");
    store.dispatch({ type: "ticked", now: NOW + 15_000 });
    say(changed(summary(heldByMe), ["Compte <b>actif</b>", "2 candidatures en attente"]));
    expect(visible(".case li")[0]).toBe(line); // what is being selected stays selected
    say(changed(summary(), ["Compte bloqué"]));
    expect(textOf(".case li")).toEqual(["Compte bloqué"]);
    openThread(summary({ id: "conversation-0002" }));
    expect(textOf(".case h3")).toEqual([]);
  });
});

describe("a reply", () => {
  it("leaves on Enter, appears at once and settles in place", () => {
    openThread(summary(heldByMe), [message(1)]);
    write("Bonjour,\nje regarde.").focus();
    press("Enter", { shiftKey: true });
    expect(lastSent()?.type).toBe("set_typing");
    press("Enter");
    expect(textOf(".message--pending .message__moment")).toEqual(["Envoi…"]);
    const [pending] = visible(".message--pending");
    const sent = commandsOn(FakeSocket.last).find(({ type }) => type === "reply");
    expect(sent).toMatchObject({ text: "Bonjour,\nje regarde." });
    const stored = message(2, { author: "agent", text: "Bonjour,\nje regarde.", client_message_id: sent?.request_id ?? "", agent_name: "Awa Diop" });
    say({ type: "message", conversation_id: "conversation-0001", message: stored });
    expect(visible(".message--agent")).toEqual([pending]);
    expect(textOf(".message--pending")).toEqual([]);
  });

  it("comes back with an alert when it is refused", () => {
    openThread(summary(heldByMe));
    write("Bonjour").focus();
    press("Enter");
    const request_id = commandsOn(FakeSocket.last).find(({ type }) => type === "reply")?.request_id ?? "";
    say({ type: "error", code: "not_yours", message: "Cette conversation n'est plus la vôtre.", request_id });
    expect(document.querySelector("textarea")?.value).toBe("Bonjour");
    expect(textOf("[role=alert] p")).toEqual(["Cette conversation n'est plus la vôtre."]);
    button("Fermer").click();
    expect(textOf("[role=alert] p")).toEqual([]);
  });

  it("is neither empty nor longer than the gateway accepts", () => {
    openThread(summary(heldByMe));
    for (const text of ["   ", "é".repeat(4_001)]) {
      write(text).focus();
      press("Enter");
    }
    expect(commandsOn(FakeSocket.last).some(({ type }) => type === "reply")).toBe(false);
    expect(textOf(".composer__count")[0]).toMatch(/^Réponse trop longue : 4\s001 \/ 4\s000 caractères$/);
    expect(button("Envoyer").disabled).toBe(true);
  });

  it("keeps a draft for each conversation", () => {
    openThread(summary(heldByMe));
    write("brouillon");
    openThread(summary({ id: "conversation-0002", ...heldByMe }));
    expect(document.querySelector("textarea")?.value).toBe("");
    openThread(summary(heldByMe));
    expect(document.querySelector("textarea")?.value).toBe("brouillon");
  });
});

describe("the keyboard", () => {
  it("walks through the queue and takes", () => {
    openThread(summary());
    press("p", { altKey: true });
    press("p", { altKey: true });
    expect(commandsOn(FakeSocket.last).filter(({ type }) => type === "take")).toHaveLength(1);
    say(changed(summary({ id: "conversation-0002" })));
    press("j", { altKey: true });
    expect(lastSent()).toMatchObject({ type: "open", conversation_id: "conversation-0002" });
    press("˚", { altKey: true, code: "KeyK" }); // what a Mac types
    expect(lastSent()).toMatchObject({ type: "open", conversation_id: "conversation-0001" });
  });

  it("leaves AltGr alone", () => {
    openThread(summary());
    press("p", { altKey: true, ctrlKey: true });
    expect(lastSent()?.type).toBe("open");
  });
});

it("says that the connection is lost, and that it is back", () => {
  vi.useFakeTimers();
  say(queue());
  FakeSocket.last.closeFromServer(1006);
  expect(textOf(".banner")[0]).toMatch(/^Connexion perdue/);
  vi.advanceTimersByTime(1_000);
  FakeSocket.last.open();
  say(queue());
  expect(textOf(".banner")).toEqual([""]);
  vi.useRealTimers();
});

it("logs out", () => {
  button("Se déconnecter").click();
  expect(logOut).toHaveBeenCalledOnce();
});
