import { act, screen } from "@testing-library/react"
import { beforeEach, expect, it, vi } from "vitest"
import type { Drift } from "@/lib/ledger/drift/schema"
import { renderUi } from "@/tools/testing/render-ui"
import { DriftMatrix } from "./drift-matrix"
import { maxOverview } from "./matrix-groups"

const environments = [
  "dev",
  ...Array.from({ length: maxOverview.columns }, (_, index) => `production/c${index}`),
]
const drift: Drift = {
  environments,
  applications: ["team/a", "team/b"].map((application) => ({
    application,
    inSync: false,
    cells: environments.map((environment, index) => ({
      environment,
      imageTag: index === 1 ? "v1" : "v2",
      deployedAt: "2026-01-01T00:00:00Z",
      deploymentId: "0198c0de-0000-7000-8000-000000000000",
      artifactDigest: null,
      gitCommit: null,
      behind: index === 1 ? { versions: 1, days: 3, semver: null, build: false } : null,
    })),
  })),
}

function renderMatrix(rows = drift.applications, onClear = () => {}) {
  return renderUi(
    <DriftMatrix
      drift={drift}
      running={[]}
      rows={rows}
      filter={{ text: "", onlyDrifted: false, onlyBehind: false, sort: "name" }}
      grouping="name"
      only={null}
      onClear={onClear}
    />,
  )
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
})

it("the drift matrix expands and collapses stages and families, and summarizes collapsed ones", async () => {
  const { user } = renderMatrix()
  expect(screen.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual([
    "Application",
    "dev",
    "production· 12",
  ])
  expect(screen.getByText("2 of 24 behind")).toBeTruthy()
  await user.click(screen.getByRole("button", { name: "production, 12 environments", expanded: false }))
  expect(screen.getAllByRole("columnheader")).toHaveLength(environments.length + 1)
  expect(screen.getByRole("rowheader", { name: /team\/a/ })).toBeTruthy()
  await user.click(screen.getByRole("button", { name: "team, 2 applications", expanded: true }))
  expect(screen.queryByRole("rowheader", { name: /team\/a/ })).toBeNull()
})

it("the drift matrix prints every application and environment, each row with the names of its cells", () => {
  const applications = Array.from({ length: 40 }, (_, index) => `app-${index}`)
  const [first] = drift.applications
  const rows = applications.map((application) => ({
    ...first,
    application,
    cells: first?.cells ?? [],
    inSync: false,
  }))
  const { container } = renderMatrix(rows)
  expect(screen.queryByRole("rowheader", { name: /app-39/ })).toBeNull()
  act(() => void window.dispatchEvent(new Event("beforeprint")))
  expect(screen.getAllByRole("columnheader")).toHaveLength(environments.length + 1)
  const last = screen.getByRole("rowheader", { name: /app-39/ }).closest("tr")
  const labels = [...(last?.querySelectorAll("td") ?? [])].map(({ dataset }) => dataset.label)
  expect(labels).toEqual(environments)
  expect(container.querySelector("table")?.dataset.many).toBe("true")
  act(() => void window.dispatchEvent(new Event("afterprint")))
  expect(screen.queryByRole("rowheader", { name: /app-39/ })).toBeNull()
})

it("a drift matrix whose filter hides every application offers to remove it", async () => {
  const onClear = vi.fn()
  const { user } = renderMatrix([], onClear)
  await user.click(screen.getByRole("button", { name: "Show all applications" }))
  expect(onClear).toHaveBeenCalledOnce()
})
