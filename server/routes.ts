// The map of the HTTP API: every path, and the file that answers it. All of it asks for the token.
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { clients } from "./http/api/clients.ts";
import { customer, explanation } from "./http/api/customers.ts";
import { addDispute, addHold, addPromise, endHeld, HELD, listHeld } from "./http/api/holds.ts";
import { conversations, events, messages } from "./http/api/messages.ts";
import { addPayments } from "./http/api/payments.ts";
import { calls, reports } from "./http/api/reports.ts";
import { run, simulation } from "./http/api/running.ts";
import type { Deps } from "./http/deps.ts";
import { requireToken } from "./http/guard.ts";
import { OpenApi } from "./http/openapi.ts";

/** Registers the API; the caller mounts it under /v1. */
export const apiRoutes =
  (deps: Deps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const api = instance.withTypeProvider<ZodTypeProvider>();
    const openApi = new OpenApi();
    api.addHook("onRoute", (route) => openApi.add(route));
    api.addHook("onRequest", async (request) => await requireToken(request, deps.db));

    const client = "/clients/:slug";
    api.get("/clients", clients(deps));
    api.post(`${client}/payments`, addPayments(deps));
    api.post(`${client}/run`, run(deps));
    api.get(`${client}/simulate`, simulation(deps));
    api.get(`${client}/report`, reports(deps));
    api.get(`${client}/call-list`, calls(deps));
    api.get(`${client}/messages`, messages(deps));
    api.get(`${client}/conversations`, conversations(deps));
    api.get(`${client}/events`, events(deps));

    const person = `${client}/customers/:ref`;
    api.get(person, customer(deps));
    api.get(`${person}/explain`, explanation(deps));
    api.post(`${person}/holds`, addHold(deps));
    api.post(`${person}/disputes`, addDispute(deps));
    api.post(`${person}/promises`, addPromise(deps));
    for (const [noun, kinds] of Object.entries(HELD)) {
      api.get(`${person}/${noun}`, listHeld(deps, kinds));
      api.post(`${person}/${noun}/end`, endHeld(deps, kinds));
    }

    api.get("/openapi.json", async () => await Promise.resolve(openApi.document()));
  };
