// Who may import what their area may not.

type Exception = {
  readonly from: RegExp;
  readonly to: RegExp;
  readonly typesOnly?: boolean;
  readonly why: string;
};

/** Files that may do what their area may not: who, what, why. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    from: /^tools\/conformance\/bank-files\.ts$/,
    to: /^server\/bank\/reading\//,
    why: "files of real banks are read by what reads them in the product",
  },
  {
    from: /^tools\/reply-walk\.ts$/,
    to: /^testing\/browser\.ts$/,
    why: "what customers see is walked through in the browser that the tests of pages use",
  },
  {
    from: /^server\/policies\//,
    to: /^server\/messages\/route\.ts$/,
    typesOnly: true,
    why: "channels and classes are the vocabulary of the port that decisions lead to",
  },
  {
    from: /^server\/adapters\//,
    to: /^server\/messages\/(route|text\/gsm)\.ts$/,
    why: "adapters implement the port; the alphabet is counted and encoded by one table",
  },
  {
    from: /^server\/adapters\/pay(-\w+)?\//,
    to: /^server\/payments\/provider\.ts$/,
    why: "payment providers implement the port of the domain that asks them",
  },
  {
    from: /^server\/adapters\/meta\//,
    to: /^server\/messages\/routes\/approved\.ts$/,
    why: "which approved template stands for ours is a setting of the route, and read where words are made",
  },
  {
    from: /^server\/adapters\/sources\//,
    to: /^server\/sources\/source\.ts$/,
    why: "sources implement the port of the domain that runs them",
  },
  {
    from: /^server\/adapters\/sandbox\/(networks|control)\.ts$/,
    to: /^testing\/simulators\//,
    why: "the sandbox is the simulators that the tests use, in a process of their own",
  },
  {
    from: /^portal\//,
    to: /^server\/http\/page\/html\.ts$/,
    why: "there is one way to write HTML in which every value is escaped",
  },
  {
    from: /^server\/adapters\/llm\//,
    to: /^server\/understanding\/(proposer|types)\.ts$/,
    why: "it implements the port of understanding, in whose words it may answer",
  },
  {
    from: /^server\/cli\/commands\/(intent|inbound)\.ts$/,
    to: /^server\/compose-llm\.ts$/,
    why: "a text that nothing here is sure of may be shown to what the operator has set",
  },
  {
    from: /^server\/http\/app\.ts$/,
    to: /^server\/routes\.ts$/,
    why: "the map of the HTTP API stands at the top, where readers look first",
  },
  {
    from: /^tools\/sdk\.ts$/,
    to: /^server\/(routes|http\/openapi)\.ts$/,
    why: "the types of the client are made of the document of the API",
  },
  {
    from: /^server\/cli\/session\.ts$/,
    to: /^server\/(compose(-pay)?\.ts|adapters\/sandbox\/client\.ts)$/,
    why: "a command that runs alone starts what npm start would",
  },
  {
    from: /^server\/cli\/commands\/paying\.ts$/,
    to: /^server\/compose-pay\.ts$/,
    why: "the settings of a payment provider are checked by its adapter, which only the composition knows",
  },
  {
    from: /^server\/cli\/commands\/(policy|source)\.ts$/,
    to: /^server\/compose(-http)?\.ts$/,
    why: "the settings of a route are checked by its adapter, which only compose.ts knows",
  },
  {
    from: /^server\/cli\/commands\/doctor\.ts$/,
    to: /^server\/compose-probe\.ts$/,
    why: "a route is tried by its adapter, which only the composition knows",
  },
];
