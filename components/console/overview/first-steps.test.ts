import { describe, expect, it } from "vitest"
import { firstSteps } from "@/components/console/overview/first-run"

const done = (beginning: Parameters<typeof firstSteps>[0]) => firstSteps(beginning).map((step) => step.done)
const sandbox = { sandbox: true, reachable: true }

describe("firstSteps", () => {
  it("marks steps as done in any order", () => {
    const ownCluster = { sandbox: false, reachable: true }
    expect(done({ deployments: 0, clusters: [ownCluster], tenants: 2, releases: 0 })).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it("does not count the sandbox or an unreachable cluster as a connected cluster", () => {
    const unreachableCluster = { sandbox: false, reachable: false }
    expect(
      done({ deployments: 1, clusters: [sandbox, unreachableCluster], tenants: 0, releases: 0 })[1],
    ).toBe(false)
  })

  it("leaves steps unknown until they are loaded", () => {
    expect(done({ deployments: 0, clusters: undefined, tenants: undefined, releases: undefined })).toEqual([
      false,
      null,
      null,
      null,
    ])
  })
})
