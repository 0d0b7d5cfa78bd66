// A week with its hours: what contact rules let out is light, the rest is grey; campaigns stand where they begin.
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useLanguage, useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import { Block, dropped, type Placed } from "./block.tsx";
import styles from "./send.module.css";
import { dayIn, localAt, localeOf, minuteIn, plusDays } from "./time.ts";
import { words } from "./words.ts";

const FIRST_HOUR = 5;
const LAST_HOUR = 22;
const HOURS = Array.from({ length: LAST_HOUR - FIRST_HOUR }, (_, at) => FIRST_HOUR + at);
const HOUR_PX = 30;

const topOf = (minute: number): number =>
  Math.max(0, Math.min(LAST_HOUR * 60, minute) - FIRST_HOUR * 60) * (HOUR_PX / 60);

type Props = {
  /** A Monday. */
  readonly monday: string;
  readonly today: string;
  readonly zone: string;
  readonly placed: readonly Placed[];
  /** Chooses a time, where times can be chosen. */
  readonly onPick?: (local: string) => void;
  readonly onMove?: (campaignId: string, local: string) => void;
};

export function Week({ monday, today, zone, placed, onPick, onMove }: Props) {
  const { language } = useLanguage();
  const days = Array.from({ length: 7 }, (_, at) => plusDays(monday, at));
  const name = new Intl.DateTimeFormat(localeOf(language), {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  return (
    <div className={styles.calendar} tabIndex={0}>
      <div className={styles.week}>
        <div className={styles.dayHead} />
        {days.map((day) => (
          <div key={day} className={styles.dayHead} {...(day === today && { "data-today": true })}>
            {name.format(new Date(`${day}T00:00:00Z`))}
          </div>
        ))}
        <div className={styles.hours} style={{ height: HOURS.length * HOUR_PX }}>
          {HOURS.slice(1).map((hour) => (
            <span key={hour} className={styles.hourName} style={{ top: topOf(hour * 60) }}>
              {`${hour}:00`}
            </span>
          ))}
        </div>
        {days.map((day) => (
          <DayColumn
            key={day}
            day={day}
            zone={zone}
            placed={placed.filter((one) => dayIn(one.campaign.starts_at!, zone) === day)}
            {...(onPick && { onPick })}
            {...(onMove && { onMove })}
          />
        ))}
      </div>
    </div>
  );
}

type DayProps = Pick<Props, "zone" | "placed" | "onPick" | "onMove"> & { readonly day: string };

function DayColumn({ day, zone, placed, onPick, onMove }: DayProps) {
  const found = useApi().useQuery(
    "get",
    "/v1/campaigns/windows",
    { params: { query: { from: `${day}T00:00`, to: `${plusDays(day, 1)}T00:00` } } },
    { staleTime: 600_000 },
  );
  return (
    <div className={styles.day} style={{ height: HOURS.length * HOUR_PX }}>
      {found.data?.windows.map(({ from, to }) => {
        const top = topOf(minuteIn(from, zone));
        const ends = dayIn(to, zone) === day ? minuteIn(to, zone) : 1_440;
        return (
          <div key={from} className={styles.open} style={{ top, height: topOf(ends) - top }} />
        );
      })}
      {HOURS.map((hour) => (
        <Slot
          key={hour}
          local={localAt(day, hour * 60)}
          top={topOf(hour * 60)}
          {...(onPick && { onPick })}
          {...(onMove && { onMove })}
        />
      ))}
      {placed.map((one) => {
        const top = topOf(minuteIn(one.campaign.starts_at!, zone));
        const minutes = (one.finishMs - Date.parse(one.campaign.starts_at!)) / 60_000;
        const height = Math.max(
          34,
          Math.min(minutes * (HOUR_PX / 60), HOURS.length * HOUR_PX - top),
        );
        return (
          <Block
            key={one.campaign.campaign_id}
            placed={one}
            zone={zone}
            style={{ top, height }}
            {...(onMove && { onMove })}
          />
        );
      })}
    </div>
  );
}

type SlotProps = Pick<Props, "onPick" | "onMove"> & {
  readonly local: string;
  readonly top: number;
};

function Slot({ local, top, onPick, onMove }: SlotProps) {
  const t = useWords(words);
  const { day, time } = useFormatLocal(local);
  const [over, setOver] = useState(false);
  const style = { top, height: HOUR_PX };
  if (onPick) {
    return (
      <button
        type="button"
        className={styles.slot}
        style={style}
        aria-label={t.pickSlot(`${day} ${time}`)}
        onClick={() => onPick(local)}
      />
    );
  }
  return (
    <div
      className={styles.slot}
      style={style}
      {...(over && { "data-over": true })}
      {...dropped(onMove, local, setOver)}
    />
  );
}

function useFormatLocal(local: string) {
  const { day } = useFormat();
  return { day: day(local.slice(0, 10)), time: local.slice(11) };
}
