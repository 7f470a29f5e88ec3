// Goes from the login page to the console and back; the only place that constructs the collaborators.

import { checkSession, logOut, OUT_OF_REACH } from "./api";
import { DeskSession } from "./session";
import { initialState } from "./state";
import { Store } from "./store";
import { ConsoleView } from "./view/console-view";
import { LoginView } from "./view/login-view";

const TICK_MS = 15_000;

export class DeskApp {
  private readonly store = new Store(initialState(Date.now()));
  private readonly session: DeskSession;
  private console: ConsoleView | null = null;

  constructor(
    private readonly root: HTMLElement,
    socketUrl: string,
    private readonly siteUrl: string,
  ) {
    this.session = new DeskSession(this.store, socketUrl);
    this.store.subscribe((state) => {
      if (state.connection === "ended" && this.console !== null) this.showLogin("Votre session a pris fin. Reconnectez-vous.");
    });
    window.setInterval(() => this.store.dispatch({ type: "ticked", now: Date.now() }), TICK_MS);
  }

  async start(): Promise<void> {
    const session = await checkSession();
    if (session === "open") this.showConsole();
    else this.showLogin(session === "out_of_reach" ? OUT_OF_REACH : "");
  }

  private showLogin(message: string): void {
    this.leaveConsole();
    const login = new LoginView(message, () => this.showConsole());
    this.root.replaceChildren(login.node);
    login.focus();
  }

  private showConsole(): void {
    this.console = new ConsoleView(this.store, this.session, this.siteUrl, () => void this.logOut());
    this.root.replaceChildren(this.console.node);
    this.session.start();
  }

  private async logOut(): Promise<void> {
    if (!(await logOut())) {
      this.store.dispatch({ type: "warned", text: `La déconnexion n'a pas abouti. ${OUT_OF_REACH}` });
      return;
    }
    this.session.stop();
    this.showLogin("");
    this.store.dispatch({ type: "logged_out" });
  }

  private leaveConsole(): void {
    this.console?.dispose();
    this.console = null;
  }
}
