// What went wrong, said aloud at once and shown until the agent closes it or tries something else.

import { element, setText } from "../../../shared/dom";
import type { DeskState, Toast } from "../state";
import { KeyedList, type ItemView } from "./keyed-list";

export class Toasts {
  readonly node = element("div");
  private readonly list: KeyedList<Toast>;

  constructor(close: (id: number) => void) {
    this.list = new KeyedList(this.node, ({ id }) => String(id), () => new ToastView(close));
  }

  update({ toasts }: DeskState): void {
    this.list.show(toasts);
  }
}

class ToastView implements ItemView<Toast> {
  readonly node: HTMLElement;
  private readonly text = element("p");
  private id = 0;

  constructor(close: (id: number) => void) {
    const button = element("button", { type: "button", class: "button button--small", onclick: () => close(this.id) }, "Fermer");
    this.node = element("div", { class: "toast", role: "alert" }, this.text, button);
  }

  update({ id, text }: Toast): void {
    this.id = id;
    setText(this.text, text);
  }
}
