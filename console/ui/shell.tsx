// What stands around every page of a client: where one can go, whose data this is, who one is.
import {
  AppShell,
  Burger,
  Group,
  Kbd,
  Menu,
  NavLink,
  ScrollArea,
  Select,
  Text,
  UnstyledButton,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { forgetConnections, useConnection } from "../api/api.ts";
import { useMay, useSession } from "../api/session.ts";
import { LANGUAGES, useLanguage, useWords, type Language } from "../words/catalogue.ts";
import { common } from "../words/common.ts";
import { forgetDrafts } from "./draft.ts";
import { CheckIcon, SearchIcon, UserIcon } from "./icons.tsx";
import { PLACES, type Place } from "./places.ts";
import { KeysHelp, openPalette, Palette } from "./palette.tsx";
import styles from "./shell.module.css";
import { useActions, type Action } from "./shortcuts.tsx";

/** The frame around the pages of a client. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const t = useWords(common);
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  useEffect(close, [pathname]);
  return (
    <AppShell
      layout="alt"
      header={{ height: 48 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a className={styles.skip} href="#content">
        {t.skip}
      </a>
      <AppShell.Header className={styles.header}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t.menu} />
          <UnstyledButton className={styles.search} onClick={openPalette}>
            <SearchIcon />
            <Text size="sm" span className={styles.searchWords}>
              {t.search}
            </Text>
            <Kbd size="xs" visibleFrom="sm">
              Ctrl K
            </Kbd>
          </UnstyledButton>
          <Person />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={styles.nav}>
        <Navigation opened={opened} toggle={toggle} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={styles.main}>
        {children}
      </AppShell.Main>
      <Everywhere />
    </AppShell>
  );
}

function usePlaces(): readonly Place[] {
  const may = useMay();
  return PLACES.filter(({ needs }) => needs === undefined || may(needs));
}

function Navigation({ opened, toggle }: { readonly opened: boolean; readonly toggle: () => void }) {
  const t = useWords(common);
  const { slug } = useConnection();
  const { pathname } = useLocation();
  const base = `/c/${slug}`;
  const isHere = (path: string) =>
    path === ""
      ? pathname.replace(/\/$/, "") === base
      : `${pathname}/`.startsWith(`${base}/${path}/`);
  return (
    <>
      <Group px="sm" h={48} gap="xs" wrap="nowrap">
        <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t.menu} />
        <ClientSwitcher />
      </Group>
      <ScrollArea type="auto" component="nav" aria-label={t.menu}>
        {usePlaces().map(({ path, name, Icon }) => (
          <NavLink
            key={path}
            className={styles.place}
            label={t[name]}
            leftSection={<Icon />}
            active={isHere(path)}
            renderRoot={(props) => (
              <Link
                {...props}
                to={path === "" ? base : `${base}/${path}`}
                activeOptions={{ exact: path === "" }}
                {...(isHere(path) && { "aria-current": "page" as const })}
              />
            )}
          />
        ))}
      </ScrollArea>
    </>
  );
}

function ClientSwitcher() {
  const t = useWords(common);
  const { client, clients } = useSession();
  const navigate = useNavigate();
  if (clients.length < 2) {
    return (
      <Text fw={600} size="sm" truncate>
        {client.name}
      </Text>
    );
  }
  return (
    <Select
      aria-label={t.client}
      variant="unstyled"
      size="sm"
      searchable
      allowDeselect={false}
      className={styles.switcher}
      value={client.slug}
      data={clients.map(({ slug, name }) => ({ value: slug, label: name }))}
      nothingFoundMessage={t.nothingFound}
      onChange={(slug) =>
        slug !== null && slug !== client.slug && void navigate({ to: `/c/${slug}` })
      }
    />
  );
}

const SCHEMES = ["auto", "light", "dark"] as const;

async function signOut(): Promise<void> {
  await fetch("/sign-out", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "",
  });
  forgetConnections();
  forgetDrafts();
  location.assign("/");
}

function Person() {
  const t = useWords(common);
  const { me } = useSession();
  const { slug } = useConnection();
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const name = me.name ?? me.email ?? me.actor;
  const chosen = (is: boolean) => ({ rightSection: is ? <CheckIcon /> : null, "aria-current": is });
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={styles.person} aria-label={`${t.account}: ${name}`}>
          <UserIcon />
          <Text size="sm" span visibleFrom="sm">
            {name}
          </Text>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.language}</Menu.Label>
        {Object.entries(LANGUAGES).map(([id, name]) => (
          <Menu.Item
            key={id}
            {...chosen(language === id)}
            lang={id}
            onClick={() => choose(id as Language)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Label>{t.theme}</Menu.Label>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme}
            {...chosen(colorScheme === scheme)}
            onClick={() => setColorScheme(scheme)}
          >
            {t[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {me.email !== null && (
          <Menu.Item renderRoot={(props) => <Link {...props} to={`/c/${slug}/settings/account`} />}>
            {t.account}
          </Menu.Item>
        )}
        <Menu.Item onClick={() => void signOut()}>{t.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

// Keys that mean the same on every page.
function Everywhere() {
  const t = useWords(common);
  const { slug } = useConnection();
  const navigate = useNavigate();
  const places = usePlaces();
  const [help, setHelp] = useState(false);
  const actions = useMemo<readonly Action[]>(
    () => [
      ...places.map(({ path, name, key }) => ({
        id: `go ${path}`,
        label: t[name],
        hint: t.goTo,
        keys: `g ${key}`,
        run: () => void navigate({ to: `/c/${slug}${path === "" ? "" : `/${path}`}` }),
      })),
      { id: "search", label: t.search, keys: "/", run: openPalette },
      { id: "keys", label: t.keys, keys: "?", run: () => setHelp(true) },
    ],
    [t, slug, navigate, places.length],
  );
  useActions(actions);
  return (
    <>
      <Palette />
      <KeysHelp opened={help} close={() => setHelp(false)} />
    </>
  );
}
