import { cleanup, screen } from "@testing-library/react"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { useCommands } from "@/components/layout/commands"
import { LiveProvider } from "@/components/layout/live"
import Palette from "@/components/layout/palette"
import { ShellActions } from "@/components/layout/shell-actions"
import { problem, renderUi } from "@/tools/testing/render-ui"

const commands = [
  { id: "timeline", label: "Timeline", group: "Go to", shortcut: "g t", run: vi.fn() },
  { id: "users", label: "Settings: Users", group: "Go to", run: vi.fn() },
  { id: "pause", label: "Pause live updates", group: "Actions", keywords: ["stop"], run: vi.fn() },
]

function Commands() {
  useCommands(commands)
  return null
}

const nowhere = { total: 0, items: [] }
const hit = (kind: string, id: string, label: string, path: string) => ({
  kind,
  id,
  label,
  path,
  detail: null,
  exact: true,
  newest: null,
  environments: nowhere,
  tenants: nowhere,
})
const results = {
  q: "acme",
  groups: [{ kind: "tenant", more: false, hits: [hit("tenant", "7", "Acme", "/tenants/7")] }],
}

function renderPalette(
  responses: Parameters<typeof renderUi>[1] = { "GET /api/v1/search": { body: results } },
  canInspect = false,
) {
  const onOpenChange = vi.fn()
  return {
    onOpenChange,
    ...renderUi(
      <>
        <Commands />
        <Palette open onOpenChange={onOpenChange} canInstall canInspect={canInspect} />
      </>,
      responses,
    ),
  }
}

const field = () => screen.findByRole("combobox", { name: "Search and actions" })
const options = () => screen.queryAllByRole("option").map((option) => option.textContent)

describe("Palette", () => {
  beforeEach(() => {
    localStorage.clear()
    for (const { run } of commands) run.mockClear()
  })

  it("filters commands by label and keyword, and runs the selected one with Enter", async () => {
    const { user, onOpenChange } = renderPalette()
    await user.type(await field(), "u")
    expect(options()[0]).toContain("Settings: Users")
    await user.clear(await field())
    await user.type(await field(), "stop")
    expect(options()[0]).toBe("Pause live updates")
    expect(options()).not.toContain("Settings: Users")
    await user.keyboard("{Enter}")
    expect(onOpenChange).toHaveBeenCalledExactlyOnceWith(false)
    expect(commands[2]?.run).toHaveBeenCalledOnce()
  })

  it("moves with the arrow keys, and wraps around at the end", async () => {
    const { user } = renderPalette()
    await user.click(await field())
    const selected = () => screen.getByRole("option", { selected: true }).textContent
    await expect.poll(selected).toContain("Timeline")
    await user.keyboard("{ArrowUp}")
    expect(selected()).toBe("Install a chart for a tenant…")
    await user.keyboard("{ArrowDown}{ArrowDown}")
    expect(selected()).toBe("Settings: Users")
  })

  it("opens a result, and lists it as recent the next time", async () => {
    const { user, push } = renderPalette()
    await user.type(await field(), "acme")
    expect(await screen.findByRole("option", { name: "Acme" })).toBeTruthy()
    expect(options()).toEqual(["Acme", "Install a chart for Acme", "All results for “acme”search page"])
    await user.keyboard("{Enter}")
    expect(push).toHaveBeenCalledExactlyOnceWith("/tenants/7")

    cleanup()
    renderPalette()
    await expect.poll(options).toContain("AcmeTenant")
  })

  it("asks for a tenant after the command to install a chart", async () => {
    const { user, push } = renderPalette()
    await user.click(await screen.findByRole("option", { name: "Install a chart for a tenant…" }))
    expect(screen.getByRole("status").textContent).toBe("Enter the name of the tenant.")
    await user.type(await field(), "acme")
    await user.click(await screen.findByRole("option", { name: "Install a chart for Acme" }))
    expect(push).toHaveBeenCalledExactlyOnceWith("/tenants/7/install")
  })

  it("opens the insights of an application, including this quarter against the last", async () => {
    const groups = [
      { kind: "application", more: false, hits: [hit("application", "web", "web", "/history")] },
    ]
    const { user, push } = renderPalette({ "GET /api/v1/search": { body: { q: "we", groups } } })
    await user.type(await field(), "we")
    await screen.findByRole("option", { name: "web" })
    expect(options()).toEqual([
      "web",
      "Insights of web",
      "Insights of web this quarter vs last quarter",
      "All results for “we”search page",
    ])
    expect(screen.getByRole("option", { name: /this quarter/ }).querySelector(".sr-only")?.textContent).toBe(
      "Insights of web ",
    )
    await user.clear(await field())
    await user.click(screen.getByRole("option", { name: "Insights of an application…" }))
    expect(screen.getByRole("status").textContent).toBe("Enter the name of the application.")
    await user.type(await field(), "we")
    await user.click(await screen.findByRole("option", { name: /this quarter vs last quarter/ }))
    expect(push).toHaveBeenCalledExactlyOnceWith(
      "/insights?application=web&range=this-quarter&compareBefore=quarter",
    )
  })

  it("reports a failed search with a retry, and keeps the commands", async () => {
    let failed = false
    const { user } = renderPalette({
      "GET /api/v1/search": () => {
        if (failed) return { body: results }
        failed = true
        return problem(400, "The query is too long.")
      },
    })
    await user.type(await field(), "time")
    expect((await screen.findByRole("alert")).textContent).toContain("The query is too long.")
    expect(options()[0]).toContain("Timeline")
    await user.click(screen.getByRole("button", { name: "Retry" }))
    expect(await screen.findByRole("option", { name: "Acme" })).toBeTruthy()
  })

  it("finds every page by its name and by what else it is called", async () => {
    vi.stubGlobal(
      "EventSource",
      class extends EventTarget {
        close() {}
      },
    )
    const { user } = renderUi(
      <LiveProvider>
        <ShellActions user={{ name: "Ada", email: "ada@example.test", role: "ADMIN" }}>{null}</ShellActions>
      </LiveProvider>,
      { "GET /api/v1/search": { body: { q: "", groups: [] } } },
    )
    await user.keyboard("{Control>}k{/Control}")
    for (const [text, label] of [
      ["event so", "Settings: Pipelines: Event sources"],
      ["incoming", "Settings: Pipelines: Event sources"],
      ["requests", "Settings: Pipelines: Requests"],
      ["rejected", "Settings: Pipelines: Requests"],
      ["password", "Settings: Account"],
      ["dora", "Insights"],
      ["api key", "Settings: Tokens"],
      ["kubernetes", "Settings: Clusters"],
      ["openapi", "API reference"],
    ] as const) {
      await user.clear(await field())
      await user.type(await field(), text)
      expect(options()[0]?.replace(/g\w$/, ""), text).toBe(label)
    }
  })

  it("finds the requests about a tag that was never recorded", async () => {
    const none = { "GET /api/v1/search": { body: { q: "v9", groups: [] } } }
    const { user, push } = renderPalette(none, true)
    await user.type(await field(), "v9.9")
    await user.click(await screen.findByRole("option", { name: /^Requests with “v9\.9”/ }))
    expect(push).toHaveBeenCalledExactlyOnceWith("/settings/pipelines/requests?q=v9.9")
  })

  it("shows that nothing matches", async () => {
    const { user } = renderPalette({ "GET /api/v1/search": { body: { q: "nothing begins so", groups: [] } } })
    await user.type(await field(), "nothing begins so")
    expect(await screen.findByText(/^No matches\./)).toBeTruthy()
  })
})
