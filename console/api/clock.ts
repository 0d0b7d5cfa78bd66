// Where and when it is. The installation's clock may stand still or have been set; what is "now" goes by it.
import { createContext, use } from "react";

export const ZoneContext = createContext<string | undefined>(undefined);

/** Where the client is; undefined outside the pages of a client. */
export const useClientZone = (): string | undefined => use(ZoneContext);

let aheadMs = 0;

/** Takes the installation's time, as the server has just told it. */
export function keepClock(now: string): void {
  aheadMs = Date.parse(now) - Date.now();
}

/** Now by the installation's clock, in milliseconds since 1970. */
export const nowMs = (): number => Date.now() + aheadMs;
