// The frame of the settings: their pages at the side, one of them in the middle.
import { Box, NavLink, Stack } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useConnection } from "../../api/api.ts";
import { useMay, useSession } from "../../api/session.ts";
import { Page } from "../../ui/page.tsx";
import { useWords } from "../../words/catalogue.ts";
import styles from "./settings.module.css";
import { SECTIONS, type Section } from "./sections.ts";
import { words } from "./words.ts";

/** The pages that this user has. */
export function useSections(): readonly Section[] {
  const may = useMay();
  const { me } = useSession();
  return SECTIONS.filter(({ needs }) => (needs === undefined ? me.email !== null : may(needs)));
}

/** One page of the settings. `trail`: between the settings and this page. */
export function Settings({
  section,
  title,
  trail = [],
  actions,
  children,
}: {
  readonly section: Section["id"];
  readonly title?: string;
  readonly trail?: readonly { readonly to: string; readonly title: string }[];
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useWords(words);
  return (
    <Page
      title={title ?? t.sections[section]}
      trail={[{ to: "settings", title: t.settings }, ...trail]}
      actions={actions}
    >
      <div className={styles.columns}>
        <Sections />
        <Box className={styles.middle}>
          <Stack gap="xl">{children}</Stack>
        </Box>
      </div>
    </Page>
  );
}

function Sections() {
  const t = useWords(words);
  const { slug } = useConnection();
  const { pathname } = useLocation();
  return (
    <nav className={styles.side} aria-label={t.settings}>
      {useSections().map(({ id }) => {
        const to = `/c/${slug}/settings/${id}`;
        const here = `${pathname}/`.startsWith(`${to}/`);
        return (
          <NavLink
            key={id}
            label={t.sections[id]}
            active={here}
            className={styles.section}
            renderRoot={(props) => (
              <Link {...props} to={to} {...(here && { "aria-current": "page" as const })} />
            )}
          />
        );
      })}
    </nav>
  );
}
