// When a page itself fails: the rest of the console stays, and what was being written is kept.
import { Button, Container, Stack, Text, Title } from "@mantine/core";
import { common } from "../words/common.ts";
import { useWords } from "../words/catalogue.ts";

/** In the place of a page that could not be shown. */
export function BrokenPage({ error }: { readonly error: unknown }) {
  const t = useWords(common);
  return (
    <Container size="xs" py="xl">
      <Stack align="flex-start" gap="xs" role="alert">
        <Title order={1}>{t.broken}</Title>
        <Text size="sm">{t.brokenHelp}</Text>
        <Text size="xs" c="dimmed">
          {error instanceof Error ? error.message : String(error)}
        </Text>
        <Button onClick={() => location.reload()}>{t.reload}</Button>
      </Stack>
    </Container>
  );
}
