import { screen, waitFor } from "@testing-library/react"
import { describe, expect, it, vi } from "vitest"
import PathList from "@/components/fleet/values/path-list"
import { renderUi } from "@/tools/testing/render-ui"

const memory = "resources.limits.memory"
const knownPaths = ["apiKey", memory].map((path) => ({ path, hasDefault: true, releases: 0 }))

/** All paths are loaded at first; the test controls when a search gets its response. */
function opened() {
  const onPath = vi.fn()
  const responded = Promise.withResolvers<void>()
  const ui = renderUi(<PathList path="" chartName={null} onPath={onPath} />, {
    "*": async ({ path }) => {
      const q = new URL(path, "http://x").searchParams.get("q") ?? ""
      if (q !== "") await responded.promise
      return { body: knownPaths.filter((one) => one.path.includes(q)) }
    },
  })
  return { ...ui, onPath, respond: responded.resolve }
}

describe("PathList", () => {
  it("chooses a match even while the search is pending", async () => {
    const { user, onPath } = opened()
    await screen.findByRole("option", { name: /apiKey/ })
    await user.keyboard("limits.mem{Enter}")
    expect(onPath.mock.calls).toEqual([[memory]])
  })

  it("compares any other path once the search has found none", async () => {
    const { user, onPath, respond } = opened()
    await screen.findByRole("option", { name: /apiKey/ })
    await user.keyboard("a.b{Enter}")
    expect(onPath).not.toHaveBeenCalled()
    respond()
    await waitFor(() => expect(screen.getByRole("option", { name: "Compare a.b" })).toBeDefined())
    await user.click(screen.getByRole("option", { name: "Compare a.b" }))
    expect(onPath.mock.calls).toEqual([["a.b"]])
  })

  it("explains why a path is invalid", async () => {
    const { user, respond } = opened()
    respond()
    await user.type(screen.getByRole("combobox", { name: "Path" }), "a..b")
    await screen.findByText("At position 3: a key is expected.")
  })
})
