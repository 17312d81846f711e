import { describe, expect, it } from "vitest"
import { problemsOf } from "./validation"

describe("problemsOf", () => {
  const claim = (storage: string) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data" },
    spec: { resources: { requests: { storage } } },
  })

  it("rejects shrinking a PersistentVolumeClaim and allows growing it", () => {
    expect(problemsOf(claim("512Mi"), claim("1Gi"))).toEqual([
      {
        field: "spec.resources.requests.storage",
        message: "Forbidden: field can not be less than status.capacity",
      },
    ])
    expect(problemsOf(claim("2Gi"), claim("1Gi"))).toEqual([])
  })
})
