// The agent's side of the conversation with the gateway: turns intentions into commands, and frames into actions.

import { newClientId } from "../../shared/client-id";
import { LiveSocket, type AfterClose } from "../../shared/live-socket";
import { readDeskEvent, type AcknowledgedCommand, type DeskCommand } from "./protocol";
import type { Store } from "./store";

const SESSION_ENDED = 4401;
/** A visitor who leaves in the middle of a sentence never says that they stopped. */
const VISITOR_TYPING_MS = 15_000;

export class DeskSession {
  private readonly socket: LiveSocket;
  private typingTimer: number | undefined;

  constructor(
    private readonly store: Store,
    url: string,
  ) {
    this.socket = new LiveSocket(url, {
      opened: () => undefined, // the gateway speaks first, with the queue
      received: (frame) => this.receive(frame),
      closed: (code) => this.afterClose(code),
    });
  }

  start(): void {
    this.store.dispatch({ type: "connecting" });
    this.socket.start();
  }

  stop(): void {
    this.socket.stop();
    window.clearTimeout(this.typingTimer);
  }

  open(conversationId: string): void {
    const requestId = newClientId();
    this.store.dispatch({ type: "opened", conversationId, requestId });
    this.send({ type: "open", request_id: requestId, conversation_id: conversationId });
  }

  take(conversationId: string): void {
    this.command({ type: "take", request_id: newClientId(), conversation_id: conversationId });
  }

  reply(conversationId: string, text: string): void {
    this.command({ type: "reply", request_id: newClientId(), conversation_id: conversationId, text });
  }

  returnToBot(conversationId: string): void {
    this.command({ type: "return_to_bot", request_id: newClientId(), conversation_id: conversationId });
  }

  resolve(conversationId: string): void {
    this.command({ type: "resolve", request_id: newClientId(), conversation_id: conversationId });
  }

  setTyping(conversationId: string, active: boolean): void {
    this.send({ type: "set_typing", request_id: newClientId(), conversation_id: conversationId, active });
  }

  private command(command: AcknowledgedCommand): void {
    this.store.dispatch({ type: "commanded", command });
    this.send(command);
  }

  /** Before the snapshot nothing leaves: what matters is sent, or sent again, when it comes. */
  private send(command: DeskCommand): void {
    if (this.store.state.connection === "online") this.socket.send(JSON.stringify(command));
  }

  private receive(frame: string): void {
    const event = readDeskEvent(frame);
    if (event === null) return;
    this.store.dispatch({ type: "received", event });
    if (event.type === "queue") this.catchUp();
    if (event.type === "typing") this.watchTyping(event.active);
  }

  /** After a reconnection: the open thread anew, then every command that had no answer. */
  private catchUp(): void {
    this.socket.settle();
    const { openId, unanswered } = this.store.state;
    if (openId !== null) this.open(openId);
    for (const { command, stored } of unanswered) if (!stored) this.send(command);
  }

  private watchTyping(active: boolean): void {
    window.clearTimeout(this.typingTimer);
    if (!active) return;
    const expire = () => this.store.dispatch({ type: "visitor_typing_expired" });
    this.typingTimer = window.setTimeout(expire, VISITOR_TYPING_MS);
  }

  private afterClose(code: number): AfterClose {
    if (code === SESSION_ENDED) {
      this.store.dispatch({ type: "session_ended" });
      return "stop";
    }
    this.store.dispatch({ type: "connection_lost" });
    return "retry";
  }
}
