import { createContext, use } from "react";

export const ZoneContext = createContext<string | undefined>(undefined);

/** Where the client is; undefined outside the pages of a client. */
export const useClientZone = (): string | undefined => use(ZoneContext);
