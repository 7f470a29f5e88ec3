import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DeskApp } from "../src/app";
import { commandsOn, FakeSocket, installFakeSocket, say } from "./fake-gateway";
import { heldByMe, queue, summary } from "./samples";

type Answer = { readonly status: number; readonly body?: unknown } | "network down";

let answers: Record<string, Answer>;
let root: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers();
  installFakeSocket();
  answers = { "/desk/api/me": { status: 401 }, "/desk/api/login": { status: 204 }, "/desk/api/logout": { status: 204 } };
  vi.stubGlobal("fetch", async (path: string) => {
    const answer = answers[path];
    if (answer === undefined || answer === "network down") throw new TypeError("Failed to fetch");
    return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), { status: answer.status });
  });
  root = document.createElement("div");
  document.body.replaceChildren(root);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const alertText = () => root.querySelector("[role=alert]")?.textContent;
const hasConsole = () => root.querySelector(".console") !== null;

async function start(): Promise<void> {
  await new DeskApp(root, "ws://desk.test/desk/api/socket", "https://www.jeveuxaider.gouv.fr").start();
}

async function submit(login: string, password: string): Promise<void> {
  (root.querySelector("#login") as HTMLInputElement).value = login;
  (root.querySelector("#password") as HTMLInputElement).value = password;
  root.querySelector("form")?.requestSubmit();
  await settle();
}

async function startLoggedIn(): Promise<void> {
  answers["/desk/api/me"] = { status: 200, body: { name: "Awa Diop" } };
  await start();
  FakeSocket.last.open();
  say(queue(summary(heldByMe)));
}

it("asks to log in, with the focus on the first field", async () => {
  await start();
  expect(document.title).toBe("Connexion – Bureau");
  expect(document.activeElement?.id).toBe("login");
  expect(FakeSocket.all).toEqual([]);
});

it("goes straight to the console when the session is open", async () => {
  await startLoggedIn();
  expect(hasConsole()).toBe(true);
  expect(root.querySelector(".topbar__agent")?.textContent).toBe("Awa Diop");
});

it("says that the service is out of reach", async () => {
  answers["/desk/api/me"] = "network down";
  await start();
  expect(alertText()).toMatch(/^Le service ne répond pas/);
});

it("asks for what is missing without a request", async () => {
  await start();
  await submit("awa", "");
  expect(alertText()).toBe("Saisissez votre identifiant et votre mot de passe.");
  expect(document.activeElement?.id).toBe("password");
});

it("shows the gateway's sentence when the login is refused, then lets in", async () => {
  await start();
  answers["/desk/api/login"] = { status: 429, body: { code: "too_many_attempts", message: "Trop d'essais. Patientez une minute." } };
  await submit("awa", "wrong");
  expect(alertText()).toBe("Trop d'essais. Patientez une minute.");
  expect((root.querySelector("#password") as HTMLInputElement).value).toBe("");
  answers["/desk/api/login"] = { status: 204 };
  await submit("awa", "right");
  expect(hasConsole()).toBe(true);
});

it("survives an answer that is not the gateway's", async () => {
  await start();
  answers["/desk/api/login"] = { status: 502, body: "<html>" };
  await submit("awa", "secret");
  expect(alertText()).toMatch(/^Le service ne répond pas/);
});

it("comes back to the login page when the session ends, and keeps the draft for the same agent", async () => {
  await startLoggedIn();
  root.querySelector<HTMLButtonElement>(".line")?.click();
  const request_id = commandsOn(FakeSocket.last)[0]?.request_id ?? "";
  say({ type: "thread", request_id, conversation: summary(heldByMe), messages: [], understood: {}, facts: [] });
  const input = root.querySelector("textarea") as HTMLTextAreaElement;
  input.value = "brouillon";
  input.dispatchEvent(new Event("input"));
  FakeSocket.last.closeFromServer(4401);
  expect(hasConsole()).toBe(false);
  expect(alertText()).toBe("Votre session a pris fin. Reconnectez-vous.");
  await submit("awa", "secret");
  FakeSocket.last.open();
  say(queue(summary(heldByMe)));
  expect(root.querySelector("textarea")?.value).toBe("brouillon");
});

it("logs out", async () => {
  await startLoggedIn();
  [...root.querySelectorAll("button")].find((node) => node.textContent === "Se déconnecter")?.click();
  await settle();
  expect(hasConsole()).toBe(false);
  expect(alertText()).toBe("");
});

it("stays when logging out fails, and says so", async () => {
  await startLoggedIn();
  answers["/desk/api/logout"] = "network down";
  [...root.querySelectorAll("button")].find((node) => node.textContent === "Se déconnecter")?.click();
  await settle();
  expect(hasConsole()).toBe(true);
  expect(alertText()).toMatch(/^La déconnexion n'a pas abouti/);
});
