// Keeps a list of elements in step with a list of items, touching only what changed: focus, selection and scroll stay.

export interface ItemView<Item> {
  readonly node: HTMLElement;
  update(item: Item): void;
}

export class KeyedList<Item> {
  private readonly views = new Map<string, ItemView<Item>>();

  constructor(
    private readonly parent: HTMLElement,
    private readonly keyOf: (item: Item) => string,
    private readonly create: () => ItemView<Item>,
  ) {}

  show(items: readonly Item[]): void {
    this.removeAllBut(new Set(items.map(this.keyOf)));
    items.forEach((item, index) => {
      const view = this.viewOf(this.keyOf(item));
      view.update(item);
      const place = this.parent.children[index] ?? null;
      if (place !== view.node) this.parent.insertBefore(view.node, place);
    });
  }

  private viewOf(key: string): ItemView<Item> {
    const known = this.views.get(key);
    if (known !== undefined) return known;
    const view = this.create();
    this.views.set(key, view);
    return view;
  }

  private removeAllBut(keys: ReadonlySet<string>): void {
    for (const [key, view] of this.views) {
      if (keys.has(key)) continue;
      view.node.remove();
      this.views.delete(key);
    }
  }
}
