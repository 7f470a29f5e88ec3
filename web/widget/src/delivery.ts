// Gets the outbox to the gateway: each command is sent, under the same id, until a `result` or a final `error` comes.

import type { AcknowledgedCommand } from "../../shared/protocol";
import { type OutboxEntry, idOf, isPending } from "./state";
import type { Store } from "./store";

/** A connection on which an acknowledgement takes longer is taken for dead. */
const ACKNOWLEDGEMENT_MS = 10_000;
/** Before a refused command is tried again, unless the gateway says when. */
const RETRY_MS = 5000;

export class Delivery {
  private timer: number | undefined;

  constructor(
    private readonly store: Store,
    private readonly send: (command: AcknowledgedCommand) => void,
    private readonly connectionIsDead: () => void,
  ) {}

  submit(entry: OutboxEntry): void {
    this.store.dispatch({ type: "command_added", entry });
    this.transmit(entry);
  }

  retry(clientMessageId: string): void {
    const entry = this.store.state.outbox.find((candidate) => idOf(candidate) === clientMessageId);
    if (entry === undefined || entry.failure === null) return;
    this.store.dispatch({ type: "command_retried", clientMessageId });
    this.transmit(entry);
  }

  retryLater(clientMessageId: string, afterSeconds: number | null): void {
    const delay = afterSeconds === null ? RETRY_MS : afterSeconds * 1000;
    window.setTimeout(() => this.retry(clientMessageId), delay);
  }

  /** The connection has just become usable. */
  sendAll(): void {
    for (const entry of this.store.state.outbox) {
      if (isPending(entry)) this.transmit(entry);
      else if (entry.failure?.retryable) this.retry(idOf(entry));
    }
  }

  /** The gateway answered something: it is alive, and the wait for the rest starts again. */
  awaitRest(): void {
    this.stopWaiting();
    const { connection, outbox } = this.store.state;
    if (connection === "online" && outbox.some(isPending)) {
      this.timer = window.setTimeout(this.connectionIsDead, ACKNOWLEDGEMENT_MS);
    }
  }

  stopWaiting(): void {
    window.clearTimeout(this.timer);
  }

  private transmit(entry: OutboxEntry): void {
    if (this.store.state.connection !== "online") return; // `sendAll` will
    this.send(entry.command);
    this.awaitRest();
  }
}
