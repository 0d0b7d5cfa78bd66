// Where a client's own provider is begun with, and sends people back to; the rest of signing in is operations of the API.
import type { FastifyInstance } from "fastify";
import type { AccountDeps } from "./deps.ts";
import { singleSignOnRoutes } from "./single-sign-on.ts";

/** Registers them. */
export const accountRoutes =
  (deps: AccountDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    singleSignOnRoutes(app, deps);
    await Promise.resolve();
  };
