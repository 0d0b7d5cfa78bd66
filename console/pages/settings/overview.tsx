// The list of the settings, for who came here by the menu or holds a phone.
import { Stack, Text } from "@mantine/core";
import { Go } from "../../ui/go.tsx";
import { Page } from "../../ui/page.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useSections } from "./frame.tsx";
import { words } from "./words.ts";

/** /settings */
export function SettingsPage() {
  const t = useWords(words);
  return (
    <Page title={t.settings}>
      <Stack gap="sm" maw={560}>
        {useSections().map(({ id }) => (
          <div key={id}>
            <Go to={`settings/${id}`} fw={500}>
              {t.sections[id]}
            </Go>
            <Text size="sm" c="dimmed">
              {t.help[id]}
            </Text>
          </div>
        ))}
      </Stack>
    </Page>
  );
}
