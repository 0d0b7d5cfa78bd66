// A card: its name, its figures, and ways to put it elsewhere, by dragging its head or from its menu.
import { ActionIcon, Menu, Title } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { MoreIcon } from "../../ui/icons.tsx";
import type { CardId } from "./arrangement.ts";
import styles from "./home.module.css";
import { words } from "./words.ts";

export type CardMoves = {
  readonly place: number;
  readonly of: number;
  readonly isWide: boolean;
  readonly move: (place: number) => void;
  readonly widen: () => void;
  readonly hide: () => void;
  /** The card that is being dragged, whichever it is. */
  readonly dragged: CardId | undefined;
  readonly drag: (card: CardId | undefined) => void;
  /** What is being dragged is dropped on this card. */
  readonly take: () => void;
};

/** Things that a card's menu offers beside its place. */
export type CardAction = { readonly label: string; readonly run: () => void };

export function Card({
  id,
  moves,
  actions = [],
  children,
}: {
  readonly id: CardId;
  readonly moves: CardMoves;
  readonly actions?: readonly CardAction[];
  readonly children: ReactNode;
}) {
  const t = useWords(words);
  const [over, setOver] = useState(false);
  const { dragged, drag, isWide } = moves;
  const title = t.cards[id];
  const awaits = dragged !== undefined && dragged !== id;
  return (
    <section
      aria-label={title}
      className={`${styles.card} ${isWide ? styles.wide : ""}`}
      {...(dragged === id && { "data-dragged": true })}
      {...(over && awaits && { "data-over": true })}
      onDragOver={(event) => {
        if (!awaits) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (awaits) moves.take();
      }}
    >
      <div
        className={`${styles.head} ${styles.grip}`}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = "move";
          event.dataTransfer.setData("text/plain", title);
          drag(id);
        }}
        onDragEnd={() => drag(undefined)}
      >
        <Title order={2}>{title}</Title>
        <CardMenu title={title} moves={moves} actions={actions} />
      </div>
      <div className={styles.body}>{children}</div>
    </section>
  );
}

function CardMenu({
  title,
  moves,
  actions,
}: {
  readonly title: string;
  readonly moves: CardMoves;
  readonly actions: readonly CardAction[];
}) {
  const t = useWords(words);
  const { more } = useWords(common);
  const { place, of, move } = moves;
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon aria-label={`${more}: ${title}`}>
          <MoreIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ label, run }) => (
          <Menu.Item key={label} onClick={run}>
            {label}
          </Menu.Item>
        ))}
        {actions.length > 0 && <Menu.Divider />}
        <Menu.Item disabled={place === 0} onClick={() => move(place - 1)}>
          {t.earlier}
        </Menu.Item>
        <Menu.Item disabled={place === of - 1} onClick={() => move(place + 1)}>
          {t.later}
        </Menu.Item>
        <Menu.Item visibleFrom="md" onClick={moves.widen}>
          {moves.isWide ? t.narrow : t.wide}
        </Menu.Item>
        <Menu.Item onClick={moves.hide}>{t.hide}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
