// A campaign in the calendar: leads to it, and is moved by dragging or by Alt and an arrow key.
import type { CSSProperties, DragEvent, KeyboardEvent } from "react";
import { useGo } from "../../ui/go.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import { localOf, type Campaign } from "./model.ts";
import styles from "./send.module.css";
import { moved } from "./time.ts";
import { words } from "./words.ts";

export type Placed = {
  readonly campaign: Campaign;
  /** When it will have been handed over, or was; milliseconds. */
  readonly finishMs: number;
};

export type Move = (campaignId: string, local: string) => void;

const TYPE = "text/dunlin-campaign";

const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -30,
  ArrowDown: 30,
  ArrowLeft: -1_440,
  ArrowRight: 1_440,
};

const isMovable = ({ state }: Pick<Campaign, "state">): boolean =>
  state === "scheduled" || state === "waiting";

export function Block({
  placed: { campaign, finishMs },
  zone,
  style,
  onMove,
}: {
  readonly placed: Placed;
  readonly zone: string;
  readonly style?: CSSProperties;
  readonly onMove?: Move;
}) {
  const t = useWords(words);
  const go = useGo();
  const { time, moment } = useFormat();
  const { campaign_id: id, name, state, starts_at: startsAt } = campaign;
  const canMove = onMove !== undefined && isMovable(campaign);
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!canMove || !event.altKey || step === undefined) return;
    event.preventDefault();
    onMove(id, moved(localOf(startsAt, zone), step));
  };
  const drag = (event: DragEvent) => {
    event.dataTransfer.setData(TYPE, id);
    event.dataTransfer.effectAllowed = "move";
  };
  const finish = new Date(finishMs).toISOString();
  return (
    <button
      type="button"
      className={styles.block}
      data-state={state}
      data-campaign={id}
      {...(style && { style })}
      draggable={canMove}
      onDragStart={drag}
      onKeyDown={press}
      onClick={() => go(`send/${id}`)}
      title={`${name}: ${t.states[state] ?? state}, ${t.finishes(moment(finish))}`}
    >
      <b>{time(startsAt!)}</b>
      {` ${name}`}
      <br />
      {t.states[state]}
    </button>
  );
}

/** What takes a campaign that is dropped there. */
export function dropped(
  onMove: Move | undefined,
  local: string,
  setOver: (over: boolean) => void,
): object {
  if (!onMove) return {};
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(TYPE)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const id = event.dataTransfer.getData(TYPE);
      if (id !== "") onMove(id, local);
    },
  };
}
