import { beforeAll, describe, expect, it } from "vitest"
import { changes as changesRoute, drift as driftRoute } from "@/app/api/v1/lanes/routes"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const path = "/api/v1/platform/deployments"
const digest = (letter: string) => `sha256:${letter.repeat(64)}`
let reader: Caller

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
})

async function driftOf(application: string) {
  const { body } = await callRoute(driftRoute, "GET", { caller: reader, path: `${path}/drift` })
  const row = body.applications.find((one: { application: string }) => one.application === application)
  return { inSync: row.inSync, behind: row.cells.map((cell: { behind: unknown }) => cell.behind) }
}

describe("The same image tag", () => {
  it("with a different digest or commit is drift", async () => {
    const build = { application: "rebuilt", imageTag: "latest", gitCommit: "abc1234" }
    await recordAll(
      { ...build, environment: "dev", deployedAt: "2026-02-01T10:00:00Z", artifactDigest: digest("a") },
      { ...build, environment: "staging", deployedAt: "2026-02-01T11:00:00Z", artifactDigest: digest("b") },
      { ...build, environment: "prod", deployedAt: "2026-02-01T12:00:00Z", gitCommit: "def5678" },
    )
    const { inSync, behind } = await driftOf("rebuilt")
    const otherBuild = expect.objectContaining({ versions: 0, semver: null, build: true })
    expect([inSync, behind]).toEqual([false, [null, otherBuild, otherBuild]])
  })

  it("with a shortened or missing commit is in sync", async () => {
    const build = { application: "same-build", imageTag: "latest" }
    await recordAll(
      { ...build, environment: "dev", deployedAt: "2026-02-01T10:00:00Z", gitCommit: "abc1234def" },
      { ...build, environment: "staging", deployedAt: "2026-02-01T11:00:00Z", gitCommit: "abc1234" },
      { ...build, environment: "prod", deployedAt: "2026-02-01T12:00:00Z" },
    )
    expect(await driftOf("same-build")).toEqual({ inSync: true, behind: [null, null, null] })
  })

  it("deployed again is a change only when the digest differs", async () => {
    const build = { application: "changed", imageTag: "latest", environment: "dev", gitCommit: "abc1234" }
    await recordAll(
      { ...build, deployedAt: "2026-02-01T10:00:00Z", artifactDigest: digest("a") },
      { ...build, deployedAt: "2026-02-02T10:00:00Z" },
      { ...build, deployedAt: "2026-02-03T10:00:00Z", artifactDigest: digest("b") },
    )
    const changesUntil = async (from: string, to: string) => {
      const query = `from=${from}&to=${to}`
      const { body } = await callRoute(changesRoute, "GET", {
        caller: reader,
        path: `${path}/changes?${query}`,
      })
      return body.filter((one: { application: string }) => one.application === "changed")
    }
    expect(await changesUntil("2026-02-01T12:00:00Z", "2026-02-02T12:00:00Z")).toEqual([])
    expect(await changesUntil("2026-02-01T12:00:00Z", "2026-02-04T00:00:00Z")).toMatchObject([
      {
        before: { artifactDigest: digest("a") },
        after: { artifactDigest: digest("b"), gitCommit: "abc1234" },
      },
    ])
  })
})
