// All templates: the client's own and the shipped ones, found by name.
import { Badge, Group, Text, TextInput } from "@mantine/core";
import { useApi } from "../../api/api.ts";
import { useAddress } from "../../ui/go.tsx";
import { SearchIcon } from "../../ui/icons.tsx";
import { Empty, Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { Rows } from "../../ui/rows.tsx";
import { useWords } from "../../words/catalogue.ts";
import { words } from "./words.ts";

type Line = {
  readonly name: string;
  readonly class: string;
  readonly origin: "own" | "shipped";
  readonly variants: readonly string[];
};

export function TemplatesPage() {
  const t = useWords(words);
  const [{ q = "" }, setAddress] = useAddress();
  const found = useApi().useQuery("get", "/v1/templates");
  const variantName = (language: string, channel: string) =>
    `${language} ${t.channels[channel] ?? channel}`;
  const byName = Map.groupBy(found.data?.templates ?? [], ({ name }) => name);
  const lines = [...byName].map(([name, all]): Line => {
    const variants = all.map(({ language, channel }) => variantName(language, channel));
    const origin = all.some((one) => one.origin === "own") ? "own" : "shipped";
    return { name, class: all[0]!.class, origin, variants: [...new Set(variants)] };
  });
  const wanted = q.trim().toLowerCase();
  const rows = lines
    .filter(({ name }) => name.replaceAll("_", " ").includes(wanted) || name.includes(wanted))
    .toSorted((a, b) => a.origin.localeCompare(b.origin) || a.name.localeCompare(b.name));
  return (
    <Page title={t.title}>
      <TextInput
        value={q}
        onChange={({ currentTarget }) => setAddress({ q: currentTarget.value || undefined })}
        placeholder={t.search}
        aria-label={t.search}
        leftSection={<SearchIcon />}
        maw={360}
      />
      {found.error && <Problem error={found.error} again={() => void found.refetch()} />}
      {found.data ? (
        <Rows
          label={t.title}
          rows={rows}
          keyOf={({ name }) => name}
          to={({ name }) => `templates/${name}`}
          empty={<Empty title={t.nothing} />}
          columns={[
            { id: "name", head: t.name, width: "minmax(0, 1.2fr)", cell: ({ name }) => name },
            { id: "class", head: t.kind, width: "130px", cell: (one) => t.classes[one.class] },
            {
              id: "variants",
              head: t.variants,
              width: "minmax(0, 3fr)",
              wideOnly: true,
              cell: ({ variants }) => (
                <Text size="xs" c="dimmed" truncate>
                  {variants.join(", ")}
                </Text>
              ),
            },
            {
              id: "origin",
              head: t.origin,
              width: "110px",
              cell: ({ origin }) => (
                <Group>
                  {origin === "own" ? (
                    <Badge size="sm" variant="light" color="dunlin" tt="none">
                      {t.own}
                    </Badge>
                  ) : (
                    <Text size="xs" c="dimmed">
                      {t.shipped}
                    </Text>
                  )}
                </Group>
              ),
            },
          ]}
        />
      ) : (
        <Waiting lines={10} />
      )}
    </Page>
  );
}
