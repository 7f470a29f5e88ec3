// What the host page says in the script tag.

export interface WidgetConfig {
  readonly socketUrl: string;
  /** Where the host proves who its visitor is; `null` when it does not. */
  readonly tokenUrl: string | null;
  /** Base of the links that answers give inside the site. */
  readonly siteUrl: string;
}

export function readConfig(script: HTMLScriptElement, pageUrl: string): WidgetConfig {
  const { tokenUrl, siteUrl } = script.dataset;
  return {
    socketUrl: socketUrlOf(script.src),
    tokenUrl: tokenUrl === undefined ? null : new URL(tokenUrl, pageUrl).href,
    siteUrl: new URL(siteUrl ?? "/", pageUrl).href,
  };
}

/** The gateway is where the script comes from: `https://HOST/widget/widget.js` → `wss://HOST/ws/visitor`. */
function socketUrlOf(scriptUrl: string): string {
  const url = new URL("/ws/visitor", scriptUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
