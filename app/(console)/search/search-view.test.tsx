import { screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { LiveProvider } from "@/components/layout/live"
import { renderUi } from "@/tools/testing/render-ui"
import { SearchView } from "./search-view"

class SilentEvents extends EventTarget {
  close() {}
}

it.each([true, false])(
  "a search without results offers the requests of pipelines to admins: %s",
  async (isAdmin) => {
    vi.stubGlobal("EventSource", SilentEvents)
    renderUi(
      <LiveProvider>
        <SearchView
          rights={{ admin: isAdmin, record: isAdmin, readReleases: true, changeReleases: isAdmin }}
        />
      </LiveProvider>,
      { "GET /api/v1/search": { body: { q: "v9.9.9", groups: [] } } },
      "?q=v9.9.9",
    )
    await screen.findByText("No results for “v9.9.9”")
    const link = screen.queryByRole("link", { name: "Search what pipelines sent" })
    expect(link?.getAttribute("href")).toBe(isAdmin ? "/settings/pipelines/requests?q=v9.9.9" : undefined)
  },
)
