// Errors on the wire: problem documents (RFC 9457) that name the field, and never a stack.
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { z } from "zod";
import { messageOf, UserError } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";

const FieldError = z.object({
  /** Where it stands: body, query or path. */
  in: z.string(),
  field: z.string(),
  message: z.string(),
});

export const Problem = z.object({
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** The id of the request, as in the header x-request-id and in the log. */
  instance: z.string().exactOptional(),
  errors: z.array(FieldError).exactOptional(),
});
type Problem = z.infer<typeof Problem>;

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  421: "Misdirected request",
  422: "Unprocessable content",
  429: "Too many requests",
  503: "Not available now",
};

/** A refusal with its HTTP status; the message is one sentence for the caller. */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem";
  readonly status: number;
  readonly errors: Problem["errors"];

  constructor(status: number, detail: string, errors?: Problem["errors"]) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

/** What the user got wrong becomes a refusal with this status; everything else passes. */
export async function refusedAs<T>(status: number, work: Promise<T>): Promise<T> {
  return await work.catch((error: unknown) => {
    throw error instanceof UserError ? new HttpProblem(status, error.message) : error;
  });
}

/** What is wrong with a source, line by line. */
export function refuseSource(
  errors: readonly { line: number; field: string; message: string }[],
): never {
  throw new HttpProblem(
    422,
    `source: ${errors[0]!.message}`,
    errors.slice(0, 50).map(({ line, field, message }) => ({
      in: "body",
      field: `source line ${line}${field === "" ? "" : ` ${field}`}`,
      message,
    })),
  );
}

const document = (status: number, detail: string, errors?: Problem["errors"]): Problem => ({
  type: "about:blank",
  title: TITLES[status] ?? "Error",
  status,
  detail,
  ...(errors === undefined ? {} : { errors }),
});

const places: Readonly<Record<string, string>> = {
  body: "body",
  querystring: "query",
  params: "path",
  headers: "header",
};

/** Makes the answer to anything thrown. */
export function problemOf(error: FastifyError | Error): Problem {
  if (error instanceof HttpProblem) return document(error.status, error.message, error.errors);
  if (error instanceof UserError) return document(422, error.message);
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const status = "statusCode" in error ? (error.statusCode ?? 500) : 500;
  // Fastify's own refusals: no JSON, too large, unsupported media type.
  if (code.startsWith("FST_ERR_CTP_") && status < 500) return document(status, error.message);
  if (status === 400 && error instanceof SyntaxError) {
    return document(400, `the body is no JSON: ${error.message}`);
  }
  if (code.startsWith("22"))
    return document(422, "a value is outside of what the database can keep");
  if (isTransient(error, code)) return document(503, "the database is busy; try again");
  return document(500, "something is wrong on this side; the log says what");
}

type Validated = Error & {
  readonly validation: readonly {
    readonly keyword: string;
    readonly instancePath: string;
    readonly message?: string | undefined;
    readonly params: Readonly<Record<string, unknown>>;
  }[];
  readonly validationContext?: string | undefined;
};

const MOST_ERRORS = 50;

function invalid(error: Validated): Problem {
  const place = places[error.validationContext ?? "body"] ?? "body";
  const errors = error.validation.slice(0, MOST_ERRORS).map((issue) => {
    const path = issue.instancePath.split("/").filter(Boolean);
    const [unknown] = (issue.params["keys"] as string[] | undefined) ?? [];
    if (issue.keyword === "unrecognized_keys" && unknown !== undefined) path.push(unknown);
    return { in: place, field: path.join(".") || place, message: sentenceOf(issue) };
  });
  const first = errors[0]!;
  return document(422, `${first.field} (${first.in}): ${first.message}`, errors);
}

function sentenceOf(issue: Validated["validation"][number]): string {
  if (issue.keyword === "unrecognized_keys") return "is unknown here";
  const message = issue.message ?? "is wrong";
  return message.endsWith("received undefined") ? "is missing" : message;
}

// Connection lost, too many connections, serialization, deadlock, lock or statement timeout, shutdown.
function isTransient(error: Error, code: string): boolean {
  return (
    /^(08|53|57|40|55P03)/.test(code) ||
    /timeout exceeded when trying to connect/.test(error.message)
  );
}

/** Fastify's error handler. Logs what is our fault, without query or body: they may hold secrets. */
export const answerError =
  (log: Logger) =>
  async (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) {
      const { method, routeOptions } = request;
      const { stack } = error;
      log.error(
        { requestId: request.id, error: messageOf(error), stack, method, route: routeOptions.url },
        "request failed",
      );
    }
    return await sendProblem(reply, problem);
  };

/** Sends a problem document, past the schema of the route. */
export async function sendProblem(reply: FastifyReply, problem: Problem): Promise<FastifyReply> {
  if (problem.status === 401) void reply.header("www-authenticate", 'Bearer realm="dunlin"');
  if (problem.status === 503) void reply.header("retry-after", "2");
  return await reply
    .code(problem.status)
    .type("application/problem+json; charset=utf-8")
    .serializer(JSON.stringify)
    .send({ ...problem, instance: reply.request.id });
}
