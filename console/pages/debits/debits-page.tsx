import { Page } from "../../ui/page.tsx";

export function DebitsPage() {
  return <Page title="">{null}</Page>;
}
