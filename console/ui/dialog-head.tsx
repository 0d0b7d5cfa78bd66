import { CloseButton, Group, Title } from "@mantine/core";
import { useWords } from "../words/catalogue.ts";
import { common } from "../words/common.ts";

/** The head of a drawer or dialogue that is a page of its own. (The library's own one is a second banner of the page.) */
export function DialogHead({
  title,
  onClose,
}: {
  readonly title: string;
  readonly onClose: () => void;
}) {
  const t = useWords(common);
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start" mb="md">
      <Title order={2}>{title}</Title>
      <CloseButton aria-label={t.close} onClick={onClose} />
    </Group>
  );
}
