import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AfterClose, LiveSocket, backOffMs } from "../live-socket";
import { FakeSocket } from "./fake-socket";

let next: AfterClose;
let heard: string[];
let socket: LiveSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
  next = "retry";
  heard = [];
  socket = new LiveSocket("wss://exemple.fr/ws", {
    opened: () => heard.push("opened"),
    received: (text) => heard.push(text),
    closed: (code) => {
      heard.push(`closed ${code}`);
      return next;
    },
  });
});

afterEach(() => {
  socket.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a live socket", () => {
  it("connects only when started, once", () => {
    expect(FakeSocket.all).toHaveLength(0);
    socket.start();
    socket.start();
    expect(FakeSocket.all).toHaveLength(1);
  });

  it("hands over what comes, and sends only when open", () => {
    socket.start();
    expect(socket.send("trop tôt")).toBe(false);
    FakeSocket.last.open();
    FakeSocket.last.receive("bonjour");
    expect(socket.send("salut")).toBe(true);
    expect(heard).toEqual(["opened", "bonjour"]);
    expect(FakeSocket.last.sent).toEqual(["salut"]);
  });

  it("comes back after a loss, later each time, until it settles", () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    socket.start();
    for (const delay of [500, 1000, 2000]) {
      const opened = FakeSocket.all.length;
      FakeSocket.last.closeFromServer();
      vi.advanceTimersByTime(delay - 1);
      expect(FakeSocket.all).toHaveLength(opened);
      vi.advanceTimersByTime(1);
      expect(FakeSocket.all).toHaveLength(opened + 1);
    }
    socket.settle();
    FakeSocket.last.closeFromServer();
    vi.advanceTimersByTime(500);
    expect(FakeSocket.all).toHaveLength(5);
  });

  it("stays away when told to", () => {
    next = "stop";
    socket.start();
    FakeSocket.last.closeFromServer(1008);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    socket.start();
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("does not hurry back when told to wait", () => {
    next = "retry_late";
    socket.start();
    FakeSocket.last.closeFromServer(4429);
    vi.advanceTimersByTime(14_000);
    expect(FakeSocket.all).toHaveLength(1);
    vi.advanceTimersByTime(16_000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("reconnects at once when the network or the visitor comes back", () => {
    socket.start();
    FakeSocket.last.open();
    window.dispatchEvent(new Event("online"));
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.last.closeFromServer();
    document.dispatchEvent(new Event("visibilitychange"));
    expect(FakeSocket.all).toHaveLength(3);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(3);
  });

  it("ignores what a dropped connection still says", () => {
    socket.start();
    const dropped = FakeSocket.last;
    socket.restart();
    dropped.open();
    dropped.receive("trop tard");
    dropped.closeFromServer();
    expect(heard).toEqual([]);
  });
});

it("backs off from half a second to fifteen, never twice the same", () => {
  expect(backOffMs(0, () => 0)).toBe(250);
  expect(backOffMs(0, () => 1)).toBe(500);
  expect(backOffMs(3, () => 1)).toBe(4000);
  expect(backOffMs(40, () => 1)).toBe(15_000);
});
