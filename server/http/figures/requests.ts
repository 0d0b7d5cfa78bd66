// What this process was asked over HTTP: how often, how it ended, how long it took.
import type { FastifyReply, FastifyRequest } from "fastify";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** Seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export type RequestFigures = {
  ended(request: FastifyRequest, reply: FastifyReply): void;
};

/** Method and pattern of the path, of which there are as many as routes; whatever has no route is one. */
export function operationOf({ method, routeOptions, is404 }: FastifyRequest): string {
  return is404 || routeOptions.url === undefined ? "unknown" : `${method} ${routeOptions.url}`;
}

/** `underWay` is asked when the figures are. */
export function requestFigures(registry: Registry, underWay: () => number): RequestFigures {
  const registers = [registry];
  const requests = new Counter({
    name: "dunlin_http_requests_total",
    help: "HTTP requests that this process answered",
    labelNames: ["operation", "status"],
    registers,
  });
  const duration = new Histogram({
    name: "dunlin_http_request_duration_seconds",
    help: "From the arrival of a request's head to the end of its answer",
    labelNames: ["operation"],
    buckets: BUCKETS,
    registers,
  });
  new Gauge({
    name: "dunlin_http_requests_under_way",
    help: "HTTP requests that this process has not answered yet, streams of events among them",
    registers,
    collect() {
      this.set(underWay());
    },
  });
  return {
    ended(request, reply) {
      const operation = operationOf(request);
      requests.inc({ operation, status: String(reply.statusCode) });
      duration.observe({ operation }, reply.elapsedTime / 1_000);
    },
  };
}
