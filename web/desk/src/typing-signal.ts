// Says « is writing » now and then while the agent types, and « stopped » once, so that the visitor sees it in time.

const REPEAT_MS = 4_000;
const IDLE_MS = 6_000;

export class TypingSignal {
  private conversationId: string | null = null;
  private saidAt = 0;
  private idleTimer: number | undefined;

  constructor(private readonly say: (conversationId: string, active: boolean) => void) {}

  /** The agent pressed a key in the reply to this conversation. */
  typed(conversationId: string): void {
    if (this.conversationId !== conversationId) this.stop();
    if (this.conversationId === null || Date.now() - this.saidAt >= REPEAT_MS) {
      this.conversationId = conversationId;
      this.saidAt = Date.now();
      this.say(conversationId, true);
    }
    window.clearTimeout(this.idleTimer);
    this.idleTimer = window.setTimeout(() => this.stop(), IDLE_MS);
  }

  stop(): void {
    window.clearTimeout(this.idleTimer);
    if (this.conversationId === null) return;
    this.say(this.conversationId, false);
    this.conversationId = null;
  }
}
