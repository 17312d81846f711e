import { screen, within } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import type { ReleaseAttention } from "@/lib/console/overview/release-attention-schema"
import type { Attention, Overview } from "@/lib/console/overview/schema"
import { renderUi } from "@/tools/testing/render-ui"
import { AttentionList } from "./attention-list"

const id = "0198c0de-0000-7000-8000-000000000000"
const item = {
  deploymentId: id,
  application: "cards",
  imageTag: "v2",
  deployedAt: "2026-01-01T00:00:00Z",
  initiatedBy: "ada",
  environment: "prod",
  since: "2026-01-01T00:00:00Z",
  drift: null,
}
const release = {
  releaseId: id,
  rolloutId: null,
  releaseName: "redis",
  tenantName: "Acme",
  repository: "demo",
  chartName: "redis",
  chartVersion: "1.0.0",
  since: "2026-01-01T00:00:00Z",
  releases: 1,
  versionsBehind: null,
  newestVersion: null,
}

function renderList(attention: Attention[], releases: ReleaseAttention = [], canChangeBoth = true) {
  const overview: Overview = { application: null, environments: [], attention }
  const read = { data: releases, error: null, refetch: () => undefined }
  const rights = { admin: false, record: canChangeBoth, readReleases: true, changeReleases: canChangeBoth }
  renderUi(<AttentionList overview={overview} at={null} releases={read} rights={rights} />)
  return (name: string) => within(screen.getByRole("region", { name }))
}

describe("AttentionList", () => {
  it("links the number of each kind to exactly its lanes, and each item to a next step", () => {
    const section = renderList([
      { kind: "failed", total: 7, items: [item] },
      {
        kind: "farBehind",
        total: 1,
        items: [{ ...item, drift: { versions: 12, days: 40, semver: null, build: false } }],
      },
    ])
    const failed = section("Latest deployment failed")
    expect(failed.getByRole("link", { name: "View all" }).getAttribute("href")).toBe(
      "/running?condition=failed",
    )
    expect(failed.getByRole("link", { name: "See why" }).getAttribute("href")).toBe(`/deployments/${id}`)
    expect(section("Far behind").getByRole("link", { name: "See promotions" }).getAttribute("href")).toBe(
      "/promotions?application=cards",
    )
  })

  it("links the number of each kind of releases to the list of exactly these releases", () => {
    const section = renderList(
      [],
      [
        { kind: "failed", total: 3, items: [release] },
        { kind: "slow", total: 2, items: [release] },
        {
          kind: "behind",
          total: 5,
          items: [{ ...release, releaseId: null, releaseName: null, tenantName: null, releases: 4 }],
        },
      ],
    )
    const behind = section("Over the version budget")
    expect(behind.getByRole("link", { name: "View all" }).getAttribute("href")).toBe(
      "/releases?overBudget=true",
    )
    expect(behind.getByRole("link", { name: /redis 1.0.0/ }).getAttribute("href")).toBe(
      "/releases?chartName=demo%2Fredis&chartVersion=1.0.0&installed=true",
    )
    const failed = section("Last change failed")
    expect(failed.getByRole("link", { name: "View all" }).getAttribute("href")).toBe(
      "/releases?status=FAILED",
    )
    expect(failed.getByRole("link", { name: "Fix or roll back" }).getAttribute("href")).toBe(
      `/releases/${id}`,
    )
    const slow = section("Operations running too long")
    expect(slow.getByRole("link", { name: "View all" }).getAttribute("href")).toBe("/releases?change=slow")
  })

  it("links read-only users to what happened", () => {
    const section = renderList(
      [{ kind: "stuck", total: 1, items: [item] }],
      [{ kind: "failed", total: 1, items: [release] }],
      false,
    )
    expect(section("Pending for more than an hour").getByRole("link", { name: "See details" })).toBeTruthy()
    expect(section("Last change failed").getByRole("link", { name: "See why" })).toBeTruthy()
  })

  it("says so when nothing needs attention", () => {
    renderList([])
    expect(screen.getByText("No failed, stuck or outdated deployments.")).toBeTruthy()
  })
})
