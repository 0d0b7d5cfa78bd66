// The head of every page: where it is, what it is called, what can be done there.
import { Breadcrumbs, Center, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import { Go, GoButton } from "./go.tsx";

/** A page of the console. `trail`: pages above it, outermost first. */
export function Page({
  title,
  trail = [],
  actions,
  children,
}: {
  readonly title: string;
  readonly trail?: readonly { readonly to: string; readonly title: string }[];
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} – Dunlin`;
  }, [title]);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end" wrap="wrap" gap="xs">
        <div>
          {trail.length > 0 && (
            <Breadcrumbs fz="xs" separatorMargin={4}>
              {trail.map((one) => (
                <Go key={one.to} to={one.to}>
                  {one.title}
                </Go>
              ))}
            </Breadcrumbs>
          )}
          <Title order={1}>{title}</Title>
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

/** Where nothing is yet: says so, and what to do about it. */
export function Empty({
  title,
  help,
  action,
  to,
}: {
  readonly title: string;
  readonly help?: string;
  readonly action?: string;
  readonly to?: string;
}) {
  return (
    <Center mih={180}>
      <Stack align="center" gap={6} maw={420} ta="center">
        <Text fw={600}>{title}</Text>
        {help !== undefined && (
          <Text size="sm" c="dimmed">
            {help}
          </Text>
        )}
        {action !== undefined && to !== undefined && (
          <GoButton mt="xs" to={to}>
            {action}
          </GoButton>
        )}
      </Stack>
    </Center>
  );
}

/** Lines that stand where rows will: nothing moves when they come. */
export function Waiting({
  lines = 6,
  height = 32,
}: {
  readonly lines?: number;
  readonly height?: number;
}) {
  return (
    <Stack gap={8} aria-busy="true">
      {Array.from({ length: lines }, (_, at) => (
        <Skeleton key={at} height={height} />
      ))}
    </Stack>
  );
}
