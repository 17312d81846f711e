import { weekOf } from "@/lib/ledger/insights/iso-week"
import {
  admin,
  catalog,
  controlRollout,
  everywhere,
  type Fixture,
  type Input,
  inWindow,
  list,
  ofLedger,
  ofRelease,
  ofTenant,
  ofTenants,
  one,
  oneOf,
  openRow,
  person,
  type Row,
  readOperation,
  readRollout,
  row,
  signed,
  window,
} from "./route-rows"
import { releaseName } from "./seed-releases"
import { smallChart } from "./small-chart"

const oneDelivery: Row = { ...oneOf, ask: () => ({ params: { ...one.params, deliveryId: one.params.id } }) }

const greetingQuery = (): Input => ({ query: { path: "greeting" } })
const ofSmall: Input = { params: { chartName: smallChart }, query: { targetVersion: "1.1.0" } }

const deployments = "/api/v1/platform/deployments"
const environments = "/api/v1/platform/environments"
const annotations = "/api/v1/platform/annotations"
const releases = "/api/v1/helm/releases"
const rollouts = "/api/v1/helm/rollouts"
const operations = "/api/v1/operations"
const inDev = { environment: "dev" }
const byTag = ({ imageTag }: Fixture): Input => ({ params: { imageTag } })

const aQuarantine = ({ quarantineId: id }: Fixture): Input => ({ params: { id } })
const aFreeze = ({ freezeId: id }: Fixture): Input => ({ params: { id } })
const anAnnotation = ({ annotationId: id }: Fixture): Input => ({ params: { id } })

/** Every route and method with its permissions. A declared method that is not listed here fails, and vice versa. */
export const routeInventory: Record<string, Row> = {
  [`POST ${deployments}`]: row("deployments:write", 422, () => ({
    body: { environment: "dev", imageTag: "v2", application: "another" },
  })),
  [`GET ${deployments}/{id}`]: row("deployments:read", 404, ({ id }) => ({ params: { id } })),
  [`PATCH ${deployments}/{id}`]: row("deployments:write", 404, ({ id }) => ({
    params: { id },
    body: { notes: "seen" },
  })),
  [`GET ${deployments}/{id}/tenants`]: {
    who: "releases:read",
    elsewhere: 404,
    also: "deployments:read",
    otherTenant: "left out",
    ask: ({ id }) => ({ params: { id } }),
  },
  [`POST ${deployments}/{id}/annul`]: row("admin", 403, ({ id }) => ({
    params: { id },
    body: { reason: "recorded by mistake" },
  })),
  [`POST ${deployments}/{id}/restore`]: { ...admin, ask: ({ id }) => ({ params: { id } }) },
  [`POST ${deployments}/{id}/unmark`]: row("deployments:write", 404, ({ id }) => ({ params: { id } })),
  [`GET ${deployments}/history`]: ofLedger,
  [`GET ${deployments}/current`]: { who: "deployments:read", elsewhere: 422, ask: () => ({ query: inDev }) },
  [`GET ${deployments}/tag/{imageTag}`]: { who: "deployments:read", elsewhere: 404, ask: byTag },
  [`GET ${deployments}/tag/{imageTag}/exists`]: { ...ofLedger, ask: byTag },
  [`POST ${deployments}/tag/{imageTag}/rollback`]: { who: "deployments:write", elsewhere: 404, ask: byTag },
  [`GET ${deployments}/branch/{gitBranch}`]: {
    ...ofLedger,
    ask: ({ gitBranch }) => ({ params: { gitBranch: gitBranch } }),
  },
  [`GET ${deployments}/gate`]: { ...ofLedger, ask: ({ imageTag }) => ({ query: { ...inDev, imageTag } }) },
  [`POST ${deployments}/removals`]: row("deployments:write", 422, ({ application }) => ({
    body: { ...inDev, application },
  })),
  [`GET ${deployments}/events`]: { who: "deployments:read", elsewhere: 422, ask: () => ({ query: inDev }) },
  "GET /api/v1/digests/{week}": row("deployments:read", "left out", ({ deployedAt }) => ({
    params: { week: weekOf(deployedAt.slice(0, 10)) },
  })),
  [`GET ${annotations}`]: ofLedger,
  [`POST ${annotations}`]: row("deployments:write", 422, ({ deployedAt }) => ({
    body: { ...inDev, kind: "NOTE", text: "seen", startsAt: deployedAt },
  })),
  [`GET ${annotations}/{id}`]: row("deployments:read", 404, anAnnotation),
  [`PATCH ${annotations}/{id}`]: row("deployments:write", 404, (seeded) => ({
    ...anAnnotation(seeded),
    body: {},
  })),
  [`DELETE ${annotations}/{id}`]: row("deployments:write", 404, anAnnotation),
  "GET /api/v1/freezes": ofLedger,
  "POST /api/v1/freezes": row("deployments:write", 422, () => ({
    body: { ...inDev, text: "seen", endsAt: "2099-01-01T00:00:00Z" },
  })),
  "GET /api/v1/freezes/{id}": row("deployments:read", 404, aFreeze),
  "PATCH /api/v1/freezes/{id}": row("deployments:write", 404, (seeded) => ({ ...aFreeze(seeded), body: {} })),
  "DELETE /api/v1/freezes/{id}": row("deployments:write", 404, aFreeze),
  "GET /api/v1/quarantine": { who: "signed-in", elsewhere: "no matter" },
  "POST /api/v1/quarantine": everywhere(({ imageTag }) => ({ body: { imageTag, reason: "It is bad." } })),
  "GET /api/v1/quarantine/{id}": { who: "signed-in", elsewhere: "no matter", ask: aQuarantine },
  "DELETE /api/v1/quarantine/{id}": everywhere(aQuarantine),
  [`GET ${environments}`]: ofLedger,
  [`POST ${environments}`]: admin,
  [`GET ${environments}/{name}`]: row("deployments:read", 404, () => ({ params: { name: "dev" } })),
  [`PATCH ${environments}/{name}`]: row("admin", 403, () => ({ params: { name: "dev" }, body: {} })),
  [`GET ${deployments}/drift`]: ofLedger,
  "GET /api/v1/search": {
    who: "signed-in",
    elsewhere: "left out",
    // Not all of it: the response repeats the request. One of a kind: a release of another fixture, not of this one.
    ask: ({ imageTag }) => ({ query: { q: imageTag.slice(0, -1), limit: "1" } }),
    otherTenant: "left out",
    askOfTenant: ({ tenant }) => ({ query: { q: tenant.slug.slice(0, -2) } }),
  },
  "GET /api/v1/activity": {
    who: "signed-in",
    elsewhere: "left out",
    ask: () => ({ query: { limit: "500" } }),
  },
  // The limit of a stream shows only in what it sends, see its own test.
  "GET /api/v1/events": { who: "signed-in", elsewhere: "no matter" },
  "GET /api/v1/platform/overview": ofLedger,
  [`GET ${deployments}/promotions`]: ofLedger,
  [`GET ${deployments}/insights`]: {
    ...ofLedger,
    ask: (fixture) => ({ query: { application: fixture.application, ...window(fixture) } }),
  },
  [`GET ${deployments}/insights/applications`]: inWindow,
  [`GET ${deployments}/insights/rows`]: {
    ...ofLedger,
    ask: (fixture) => ({ query: { metric: "reached", ...window(fixture) } }),
  },
  [`GET ${deployments}/state`]: ofLedger,
  [`GET ${deployments}/lanes`]: ofLedger,
  [`GET ${deployments}/lanes/export`]: ofLedger,
  [`GET ${deployments}/lanes/summary`]: ofLedger,
  [`GET ${deployments}/changes`]: inWindow,
  [`GET ${deployments}/timeline`]: inWindow,
  [`GET ${deployments}/timeline/versions`]: inWindow,
  [`POST ${deployments}/import`]: row("deployments:write", "left out", () => ({
    body: `{"environment":"dev","imageTag":"v3","application":"imported"}\n`,
  })),
  [`GET ${deployments}/export`]: ofLedger,
  "GET /api/v1/tenants": { who: "releases:read", elsewhere: "no matter", otherTenant: "left out" },
  "POST /api/v1/tenants": admin,
  "GET /api/v1/tenants/{id}": {
    who: "releases:read",
    elsewhere: "no matter",
    otherTenant: 404,
    ask: ({ tenant }) => ({ params: { id: tenant.slug } }),
  },
  "PATCH /api/v1/tenants/{id}": {
    who: "admin",
    elsewhere: 403,
    ask: ({ tenant }) => ({ params: { id: tenant.id }, body: { name: "Another name" } }),
  },
  "GET /api/v1/clusters": list(),
  "GET /api/v1/workers": list(),
  "GET /api/v1/helm/unmanaged": list(),
  "POST /api/v1/helm/unmanaged/adopt": ofTenants("releases:write", 422, ({ tenant, unmanaged }) => ({
    body: { ...unmanaged, releaseName, tenantId: tenant.id },
  })),
  "GET /api/v1/helm/repositories": catalog,
  "POST /api/v1/helm/repositories": admin,
  "GET /api/v1/helm/repositories/{id}": catalog,
  "DELETE /api/v1/helm/repositories/{id}": oneOf,
  "GET /api/v1/helm/repositories/{id}/check": catalog,
  "GET /api/v1/helm/charts": catalog,
  "GET /api/v1/helm/charts/{repository}/{name}": catalog,
  "GET /api/v1/helm/charts/{repository}/{name}/{version}": catalog,
  [`GET ${releases}`]: list(),
  [`POST ${releases}`]: ofTenants("releases:write", 422, ({ tenant }) => ({
    body: { tenantId: tenant.id, releaseName: "another", chartName: smallChart, chartVersion: "1.0.0" },
  })),
  [`POST ${releases}/preview`]: ofTenants("releases:write", 404, ({ releaseId }) => ({
    body: { kind: "UNINSTALL", releaseId },
  })),
  [`GET ${releases}/summary`]: list(),
  [`GET ${releases}/versions`]: list(),
  [`GET ${releases}/matrix`]: list(),
  [`GET ${releases}/attention`]: list(),
  "GET /api/v1/helm/values": list(greetingQuery),
  "GET /api/v1/helm/values/summary": list(greetingQuery),
  "GET /api/v1/helm/values/paths": list(),
  [`GET ${releases}/export`]: list(),
  [`GET ${releases}/tenant/{tenantId}`]: ofTenant,
  [`GET ${releases}/tenant/{tenantId}/history`]: ofTenant,
  [`GET ${releases}/chart/{chartName}/versions`]: list(() => ({ params: ofSmall.params })),
  [`GET ${releases}/chart/{chartName}/needs-upgrade`]: list(() => ofSmall),
  [`GET ${releases}/{releaseId}`]: ofRelease(),
  [`DELETE ${releases}/{releaseId}`]: { ...ofRelease(), who: "releases:write" },
  [`GET ${releases}/{releaseId}/history`]: ofRelease(),
  [`GET ${releases}/{releaseId}/history/{revision}`]: ofRelease({ params: { revision: "1" } }),
  [`GET ${releases}/{releaseId}/resources`]: ofRelease(),
  [`POST ${releases}/{releaseId}/upgrade`]: ofRelease({ body: { chartVersion: "1.1.0" } }),
  [`POST ${releases}/{releaseId}/rollback`]: ofRelease({ body: { targetRevision: 1 } }),
  [`POST ${releases}/{releaseId}/rollback/last-successful`]: ofRelease({ body: {} }),
  [`GET ${releases}/{releaseId}/events`]: ofRelease(),
  [`POST ${releases}/chart/{chartName}/batch-upgrade`]: ofTenants("releases:write", 404, () => ({
    ...ofSmall,
    body: {},
  })),
  [`GET ${rollouts}`]: list(),
  [`POST ${rollouts}/preview`]: ofTenants("releases:write", "left out", () => ({
    body: { chartName: smallChart, targetVersion: "1.1.0" },
  })),
  [`GET ${rollouts}/{id}`]: readRollout,
  [`POST ${rollouts}/{id}/pause`]: controlRollout,
  [`POST ${rollouts}/{id}/resume`]: controlRollout,
  [`POST ${rollouts}/{id}/abort`]: controlRollout,
  [`POST ${rollouts}/{id}/rollback`]: controlRollout,
  [`GET ${rollouts}/{id}/events`]: readRollout,
  [`GET ${operations}`]: list(),
  [`GET ${operations}/{id}`]: readOperation,
  [`POST ${operations}/{id}/cancel`]: { ...readOperation, who: "releases:write" },
  [`GET ${operations}/{id}/events`]: readOperation,
  "GET /api/v1/users/me": person,
  "POST /api/v1/users/me/password": person,
  "DELETE /api/v1/users/me/sessions": person,
  "GET /api/v1/users/me/layouts": person,
  "PUT /api/v1/users/me/layouts/{list}": {
    ...person,
    ask: () => ({ params: { list: "history" }, body: {} }),
  },
  "DELETE /api/v1/users/me/layouts/{list}": { ...person, ask: () => ({ params: { list: "history" } }) },
  "GET /api/v1/users/me/views": person,
  "POST /api/v1/users/me/views": person,
  "DELETE /api/v1/users/me/views/{id}": { ...person, ask: () => one },
  "GET /api/v1/users": admin,
  "POST /api/v1/users": admin,
  "GET /api/v1/users/{id}": oneOf,
  "PATCH /api/v1/users/{id}": oneOf,
  "POST /api/v1/users/{id}/password": oneOf,
  "DELETE /api/v1/users/{id}/sessions": oneOf,
  "GET /api/v1/tokens": admin,
  "POST /api/v1/tokens": admin,
  "GET /api/v1/tokens/{id}": oneOf,
  "DELETE /api/v1/tokens/{id}": oneOf,
  "POST /api/v1/ingest/github": signed,
  "POST /api/v1/ingest/gitlab": signed,
  "POST /api/v1/ingest/flux": signed,
  "POST /api/v1/ingest/cdevents": row("deployments:write", 422, ({ deployedAt }) => ({
    body: {
      context: { type: "dev.cdevents.service.deployed.0.3.0", source: "/ci", id: "1", timestamp: deployedAt },
      subject: {
        id: "service",
        content: { environment: { id: "dev" }, artifactId: "pkg:oci/service?tag=v2" },
      },
    },
  })),
  "POST /api/v1/ingest/argocd": row("deployments:write", 422, ({ deployedAt }) => ({
    body: {
      app: {
        metadata: { name: "app", uid: "1", labels: inDev },
        status: {
          operationState: { phase: "Succeeded", startedAt: deployedAt, finishedAt: deployedAt },
          summary: { images: ["app:v2"] },
        },
      },
    },
  })),
  "POST /api/v1/ingest/generic": row("deployments:write", 422, () => ({
    body: { ...inDev, imageTag: "v2", application: "generic" },
  })),
  "GET /api/v1/ingest/sources": admin,
  "POST /api/v1/ingest/sources": admin,
  "GET /api/v1/ingest/sources/{id}": oneOf,
  "PATCH /api/v1/ingest/sources/{id}": oneOf,
  "DELETE /api/v1/ingest/sources/{id}": oneOf,
  "POST /api/v1/ingest/sources/{id}/rotate": oneOf,
  "GET /api/v1/ingest/log": admin,
  "GET /api/v1/ingest/log/{id}": oneOf,
  "POST /api/v1/ingest/log/{id}/replay": {
    ...oneOf,
    ask: () => ({ ...one, body: { environment: "dev", imageTag: "v2" } }),
  },
  "GET /api/v1/webhooks": admin,
  "POST /api/v1/webhooks": admin,
  "GET /api/v1/webhooks/{id}": oneOf,
  "PATCH /api/v1/webhooks/{id}": oneOf,
  "DELETE /api/v1/webhooks/{id}": oneOf,
  "POST /api/v1/webhooks/{id}/rotate": oneOf,
  "POST /api/v1/webhooks/{id}/test": oneOf,
  "GET /api/v1/webhooks/{id}/deliveries": oneOf,
  "GET /api/v1/webhooks/{id}/deliveries/{deliveryId}": oneDelivery,
  "POST /api/v1/webhooks/{id}/deliveries/{deliveryId}/replay": oneDelivery,
  "GET /api/v1/audit": admin,
  "GET /api/v1/audit/export": admin,
  "GET /api/v1/audit/verify": admin,
  "GET /api/v1/status": admin,
  "GET /api/v1/demo": { who: "signed-in", elsewhere: "no matter" },
  "DELETE /api/v1/demo": admin,
  "GET /api/v1/openapi.json": openRow,
}
