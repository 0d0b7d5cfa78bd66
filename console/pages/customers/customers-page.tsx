// Everybody who owes: searched as one types, filtered, in the order that is asked for. Filters stand in the address.
import { Badge, Button, Group, Select, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { paths } from "../../../sdk/schema.ts";
import { useApi } from "../../api/api.ts";
import { Ago, Day, Money } from "../../ui/figures.tsx";
import { useAddress } from "../../ui/go.tsx";
import { SearchIcon } from "../../ui/icons.tsx";
import { Empty, Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { PAGED, pagesOf, Rows, type Column } from "../../ui/rows.tsx";
import { useActions } from "../../ui/shortcuts.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import styles from "./customers.module.css";
import { words } from "./words.ts";

type Operation = paths["/v1/customers"]["get"];
type Found = Operation["responses"]["200"]["content"]["application/json"]["customers"][number];
type Query = NonNullable<Operation["parameters"]["query"]>;

const TYPING_MS = 120;
const PAGE = 200;
/** With more pages than these, what happens is not followed: all of them would be asked for again. */
const MOST_LIVE_PAGES = 2;
const FILTERS = ["search", "days", "held", "unread", "reason", "step", "segment"] as const;

export function CustomersPage() {
  const t = useWords(words);
  const [address, setAddress] = useAddress();
  const { rows, more, total, query } = useFound(address);
  const columns = useColumns();
  const filtered = FILTERS.some((name) => address[name] !== undefined);
  return (
    <Page title={t.title}>
      <Filters />
      <Group justify="space-between" mih={24} gap="xs">
        <Text size="xs" c="dimmed" role="status">
          {total === null ? "" : t.found(total)}
        </Text>
        {filtered && (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => setAddress(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}
          >
            {t.clear}
          </Button>
        )}
      </Group>
      {query.error && <Problem error={query.error} again={() => void query.refetch()} />}
      {query.isPending && !query.error ? (
        <Waiting lines={10} />
      ) : (
        <Rows<Found>
          label={t.title}
          rows={rows}
          columns={columns}
          keyOf={({ customer_id: id }) => id}
          to={({ reference }) => `customers/${encodeURIComponent(reference)}`}
          more={more}
          empty={
            filtered ? (
              <Empty title={t.nobody} help={t.nobodyHelp} />
            ) : (
              <Empty title={t.none} help={t.noneHelp} action={t.importBook} to="import" />
            )
          }
        />
      )}
    </Page>
  );
}

type Address = ReturnType<typeof useAddress>[0];

function asked(address: Address): Query {
  const { search, days, held, unread, reason, step, segment, sort = "overdue" } = address;
  return {
    sort: sort as NonNullable<Query["sort"]>,
    count: "true",
    limit: PAGE,
    ...(search && { search }),
    ...(days && { overdue_days: Number(days) }),
    ...(held && { held: held as NonNullable<Query["held"]> }),
    ...(unread && { unread: "true" as const }),
    ...(reason && { reason }),
    ...(step && { next_step: step }),
    ...(segment && { segment }),
  };
}

function useFound(address: Address) {
  const api = useApi();
  const [pages, setPages] = useState(1);
  const query = api.useInfiniteQuery(
    "get",
    "/v1/customers",
    { params: { query: asked(address) } },
    { ...PAGED, placeholderData: keepPreviousData, meta: { live: pages <= MOST_LIVE_PAGES } },
  );
  const { rows, more } = useMemo(
    () => pagesOf(query, (page) => page.customers),
    [query.data, query.hasNextPage, query.isFetchingNextPage],
  );
  const load = () => {
    setPages((before) => before + 1);
    more.load();
  };
  return { rows, more: { ...more, load }, total: query.data?.pages[0]?.total ?? null, query };
}

function Filters() {
  const t = useWords(words);
  const [address, setAddress] = useAddress();
  const [typed, setTyped] = useState(address["search"] ?? "");
  const field = useRef<HTMLInputElement>(null);
  const look = useDebouncedCallback(
    (text: string) => setAddress({ search: text.trim() === "" ? undefined : text.trim() }),
    TYPING_MS,
  );
  useEffect(() => {
    if (address["search"] === undefined && document.activeElement !== field.current) setTyped("");
  }, [address["search"]]);
  useActions(
    useMemo(
      () => [{ id: "find", label: t.searchLabel, keys: "f", run: () => field.current?.focus() }],
      [t],
    ),
  );
  const choose = (name: string, usual: string) => (value: string | null) =>
    setAddress({ [name]: value === null || value === usual ? undefined : value });
  const options = (of: Readonly<Record<string, string>>) =>
    Object.entries(of).map(([value, label]) => ({ value, label }));
  return (
    <div className={styles.filters}>
      <TextInput
        ref={field}
        className={styles.search}
        label={t.searchLabel}
        placeholder={t.search}
        leftSection={<SearchIcon />}
        autoFocus
        value={typed}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value);
          look(value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          document.querySelector<HTMLElement>("[data-opens]")?.focus();
          event.preventDefault();
        }}
      />
      <Select
        label={t.sort}
        allowDeselect={false}
        data={options(t.sorts)}
        value={address["sort"] ?? "overdue"}
        onChange={choose("sort", "overdue")}
      />
      <Select
        label={t.age}
        allowDeselect={false}
        data={options(t.ages)}
        value={address["days"] ?? "any"}
        onChange={choose("days", "any")}
      />
      <Select
        label={t.held}
        allowDeselect={false}
        data={options(t.helds)}
        value={address["held"] ?? "any"}
        onChange={choose("held", "any")}
      />
    </div>
  );
}

function useColumns(): readonly Column<Found>[] {
  const t = useWords(words);
  const code = useCodes();
  return useMemo(
    () => [
      {
        id: "customer",
        head: t.customer,
        width: "minmax(0, 2.4fr)",
        cell: ({ name, reference, unread }) => (
          <>
            {name}{" "}
            <Text span size="xs" c="dimmed" fw={400}>
              {reference}
            </Text>
            {unread > 0 && (
              <Badge
                tt="none"
                fw={500}
                lts={0}
                size="xs"
                ml={6}
                circle={unread < 10}
                aria-label={t.unreadCount(unread)}
              >
                {unread}
              </Badge>
            )}
          </>
        ),
      },
      {
        id: "standing",
        head: t.standing,
        width: "minmax(0, 1.6fr)",
        wideOnly: true,
        cell: ({ held, reason }) =>
          held.length > 0 ? (
            <Group gap={4} wrap="nowrap">
              {held.map((kind) => (
                <Badge tt="none" fw={500} lts={0} key={kind} size="xs" variant="light" color="gray">
                  {code("held", kind)}
                </Badge>
              ))}
            </Group>
          ) : (
            <Text span size="sm" c="dimmed">
              {code("reason", reason)}
            </Text>
          ),
      },
      {
        id: "next",
        head: t.next,
        width: "minmax(0, 1.3fr)",
        wideOnly: true,
        cell: ({ next_step: step, next_look_at: at }) =>
          step === null ? null : (
            <>
              {step.replaceAll("_", " ")}{" "}
              {at !== null && (
                <Text span size="xs" c="dimmed">
                  <Ago at={at} />
                </Text>
              )}
            </>
          ),
      },
      {
        id: "since",
        head: t.since,
        width: "104px",
        wideOnly: true,
        cell: ({ oldest_due_on: date }) => date !== null && <Day date={date} />,
      },
      {
        id: "open",
        head: t.open,
        width: "120px",
        right: true,
        wideOnly: true,
        cell: ({ open }) => <Sums of={open.map(({ currency, minor }) => ({ currency, minor }))} />,
      },
      {
        id: "overdue",
        head: t.overdue,
        width: "120px",
        right: true,
        cell: ({ open }) => (
          <Sums of={open.map(({ currency, overdue_minor: minor }) => ({ currency, minor }))} />
        ),
      },
    ],
    [t, code],
  );
}

function Sums({ of }: { readonly of: readonly { currency: string; minor: string }[] }) {
  const told = of.filter(({ minor }) => minor !== "0");
  return told.map(({ currency, minor }, at) => (
    <span key={currency}>
      {at > 0 && " · "}
      <Money minor={minor} currency={currency} />
    </span>
  ));
}
