// Holds the state, and tells who listens when it changed.

import { type Action, reduce } from "./reducer";
import { type State, INITIAL_STATE } from "./state";

export class Store {
  private current = INITIAL_STATE;
  private readonly listeners: ((state: State) => void)[] = [];

  get state(): State {
    return this.current;
  }

  dispatch(action: Action): void {
    this.current = reduce(this.current, action);
    for (const listener of this.listeners) listener(this.current);
  }

  subscribe(listener: (state: State) => void): void {
    this.listeners.push(listener);
  }
}
