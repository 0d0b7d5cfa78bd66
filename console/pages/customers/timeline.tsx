// Everything that happened, over all channels, newest first; narrowed by what is asked for in the address.
import { Badge, Button, Chip, Group as Row, Text } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useEffect, useMemo } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { Moment } from "../../ui/figures.tsx";
import { useAddress } from "../../ui/go.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { PAGED, pagesOf } from "../../ui/rows.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import { useFormat } from "../../words/format.ts";
import styles from "./customer.module.css";
import { stepName, type Entry, type Group } from "./model.ts";
import { pageWords } from "./page-words.ts";

type Words = (typeof pageWords)["en"];

const PAGE = 40;
const GROUPS: readonly Group[] = [
  "messages",
  "replies",
  "notes",
  "money",
  "agreements",
  "debits",
  "consent",
  "decisions",
];

export function Timeline({ customer }: { readonly customer: string }) {
  const t = useWords(pageWords);
  const [address, setAddress] = useAddress();
  const only = address["only"] ?? "";
  const api = useApi();
  const query = api.useInfiniteQuery(
    "get",
    "/v1/customers/{ref}/timeline",
    { params: { path: { ref: customer }, query: { limit: PAGE, ...(only && { only }) } } },
    { ...PAGED, meta: { live: true } },
  );
  const { rows, more } = pagesOf(query, (page) => page.entries);
  const { ref, entry: seen } = useIntersection({ rootMargin: "600px" });
  const near = seen?.isIntersecting === true && more.has && !more.loading;
  useEffect(() => {
    if (near) more.load();
  }, [near]);
  const chosen = only.split(",").filter((one) => one !== "");
  return (
    <section className={styles.panel} aria-label={t.timeline}>
      <Text component="h2" size="sm" fw={600}>
        {t.timeline}
      </Text>
      <div className={styles.groups}>
        <Chip.Group
          multiple
          value={chosen}
          onChange={(next) => setAddress({ only: next.length === 0 ? undefined : next.join(",") })}
        >
          {GROUPS.map((group) => (
            <Chip key={group} value={group} size="xs" variant="outline">
              {t.groups[group]}
            </Chip>
          ))}
        </Chip.Group>
      </div>
      {query.error && <Problem error={query.error} again={() => void query.refetch()} />}
      {query.isPending && !query.error && <Waiting lines={5} height={48} />}
      {query.data && rows.length === 0 && (
        <Empty title={chosen.length === 0 ? t.nothingYet : t.nothingSuch} />
      )}
      <ol className={styles.entries}>
        {rows.map((entry) => (
          <Line key={entry.id} entry={entry} />
        ))}
      </ol>
      {more.has && (
        <div ref={ref}>
          <Waiting lines={2} height={40} />
        </div>
      )}
    </section>
  );
}

function Line({ entry }: { readonly entry: Entry }) {
  return (
    <li className={styles.entry}>
      <div className={styles.when}>
        <Moment at={entry.at} />
      </div>
      <div>
        {entry.said ? (
          <Said entry={entry} said={entry.said} />
        ) : entry.heard ? (
          <Heard heard={entry.heard} />
        ) : (
          <Happened entry={entry} />
        )}
      </div>
    </li>
  );
}

const WAITS: ReadonlySet<string> = new Set(["planned", "held"]);
const BAD: ReadonlySet<string> = new Set(["failed", "expired", "uncertain", "held"]);

function Said({
  entry,
  said,
}: {
  readonly entry: Entry;
  readonly said: NonNullable<Entry["said"]>;
}) {
  const t = useWords(pageWords);
  const code = useCodes();
  const { moment } = useFormat();
  return (
    <>
      <Row gap={6}>
        <Text span size="sm" fw={500}>
          {code("channel", said.channel)} {t.to(said.address)}
        </Text>
        <Badge
          tt="none"
          fw={500}
          lts={0}
          size="xs"
          variant="light"
          color={BAD.has(said.state) ? "red" : said.state === "delivered" ? "dunlin" : "gray"}
        >
          {code("state", said.state)}
        </Badge>
        <Text span size="xs" c="dimmed">
          {[
            said.step === null ? code("class", said.class) : stepName(said.step),
            said.reason === null ? "" : code("reason", said.reason),
            said.opened_at === null ? "" : t.opened,
            said.clicked_at === null ? "" : t.clicked,
          ]
            .filter((one) => one !== "")
            .join(" · ")}
        </Text>
        {WAITS.has(said.state) && said.step === null && <TakeBack id={said.message_id} />}
      </Row>
      {said.subject !== null && (
        <Text size="sm" mt={2}>
          {said.subject}
        </Text>
      )}
      {said.text !== "" && <div className={styles.words}>{said.text}</div>}
      {entry.statuses.length > 0 && (
        <details>
          <summary>
            <Text span size="xs" c="dimmed">
              {t.history}
            </Text>
          </summary>
          <ol className={styles.statuses}>
            {entry.statuses.map(({ at, what, reason, actor }, nth) => (
              <li key={nth}>
                {moment(at)} · {code("status", what)}
                {reason !== null && ` · ${code("reason", reason)}`}
                {what === "planned" && ` · ${by(t, actor)}`}
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function TakeBack({ id }: { readonly id: string }) {
  const t = useWords(pageWords);
  const told = useTold();
  const may = useMay();
  const { dunlin, memory } = useConnection();
  if (!may("messages:write")) return null;
  const take = async () => {
    try {
      const params = { path: { message_id: id } };
      await done(dunlin.POST("/v1/messages/{message_id}/cancel", { params }));
      told.done(t.takenBack);
    } catch (error) {
      told.problem(error);
    }
    await memory.invalidateQueries();
  };
  return (
    <Button size="compact-xs" variant="subtle" onClick={() => void take()}>
      {t.takeBack}
    </Button>
  );
}

function Heard({ heard }: { readonly heard: NonNullable<Entry["heard"]> }) {
  const t = useWords(pageWords);
  const code = useCodes();
  const intent = heard.corrected ?? heard.intent;
  return (
    <>
      <Row gap={6}>
        <Text span size="sm" fw={500}>
          {code("channel", heard.channel)} {t.from(heard.address)}
        </Text>
        {intent !== null && (
          <Badge tt="none" fw={500} lts={0} size="xs" variant="outline">
            {code("intent", intent)}
          </Badge>
        )}
      </Row>
      {heard.subject !== null && (
        <Text size="sm" mt={2}>
          {heard.subject}
        </Text>
      )}
      <div className={`${styles.words} ${styles.theirs}`}>{heard.text}</div>
    </>
  );
}

function Happened({ entry }: { readonly entry: Entry }) {
  const t = useWords(pageWords);
  const code = useCodes();
  const { money, day } = useFormat();
  const body = (entry.body ?? {}) as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof body[name] === "string" ? body[name] : "");
  const details = useMemo(
    () =>
      [
        entry.reference ?? "",
        entry.amount_minor !== null && entry.currency !== null
          ? money(entry.amount_minor, entry.currency)
          : "",
        text("due_on") === "" ? "" : t.dueOn(day(text("due_on"))),
        text("until") === "" || text("due_on") !== "" ? "" : t.until(day(text("until"))),
        text("outcome") === "" ? "" : code("outcome", text("outcome")),
        entry.kind === "conversation.needs_person"
          ? code("forPerson", text("reason"))
          : code("reason", text("reason")),
        entry.kind === "note" ? "" : (entry.note ?? ""),
        text("step") === "" ? "" : stepName(text("step")),
        text("channel") === "" ? "" : code("channel", text("channel")),
      ].filter((one) => one !== ""),
    [entry, t, code],
  );
  const byWhom = entry.actor === null || entry.actor === "system" ? "" : by(t, entry.actor);
  return (
    <>
      <Text span size="sm" fw={500}>
        {t.kinds[entry.kind] ?? entry.kind.replaceAll(/[._]/g, " ")}
      </Text>{" "}
      {details.length > 0 && (
        <Text span size="sm" c="dimmed">
          · {details.join(" · ")}
        </Text>
      )}{" "}
      <Text span size="xs" c="dimmed">
        {byWhom}
      </Text>
      {entry.kind === "note" && <div className={styles.words}>{entry.note}</div>}
    </>
  );
}

const by = (t: Words, actor: string): string =>
  t.by(t.actors[actor] ?? actor.replace(/^(user|key|provider):/, ""));
