// The command palette: everything that can be done here and every page, by typing a few letters of it.
import { Spotlight, spotlight, type SpotlightActionData } from "@mantine/spotlight";
import "@mantine/spotlight/styles.css";
import { Kbd, Modal, Stack, Table, Text } from "@mantine/core";
import { common } from "../words/common.ts";
import { useWords } from "../words/catalogue.ts";
import { SearchIcon } from "./icons.tsx";
import { useAllActions, type Action } from "./shortcuts.tsx";

export const openPalette = (): void => spotlight.open();

const keysOf = (keys: string) =>
  keys.split(" ").map((key) => (
    <Kbd key={key} size="xs">
      {key}
    </Kbd>
  ));

function shown({ id, label, hint, keys, run }: Action): SpotlightActionData {
  return {
    id,
    label,
    ...(hint !== undefined && { description: hint }),
    ...(keys !== undefined && { rightSection: <span>{keysOf(keys)}</span> }),
    onClick: run,
  };
}

export function Palette() {
  const t = useWords(common);
  const actions = useAllActions();
  return (
    <Spotlight
      actions={actions.map(shown)}
      shortcut={["mod + K"]}
      limit={12}
      highlightQuery
      nothingFound={t.nothingFound}
      searchProps={{ placeholder: t.search, leftSection: <SearchIcon />, "aria-label": t.search }}
    />
  );
}

/** Every key that means something here. */
export function KeysHelp({
  opened,
  close,
}: {
  readonly opened: boolean;
  readonly close: () => void;
}) {
  const t = useWords(common);
  const withKeys = useAllActions().filter(({ keys }) => keys !== undefined);
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t.keys}
      closeButtonProps={{ "aria-label": t.close }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t.keysHelp}
        </Text>
        <Table>
          <Table.Tbody>
            {withKeys.map(({ id, label, keys = "" }) => (
              <Table.Tr key={id}>
                <Table.Td>{label}</Table.Td>
                <Table.Td ta="right">{keysOf(keys)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Modal>
  );
}
