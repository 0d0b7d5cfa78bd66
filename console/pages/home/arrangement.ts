// How somebody has arranged the cards: pure, and forgiving of what an older or newer console kept.

export const CARDS = [
  "attention",
  "today",
  "collected",
  "outstanding",
  "forecast",
  "contacts",
] as const;
export type CardId = (typeof CARDS)[number];

export type Arrangement = {
  /** The cards that are shown, in their order. */
  readonly order: readonly CardId[];
  /** Those over the whole width. */
  readonly wide: readonly CardId[];
};

export const USUAL: Arrangement = { order: CARDS, wide: [] };

const isCard = (value: unknown): value is CardId => (CARDS as readonly unknown[]).includes(value);

const cardsIn = (value: unknown): CardId[] =>
  Array.isArray(value) ? [...new Set(value.filter(isCard))] : [];

/** What was kept; cards that it knows nothing of stand at the end, unless they were hidden. */
export function arrangementOf(kept: unknown): Arrangement {
  if (typeof kept !== "object" || kept === null || !("order" in kept)) return USUAL;
  const { order, wide, hidden } = kept as Readonly<Record<string, unknown>>;
  const shown = cardsIn(order);
  const gone = new Set(cardsIn(hidden));
  const unknown = CARDS.filter((card) => !shown.includes(card) && !gone.has(card));
  return { order: [...shown, ...unknown], wide: cardsIn(wide) };
}

/** As it is kept: what is hidden is named, so that a card that is new is not taken for hidden. */
export const toKeep = ({ order, wide }: Arrangement) => ({
  order: [...order],
  wide: [...wide],
  hidden: hiddenIn({ order }),
});

export const hiddenIn = ({ order }: Pick<Arrangement, "order">): CardId[] =>
  CARDS.filter((card) => !order.includes(card));

/** The card at another place, from 0. */
export function moveTo(arrangement: Arrangement, card: CardId, place: number): Arrangement {
  const others = arrangement.order.filter((one) => one !== card);
  const at = Math.max(0, Math.min(others.length, place));
  return { ...arrangement, order: others.toSpliced(at, 0, card) };
}

export const hide = (arrangement: Arrangement, card: CardId): Arrangement => ({
  ...arrangement,
  order: arrangement.order.filter((one) => one !== card),
});

export const show = (arrangement: Arrangement, card: CardId): Arrangement =>
  moveTo(arrangement, card, arrangement.order.length);

export const widen = (arrangement: Arrangement, card: CardId): Arrangement => ({
  ...arrangement,
  wide: arrangement.wide.includes(card)
    ? arrangement.wide.filter((one) => one !== card)
    : [...arrangement.wide, card],
});
