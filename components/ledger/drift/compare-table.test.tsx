import { screen } from "@testing-library/react"
import { beforeEach, expect, it, vi } from "vitest"
import CompareTable from "@/components/ledger/drift/compare-table"
import type { Drift } from "@/lib/ledger/drift/schema"
import { renderUi } from "@/tools/testing/render-ui"

const at = "2026-02-01T10:00:00Z"

function drift(left: [tag: string, commit: string], right: [tag: string, commit: string]): Drift {
  const cells = [left, right].map(([imageTag, gitCommit], index) => ({
    environment: ["staging", "prod"][index] ?? "",
    deploymentId: `${index}`,
    imageTag,
    gitCommit,
    artifactDigest: null,
    deployedAt: at,
    behind: null,
  }))
  return { environments: ["staging", "prod"], applications: [{ application: "shop", cells, inSync: false }] }
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
})

it.each([
  ["another build of the same tag", drift(["v1.2.0", "abc1234"], ["v1.2.0", "def5678"]), /another build/],
  [
    "a version that is older by a minor version",
    drift(["v1.2.0", "abc1234"], ["v1.1.0", "def5678"]),
    /↓.*minor/,
  ],
])("the comparison of two environments names %s", (_, compared, change) => {
  renderUi(<CompareTable drift={compared} left="staging" right="prod" onlyDrifted={false} text="" />)
  expect(screen.getByRole("img", { name: "differs" }).parentElement?.textContent).toMatch(change)
})

it("a filter that matches no application is not called the absence of differences", () => {
  const compared = drift(["v1.2.0", "abc1234"], ["v1.1.0", "def5678"])
  renderUi(<CompareTable drift={compared} left="staging" right="prod" onlyDrifted={false} text="nothing" />)
  expect(screen.getByText("No matching applications.")).toBeTruthy()
  expect(screen.getByRole("status").textContent).toBe("")
})
