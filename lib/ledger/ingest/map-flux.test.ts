import { describe, expect, it } from "vitest"
import flux from "@/tools/testing/event-samples/flux-event.json"
import { readMapped as read } from "@/tools/testing/read-mapped"
import { mapFlux } from "./map-flux"

describe("An event of Flux", () => {
  const commit = "731f7eaddfb6af01cb2173e18f0f75b0ba780ef1"
  const hex = "0b31b1c02ff458ad9b7b81cbdf8f028bd54699fa151f221d1e8de6817db93427"
  const info = (revision: string, change: object = {}) => ({
    ...flux,
    severity: "info",
    reason: "ReconciliationSucceeded",
    metadata: { revision },
    ...change,
  })

  it("becomes a record", () => {
    expect(read(mapFlux, flux)).toEqual({
      kind: "record",
      externalId: `7d0cdc51-ddcf-4743-b223-83ca5c699632/main/${commit}/2022-10-28T07:26:19Z`,
      application: "webapp",
      environment: "apps",
      imageTag: "main-731f7ea",
      gitCommit: commit,
      gitBranch: "main",
      status: "FAILED",
      completedAt: "2022-10-28T07:26:19Z",
      notes: flux.message,
    })
  })

  it.each([
    ["1.2.3", { imageTag: "1.2.3" }],
    ["1.2.3+ab12", { imageTag: "1.2.3_ab12" }],
    [`main@sha1:${commit}`, { imageTag: "main-731f7ea", gitCommit: commit, gitBranch: "main" }],
    [
      `feature/x@sha1:${commit}`,
      { imageTag: "feature-x-731f7ea", gitCommit: commit, gitBranch: "feature/x" },
    ],
    [`v2.0.0@sha1:${commit}`, { imageTag: "v2.0.0", gitCommit: commit }],
    [`refs/tags/v2.0.0@sha1:${commit}`, { imageTag: "v2.0.0", gitCommit: commit }],
    [`sha1:${commit}`, { imageTag: "731f7ea", gitCommit: commit }],
    [`latest@sha256:${hex}`, { imageTag: "latest", artifactDigest: `sha256:${hex}` }],
    [`sha256:${hex}`, { imageTag: `sha256-${hex}`, artifactDigest: `sha256:${hex}` }],
  ])("names the version by the revision %s", (revision, version) => {
    const mapped = read(mapFlux, info(revision))
    expect(mapped).toMatchObject({ status: "DEPLOYED", ...version })
    expect("gitCommit" in mapped).toBe("gitCommit" in version)
  })

  it("is for the environment that the alert adds", () => {
    const metadata = { revision: "1.0.0", environment: "prod" }
    expect(read(mapFlux, info("", { metadata }))).toMatchObject({ environment: "prod" })
  })

  it("about an uninstallation becomes a removal", () => {
    expect(read(mapFlux, info("1.0.0", { reason: "UninstallSucceeded" }))).toEqual({
      kind: "removal",
      application: "webapp",
      environment: "apps",
      removedAt: "2022-10-28T07:26:19Z",
    })
  })

  it.each([
    [info("1.0.0", { reason: "Progressing" }), /"Progressing"/],
    [{ ...flux, metadata: null }, /before it had a revision/],
    [info("1.0.0", { involvedObject: { kind: "GitRepository" } }), /"GitRepository"/],
  ])("is otherwise ignored with the reason", (payload, reason) => {
    expect(read(mapFlux, payload)).toEqual({ kind: "ignored", reason: expect.stringMatching(reason) })
  })
})
