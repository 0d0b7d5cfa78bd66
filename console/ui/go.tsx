// Ways between pages: paths are those behind /c/CLIENT/.
import { Anchor, Button, type AnchorProps, type ButtonProps } from "@mantine/core";
import { Link, useLocation, useNavigate, useParams } from "@tanstack/react-router";
import { useCallback, type ReactNode } from "react";
import { useConnection } from "../api/api.ts";

const pathOf = (slug: string, to: string): string => `/c/${slug}${to === "" ? "" : `/${to}`}`;

export type Address = Readonly<Record<string, string | undefined>>;

/** A link to a page of this client: `<Go to="customers/C-17">`, `search` for filters. */
export function Go({
  to,
  search,
  children,
  ...look
}: {
  readonly to: string;
  readonly search?: Address;
  readonly children: ReactNode;
} & AnchorProps) {
  const { slug } = useConnection();
  return (
    <Anchor
      inherit
      {...look}
      renderRoot={(props) => (
        <Link {...props} to={pathOf(slug, to)} search={(search ?? {}) as never} />
      )}
    >
      {children}
    </Anchor>
  );
}

/** The same as a button: what leads on. */
export function GoButton({
  to,
  search,
  children,
  ...look
}: {
  readonly to: string;
  readonly search?: Address;
  readonly children: ReactNode;
} & ButtonProps) {
  const { slug } = useConnection();
  return (
    <Button
      {...look}
      renderRoot={(props) => (
        <Link {...props} to={pathOf(slug, to)} search={(search ?? {}) as never} />
      )}
    >
      {children}
    </Button>
  );
}

/** Goes to a page of this client. */
export function useGo(): (to: string, search?: Address) => void {
  const navigate = useNavigate();
  const { slug } = useConnection();
  return useCallback(
    (to, search = {}) => void navigate({ to: pathOf(slug, to), search: search as never }),
    [navigate, slug],
  );
}

/** A part of the path, as the map names it: `useParam("ref")`. */
export function useParam(name: string): string {
  const params = useParams({ strict: false }) as Readonly<Record<string, string>>;
  return params[name] ?? "";
}

/** What stands behind the question mark, so that filters survive a reload and can be sent to somebody; undefined takes one away. */
export function useAddress(): readonly [Address, (change: Address) => void] {
  const search = useLocation().search as Address;
  const navigate = useNavigate();
  const set = useCallback(
    (change: Address) =>
      void navigate({
        to: ".",
        replace: true,
        search: ((before: Address) => ({ ...before, ...change })) as never,
      }),
    [navigate],
  );
  return [search, set];
}
