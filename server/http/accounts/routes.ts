// Pages on which people sign in, join and look after their account; the console will take their place.
import type { FastifyInstance } from "fastify";
import { takeForms } from "../page/answers.ts";
import type { AccountDeps } from "./deps.ts";
import { signInRoutes } from "./sign-in.ts";
import { singleSignOnRoutes } from "./single-sign-on.ts";

/** Registers them all. */
export const accountRoutes =
  (deps: AccountDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    takeForms(app);
    signInRoutes(app, deps);
    singleSignOnRoutes(app, deps);
    await Promise.resolve();
  };
