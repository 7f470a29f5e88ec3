// Entry of the script that host pages embed: reads its own tag, adds the widget, exposes its small API.

import { readConfig } from "./config";
import { Widget } from "./widget";

/** What the host page may call. */
interface PublicApi {
  open(): void;
  close(): void;
  /** To be called after the visitor logs in or out without the page being loaded again. */
  refreshIdentity(): void;
}

declare global {
  interface Window {
    JeVeuxAiderAssistant?: PublicApi;
  }
}

function start(script: HTMLScriptElement): void {
  const widget = new Widget(readConfig(script, document.baseURI));
  whenBodyExists(() => widget.mount(document.body));
  window.JeVeuxAiderAssistant = {
    open: () => widget.open(),
    close: () => widget.minimise(),
    refreshIdentity: () => void widget.refreshIdentity(),
  };
}

/** The tag says `defer`, but a host may have put `async` in its head. */
function whenBodyExists(act: () => void): void {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act, { once: true });
  else act();
}

// A page that embeds the script twice still gets one widget.
if (document.currentScript instanceof HTMLScriptElement && window.JeVeuxAiderAssistant === undefined) {
  start(document.currentScript);
}
