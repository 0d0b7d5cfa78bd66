// The pages of one client: its connection, who one is there, what may be done.
import { Center, Loader, Container } from "@mantine/core";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { Outlet, useParams } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import { done, DunlinProblem } from "../../sdk/client.ts";
import { ConnectionContext, connectionFor, useConnection } from "../api/api.ts";
import { clientsOf, lastClient } from "../api/clients.ts";
import { useLive } from "../api/live.ts";
import { SessionContext, type Session } from "../api/session.ts";
import { keepClock, ZoneContext } from "../api/clock.ts";
import { ConfirmProvider } from "./confirm.tsx";
import { Problem } from "./problem.tsx";
import { Shell } from "./shell.tsx";
import { ActionsProvider } from "./shortcuts.tsx";
import { signInFrom } from "./sign-in.ts";

/** Everything below /c/CLIENT. */
export function ClientScope() {
  const { client: slug } = useParams({ strict: false }) as { readonly client: string };
  const connection = connectionFor(slug);
  return (
    <ConnectionContext value={connection}>
      <QueryClientProvider client={connection.memory}>
        <SignedIn key={slug}>
          <ActionsProvider>
            <ConfirmProvider>
              <Shell>
                <Outlet />
              </Shell>
              <Live />
            </ConfirmProvider>
          </ActionsProvider>
        </SignedIn>
      </QueryClientProvider>
    </ConnectionContext>
  );
}

function Live() {
  useLive();
  return null;
}

async function sessionOf({ dunlin }: ReturnType<typeof connectionFor>): Promise<Session> {
  const [me, client] = await Promise.all([
    done(dunlin.GET("/v1/me")),
    done(dunlin.GET("/v1/client")),
  ]);
  keepClock(me.now);
  return { me, client, clients: await clientsOf(me) };
}

function SignedIn({ children }: { readonly children: ReactNode }) {
  const connection = useConnection();
  const { data, error, refetch } = useQuery({
    queryKey: ["session"],
    queryFn: async () => await sessionOf(connection),
    staleTime: Infinity,
  });
  const signedOut = error instanceof DunlinProblem && error.problem.status === 401;
  useEffect(() => {
    if (signedOut) signInFrom(location.pathname + location.search);
    if (data) lastClient.keep(data.client.slug);
  }, [signedOut, data]);
  if (error && !signedOut) {
    return (
      <Container size="xs" py="xl">
        <Problem error={error} again={() => void refetch()} />
      </Container>
    );
  }
  if (!data) {
    return (
      <Center mih="60vh">
        <Loader size="sm" />
      </Center>
    );
  }
  return (
    <SessionContext value={data}>
      <ZoneContext value={data.client.zone}>{children}</ZoneContext>
    </SessionContext>
  );
}
