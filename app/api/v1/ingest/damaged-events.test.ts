import fc from "fast-check"
import { beforeAll, expect, it } from "vitest"
import { argocd, cdevents, flux, generic, github, gitlab } from "@/app/api/v1/ingest/routes"
import type { IngestSystem } from "@/lib/identity/requests/outcomes"
import type { Route } from "@/lib/web/http/define-route"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"
import { damageSample } from "@/tools/testing/damage-sample"
import rolledBack from "@/tools/testing/event-samples/cdevents-service-rolledback.json"
import fluxSample from "@/tools/testing/event-samples/flux-event.json"
import gitHubSample from "@/tools/testing/event-samples/github-deployment-status.json"
import gitLabSample from "@/tools/testing/event-samples/gitlab-deployment.json"
import { newEventSource } from "@/tools/testing/new-event-source"
import { signedHeaders } from "@/tools/testing/signed-headers"

type Sender = { route: Route; sample: object; sign: (body: string) => Caller }

let senders: Record<IngestSystem, Sender>

const inDev = { environment: { id: "dev" } }
const argoCDSample = {
  app: {
    metadata: { name: "argo", uid: "1", labels: { environment: "dev" } },
    status: {
      operationState: { phase: "Succeeded", startedAt: "2026-02-12T10:00:00Z", finishedAt: null },
      summary: { images: ["argo:v1"] },
    },
  },
  argocdUrl: "https://argocd.example.com",
}

beforeAll(async () => {
  const token = await tokenCaller(["deployments:write"])
  const [gitHub, gitLab, fluxed, signed] = await Promise.all(
    (["GITHUB", "GITLAB", "FLUX", "GENERIC"] as const).map(async (system) => {
      const { secret } = await newEventSource(system)
      return (body: string) => signedHeaders[system](secret, body)
    }),
  )
  const byToken = () => token
  const status = { ...gitHubSample.deployment_status, environment: "dev" }
  const content = { ...rolledBack.subject.content, ...inDev }
  const fluxEvent = {
    severity: "info",
    reason: "UpgradeSucceeded",
    metadata: { revision: "1.0.0", environment: "dev" },
  }
  const record = {
    application: "any",
    environment: "dev",
    imageTag: "v1",
    externalId: "1",
    status: "DEPLOYED",
  }
  senders = {
    github: {
      route: github,
      sample: { ...gitHubSample, deployment_status: status },
      sign: gitHub ?? byToken,
    },
    gitlab: { route: gitlab, sample: gitLabSample, sign: gitLab ?? byToken },
    flux: { route: flux, sample: { ...fluxSample, ...fluxEvent }, sign: fluxed ?? byToken },
    generic: { route: generic, sample: record, sign: signed ?? byToken },
    argocd: { route: argocd, sample: argoCDSample, sign: byToken },
    cdevents: {
      route: cdevents,
      sample: { ...rolledBack, subject: { ...rolledBack.subject, content } },
      sign: byToken,
    },
  }
})

const oddValues = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "9999-12-31T23:59:59Z",
    "1999-01-01T00:00:00Z",
    "2026-11-29T10:00:00Z",
    "x".repeat(300),
    1e308,
  ),
  fc.constantFrom("prod", "ROLLED_BACK", "failure", "running", "inactive", "Failed"),
)

it.each<IngestSystem>(["github", "gitlab", "flux", "generic", "argocd", "cdevents"])(
  "A damaged event of %s is answered with no 5xx",
  async (system) => {
    const { route, sample, sign } = senders[system]
    await fc.assert(
      fc.asyncProperty(damageSample(sample, oddValues), async (payload) => {
        const body = JSON.stringify(payload)
        const headers = { "content-type": "application/json", ...sign(body) }
        const { status, text } = await callRoute(route, "POST", {
          caller: {},
          path: `/api/v1/ingest/${system}`,
          body,
          headers,
        })
        expect(status, text).toBeLessThan(500)
        expect(status, text).not.toBe(401)
      }),
      { numRuns: 60 },
    )
  },
)
