// The ladder on a line of days: steps are chosen, and moved by dragging or by arrow keys.
import { VisuallyHidden } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useState, type KeyboardEvent, type PointerEvent } from "react";
import { useWords } from "../../words/catalogue.ts";
import { moved, type Step, type When } from "./model.ts";
import styles from "./timeline.module.css";
import { words } from "./words.ts";

const CARD_PX = 150;
const GAP_PX = 8;
const LANE_PX = 50;
const HEAD_PX = 32;
const LEAST_WIDTH_PX = 720;
const WEEK = 7;

type Placed = {
  readonly step: Step;
  readonly index: number;
  readonly day: number;
  readonly lane: number;
};

/** First and last day of the line, with room for the last card. */
function rangeOf(steps: readonly Step[]): readonly [number, number] {
  const days = steps.flatMap(({ when }) => (when ? [when.days] : []));
  const first = Math.min(-3, ...days) - 1;
  const last = Math.max(21, ...days);
  return [first, last + Math.ceil((last - first) * 0.2)];
}

/** Cards that would lie on each other go into lanes of their own. */
function placesOf(steps: readonly Step[], pxPerDay: number): readonly Placed[] {
  const ends: number[] = [];
  const inOrder = steps
    .map((step, index) => ({ step, index, day: step.when?.days ?? 0 }))
    .filter(({ step }) => step.when !== undefined)
    .toSorted((a, b) => a.day - b.day || a.index - b.index);
  return inOrder.map((one) => {
    const left = one.day * pxPerDay;
    const found = ends.findIndex((end) => end + GAP_PX <= left);
    const lane = found < 0 ? ends.length : found;
    ends[lane] = left + CARD_PX;
    return { ...one, lane };
  });
}

export function Timeline({
  steps,
  chosen,
  onChoose,
  onMove,
  onRemove,
}: {
  readonly steps: readonly Step[];
  readonly chosen: number | undefined;
  readonly onChoose: (index: number) => void;
  readonly onMove: (index: number, when: When) => void;
  readonly onRemove: (index: number) => void;
}) {
  const t = useWords(words);
  const { ref, width } = useElementSize();
  const [first, last] = rangeOf(steps);
  const pxPerDay = Math.max(width, LEAST_WIDTH_PX) / (last - first);
  const places = placesOf(steps, pxPerDay);
  const lanes = Math.max(1, ...places.map(({ lane }) => lane + 1));
  const left = (day: number) => (day - first) * pxPerDay;
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => first + at).filter(
    (day) => day % WEEK === 0,
  );
  return (
    <div className={styles.frame} ref={ref}>
      <div
        className={styles.field}
        role="group"
        aria-label={t.axis}
        style={{ height: HEAD_PX + lanes * LANE_PX + GAP_PX }}
      >
        {ticks.map((day) => (
          <div key={day} aria-hidden="true">
            <div
              className={`${styles.tick} ${day === 0 ? styles.due : ""}`}
              style={{ left: left(day) }}
            />
            <div className={styles.number} style={{ left: left(day) }}>
              {day === 0 ? t.dueDate : day > 0 ? `+${day}` : day}
            </div>
          </div>
        ))}
        {places.map(({ step, index, lane }) => (
          <StepCard
            key={`${step.id} ${index}`}
            step={step}
            top={HEAD_PX + lane * LANE_PX}
            left={left(step.when!.days)}
            pxPerDay={pxPerDay}
            chosen={chosen === index}
            onChoose={() => onChoose(index)}
            onMove={(when) => onMove(index, when)}
            onRemove={() => onRemove(index)}
          />
        ))}
      </div>
    </div>
  );
}

const KEYS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

function StepCard({
  step,
  top,
  left,
  pxPerDay,
  chosen,
  onChoose,
  onMove,
  onRemove,
}: {
  readonly step: Step;
  readonly top: number;
  readonly left: number;
  readonly pxPerDay: number;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onMove: (when: When) => void;
  readonly onRemove: () => void;
}) {
  const t = useWords(words);
  const [drag, setDrag] = useState<{ readonly fromX: number; readonly days: number }>();
  const when = step.when!;
  const shown = drag ? moved(when, when.days + drag.days) : when;
  const press = (event: KeyboardEvent) => {
    const days = KEYS[event.key];
    if (days !== undefined) {
      event.preventDefault();
      onChoose();
      onMove(moved(when, when.days + days * (event.shiftKey ? WEEK : 1)));
    } else if (event.key === "Delete") onRemove();
  };
  const follow = (event: PointerEvent) => {
    if (drag) setDrag({ ...drag, days: Math.round((event.clientX - drag.fromX) / pxPerDay) });
  };
  const drop = () => {
    setDrag(undefined);
    onChoose();
    if (drag && drag.days !== 0) onMove(shown);
  };
  const how = step.channels.length > 0 ? step.channels.join(" + ") : step.exits.join(", ");
  return (
    <button
      type="button"
      className={styles.step}
      style={{ top, left: left + (shown.days - when.days) * pxPerDay }}
      aria-pressed={chosen}
      data-chosen={chosen || undefined}
      data-notice={step.class === "notice" || undefined}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ fromX: event.clientX, days: 0 });
      }}
      onPointerMove={follow}
      onPointerUp={drop}
      onPointerCancel={() => setDrag(undefined)}
      onClick={onChoose}
    >
      <span className={styles.name}>{step.id}</span>
      <span className={styles.how}>
        {shown.days > 0 ? `+${shown.days}` : shown.days} · {how}
      </span>
      <VisuallyHidden>{t.when(shown)}</VisuallyHidden>
    </button>
  );
}
