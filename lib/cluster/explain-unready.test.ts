import { describe, expect, it } from "vitest"
import { explainUnready } from "./explain-unready"
import type { NamespaceState } from "./read-namespace"
import { eventListSchema, liveObjectSchema } from "./workload-schema"

const owner = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, uid: `uid-${name}` }] })

function stateWith(
  waiting: { reason: string; message: string },
  warning: { reason: string; message: string },
) {
  const of = (kind: string, name: string, more: object) => ({
    ...liveObjectSchema.parse({ metadata: { name, uid: `uid-${name}`, ...more } }),
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
      of("Deployment", "web", { annotations, generation: 1 }),
      of("ReplicaSet", "web-1", owner("Deployment", "web")),
      { ...pod, kind: "Pod" },
    ],
    events: eventListSchema.parse({ items: [event] }).items,
  }
  return explainUnready(state, "web")[0]?.why ?? ""
}

describe("Why something is not ready", () => {
  const missing = 'configmap "gate" not found'

  it("is said once where the pod's event repeats the container's state", () => {
    const why = stateWith(
      { reason: "CreateContainerConfigError", message: missing },
      { reason: "Failed", message: `Error: ${missing}` },
    )
    expect(why).toMatch(/Pod web-1-a: CreateContainerConfigError: configmap "gate" not found$/)
  })

  it("has the pod's event beside it where that says more", () => {
    const why = stateWith(
      { reason: "ImagePullBackOff", message: "Back-off" },
      { reason: "Failed", message: "no such host" },
    )
    expect(why).toMatch(/ImagePullBackOff: Back-off — Failed: no such host$/)
  })
})
