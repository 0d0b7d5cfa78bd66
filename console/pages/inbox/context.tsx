// Who it is: what they owe, what holds, what comes next; or who it may be.
import { Button, Select, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { GoButton, useGo } from "../../ui/go.tsx";
import { Waiting } from "../../ui/page.tsx";
import { useTold } from "../../ui/told.tsx";
import { Why } from "../../ui/why.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useWhole } from "../customers/model.ts";
import { Balance, Holds, NextStep } from "../customers/panels.tsx";
import styles from "./inbox.module.css";
import type { Talk } from "./model.ts";
import { useTalk } from "./thread.tsx";
import { words } from "./words.ts";

export function Context({ id }: { readonly id: string }) {
  const may = useMay();
  const { data } = useTalk(id);
  if (!data) return null;
  return (
    <div className={`${styles.scroll} ${styles.side}`} tabIndex={-1}>
      {data.customer === null ? (
        may("conversations:write") && <Who talk={data} />
      ) : (
        <Known reference={data.customer} />
      )}
    </div>
  );
}

function Known({ reference }: { readonly reference: string }) {
  const t = useWords(words);
  const { data } = useWhole(reference);
  if (!data) return <Waiting lines={4} />;
  return (
    <>
      <div>
        <Text size="sm" fw={600}>
          {data.name}
        </Text>
        <Text size="xs" c="dimmed">
          {data.reference}
        </Text>
      </div>
      <Balance customer={data} />
      <NextStep customer={data} why={<Why customer={data.reference} name={data.name} />} />
      <Holds customer={data} />
      <GoButton variant="default" to={`customers/${encodeURIComponent(reference)}`}>
        {t.openCustomer}
      </GoButton>
    </>
  );
}

function Who({ talk }: { readonly talk: Talk }) {
  const t = useWords(words);
  const told = useTold();
  const go = useGo();
  const { dunlin, memory } = useConnection();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 150);
  const found = useApi().useQuery(
    "get",
    "/v1/customers",
    { params: { query: { search, limit: 10 } } },
    { enabled: search.length > 1 },
  ).data?.customers;
  const attach = async (customer: string) => {
    try {
      const params = { path: { conversation_id: talk.conversation_id } };
      const joined = await done(
        dunlin.POST("/v1/conversations/{conversation_id}/attach", { params, body: { customer } }),
      );
      told.done(t.attached);
      go(`inbox/${joined.conversation_id}`);
    } catch (error) {
      told.problem(error);
    }
    await memory.invalidateQueries();
  };
  return (
    <Stack gap="sm">
      <Text size="sm" fw={600}>
        {t.who}
      </Text>
      <Text size="xs" c="dimmed">
        {t.whoHelp}
      </Text>
      {talk.candidates.map(({ customer, name }) => (
        <Button key={customer} variant="default" onClick={() => void attach(customer)}>
          {t.attach(name)}
        </Button>
      ))}
      <Select
        label={t.search}
        searchable
        filter={({ options }) => options}
        searchValue={typed}
        onSearchChange={setTyped}
        data={(found ?? []).map(({ reference, name }) => ({
          value: reference,
          label: `${name} · ${reference}`,
        }))}
        value={null}
        onChange={(customer) => customer !== null && void attach(customer)}
      />
    </Stack>
  );
}
