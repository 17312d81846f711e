import { expect, it } from "vitest"
import { assessHealth } from "./assess-health"
import { KubernetesError } from "./kubernetes-api"
import { clusterEventSchema, liveObjectSchema } from "./workload-schema"

const said = "\u001b[31mno\u0007 disk\u001b[0m\u0000 left"

it("an error of the API server has no terminal escapes, and can be stored", () => {
  expect(new KubernetesError(said, 422).message).toBe("no disk left")
})

it("the health of a Pod repeats what its container says without terminal escapes", () => {
  const terminated = { exitCode: 1, reason: "Error", message: said }
  const pod = liveObjectSchema.parse({
    metadata: { name: "web" },
    status: {
      phase: "Failed",
      reason: "Evicted",
      message: said,
      containerStatuses: [{ name: "web", state: { terminated } }],
    },
  })
  const { message } = assessHealth("Pod", pod)
  expect(message).toContain("no disk left")
  expect(JSON.stringify([pod, message])).not.toMatch(/\\u00/)
})

it("an event of the cluster has no terminal escapes", () => {
  const event = clusterEventSchema.parse({
    metadata: {},
    involvedObject: {},
    reason: "Failed",
    message: said,
  })
  expect(event.message).toBe("no disk left")
})
