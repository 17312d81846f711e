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
import { defineRoute } from "@/lib/web/http/define-route"
import { type Access, type EventDeclaration, endpoint } from "@/lib/web/http/endpoint"
import { reply } from "@/lib/web/http/reply"

type Declared = { name: string; description: string; access: Access; event: EventDeclaration }

const payload = z.looseObject({}).meta({ description: "The event, as the other system sends it." })

/** Identifies the event source that signed an event. */
const signedBy =
  (system: EventSystem): NonNullable<EventDeclaration["authenticate"]> =>
  (...request) =>
    authenticateEvent(system, ...request)

/** Like `signedBy`, and also accepts an API token. */
const signedByOrToken =
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

function replyOf(ingested: Ingested) {
  const { outcome, deploymentId } = ingested
  const headers =
    deploymentId === undefined ? undefined : { location: `/api/v1/platform/deployments/${deploymentId}` }
  return reply(ingested, { status: outcome === "recorded" ? 201 : 200, headers })
}

/** Takes the events of one system. */
const ingestRoute = <System extends IngestSystem>(system: System, declared: Declared) =>
  defineRoute(`/api/v1/ingest/${system}`, {
    POST: endpoint({
      ...declaredOf(declared),
      body: payload,
      response: ingestedSchema,
      handler: async (actor, { body }, { request, keepSent }) =>
        replyOf(await ingestEvent(actor, { system, payload: body, headers: request.headers }, keepSent)),
    }),
  })

export const argocd = ingestRoute("argocd", {
  name: "Argo CD",
  description:
    "A notification with the body `{ app, argocdUrl }`, where `app` is the Application or the parts of it that the template under Settings → Pipelines sends. The environment is the label `environment`, or else the namespace of the destination; the image tag is that of the first image.",
  access: "deployments:write",
  event: {},
})

/** CloudEvents may come in batches; the response then lists the outcome of each. */
export const cdevents = defineRoute("/api/v1/ingest/cdevents", {
  POST: endpoint({
    ...declaredOf({
      name: "CDEvents",
      description:
        "The events service.deployed, upgraded, rolledback and removed, of any version, over CloudEvents: in binary mode, in structured mode as application/cloudevents+json, or up to 100 in a batch as application/cloudevents-batch+json. A batch is recorded as a whole or not at all: one 422 lists the faults of all its events. The application is the id of the subject; the image tag is the tag or the version of the artifact. A rollback also marks the version that it replaces.",
      access: "deployments:write",
      event: {},
    }),
    body: z.union([payload, z.array(z.unknown()).meta({ description: "A batch of at most 100 events." })]),
    response: z.union([ingestedSchema, ingestedSchema.array()]),
    handler: async (actor, { body }, { request: { headers }, keepSent }) => {
      const event = { system: "cdevents", payload: body, headers } as const
      const ingested = await ingestCloudEvents(actor, event, keepSent)
      return Array.isArray(ingested) ? reply(ingested, { status: 200 }) : replyOf(ingested)
    },
  }),
})

export const flux = ingestRoute("flux", {
  name: "Flux",
  description:
    "The events of HelmRelease and Kustomization objects from a provider of the type generic-hmac, signed in `X-Signature` with the secret of an event source. The application is the name of the object; the environment is `environment` of the metadata, or else its namespace.",
  access: "signed",
  event: { authenticate: signedBy("FLUX") },
})

export const generic = ingestRoute("generic", {
  name: "any other system",
  description:
    "The fields of `POST /platform/deployments`, with an API token, or signed by Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`) with the secret of an event source.",
  access: "deployments:write",
  event: { authenticate: signedByOrToken("GENERIC"), deliveryId: "webhook-id" },
})

export const github = ingestRoute("github", {
  name: "GitHub",
  description:
    "The event deployment_status of a webhook with the content type application/json, signed in `X-Hub-Signature-256` with the secret of an event source. The application is the repository; the image tag is `payload.imageTag` of the deployment, or else its ref. A delivery (`X-GitHub-Delivery`) is handled once.",
  access: "signed",
  event: { authenticate: signedBy("GITHUB"), deliveryId: "x-github-delivery" },
})

export const gitlab = ingestRoute("gitlab", {
  name: "GitLab",
  description:
    "The deployment events of a webhook with the secret of an event source as its signing token (`webhook-signature`) or its secret token (`X-Gitlab-Token`). A signature that is sent must be valid and at most 5 minutes old. The application is the project; the image tag is the ref.",
  access: "signed",
  event: { authenticate: signedBy("GITLAB"), deliveryId: "webhook-id" },
})
