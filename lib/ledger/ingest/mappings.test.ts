import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { damageSample } from "@/tools/testing/damage-sample"
import deployed from "@/tools/testing/event-samples/cdevents-service-deployed.json"
import published from "@/tools/testing/event-samples/cdevents-service-published.json"
import removed from "@/tools/testing/event-samples/cdevents-service-removed.json"
import rolledBack from "@/tools/testing/event-samples/cdevents-service-rolledback.json"
import upgraded from "@/tools/testing/event-samples/cdevents-service-upgraded.json"
import flux from "@/tools/testing/event-samples/flux-event.json"
import gitHub from "@/tools/testing/event-samples/github-deployment-status.json"
import gitLab from "@/tools/testing/event-samples/gitlab-deployment.json"
import { readMapped as read } from "@/tools/testing/read-mapped"
import { mapArgoCD } from "./map-argocd"
import { mapCDEvents } from "./map-cdevents"
import { mapFlux } from "./map-flux"
import { mapGitHub } from "./map-github"
import { mapGitLab } from "./map-gitlab"
import { mapGeneric } from "./mapped-event"

const statusEvent = { "x-github-event": "deployment_status" }

describe("An event of GitHub", () => {
  const withState = (state: string, change: object = {}) => ({
    ...gitHub,
    deployment_status: { ...gitHub.deployment_status, state },
    deployment: { ...gitHub.deployment, ...change },
  })

  it("becomes a record", () => {
    expect(read(mapGitHub, gitHub, statusEvent)).toEqual({
      kind: "record",
      externalId: "145988746",
      application: "Hello-World",
      environment: "production",
      imageTag: "master",
      gitBranch: "master",
      gitCommit: "f95f852bd8fca8fcc58a9a2d6c842781e32a215e",
      status: "DEPLOYED",
      deployedAt: "2019-05-15T15:20:53Z",
      completedAt: "2019-05-15T15:20:55Z",
      initiatedBy: "Codertocat",
    })
  })

  it.each([
    ["failure", "FAILED"],
    ["error", "FAILED"],
    ["pending", "PENDING"],
    ["queued", "PENDING"],
    ["waiting", "PENDING"],
    ["in_progress", "PENDING"],
  ])("of the state %s is %s", (state, status) => {
    const mapped = read(mapGitHub, withState(state), statusEvent)
    expect(mapped).toMatchObject({ status })
    expect("completedAt" in mapped).toBe(status === "FAILED")
  })

  it("names the image tag in the payload of the deployment, or else by its ref", () => {
    expect(read(mapGitHub, withState("success", { payload: { imageTag: "v2" } }), statusEvent)).toMatchObject(
      {
        imageTag: "v2",
      },
    )
    expect(read(mapGitHub, withState("success", { ref: "refs/tags/v3" }), statusEvent)).toMatchObject({
      imageTag: "v3",
    })
    expect(read(mapGitHub, withState("success", { ref: "feature/x" }), statusEvent)).toMatchObject({
      imageTag: "feature-x",
      gitBranch: "feature/x",
    })
  })

  it("keeps an id that was rounded as a number, which is invalid", () => {
    expect(read(mapGitHub, withState("success", { id: 2 ** 53 }), statusEvent)).toMatchObject({
      externalId: 2 ** 53,
    })
  })

  it.each([
    [withState("inactive"), statusEvent, /"inactive"/],
    [{ zen: "Design for failure." }, { "x-github-event": "ping" }, /works/],
    [gitHub, { "x-github-event": "deployment" }, /deployment_status/],
  ])("is otherwise ignored with the reason", (payload, headers, reason) => {
    expect(read(mapGitHub, payload, headers)).toEqual({
      kind: "ignored",
      reason: expect.stringMatching(reason),
    })
  })
})

describe("An event of GitLab", () => {
  it("becomes a record", () => {
    expect(read(mapGitLab, gitLab)).toEqual({
      kind: "record",
      externalId: "15",
      application: "test-deployment-webhooks",
      environment: "staging",
      imageTag: "1.0.0",
      gitCommit: "279484c09fbe69ededfced8c1bb6e6d24616b468",
      status: "DEPLOYED",
      completedAt: "2021-04-28 21:50:00 +0200",
      runUrl: "http://10.126.0.2:3000/root/test-deployment-webhooks/-/jobs/796",
      initiatedBy: "user1",
    })
  })

  it("starts a deployment while it is running", () => {
    const mapped = read(mapGitLab, {
      ...gitLab,
      status: "running",
      status_changed_at: "2021-04-28 19:50:00 UTC",
    })
    expect(mapped).toMatchObject({ status: "PENDING", deployedAt: "2021-04-28 19:50:00Z" })
    expect(mapped).not.toHaveProperty("completedAt")
  })

  it.each([
    ["failed", { status: "FAILED" }],
    ["canceled", { status: "FAILED", notes: "Cancelled." }],
    ["created", { kind: "ignored" }],
  ])("of the status %s", (status, expected) => {
    expect(read(mapGitLab, { ...gitLab, status })).toMatchObject(expected)
  })

  it("of another kind is ignored", () => {
    expect(read(mapGitLab, { object_kind: "push" })).toMatchObject({ kind: "ignored" })
  })
})

describe("An event of CDEvents", () => {
  const hex = "0b31b1c02ff458ad9b7b81cbdf8f028bd54699fa151f221d1e8de6817db93427"
  const record = {
    externalId: "/event/source/123 271069a8-fc18-44f1-b38f-9d70a1695819",
    application: "mySubject123",
    environment: "test123",
    imageTag: `sha256-${hex}`,
    artifactDigest: `sha256:${hex}`,
    status: "DEPLOYED",
    completedAt: "2023-03-20T14:27:05.315384Z",
  }

  it.each([
    ["service.deployed", deployed, "record"],
    ["service.upgraded", upgraded, "record"],
    ["service.rolledback", rolledBack, "rollback"],
  ])("%s becomes a %s", (_, payload, kind) => {
    expect(read(mapCDEvents, payload)).toEqual({ kind, ...record })
  })

  it("service.removed becomes a removal", () => {
    expect(read(mapCDEvents, removed)).toEqual({
      kind: "removal",
      application: record.application,
      environment: record.environment,
      removedAt: record.completedAt,
    })
  })

  it("of another type is ignored", () => {
    expect(read(mapCDEvents, published)).toMatchObject({ kind: "ignored" })
  })

  it.each(["0.1.0", "0.2.0", "0.9.1", "1.0.0-draft"])("of the version %s is also read", (version) => {
    const { specversion: _, ...context } = deployed.context
    const type = `dev.cdevents.service.deployed.${version}`
    const older = { ...deployed, context: { ...context, version: "0.4.1", type } }
    expect(read(mapCDEvents, older)).toMatchObject({ kind: "record" })
  })

  it("may be the data of a CloudEvent in structured mode", () => {
    const event = { specversion: "1.0", type: deployed.context.type, source: "/", id: "1", data: deployed }
    const headers = { "content-type": "application/cloudevents+json; charset=utf-8" }
    expect(read(mapCDEvents, event, headers)).toEqual({ kind: "record", ...record })
    const mapped = mapCDEvents(event, new Headers(headers))
    expect(mapped).toMatchObject({ fields: { application: { pointer: "/data/subject/id" } } })
  })
})

describe("A notification of Argo CD", () => {
  const operationState = {
    phase: "Succeeded",
    startedAt: "2026-02-12T10:00:00Z",
    finishedAt: "2026-02-12T10:02:30Z",
    message: "one or more objects failed to apply",
    syncResult: { revision: "f95f852bd8fca8fcc58a9a2d6c842781e32a215e" },
  }
  const notify = (change: object = {}, metadata: object = {}) => ({
    app: {
      metadata: { name: "shop", uid: "7d0c", labels: { environment: "prod" }, ...metadata },
      spec: { destination: { namespace: "shop-prod" } },
      status: {
        operationState: { ...operationState, ...change },
        summary: { images: ["registry.example.com:5000/shop:v1.2.3", "sidecar:v9"] },
      },
    },
    argocdUrl: "https://argocd.example.com/",
  })

  it("becomes a record", () => {
    expect(read(mapArgoCD, notify())).toEqual({
      kind: "record",
      externalId: "7d0c/2026-02-12T10:00:00Z",
      application: "shop",
      environment: "prod",
      imageTag: "v1.2.3",
      gitCommit: operationState.syncResult.revision,
      status: "DEPLOYED",
      deployedAt: operationState.startedAt,
      completedAt: operationState.finishedAt,
      runUrl: "https://argocd.example.com/applications/shop",
    })
  })

  it.each([
    ["Failed", "FAILED"],
    ["Error", "FAILED"],
    ["Running", "PENDING"],
  ])("of the phase %s is %s", (phase, status) => {
    const mapped = read(mapArgoCD, notify({ phase }))
    expect(mapped).toMatchObject({ status })
    expect("notes" in mapped).toBe(status === "FAILED")
    expect("completedAt" in mapped).toBe(status === "FAILED")
  })

  it("is for the namespace of the destination without a label, and of a chart names its version", () => {
    expect(read(mapArgoCD, notify({ syncResult: { revision: "1.4.0" } }, { labels: null }))).toMatchObject({
      environment: "shop-prod",
      helmChartVersion: "1.4.0",
    })
  })

  it("of another phase is ignored", () => {
    expect(read(mapArgoCD, notify({ phase: "Terminating" }))).toMatchObject({ kind: "ignored" })
  })
})

it("A generic event has the fields of the API", () => {
  const mapped = mapGeneric({ imageTag: "v1", "a/b": 1 }, new Headers())
  expect(mapped).toEqual({
    kind: "record",
    fields: { imageTag: { value: "v1", pointer: "/imageTag" }, "a/b": { value: 1, pointer: "/a~1b" } },
  })
})

describe("Any JSON", () => {
  const samples = [gitHub, gitLab, flux, deployed, rolledBack, removed]
  const anything = fc.oneof(
    fc.constantFrom<object>(...samples).chain((sample) => damageSample(sample)),
    fc.jsonValue(),
  )

  it.each([
    ["GitHub", mapGitHub, statusEvent],
    ["GitLab", mapGitLab, {}],
    ["CDEvents", mapCDEvents, {}],
    ["CloudEvents", mapCDEvents, { "content-type": "application/cloudevents+json" }],
    ["Argo CD", mapArgoCD, {}],
    ["Flux", mapFlux, {}],
    ["a generic system", mapGeneric, {}],
  ] as const)("of %s is mapped without an error", (_, map, headers) => {
    fc.assert(
      fc.property(anything, (payload) => {
        expect(["record", "rollback", "removal", "ignored"]).toContain(
          map(payload, new Headers(headers)).kind,
        )
      }),
      { numRuns: 500 },
    )
  })
})
