// The address without a path: leads to the client that one was with last, or to the only one there is.
import { Center, Code, Loader, Stack, Text, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { done, DunlinProblem } from "../../sdk/client.ts";
import { connectionFor } from "../api/api.ts";
import { clientsOf, lastClient } from "../api/clients.ts";
import { common } from "../words/common.ts";
import { useWords } from "../words/catalogue.ts";
import { Problem } from "./problem.tsx";
import { signInFrom, takeBack } from "./sign-in.ts";

async function whereTo(): Promise<string | undefined> {
  const me = await done(connectionFor("").dunlin.GET("/v1/me"));
  const back = takeBack();
  if (back !== undefined) return back;
  const clients = await clientsOf(me);
  const last = lastClient.read();
  const chosen = clients.find(({ slug }) => slug === last) ?? clients[0];
  return chosen && `/c/${chosen.slug}`;
}

const EXAMPLE =
  'npm run -s dunlin -- client create harbour-fibre --name "Harbour Fibre" --currency ZAR --country ZA --zone Africa/Johannesburg';

/** Finds out where to go. */
export function Entrance() {
  const t = useWords(common);
  const navigate = useNavigate();
  const [state, setState] = useState<{ readonly error?: unknown; readonly nobody?: true }>({});
  const [tries, setTries] = useState(0);
  useEffect(() => {
    whereTo().then(
      (to) =>
        to === undefined ? setState({ nobody: true }) : void navigate({ to, replace: true }),
      (error: unknown) =>
        error instanceof DunlinProblem && error.problem.status === 401
          ? signInFrom("")
          : setState({ error }),
    );
  }, [tries, navigate]);
  if (state.nobody) {
    return (
      <Center mih="60vh" p="md">
        <Stack gap="xs" maw={560}>
          <Title order={1}>{t.noClients}</Title>
          <Text>{t.noClientsHelp}</Text>
          <Code block>{EXAMPLE}</Code>
        </Stack>
      </Center>
    );
  }
  return (
    <Center mih="60vh" p="md">
      {state.error === undefined ? (
        <Loader size="sm" />
      ) : (
        <Problem error={state.error} again={() => setTries((before) => before + 1)} />
      )}
    </Center>
  );
}
