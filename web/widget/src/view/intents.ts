// What the visitor can want, as the views say it; `widget.ts` makes it happen.

import type { Button } from "../../../shared/protocol";

export interface Intents {
  open(): void;
  minimise(): void;
  post(text: string): void;
  press(seq: number, button: Button): void;
  requestHuman(): void;
  cancelHandoff(): void;
  retry(clientMessageId: string): void;
  /** Gives the text of a refused message back to the composer. */
  edit(clientMessageId: string, text: string): void;
  draftChanged(text: string): void;
  reconnect(): void;
  reloadPage(): void;
  dismissAlert(): void;
}
