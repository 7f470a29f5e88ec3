// A WebSocket that comes back by itself. It knows nothing of what is said on it; the widget's and the desk's
// sessions give it a meaning.

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;

/** What to do after a close: come back, come back but not soon, or give up until `start` is called again. */
export type AfterClose = "retry" | "retry_late" | "stop";

export interface LiveSocketListener {
  /** A connection is being tried, in place of any other. */
  connecting?(): void;
  /** A connection is up; called again after each reconnection. */
  opened(): void;
  received(text: string): void;
  closed(code: number): AfterClose;
}

/** Delay before attempt number `attempt` (from 0): doubled each time, with jitter so that a crowd does not come back at once. */
export function backOffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
  return ceiling * (0.5 + random() / 2);
}

export class LiveSocket {
  private socket: WebSocket | null = null;
  private timer: number | undefined;
  private attempt = 0;
  private started = false;

  constructor(
    private readonly url: string,
    private readonly listener: LiveSocketListener,
  ) {
    // The network being back makes any older connection suspect: it may be dead without having said so.
    window.addEventListener("online", () => this.restart());
    document.addEventListener("visibilitychange", () => this.comeBackWhenSeen());
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    this.attempt = 0;
    this.connect();
  }

  stop(): void {
    this.started = false;
    this.drop();
  }

  /** Drops the connection, if any, and opens another at once. Does nothing when stopped. */
  restart(): void {
    if (!this.started) return;
    this.drop();
    this.connect();
  }

  /** Drops a connection that proved useless, and comes back after a while. */
  retry(): void {
    if (!this.started) return;
    this.drop();
    this.comeBackIn(this.nextDelayMs());
  }

  /** The conversation got going on this connection: the next failure starts from the shortest delay. */
  settle(): void {
    this.attempt = 0;
  }

  /** Whether the text left; otherwise the caller keeps it for the next `opened`. */
  send(text: string): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(text);
    return true;
  }

  private connect(): void {
    this.listener.connecting?.();
    const socket = new WebSocket(this.url);
    this.socket = socket;
    // Late events of a dropped socket must not be taken for those of its successor.
    const whenCurrent = (act: () => void) => () => {
      if (this.socket === socket) act();
    };
    socket.onopen = whenCurrent(() => this.listener.opened());
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (this.socket === socket && typeof event.data === "string") this.listener.received(event.data);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.afterClose(event.code);
    };
  }

  private afterClose(code: number): void {
    this.socket = null;
    const next = this.listener.closed(code);
    if (!this.started || this.socket !== null) return; // the listener stopped or restarted us
    if (next === "stop") {
      this.started = false;
      return;
    }
    this.comeBackIn(next === "retry_late" ? LONGEST_DELAY_MS * (1 + Math.random()) : this.nextDelayMs());
  }

  private nextDelayMs(): number {
    return backOffMs(this.attempt++);
  }

  private comeBackIn(delay: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.connect(), delay);
  }

  private comeBackWhenSeen(): void {
    if (this.started && this.socket === null && document.visibilityState === "visible") this.restart();
  }

  private drop(): void {
    window.clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }
}
