// Numbers and mailboxes with their consent and health, and what may be told at each by which rule.
import { Badge, Button, Group, Text, UnstyledButton } from "@mantine/core";
import { useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import styles from "./customer.module.css";
import type { Whole } from "./model.ts";
import { pageWords } from "./page-words.ts";
import { Panel } from "./panels.tsx";

type Point = Whole["contact_points"][number];

export function Contact({
  customer,
  add,
  correct,
}: {
  readonly customer: Whole;
  readonly add: (() => void) | undefined;
  readonly correct: ((point: Point) => void) | undefined;
}) {
  const t = useWords(pageWords);
  return (
    <Panel
      title={t.contact}
      action={
        add && (
          <Button size="compact-xs" variant="subtle" onClick={add}>
            {t.addContact}
          </Button>
        )
      }
    >
      <div className={styles.box}>
        {customer.contact_points.map((point) => (
          <PointLine key={point.contact_point_id} point={point} correct={correct} />
        ))}
        {customer.contact_points.length === 0 && (
          <div className={styles.item}>
            <Text size="sm" c="dimmed">
              {t.noContact}
            </Text>
          </div>
        )}
        <div className={styles.item}>
          <Text size="xs" c="dimmed">
            {t.identity}:{" "}
            {customer.factors.length === 0
              ? t.noFactors
              : customer.factors.join(", ").replaceAll("_", " ")}
          </Text>
        </div>
      </div>
    </Panel>
  );
}

function PointLine({
  point,
  correct,
}: {
  readonly point: Point;
  readonly correct: ((point: Point) => void) | undefined;
}) {
  const t = useWords(pageWords);
  const code = useCodes();
  const isOver = point.retired_at !== null;
  const address = (
    <Text span size="sm" fw={500} td={isOver ? "line-through" : undefined}>
      {point.address}
    </Text>
  );
  return (
    <div className={styles.item}>
      <div>
        {correct && !isOver ? (
          <UnstyledButton onClick={() => correct(point)}>{address}</UnstyledButton>
        ) : (
          address
        )}{" "}
        {isOver && (
          <Text span size="xs" c="dimmed">
            {t.retired}
          </Text>
        )}
        <Group gap={4} mt={2}>
          {point.ways.map((way) => (
            <Way key={way.channel} way={way} />
          ))}
          {point.shared > 1 && (
            <Badge tt="none" fw={500} lts={0} size="xs" variant="light" color="yellow">
              {t.shared(point.shared)}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" mt={2}>
          {t.tells[point.tells]}: {code("told", point.why)}
        </Text>
      </div>
      <Text size="xs" c="dimmed">
        {code("channel", point.kind)}
      </Text>
    </div>
  );
}

function Way({ way }: { readonly way: Point["ways"][number] }) {
  const t = useWords(pageWords);
  const code = useCodes();
  const name = code("channel", way.channel);
  if (way.opted_out_at !== null) {
    return (
      <Badge tt="none" fw={500} lts={0} size="xs" variant="light" color="red">
        {name}: {t.stopped}
      </Badge>
    );
  }
  if (way.dead_at !== null) {
    return (
      <Badge tt="none" fw={500} lts={0} size="xs" variant="light" color="red">
        {name}: {t.dead}
      </Badge>
    );
  }
  if (way.consent_source !== null) {
    return (
      <Badge tt="none" fw={500} lts={0} size="xs" variant="light">
        {name}: {t.consent(way.consent_source)}
      </Badge>
    );
  }
  if (way.delivered_at === null) return null;
  return (
    <Badge tt="none" fw={500} lts={0} size="xs" variant="light" color="gray">
      {name}: {t.reached}
    </Badge>
  );
}
