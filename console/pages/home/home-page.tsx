import { useClient } from "../../api/session.ts";
import { Page } from "../../ui/page.tsx";

/** What one sees first. */
export function HomePage() {
  return <Page title={useClient().name}>{null}</Page>;
}
