import { z } from "zod"
import { authenticate } from "@/lib/identity/auth/authenticate"
import type { IngestSystem } from "@/lib/identity/requests/outcomes"
import { authenticateEvent } from "@/lib/ledger/event-sources/authenticate-event"
import type { EventSystem } from "@/lib/ledger/event-sources/systems"
import {
  type Ingested,
  ingestCloudEvents,
  ingestEvent,
  ingestedSchema,
} from "@/lib/ledger/ingest/ingest-event"
import { type Access, type EventDeclaration, endpoint } from "@/lib/web/http/endpoint"
import { reply } from "@/lib/web/http/reply"

type Declared = { name: string; description: string; access: Access; event: EventDeclaration }

const payload = z.looseObject({}).meta({ description: "The event, as the other system sends it." })

/** Identifies the event source that signed an event. */
export const signedBy =
  (system: EventSystem): NonNullable<EventDeclaration["authenticate"]> =>
  (...request) =>
    authenticateEvent(system, ...request)

/** Like `signedBy`, and also accepts an API token. */
export const signedByOrToken =
  (system: EventSystem): NonNullable<EventDeclaration["authenticate"]> =>
  (headers, body, origin) =>
    headers.has("authorization") || !headers.has("webhook-signature")
      ? authenticate(headers, origin.requestId ?? "")
      : authenticateEvent(system, headers, body, origin)

const declaredOf = ({ name, description, access, event }: Declared) => ({
  summary: `Record an event of ${name}`,
  description: `${description}\n\nEvents may be repeated and arrive in any order. Events that are not about a deployment, or no longer change it, are ignored, with the reason.`,
  access,
  event,
  status: 201,
  otherStatuses: [200],
})

/** Takes the events of one system. */
export function ingestEndpoint(system: IngestSystem, declared: Declared) {
  return endpoint({
    ...declaredOf(declared),
    body: payload,
    response: ingestedSchema,
    verb: async (actor, { body }, { request, keepSent }) =>
      replyOf(await ingestEvent(actor, { system, payload: body, headers: request.headers }, keepSent)),
  })
}

/** Like `ingestEndpoint`, for CloudEvents. They may come in batches; the response then lists the outcome of each. */
export function cloudEventsEndpoint(system: IngestSystem, declared: Declared) {
  return endpoint({
    ...declaredOf(declared),
    body: z.union([payload, z.array(z.unknown()).meta({ description: "A batch of at most 100 events." })]),
    response: z.union([ingestedSchema, ingestedSchema.array()]),
    verb: async (actor, { body }, { request, keepSent }) => {
      const { headers } = request
      const ingested = await ingestCloudEvents(actor, { system, payload: body, headers }, keepSent)
      return Array.isArray(ingested) ? reply(ingested, { status: 200 }) : replyOf(ingested)
    },
  })
}

function replyOf(ingested: Ingested) {
  const { outcome, deploymentId } = ingested
  const headers =
    deploymentId === undefined ? undefined : { location: `/api/v1/platform/deployments/${deploymentId}` }
  return reply(ingested, { status: outcome === "recorded" ? 201 : 200, headers })
}
