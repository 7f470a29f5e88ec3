// Holds the state, and tells whoever listens that it changed.

import { reduce } from "./reducer";
import type { Action, DeskState } from "./state";

export class Store {
  private readonly listeners = new Set<(state: DeskState) => void>();

  constructor(private current: DeskState) {}

  get state(): DeskState {
    return this.current;
  }

  dispatch(action: Action): void {
    this.current = reduce(this.current, action);
    for (const listener of this.listeners) listener(this.current);
  }

  /** Returns how to stop listening. */
  subscribe(listener: (state: DeskState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
