// A month of days with what begins on them; days on which contact rules let nothing out are grey.
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useLanguage } from "../../words/catalogue.ts";
import { Block, dropped, type Move, type Placed } from "./block.tsx";
import { localOf } from "./model.ts";
import styles from "./send.module.css";
import { dayIn, firstOfMonth, localeOf, mondayOf, plusDays, plusMonths } from "./time.ts";

type Props = {
  readonly month: string;
  readonly today: string;
  readonly zone: string;
  readonly placed: readonly Placed[];
  readonly onMove?: Move;
};

export function Month({ month, today, zone, placed, onMove }: Props) {
  const { language } = useLanguage();
  const first = mondayOf(firstOfMonth(month));
  const last = plusMonths(month, 1);
  const weeks = Math.ceil((Date.parse(last) - Date.parse(first)) / (7 * 86_400_000));
  const days = Array.from({ length: weeks * 7 }, (_, at) => plusDays(first, at));
  const query = { from: `${first}T00:00`, to: `${plusDays(first, weeks * 7)}T00:00` };
  const found = useApi().useQuery(
    "get",
    "/v1/campaigns/windows",
    { params: { query } },
    { staleTime: 600_000 },
  );
  const open = new Set(found.data?.windows.map(({ from }) => dayIn(from, zone)));
  const weekday = new Intl.DateTimeFormat(localeOf(language), {
    weekday: "short",
    timeZone: "UTC",
  });
  return (
    <div className={styles.calendar} tabIndex={0}>
      <div className={styles.month}>
        {days.slice(0, 7).map((day) => (
          <div key={day} className={styles.dayHead}>
            {weekday.format(new Date(`${day}T00:00:00Z`))}
          </div>
        ))}
        {days.map((day) => (
          <MonthDay
            key={day}
            day={day}
            zone={zone}
            isToday={day === today}
            isClosed={found.data !== undefined && !open.has(day)}
            placed={placed.filter((one) => dayIn(one.campaign.starts_at!, zone) === day)}
            {...(onMove && { onMove: keepingTime(placed, zone, onMove) })}
          />
        ))}
      </div>
    </div>
  );
}

/** Onto another day, at the time of day it had. */
const keepingTime =
  (placed: readonly Placed[], zone: string, onMove: Move): Move =>
  (id, local) => {
    const found = placed.find(({ campaign }) => campaign.campaign_id === id);
    const isDay = local.endsWith("T");
    const time = localOf(found?.campaign.starts_at ?? null, zone).slice(11);
    onMove(id, isDay ? `${local}${time || "09:00"}` : local);
  };

type DayProps = Pick<Props, "zone" | "placed" | "onMove"> & {
  readonly day: string;
  readonly isToday: boolean;
  readonly isClosed: boolean;
};

function MonthDay({ day, zone, placed, onMove, isToday, isClosed }: DayProps) {
  const [over, setOver] = useState(false);
  const number = Number(day.slice(8));
  return (
    <div
      className={styles.monthDay}
      {...(isClosed && { "data-closed": true })}
      {...(over && { "data-over": true })}
      {...dropped(onMove, `${day}T`, setOver)}
    >
      {isToday ? <b>{number}</b> : number}
      {placed.map((one) => (
        <Block
          key={one.campaign.campaign_id}
          placed={one}
          zone={zone}
          {...(onMove && { onMove })}
        />
      ))}
    </div>
  );
}
