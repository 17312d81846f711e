import { describe, expect, it } from "vitest"
import type { WatchedRelease } from "@/lib/fleet/cluster-watch/watched-release"
import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"
import { assessRelease } from "./assess-release"
import { defaultWatch, waitAfter } from "./watch-settings"

const now = new Date("2026-11-21T12:00:00Z")
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const abandoned = 15 * 60_000
const recorded: WatchedRelease = {
  id: "r",
  namespace: "tenant-acme",
  releaseName: "one",
  status: "DEPLOYED",
  inCluster: true,
  lastRevision: 2,
  knownAt: ago(60),
  stuckSince: null,
  busy: false,
  changes: 2,
}
const newest: HelmSecret = {
  namespace: "tenant-acme",
  releaseName: "one",
  revision: 2,
  status: "deployed",
  changedAt: ago(60),
  createdAt: ago(61),
  operationId: null,
}
const assess = (release: Partial<WatchedRelease>, secret: Partial<HelmSecret> | null) =>
  assessRelease(
    { ...recorded, ...release },
    secret === null ? null : { ...newest, ...secret },
    now,
    abandoned,
  )

describe("assessRelease", () => {
  it.each([
    ["is what Helm has", {}, {}, "match"],
    ["is older than what Helm has", {}, { revision: 3 }, "mismatch"],
    ["is newer than what Helm has", {}, { revision: 1 }, "mismatch"],
    ["is gone from Helm", {}, null, "mismatch"],
    ["is uninstalled with its history kept", {}, { status: "uninstalled" }, "mismatch"],
    ["ran, and Helm says now that it failed", {}, { status: "failed" }, "mismatch"],
    ["failed, and that is what Helm says", { status: "FAILED" }, { status: "failed" }, "match"],
    ["failed in an uninstall that left it running", { status: "FAILED" }, {}, "match"],
    ["is of the same number, and Helm's was made later", {}, { createdAt: ago(1) }, "mismatch"],
    ["is of the same number, and Helm's was made within the second", {}, { createdAt: ago(60) }, "mismatch"],
    ["was stuck, and is not any more", { stuckSince: ago(20) }, {}, "mismatch"],
    [
      "is being changed outside Slipway",
      {},
      { revision: 3, status: "pending-upgrade", changedAt: ago(1) },
      "wait",
    ],
    ["is stuck", {}, { revision: 3, status: "pending-upgrade", changedAt: ago(16) }, "mismatch"],
    [
      "is stuck, and recorded as stuck",
      { stuckSince: ago(16) },
      { revision: 3, status: "pending-upgrade", changedAt: ago(16) },
      "match",
    ],
  ] as const)("%s", (_what, release, secret, verdict) => {
    expect(assess(release, secret).kind).toBe(verdict)
  })

  it("is read again once the change outside Slipway has timed out", () => {
    const verdict = assess({}, { revision: 3, status: "pending-install", changedAt: ago(10) })
    expect(verdict).toEqual({ kind: "wait", milliseconds: 5 * 60_000 })
  })
})

describe("waitAfter", () => {
  it("increases up to a limit, with jitter", () => {
    const delays = [1, 2, 3, 4, 5, 6, 50].map((failures) => waitAfter(failures, defaultWatch, 1))
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000])
    expect(waitAfter(3, defaultWatch, 0)).toBe(1_000)
  })
})
