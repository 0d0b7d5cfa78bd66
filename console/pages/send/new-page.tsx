// A new campaign; a link may say for whom: ?segment=, ?import=, ?campaign=, ?reference=.
import { useAddress } from "../../ui/go.tsx";
import { Composer, useNewDraft } from "./composer.tsx";

/** A new campaign. */
export function NewCampaignPage() {
  const [address] = useAddress();
  const initial = useNewDraft(address);
  const { segment, import: batch, campaign, reference } = address;
  const about = segment ?? batch ?? campaign ?? reference ?? "";
  return <Composer key={about} at={`send new ${about}`} initial={initial} />;
}
