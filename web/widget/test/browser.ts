// A page with a widget, a fake socket and a host that signs identities: what tests drive.

import { vi } from "vitest";
import { FakeSocket } from "../../shared/test/fake-socket";
import { Widget } from "../src/widget";
import { message, welcome } from "./examples";

export const TOKEN_URL = "https://hote.fr/assistant-token";

/** What the host answers to the next questions; an `Error` stands for a network failure. */
export const host: { token: string | null | Error } = { token: null };

export function setUpBrowser(): void {
  vi.useFakeTimers({ now: new Date("2026-03-02T13:05:00Z") });
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  vi.stubGlobal("fetch", vi.fn(answerOfHost));
  FakeSocket.all = [];
  host.token = null;
  localStorage.clear();
  sessionStorage.clear();
  document.body.replaceChildren();
}

export function tearDownBrowser(): void {
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
}

/** A page load. */
export function loadPage(): Widget {
  document.body.replaceChildren();
  const widget = new Widget({ socketUrl: "wss://exemple.fr/ws/visitor", tokenUrl: TOKEN_URL, siteUrl: "https://hote.fr/" });
  widget.mount(document.body);
  return widget;
}

/** A page load whose widget is opened, connected and welcomed. */
export async function openConversation(fields: Parameters<typeof welcome>[0] = {}): Promise<Widget> {
  const widget = loadPage();
  widget.open();
  await connect();
  FakeSocket.last.receive(welcome({ last_seq: 1, ...fields }));
  FakeSocket.last.receive({ type: "message", message: message(1, { text: "Bonjour.", buttons: [{ id: "1", title: "Mission" }] }) });
  return widget;
}

/** The socket opens and the host has answered: hello is sent. */
export async function connect(): Promise<void> {
  FakeSocket.last.open();
  await settle();
}

export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

export function root(): ShadowRoot {
  const shadow = document.querySelector("jeveuxaider-assistant")?.shadowRoot;
  if (!shadow) throw new Error("the widget is not mounted");
  return shadow;
}

export function find<Type extends HTMLElement>(selector: string): Type {
  const found = root().querySelector<Type>(selector);
  if (found === null) throw new Error(`nothing matches ${selector}`);
  return found;
}

export function button(name: string): HTMLButtonElement {
  const named = Array.from(root().querySelectorAll("button")).filter(
    (candidate) => (candidate.getAttribute("aria-label") ?? candidate.textContent ?? "").trim() === name,
  );
  const visible = named.find((candidate) => candidate.closest("[hidden]") === null) ?? named[0];
  if (visible === undefined) throw new Error(`no button « ${name} »`);
  return visible;
}

export function write(text: string): void {
  const field = find<HTMLTextAreaElement>("textarea");
  field.value = text;
  field.dispatchEvent(new Event("input"));
}

export function say(text: string): void {
  write(text);
  find("textarea").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
}

export function logText(): string {
  return find("[role=log]").textContent ?? "";
}

/** What was sent on the present connection, after its hello. */
export function commands(): Record<string, unknown>[] {
  return FakeSocket.last.frames.filter(({ type }) => type !== "hello");
}

export function lastCommandId(): string {
  return String(commands().pop()?.client_message_id);
}

async function answerOfHost(): Promise<Response> {
  if (host.token instanceof Error) throw host.token;
  return new Response(JSON.stringify({ token: host.token }), { headers: { "Content-Type": "application/json" } });
}
