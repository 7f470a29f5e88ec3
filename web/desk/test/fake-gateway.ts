// The test plays the gateway on a WebSocket that goes nowhere, in the words of the desk's protocol.

import { vi } from "vitest";
import { FakeSocket } from "../../shared/test/fake-socket";
import type { DeskCommand, DeskEvent } from "../src/protocol";

export { FakeSocket };

/** Puts the fake in the place of the browser's WebSocket, until `vi.unstubAllGlobals`. */
export function installFakeSocket(): void {
  FakeSocket.all = [];
  vi.stubGlobal("WebSocket", FakeSocket);
}

/** Says the events on the last connection that was opened. */
export function say(...events: DeskEvent[]): void {
  for (const event of events) FakeSocket.last.receive(event);
}

export function commandsOn(socket: FakeSocket): DeskCommand[] {
  return socket.sent.map((frame) => JSON.parse(frame) as DeskCommand);
}
