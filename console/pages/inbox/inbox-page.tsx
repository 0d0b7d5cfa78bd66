// The inbox: boxes and conversations, the thread with the answer, and who it is. On a phone one after the other.
import { Badge, Text, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useIntersection } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { LIVE, useApi, useConnection } from "../../api/api.ts";
import { Ago } from "../../ui/figures.tsx";
import { useAddress, useGo, useParam } from "../../ui/go.tsx";
import { Empty, Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { PAGED, pagesOf } from "../../ui/rows.tsx";
import { useActions } from "../../ui/shortcuts.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import { Context } from "./context.tsx";
import styles from "./inbox.module.css";
import { ASKED, BOXES, type Box, type Line } from "./model.ts";
import { Thread } from "./thread.tsx";
import { words } from "./words.ts";

const PAGE = 50;

export function InboxPage() {
  const t = useWords(words);
  const id = useParam("id");
  const go = useGo();
  const box = useBox();
  const { rows: found, more, query } = useLines(box);
  const rows = useKept(found, id);
  const search = box === "unread" ? {} : { box };
  const step = (by: number) => {
    const here = rows.findIndex((one) => one.conversation_id === id);
    const next = rows[here === -1 ? 0 : here + by];
    if (next) go(`inbox/${next.conversation_id}`, search);
  };
  useActions(
    useMemo(
      () => [
        { id: "inbox next", label: t.next, keys: "j", run: () => step(1) },
        { id: "inbox previous", label: t.previous, keys: "k", run: () => step(-1) },
      ],
      [t, id, rows, box],
    ),
  );
  return (
    <Page title={t.title}>
      <div className={styles.panes}>
        <section className={`${styles.pane} ${id === "" ? "" : styles.hidden}`} aria-label={t.list}>
          <Boxes box={box} />
          <div className={styles.scroll} tabIndex={-1}>
            {query.error && <Problem error={query.error} again={() => void query.refetch()} />}
            {query.isPending && !query.error && <Waiting lines={6} height={48} />}
            {query.data && rows.length === 0 && (
              <Empty title={t.emptyBox[box]} help={t.emptyHelp} />
            )}
            <ul className={styles.list}>
              {rows.map((line) => (
                <Item
                  key={line.conversation_id}
                  line={line}
                  here={line.conversation_id === id}
                  search={search}
                />
              ))}
            </ul>
            {more.has && <More load={more.load} loading={more.loading} />}
          </div>
        </section>
        {id === "" ? (
          <section className={`${styles.pane} ${styles.hidden}`} aria-label={t.choose}>
            <Empty title={t.choose} help={t.chooseHelp} />
          </section>
        ) : (
          <Thread key={id} id={id} after={() => step(1)} back={search} />
        )}
        <section
          className={`${styles.pane} ${styles.context} ${styles.hidden}`}
          aria-label={t.customer}
        >
          {id !== "" && <Context id={id} />}
        </section>
      </div>
    </Page>
  );
}

function useBox(): Box {
  const [address] = useAddress();
  return BOXES.find((one) => one === address["box"]) ?? "unread";
}

function useLines(box: Box) {
  const query = useApi().useInfiniteQuery(
    "get",
    "/v1/conversations",
    { params: { query: { ...ASKED[box], limit: PAGE } } },
    { ...PAGED, ...LIVE, placeholderData: keepPreviousData },
  );
  const { rows, more } = useMemo(
    () => pagesOf(query, (page) => page.conversations),
    [query.data, query.hasNextPage, query.isFetchingNextPage],
  );
  return { rows, more, query };
}

/** What is being read stays where it stood, though it is no longer unread. */
function useKept(found: readonly Line[], id: string): readonly Line[] {
  const [shown, setShown] = useState({ found, id, rows: found });
  if (shown.found === found && shown.id === id) return shown.rows;
  const rows = keptIn(found, shown.rows, id);
  setShown({ found, id, rows });
  return rows;
}

function keptIn(found: readonly Line[], before: readonly Line[], id: string): readonly Line[] {
  const at = before.findIndex((one) => one.conversation_id === id);
  const kept = before[at];
  if (kept === undefined || found.some((one) => one.conversation_id === id)) return found;
  return found.toSpliced(Math.min(at, found.length), 0, { ...kept, unread: 0 });
}

function Boxes({ box }: { readonly box: Box }) {
  const t = useWords(words);
  const go = useGo();
  const { data } = useApi().useQuery("get", "/v1/conversations/counts", {}, LIVE);
  const counts: Partial<Record<Box, number>> = data ?? {};
  return (
    <div className={styles.boxes} role="group" aria-label={t.boxesLabel}>
      {BOXES.map((one) => (
        <UnstyledButton
          key={one}
          fz="xs"
          px={8}
          py={4}
          fw={one === box ? 600 : 400}
          bg={one === box ? "var(--mantine-primary-color-light)" : "transparent"}
          style={{ borderRadius: 4 }}
          aria-pressed={one === box}
          onClick={() => go("inbox", one === "unread" ? {} : { box: one })}
        >
          {t.boxes[one]}{" "}
          {(counts[one] ?? 0) > 0 && (
            <Text span fz="xs" c="dimmed">
              {counts[one]}
            </Text>
          )}
        </UnstyledButton>
      ))}
    </div>
  );
}

function Item({
  line,
  here,
  search,
}: {
  readonly line: Line;
  readonly here: boolean;
  readonly search: Readonly<Record<string, string>>;
}) {
  const t = useWords(words);
  const code = useCodes();
  const { slug } = useConnection();
  return (
    <li>
      <Link
        to={`/c/${slug}/inbox/${line.conversation_id}`}
        search={search as never}
        className={`${styles.line} ${line.unread > 0 ? styles.isUnread : ""}`}
        data-here={here}
      >
        <span className={styles.first}>
          <span className={styles.name}>{line.name ?? line.address ?? t.unknown}</span>
          <Text span size="xs" c="dimmed" style={{ flexShrink: 0 }}>
            <Ago at={line.last_at} />
          </Text>
        </span>
        <span className={styles.first}>
          <span className={styles.text}>{line.last_text}</span>
          {line.unread > 0 && (
            <Badge size="xs" circle={line.unread < 10} aria-label={t.unread(line.unread)}>
              {line.unread}
            </Badge>
          )}
        </span>
        <span className={styles.text}>
          {[
            code("channel", line.last_channel),
            line.intent === null ? "" : code("intent", line.intent),
            line.for_person === null ? "" : code("forPerson", line.for_person),
            line.assigned_to ?? "",
          ]
            .filter((one) => one !== "")
            .join(" · ")}
        </span>
      </Link>
    </li>
  );
}

function More({ load, loading }: { readonly load: () => void; readonly loading: boolean }) {
  const { ref, entry } = useIntersection({ rootMargin: "400px" });
  const near = entry?.isIntersecting === true && !loading;
  useEffect(() => {
    if (near) load();
  }, [near]);
  return (
    <div ref={ref}>
      <Waiting lines={2} height={48} />
    </div>
  );
}
