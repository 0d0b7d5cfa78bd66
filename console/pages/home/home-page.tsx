// What one sees first: cards with what waits, what came in and what is to be expected, as everybody arranges them.
import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useClient, useMay } from "../../api/session.ts";
import { AddIcon } from "../../ui/icons.tsx";
import { Page, Waiting } from "../../ui/page.tsx";
import { useWords } from "../../words/catalogue.ts";
import {
  hiddenIn,
  hide,
  moveTo,
  show,
  USUAL,
  widen,
  type Arrangement,
  type CardId,
} from "./arrangement.ts";
import { AttentionCard } from "./attention-card.tsx";
import type { CardMoves } from "./card.tsx";
import { CollectedCard } from "./collected-card.tsx";
import { ContactsCard } from "./contacts-card.tsx";
import { ForecastCard } from "./forecast-card.tsx";
import styles from "./home.module.css";
import { OutstandingCard } from "./outstanding-card.tsx";
import { TodayCard } from "./today-card.tsx";
import { useArrangement } from "./use-arrangement.ts";
import { words } from "./words.ts";

const COMPONENTS: Readonly<
  Record<CardId, (props: { readonly moves: CardMoves }) => React.JSX.Element>
> = {
  attention: AttentionCard,
  today: TodayCard,
  collected: CollectedCard,
  outstanding: OutstandingCard,
  forecast: ForecastCard,
  contacts: ContactsCard,
};

/** What one sees first. */
export function HomePage() {
  const may = useMay();
  const { name } = useClient();
  return <Page title={name}>{may("reports:read") && <Cards />}</Page>;
}

function Cards() {
  const t = useWords(words);
  const { arrangement, change, isPending } = useArrangement();
  const [dragged, setDragged] = useState<CardId>();
  if (isPending) return <Waiting lines={4} height={160} />;
  const { order } = arrangement;
  const put = (next: Arrangement, text: string) => change(next, text);
  const move = (card: CardId, place: number) =>
    put(moveTo(arrangement, card, place), t.moved(t.cards[card], place + 1, order.length));
  const movesOf = (card: CardId, place: number): CardMoves => {
    const isWide = arrangement.wide.includes(card);
    const text = isWide ? t.isNarrow(t.cards[card]) : t.isWide(t.cards[card]);
    return {
      place,
      of: order.length,
      isWide,
      move: (to) => move(card, to),
      widen: () => put(widen(arrangement, card), text),
      hide: () => put(hide(arrangement, card), t.isHidden(t.cards[card])),
      dragged,
      drag: setDragged,
      take: () => {
        if (dragged !== undefined) move(dragged, place);
        setDragged(undefined);
      },
    };
  };
  return (
    <>
      <div className={styles.grid}>
        {order.map((card, place) => {
          const One = COMPONENTS[card];
          return <One key={card} moves={movesOf(card, place)} />;
        })}
      </div>
      <Hidden arrangement={arrangement} put={put} />
    </>
  );
}

function Hidden({
  arrangement,
  put,
}: {
  readonly arrangement: Arrangement;
  readonly put: (next: Arrangement, text: string) => void;
}) {
  const t = useWords(words);
  const hidden = hiddenIn(arrangement);
  const isUsual = JSON.stringify(arrangement) === JSON.stringify(USUAL);
  if (hidden.length === 0 && isUsual) return null;
  return (
    <Group gap="xs">
      {hidden.length > 0 && (
        <Text size="xs" c="dimmed">
          {t.hidden}
        </Text>
      )}
      {hidden.map((card) => (
        <Button
          key={card}
          variant="default"
          size="compact-xs"
          leftSection={<AddIcon />}
          aria-label={t.show(t.cards[card])}
          onClick={() => put(show(arrangement, card), t.isShown(t.cards[card]))}
        >
          {t.cards[card]}
        </Button>
      ))}
      {!isUsual && (
        <Button variant="subtle" size="compact-xs" onClick={() => put(USUAL, t.isUsual)}>
          {t.usual}
        </Button>
      )}
    </Group>
  );
}
