// The login page.

import { element, setText } from "../../../shared/dom";
import { logIn } from "../api";
import { brand } from "./brand";

export class LoginView {
  readonly node: HTMLElement;
  private readonly login = element("input", { id: "login", name: "login", autocomplete: "username", required: true, autocapitalize: "none", spellcheck: "false" });
  private readonly password = element("input", { id: "password", name: "password", type: "password", autocomplete: "current-password", required: true });
  private readonly submit = element("button", { type: "submit", class: "button button--primary" }, "Se connecter");
  private readonly error = element("p", { id: "login-error", class: "login__error", role: "alert" });

  constructor(
    message: string,
    private readonly accepted: () => void,
  ) {
    document.title = "Connexion – Bureau";
    const form = element(
      "form",
      { class: "login__form", novalidate: true, onsubmit: (event: Event) => void this.tryToLogIn(event) },
      element("h1", {}, "Se connecter au bureau"),
      element("p", { class: "login__lead" }, "Répondez aux personnes que l'assistant ne peut pas aider seul."),
      this.error,
      field("Identifiant", this.login),
      field("Mot de passe", this.password),
      this.submit,
    );
    this.node = element("div", { class: "login" }, element("header", { class: "topbar" }, brand()), element("main", { class: "login__main" }, form));
    setText(this.error, message);
  }

  focus(): void {
    this.login.focus();
  }

  private async tryToLogIn(event: Event): Promise<void> {
    event.preventDefault();
    const missing = [this.login, this.password].find((input) => input.value === "");
    if (missing !== undefined) return this.refuse("Saisissez votre identifiant et votre mot de passe.", missing);
    this.setBusy(true);
    const outcome = await logIn(this.login.value.trim(), this.password.value);
    this.setBusy(false);
    if (outcome.type === "accepted") return this.accepted();
    this.password.value = "";
    this.refuse(outcome.message, this.password);
  }

  private refuse(message: string, culprit: HTMLInputElement): void {
    this.error.replaceChildren(message); // replaced even when equal: each failure is announced
    for (const input of [this.login, this.password]) {
      input.setAttribute("aria-invalid", String(input === culprit));
      input.setAttribute("aria-describedby", "login-error");
    }
    culprit.focus();
  }

  private setBusy(busy: boolean): void {
    this.submit.disabled = busy;
    setText(this.submit, busy ? "Connexion…" : "Se connecter");
  }
}

function field(label: string, input: HTMLInputElement): HTMLElement {
  return element("div", { class: "field" }, element("label", { for: input.id }, label), input);
}
