import { Anchor, Center, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { common } from "../words/common.ts";
import { useWords } from "../words/catalogue.ts";

/** For paths that lead nowhere. */
export function NoPage() {
  const t = useWords(common);
  return (
    <Center mih="60vh">
      <Stack align="center" gap="xs">
        <Text fw={600}>{t.notFound}</Text>
        <Anchor renderRoot={(props) => <Link {...props} to="/" />}>{t.home}</Anchor>
      </Stack>
    </Center>
  );
}
