import { describe, expect, it } from "vitest"
import { explainUnready } from "./explain-unready"
import type { NamespaceState } from "./read-namespace"
import { clusterEventSchema, liveObjectSchema } from "./workload-schema"

const owner = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, uid: `uid-${name}` }] })

function stateWith(
  waiting: { reason: string; message: string },
  warning: { reason: string; message: string },
) {
  const liveObject = (kind: string, name: string, metadata: object) => ({
    ...liveObjectSchema.parse({ metadata: { name, uid: `uid-${name}`, ...metadata } }),
    kind,
  })
  const annotations = { "meta.helm.sh/release-name": "web" }
  const pod = liveObjectSchema.parse({
    metadata: { name: "web-1-a", uid: "uid-web-1-a", ...owner("ReplicaSet", "web-1") },
    status: { phase: "Pending", containerStatuses: [{ name: "app", ready: false, state: { waiting } }] },
  })
  const involvedObject = { kind: "Pod", name: "web-1-a" }
  const event = { metadata: { name: "e" }, type: "Warning", involvedObject, ...warning }
  const state: NamespaceState = {
    workloads: [
      liveObject("Deployment", "web", { annotations, generation: 1 }),
      liveObject("ReplicaSet", "web-1", owner("Deployment", "web")),
      { ...pod, kind: "Pod" },
    ],
    events: [clusterEventSchema.parse(event)],
  }
  return explainUnready(state, "web", [])[0]?.explanation ?? ""
}

describe("explainUnready with pod events", () => {
  const missing = 'configmap "gate" not found'

  it("omits the pod's event when it repeats the container's state", () => {
    const explanation = stateWith(
      { reason: "CreateContainerConfigError", message: missing },
      { reason: "Failed", message: `Error: ${missing}` },
    )
    expect(explanation).toMatch(/Pod web-1-a: CreateContainerConfigError: configmap "gate" not found$/)
  })

  it("omits the pod's event when the container's state quotes why the image cannot be pulled", () => {
    const cause = 'failed to resolve reference "acme/web:2": not found'
    const explanation = stateWith(
      {
        reason: "ImagePullBackOff",
        message: `Back-off pulling image "acme/web:2": ErrImagePull: ${cause}`,
      },
      { reason: "Failed", message: `Failed to pull image "acme/web:2": ${cause}` },
    )
    expect(explanation).toMatch(/ErrImagePull: failed to resolve reference "acme\/web:2": not found$/)
  })

  it("appends the pod's event when it adds information", () => {
    const explanation = stateWith(
      { reason: "ImagePullBackOff", message: "Back-off" },
      { reason: "Failed", message: "no such host" },
    )
    expect(explanation).toMatch(/ImagePullBackOff: Back-off — Failed: no such host$/)
  })
})

describe("explainUnready", () => {
  const workload = (kind: string, name: string, fields: { metadata?: object; status?: object }) => ({
    ...liveObjectSchema.parse({
      metadata: { name, uid: `uid-${name}`, ...fields.metadata },
      status: fields.status,
    }),
    kind,
  })
  const releaseMetadata = { annotations: { "meta.helm.sh/release-name": "web" } }
  const noEvents: NamespaceState["events"] = []

  it("reports once why the API server rejects the Pods of a Deployment", () => {
    const message = 'pods "web-1-x7k2p" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0'
    const conditions = [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message }]
    const workloads = [
      workload("Deployment", "web", { metadata: releaseMetadata, status: { conditions } }),
      // Controllers copy the annotations of a Deployment to its ReplicaSets.
      workload("ReplicaSet", "web-1", {
        metadata: { ...releaseMetadata, ...owner("Deployment", "web") },
        status: { conditions },
      }),
    ]
    expect(explainUnready({ workloads, events: noEvents }, "web", [])).toEqual([
      {
        kind: "Deployment",
        name: "web",
        explanation: "Its Pods cannot be created: exceeded quota: q, requested: pods=1, used: pods=0.",
        degraded: true,
        reason: "quota_exceeded",
      },
    ])
  })

  it("reports the event of a workload without a matching condition", () => {
    const events = [
      clusterEventSchema.parse({
        metadata: {},
        type: "Warning",
        reason: "FailedCreate",
        message:
          'create Pod db-0 in StatefulSet db failed error: pods "db-0" is forbidden: error looking up service account a/gone: serviceaccount "gone" not found',
        involvedObject: { kind: "StatefulSet", name: "db" },
      }),
    ]
    const workloads = [workload("StatefulSet", "db", { metadata: releaseMetadata, status: {} })]
    const [unready] = explainUnready({ workloads, events }, "web", [])
    expect(unready).toMatchObject({
      degraded: true,
      explanation: expect.stringContaining('serviceaccount "gone" not found'),
    })
  })

  it("names a failed hook of the release and no hook of another release", () => {
    const failed = { conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded" }] }
    const hook = { annotations: { "helm.sh/hook": "pre-install" } }
    const workloads = [
      workload("Job", "own-migrate", { metadata: hook, status: failed }),
      workload("Job", "other-migrate", { metadata: hook, status: failed }),
    ]
    const hooks = [{ kind: "Job", name: "own-migrate" }]
    const unready = explainUnready({ workloads, events: noEvents }, "web", hooks)
    expect(unready.map(({ name }) => name)).toEqual(["own-migrate"])
  })
})
