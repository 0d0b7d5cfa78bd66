// The frame of the pages before somebody is signed in: one narrow card, language and appearance beneath.
import {
  Alert,
  Anchor,
  Group,
  NativeSelect,
  Paper,
  Stack,
  Text,
  Title,
  useMantineColorScheme,
} from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import { LANGUAGES, useLanguage, useWords, type Language } from "../../words/catalogue.ts";
import styles from "./outside.module.css";
import { words } from "./words.ts";

/** A card with a title. */
export function Outside({
  title,
  help,
  fault,
  children,
}: {
  readonly title: string;
  readonly help?: string | undefined;
  readonly fault?: string | undefined;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} – Dunlin`;
  }, [title]);
  return (
    <main className={styles.place}>
      <Stack gap="lg" w="100%" maw={360}>
        <Text className={styles.brand}>Dunlin</Text>
        <Paper withBorder p="lg" radius="md">
          <Stack gap="md">
            <div>
              <Title order={1}>{title}</Title>
              {help !== undefined && (
                <Text size="sm" c="dimmed" mt={4}>
                  {help}
                </Text>
              )}
            </div>
            {fault !== undefined && (
              <Alert color="red" variant="light" role="alert" p="xs">
                {fault}
              </Alert>
            )}
            {children}
          </Stack>
        </Paper>
        <Choices />
      </Stack>
    </main>
  );
}

function Choices() {
  const t = useWords(words);
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Group justify="center" gap="md">
      <NativeSelect
        aria-label={t.language}
        variant="unstyled"
        size="xs"
        value={language}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        onChange={(event) => choose(event.currentTarget.value as Language)}
      />
      <NativeSelect
        aria-label={t.theme}
        variant="unstyled"
        size="xs"
        value={colorScheme}
        data={(["auto", "light", "dark"] as const).map((value) => ({ value, label: t[value] }))}
        onChange={(event) => setColorScheme(event.currentTarget.value as "auto")}
      />
    </Group>
  );
}

/** A link to another of these pages. */
export function Lead({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return (
    <Anchor size="sm" renderRoot={(props) => <Link {...props} to={to} />}>
      {children}
    </Anchor>
  );
}
