// Tells the agent that the visitor is writing, without a frame per key.

const REPEAT_MS = 3000;
const IDLE_MS = 5000;

export class TypingSignal {
  private lastSentAt = Number.NEGATIVE_INFINITY;
  private idleTimer: number | undefined;
  private active = false;

  constructor(private readonly send: (active: boolean) => void) {}

  /** The visitor typed something. */
  typed(): void {
    window.clearTimeout(this.idleTimer);
    this.idleTimer = window.setTimeout(() => this.stopped(), IDLE_MS);
    if (Date.now() - this.lastSentAt < REPEAT_MS) return;
    this.lastSentAt = Date.now();
    this.active = true;
    this.send(true);
  }

  /** The visitor sent, erased, or has not typed for a while. */
  stopped(): void {
    window.clearTimeout(this.idleTimer);
    this.lastSentAt = Number.NEGATIVE_INFINITY;
    if (!this.active) return;
    this.active = false;
    this.send(false);
  }
}
