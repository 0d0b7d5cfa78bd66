// What each role may do: the table of permissions itself, so that nobody writes it down a second time.
import { z } from "zod";
import { introduce } from "../operation.ts";
import { CLIENT_HEADER, clientFor } from "../principal.ts";
import { ALLOWED, mayGrant, ROLES, SCOPES } from "#auth/permissions.ts";

/** The table. */
export const roles = introduce({
  needs: "anybody",
  tag: "Users",
  summary: "What each role may do, scope by scope, and which of them you may give to others",
  response: z.object({
    scopes: z.array(z.string()).describe("all there are for keys and roles of a client"),
    roles: z.array(
      z.object({ role: z.string(), scopes: z.array(z.string()), grantable: z.boolean() }),
    ),
  }),
  example: {},
  work: async ({ principal, request, deps }) => {
    // Whoever names a client must have one of that name.
    if (request.headers[CLIENT_HEADER] !== undefined) await clientFor(request, principal, deps.db);
    const rows = ROLES.map((role) => ({
      role,
      scopes: [...ALLOWED[role]],
      grantable: principal.scopes.has("users:write") && mayGrant(principal.scopes, role),
    }));
    return { scopes: [...SCOPES], roles: rows };
  },
});
