import { describe, expect, test } from "vitest"
import type { KubeObject } from "../kube-object"
import { behaviorOf, fullReference, stageOf } from "./pod-lifecycle"

const pod = (image: string, restartPolicy = "Always"): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p", uid: "u" },
  spec: { restartPolicy, containers: [{ name: "c", image }] },
})

describe("stageOf", () => {
  test.each([
    ["acme/web:1.0", "Always", 1_000, "running"],
    ["acme/web:slow", "Always", 1_000, "creating"],
    ["acme/web:slow", "Always", 5_100, "running"],
    ["acme/web:broken", "Always", 100, "pullFailed"],
    ["acme/web:", "Always", 3_600_000, "pullBackOff"],
    ["acme/web:broken", "Always", 3_600_000, "pullBackOff"],
    ["acme/web:failing", "Always", 1_000, "crashing"],
    ["acme/web:leaky", "Always", 1_000, "running"],
    ["acme/web:leaky", "Always", 9_000, "crashing"],
    ["acme/job:1.0", "Never", 1_000, "succeeded"],
    ["acme/job:failing", "Never", 1_000, "failed"],
  ])("%s with restart %s is, after %i ms, %s", (image, restart, age, stage) => {
    expect(stageOf(pod(image, restart), age).kind).toBe(stage)
  })

  test("returns the time until the next stage", () => {
    expect(stageOf(pod("acme/web:slow"), 1_000)).toEqual({ kind: "creating", next: 4_000 })
  })
})

test("behaviorOf depends only on the tag, not on a port or a digest", () => {
  expect(behaviorOf("registry:5000/broken/web:1")).toBe("runs")
  expect(behaviorOf("registry:5000/web:broken@sha256:abc")).toBe("broken")
})

test.each([
  ["nginx:1", "docker.io/library/nginx:1"],
  ["acme/web:1", "docker.io/acme/web:1"],
  ["registry.example/acme/web:1", "registry.example/acme/web:1"],
  ["nginx", "docker.io/library/nginx:latest"],
])("pulls %s as %s", (image, full) => {
  expect(fullReference(image)).toBe(full)
})
