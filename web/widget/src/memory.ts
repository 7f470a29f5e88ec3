// What survives a reload. The conversation's key is the browser's (all tabs join the same conversation); the rest is
// the tab's. Any access may be refused (private mode, settings): the widget then works, and simply forgets.

import type { ConversationKey } from "../../shared/protocol";
import type { OutboxEntry } from "./state";

const KEY = "jeveuxaider-assistant.conversation";
const TAB = "jeveuxaider-assistant.tab";

export interface TabMemory {
  /** Whether the panel was on screen or minimised; a tab that never opened it has no memory at all. */
  readonly panelOpen: boolean;
  readonly readSeq: number;
  readonly outbox: readonly OutboxEntry[];
  readonly draft: string;
}

export interface RememberedConversation {
  readonly key: ConversationKey;
  /** It belongs to someone: coming back to it takes a proof of identity. */
  readonly identified: boolean;
}

export class ConversationMemory {
  /** The same as in storage, for browsers that refuse storage. */
  private own: RememberedConversation | null = null;

  recall(): RememberedConversation | null {
    return read<RememberedConversation>("localStorage", KEY) ?? this.own;
  }

  remember(conversation: RememberedConversation): void {
    this.own = conversation;
    write("localStorage", KEY, conversation);
  }

  /** Forgets that conversation only: another tab may already have put a newer one in its place. */
  forget(id: string): void {
    this.own = null;
    if (this.recall()?.key.id === id) tolerate(() => window.localStorage.removeItem(KEY));
  }
}

export function recallTab(): TabMemory | null {
  return read<TabMemory>("sessionStorage", TAB);
}

export function rememberTab(memory: TabMemory): void {
  write("sessionStorage", TAB, memory);
}

type StorageName = "localStorage" | "sessionStorage";

/** What we wrote ourselves; anything unreadable counts as nothing. */
function read<Value>(storage: StorageName, key: string): Value | null {
  return tolerate(() => JSON.parse(window[storage].getItem(key) ?? "null") as Value | null) ?? null;
}

function write(storage: StorageName, key: string, value: unknown): void {
  tolerate(() => window[storage].setItem(key, JSON.stringify(value)));
}

/** Even reading the property `localStorage` may throw. */
function tolerate<Value>(access: () => Value): Value | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
