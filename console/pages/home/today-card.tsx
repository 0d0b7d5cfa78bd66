import { Group, Table, Text } from "@mantine/core";
import { LIVE, useApi } from "../../api/api.ts";
import { toDecimal } from "../../ui/charts.tsx";
import { Figure } from "../../ui/figures.tsx";
import { Go } from "../../ui/go.tsx";
import { HoursChart } from "../../ui/lazy-charts.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { save, toCsv } from "../../ui/save.ts";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { useFormat } from "../../words/format.ts";
import styles from "./home.module.css";
import { Card, type CardMoves } from "./card.tsx";
import { words } from "./words.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const MOST_LINES = 6;

type Line = { channel: string; step: string | null; planned: number; sent: number; minor: bigint };

/** What goes out today: how much is done, what is to come by hour, by which channel and step, at what price. */
export function TodayCard({ moves }: { readonly moves: CardMoves }) {
  const t = useWords(words);
  const { exportCsv } = useWords(common);
  const { money, number } = useFormat();
  const { data, error, isPending, refetch } = useApi().useQuery("get", "/v1/today", {}, LIVE);
  const lines = new Map<string, Line>();
  for (const { channel, step, planned, sent, price } of data?.lines ?? []) {
    const key = `${channel} ${step}`;
    const line = lines.get(key) ?? { channel, step, planned: 0, sent: 0, minor: 0n };
    line.planned += planned;
    line.sent += sent;
    line.minor += BigInt(price.minor);
    lines.set(key, line);
  }
  const most = [...lines.values()].toSorted((a, b) => b.planned + b.sent - a.planned - a.sent);
  const hours = HOURS.map((hour) => {
    const own = data?.lines.filter((line) => line.hour === hour) ?? [];
    const sum = (key: "planned" | "sent") => own.reduce((all, line) => all + line[key], 0);
    return { hour: String(hour).padStart(2, "0"), sent: sum("sent"), planned: sum("planned") };
  });
  const table = () => [
    [t.hour, t.channel, t.step, t.toSend, t.sent, t.price],
    ...(data?.lines ?? []).map((line) => [
      line.hour,
      line.channel,
      line.step,
      line.planned,
      line.sent,
      toDecimal(line.price.minor, line.price.currency),
    ]),
  ];
  const actions = data ? [{ label: exportCsv, run: () => save(toCsv(table()), "today.csv") }] : [];
  return (
    <Card id="today" moves={moves} actions={actions}>
      {error !== null && <Problem error={error} again={() => void refetch()} />}
      {isPending && <Waiting lines={3} height={48} />}
      {data?.lines.length === 0 && (
        <Empty
          title={t.nothingToday}
          {...(data.to_look_at > 0 && { help: t.toLookAt(data.to_look_at) })}
        />
      )}
      {data && data.lines.length > 0 && (
        <>
          <Group className={styles.figures} mb="xs">
            <Figure
              label={t.toSend}
              value={number(data.planned)}
              to="reports/messages"
              search={{ state: "planned" }}
            />
            <Figure
              label={t.sent}
              value={number(data.sent)}
              to="reports/messages"
              search={{ sent: "true", from: data.date }}
            />
            <Figure label={t.price} value={money(data.price.minor, data.price.currency)} />
          </Group>
          <HoursChart
            hours={hours}
            height={110}
            label={`${t.byHour}: ${t.toSend} ${data.planned}, ${t.sent} ${data.sent}`}
            names={{ sent: t.sent, planned: t.toSend }}
          />
          <Lines lines={most.slice(0, MOST_LINES)} currency={data.price.currency} />
          {data.to_look_at > 0 && (
            <Text size="xs" c="dimmed" mt={6}>
              {t.toLookAt(data.to_look_at)}
            </Text>
          )}
        </>
      )}
    </Card>
  );
}

function Lines({
  lines,
  currency,
}: {
  readonly lines: readonly Line[];
  readonly currency: string;
}) {
  const t = useWords(words);
  const { money, number } = useFormat();
  return (
    <Table fz="sm" className={styles.lines} verticalSpacing={4} horizontalSpacing={4} mt={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t.channel}</Table.Th>
          <Table.Th>{t.step}</Table.Th>
          <Table.Th ta="right">{t.toSend}</Table.Th>
          <Table.Th ta="right">{t.sent}</Table.Th>
          <Table.Th ta="right" visibleFrom="sm">
            {t.price}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map((line) => (
          <Table.Tr key={`${line.channel} ${line.step}`}>
            <Table.Td>{line.channel}</Table.Td>
            <Table.Td>
              <Go
                to="reports/messages"
                search={{ channel: line.channel, step: line.step ?? undefined }}
              >
                {line.step ?? "–"}
              </Go>
            </Table.Td>
            <Table.Td ta="right">{number(line.planned)}</Table.Td>
            <Table.Td ta="right">{number(line.sent)}</Table.Td>
            <Table.Td ta="right" visibleFrom="sm">
              {money(line.minor, currency)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
