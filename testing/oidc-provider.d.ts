// The little of oidc-provider that our tests use; it brings no types.
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> };
  type Context = {
    readonly oidc: {
      readonly session: { readonly accountId: string | undefined } | undefined;
      readonly provider: {
        readonly Grant: new (about: { clientId: string; accountId: string }) => Grant;
      };
    };
  };

  export class Provider {
    constructor(
      issuer: string,
      configuration: {
        readonly interactions: {
          readonly url: (context: Context, interaction: { readonly uid: string }) => string;
        };
        readonly findAccount: (
          context: Context,
          id: string,
        ) => { readonly accountId: string; readonly claims: () => Record<string, unknown> };
        readonly loadExistingGrant: (context: Context) => Promise<Grant>;
        readonly [setting: string]: unknown;
      },
    );
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: { readonly login: { readonly accountId: string } },
    ): Promise<void>;
  }
}
