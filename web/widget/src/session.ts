// The conversation with the gateway: says hello, proves who the visitor is, reacts to what the gateway says of the
// connection or of the whole conversation. Commands are `delivery.ts`'s. Nothing is shown from here: the store knows.

import { LiveSocket, type AfterClose } from "../../shared/live-socket";
import {
  type CommandError, type Page, type VisitorCommand, type VisitorEvent, type Welcome, PROTOCOL, readVisitorEvent,
} from "../../shared/protocol";
import { wellFormed } from "./commands";
import type { WidgetConfig } from "./config";
import { Delivery } from "./delivery";
import { type IdentityAnswer, fetchIdentity } from "./identity";
import type { ConversationMemory } from "./memory";
import { reactionToClose } from "./refusals";
import { type Alert, type OutboxEntry, lastSeq } from "./state";
import type { Store } from "./store";

/** An agent whose console vanished never says that they stopped writing. */
const TYPING_MS = 30_000;
const RENEWAL_RETRY_MS = 5000;

export class Session {
  private readonly socket: LiveSocket;
  private readonly delivery: Delivery;
  /** Changes with each connection, so that the host's answer to an older one is ignored. */
  private connectionNumber = 0;
  private identityRefused = false;
  /** Why nobody could tell whose token it is, while the visitor goes on without being known. */
  private identityPostponed: string | null = null;
  private typingTimer: number | undefined;

  constructor(
    private readonly config: WidgetConfig,
    private readonly store: Store,
    private readonly memory: ConversationMemory,
  ) {
    this.socket = new LiveSocket(config.socketUrl, {
      connecting: () => this.beginConnection(),
      opened: () => void this.sayHello(),
      received: (text) => this.receive(text),
      closed: (code) => this.afterClose(code),
    });
    this.delivery = new Delivery(store, (command) => this.send(command), () => this.socket.restart());
  }

  get started(): boolean {
    return !["idle", "stopped"].includes(this.store.state.connection);
  }

  start(): void {
    if (this.started) return;
    this.alert(null);
    this.socket.start();
  }

  submit(entry: OutboxEntry): void {
    this.delivery.submit(entry);
  }

  retry(clientMessageId: string): void {
    this.delivery.retry(clientMessageId);
  }

  setTyping(active: boolean): void {
    const { connection, status } = this.store.state;
    if (connection === "online" && (status === "waiting" || status === "with_agent")) {
      this.send({ type: "set_typing", active });
    }
  }

  /** The visitor logged in or out on the host page. Nothing takes an identity back but a new hello without one. */
  async refreshIdentity(): Promise<void> {
    if (!this.started) return;
    this.identityRefused = false;
    this.identityPostponed = null;
    const connection = this.connectionNumber;
    const answer = await fetchIdentity(this.config.tokenUrl);
    if (connection !== this.connectionNumber) return; // the newer connection has asked for itself
    if (!this.identify(answer)) this.socket.restart();
  }

  private beginConnection(): void {
    this.abandonConnection();
    // A loss stays told until the connection is back: attempts are not announced one by one.
    if (this.store.state.connection !== "lost") this.store.dispatch({ type: "connection", connection: "connecting" });
  }

  private async sayHello(): Promise<void> {
    const connection = ++this.connectionNumber;
    this.store.dispatch({ type: "connection", connection: "joining" });
    const withoutProof = this.identityRefused || this.identityPostponed !== null;
    const answer = withoutProof ? { token: null } : await fetchIdentity(this.config.tokenUrl);
    if (connection !== this.connectionNumber) return;
    this.joinOtherTabs();
    const known = this.memory.recall();
    if (answer === "unavailable" && known?.identified) return this.comeBackLater();
    this.send({
      type: "hello",
      protocol: PROTOCOL,
      conversation: known?.key ?? null,
      last_seq: lastSeq(this.store.state),
      identity_token: answer === "unavailable" ? null : answer.token,
      page: currentPage(),
    });
  }

  /** Another tab may have started a new conversation: it is this one's too. */
  private joinOtherTabs(): void {
    const mine = this.store.state.conversation;
    const shared = this.memory.recall();
    if (mine !== null && shared !== null && shared.key.id !== mine.id) {
      this.store.dispatch({ type: "conversation_forgotten", notice: null, keepOutbox: true });
    }
  }

  private receive(text: string): void {
    const event = readVisitorEvent(text);
    if (event === null) return;
    this.store.dispatch(event);
    this.reactTo(event);
  }

  private reactTo(event: VisitorEvent): void {
    switch (event.type) {
      case "welcome":
        return this.settle(event);
      case "result":
        return this.delivery.awaitRest();
      case "error":
        this.delivery.awaitRest();
        if (event.client_message_id === null) this.reactToRefusal(event);
        else if (event.retryable) this.delivery.retryLater(event.client_message_id, event.retry_after_seconds);
        return;
      case "typing":
        window.clearTimeout(this.typingTimer);
        this.typingTimer = window.setTimeout(() => this.store.dispatch({ type: "typing_expired" }), TYPING_MS);
        return;
      case "identity": {
        const { conversation } = this.store.state;
        if (event.role !== null && conversation !== null) this.memory.remember({ key: conversation, identified: true });
        if (event.expired) void this.renewIdentity();
        else this.identityIsKnown();
        return;
      }
    }
  }

  private settle({ conversation, role }: Welcome): void {
    const known = this.memory.recall();
    const wasIdentified = known?.key.id === conversation.id && known.identified;
    this.memory.remember({ key: conversation, identified: wasIdentified || role !== null });
    this.socket.settle();
    this.delivery.sendAll();
    if (this.identityPostponed !== null) this.renewIdentityLater();
  }

  private reactToRefusal({ code, message, retryable }: CommandError): void {
    const joining = this.store.state.connection === "joining";
    if (code === "unknown_conversation") this.startOver(message, true);
    // What the other account's owner was writing must not be sent in this one's name.
    else if (code === "identity_mismatch") this.startOver(message, false);
    else if (code === "unsupported_protocol") this.stop({ text: message, remedy: "reload" });
    else if (code === "invalid_identity" && joining) this.continueAnonymously(message);
    else if (code === "identity_unavailable") this.postponeIdentity(message, joining);
    else if (joining && !retryable) this.stop({ text: message, remedy: "reload" });
    else {
      if (code === "invalid_frame") this.store.dispatch({ type: "pending_refused", reason: message });
      this.alert({ text: message, remedy: "dismiss" });
      if (joining) this.comeBackLater();
    }
  }

  private startOver(notice: string, keepOutbox: boolean): void {
    const refused = this.memory.recall();
    // A gateway that refused even a new conversation would be asked for ever.
    if (refused === null) return this.stop({ text: notice, remedy: "reconnect" });
    this.memory.forget(refused.key.id);
    this.store.dispatch({ type: "conversation_forgotten", notice, keepOutbox });
    this.socket.restart();
  }

  private continueAnonymously(reason: string): void {
    this.identityRefused = true;
    this.alert({ text: reason, remedy: "dismiss" });
    this.socket.restart();
  }

  /** Who was known waits to be known again: without a proof their conversation is closed. The others need not wait. */
  private postponeIdentity(reason: string, joining: boolean): void {
    if (!joining) return this.renewIdentityLater();
    const wasIdentified = this.memory.recall()?.identified === true;
    this.alert({ text: reason, remedy: wasIdentified ? null : "dismiss" });
    if (wasIdentified) return this.comeBackLater();
    this.identityPostponed = reason;
    this.socket.restart();
  }

  private identityIsKnown(): void {
    if (this.store.state.alert?.text === this.identityPostponed) this.alert(null);
    this.identityPostponed = null;
  }

  private comeBackLater(): void {
    this.abandonConnection();
    this.store.dispatch({ type: "connection", connection: "lost" });
    this.socket.retry();
  }

  private stop(alert: Alert): void {
    this.abandonConnection();
    this.socket.stop();
    this.store.dispatch({ type: "connection", connection: "stopped" });
    this.alert(alert);
  }

  /** A host that has no newer proof leaves the visitor anonymous; one that could not say is asked again. */
  private async renewIdentity(): Promise<void> {
    const connection = this.connectionNumber;
    const answer = await fetchIdentity(this.config.tokenUrl);
    if (connection !== this.connectionNumber) return;
    this.identify(answer);
    if (answer === "unavailable") this.renewIdentityLater();
  }

  private renewIdentityLater(): void {
    const connection = this.connectionNumber;
    window.setTimeout(() => {
      if (connection === this.connectionNumber) void this.renewIdentity();
    }, RENEWAL_RETRY_MS);
  }

  /** Whether there was a proof to send and a connection to send it on. */
  private identify(answer: IdentityAnswer): boolean {
    if (answer === "unavailable" || answer.token === null || this.store.state.connection !== "online") return false;
    this.send({ type: "identify", identity_token: answer.token });
    return true;
  }

  private afterClose(code: number): AfterClose {
    this.abandonConnection();
    const { next, alert, refusal } = reactionToClose(code);
    this.store.dispatch({ type: "connection", connection: next === "stop" ? "stopped" : "lost" });
    if (alert !== null) this.alert(alert);
    if (refusal !== null) this.store.dispatch({ type: "pending_refused", reason: refusal });
    return next;
  }

  private abandonConnection(): void {
    this.connectionNumber += 1;
    this.delivery.stopWaiting();
  }

  private alert(alert: Alert | null): void {
    this.store.dispatch({ type: "alert", alert });
  }

  private send(command: VisitorCommand): void {
    this.socket.send(JSON.stringify(command));
  }
}

/** Where the visitor is, without the query string, which may carry personal data. */
function currentPage(): Page {
  const { origin, pathname } = window.location;
  return { url: (origin + pathname).slice(0, 500), title: wellFormed(document.title.slice(0, 200)) };
}
