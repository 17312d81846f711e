import { useInfiniteQuery } from "@tanstack/react-query"
import { cleanup, screen, within } from "@testing-library/react"
import { parseAsString, useQueryStates } from "nuqs"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { ListPage, useOpenedRow } from "@/components/layout/list-page"
import { downloadCsv } from "@/components/ui/download"
import type { ListFilter } from "@/components/ui/filters"
import { rowsOf } from "@/components/ui/table-query"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"
import { renderUi } from "@/tools/testing/render-ui"
import { UnsavedLayouts } from "@/tools/testing/unsaved-layouts"

vi.mock("@/components/ui/download")

const parsers = { q: parseAsString, kind: parseAsString, branch: parseAsString, from: parseAsString }
const filters: ListFilter<keyof typeof parsers>[] = [
  { kind: "search", name: "q", label: "Name" },
  { kind: "choice", name: "kind", label: "Kind", options: [{ value: "big", label: "Big" }] },
  { kind: "detail", name: "branch", label: "Branch" },
  { kind: "detail", linked: true, name: "from", label: "Since", type: "time" },
]
const columns = [
  { id: "name", label: "Name", value: (row: { name: string }) => row.name },
  { id: "kind", label: "Kind", cell: () => <b>big</b>, value: () => "big" },
  { id: "edit", label: "Edit", cell: () => <button type="button">Edit</button> },
]

function Things({ csvHref }: { csvHref?: string }) {
  const [values, setValues] = useQueryStates(parsers)
  const query = useInfiniteQuery(apiListQuery(["things", values], api("/tokens")))
  const opened = useOpenedRow("thing", rowsOf(query), (row) => row.name)
  const { id, onNext, onPrevious, onClose } = opened.drawer
  return (
    <>
      <ListPage
        title="Things"
        isStatic
        tableId="things"
        label="Things"
        noun="things"
        columns={columns}
        query={query}
        csvHref={csvHref}
        rowKey={(row) => row.name}
        rowHref={(row) => `/things/${row.name}`}
        opened={opened}
        values={values}
        onFilter={(change) => void setValues(change)}
        filters={filters}
      >
        No things yet
      </ListPage>
      <p>{`Open: ${id}`}</p>
      <button type="button" disabled={!onNext} onClick={onNext}>
        Next
      </button>
      <button type="button" disabled={!onPrevious} onClick={onPrevious}>
        Previous
      </button>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </>
  )
}

/** Two pages of one row each, linked by a cursor. */
function renderThings(searchParams = "", names = ["a", "b"], responses: Parameters<typeof renderUi>[1] = {}) {
  const respond = ({ path }: { path: string }) => {
    const index = Number(new URL(path, "http://slipway.test").searchParams.get("cursor") ?? 0)
    const next = index + 1 < names.length
    return {
      body: names.slice(index, index + 1).map((name) => ({ name })),
      ...(next && { headers: { link: `</api/v1/tokens?cursor=${index + 1}>; rel="next"` } }),
    }
  }
  return renderUi(
    <UnsavedLayouts>
      <Things />
    </UnsavedLayouts>,
    { "GET /api/v1/tokens": respond, ...responses },
    searchParams,
  )
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
})

describe("A list", () => {
  it("keeps its filters in the URL, and each can be removed", async () => {
    const { user } = renderThings("?branch=main&from=2026-01-02T03:04:05Z")
    await screen.findByText("a")
    await screen.findByRole("button", { name: /^Remove filter: Since 2 Jan/ })
    await user.click(screen.getByRole("button", { name: "Remove filter: Branch main" }))
    expect(screen.queryByRole("button", { name: /Branch/ })).toBeNull()
    await user.click(screen.getByRole("button", { name: /^Kind/ }))
    await user.click(await screen.findByRole("menuitemradio", { name: "Big" }))
    await screen.findByRole("button", { name: /^Kind\s*Big/ })
  })

  it("applies all filters under More together", async () => {
    const { user } = renderThings()
    await user.click(await screen.findByRole("button", { name: "More" }))
    await user.type(await screen.findByLabelText("Branch"), "main")
    await user.click(screen.getByRole("button", { name: "Apply" }))
    await screen.findByRole("button", { name: "Remove filter: Branch main" })
  })

  it("folds the filters into one button for a phone, with what is set next to it", async () => {
    const { user } = renderThings("?kind=big&branch=main")
    await user.click(await screen.findByRole("button", { name: "Filters (2)" }))
    const folded = within(await screen.findByRole("dialog", { name: "Filters" }))
    await user.type(await folded.findByLabelText("Branch"), "line")
    await user.click(folded.getByRole("button", { name: "Apply" }))
    expect(screen.queryByRole("dialog")).toBeNull()
    await screen.findByRole("button", { name: "Remove filter: Branch mainline" })
    await user.click(screen.getByRole("button", { name: "Remove filter: Kind Big" }))
    await screen.findByRole("button", { name: "Filters (1)" })
  })

  it("shows an empty list and one without matches differently, and clears the filters", async () => {
    const { user } = renderThings("?q=x", [])
    await screen.findByText("No matching things")
    await user.click(screen.getByRole("button", { name: "Clear filters" }))
    await screen.findByText("No things yet")
  })

  it.each(["", "?q=", "?q=x"])("offers no CSV without rows: %s", async (search) => {
    renderThings(search, [])
    await screen.findByText(search === "?q=x" ? "No matching things" : "No things yet")
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "CSV" }).disabled).toBe(true)
    cleanup()
    renderUi(<Things csvHref="/all.csv" />, { "GET /api/v1/tokens": { body: [] } }, search)
    await screen.findByText(search === "?q=x" ? "No matching things" : "No things yet")
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "CSV" }).disabled).toBe(true)
  })

  it("saves all rows as CSV, including rows not loaded, without columns that are not data", async () => {
    const { user } = renderThings("", ["a", "b", "c"])
    await screen.findByText("a")
    await user.click(screen.getByRole("button", { name: "CSV" }))
    await expect
      .poll(() => vi.mocked(downloadCsv).mock.lastCall)
      .toEqual(["things", "Name,Kind\r\na,big\r\nb,big\r\nc,big\r\n"])
  })

  it("opens a row, and from there its neighbors", async () => {
    const { user } = renderThings()
    await user.click(await screen.findByRole("link", { name: "b" }))
    screen.getByText("Open: b")
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Next" }).disabled).toBe(true)
    await user.click(screen.getByRole("button", { name: "Previous" }))
    screen.getByText("Open: a")
    await user.click(screen.getByRole("button", { name: "Close" }))
    screen.getByText("Open: null")
  })

  it("shows the columns named in its link until they are rearranged", async () => {
    const { user } = renderThings("?columns=kind,name")
    await screen.findByText("a")
    const heads = () => screen.getAllByRole("columnheader").map((head) => head.textContent)
    expect(heads()).toEqual(["Name", "Kind"])
    await user.click(screen.getByRole("button", { name: "Columns" }))
    await user.click(await screen.findByRole("checkbox", { name: "Edit" }))
    expect(heads()).toEqual(["Name", "Kind", "Edit"])
  })

  it("saves its filters and columns as a view without the open row, and opens and deletes views", async () => {
    const view = { id: "1", list: "things", name: "Big ones", search: "kind=big&columns=name" }
    const saved: object[] = []
    window.history.replaceState(null, "", "/things?q=x&thing=a")
    const { user, sent } = renderThings("?q=x", ["a"], {
      "GET /api/v1/users/me/views": () => ({ body: saved }),
      "POST /api/v1/users/me/views": () => {
        saved.push(view)
        return { status: 201, body: view }
      },
      "DELETE /api/v1/users/me/views/1": () => {
        saved.pop()
        return { status: 204 }
      },
    })
    await user.click(screen.getByRole("button", { name: "Views" }))
    await screen.findByText(/No saved views yet/)
    await user.type(screen.getByRole("textbox", { name: "Name" }), "Big ones{Enter}")
    const link = await screen.findByRole("link", { name: "Big ones" })
    expect(link.getAttribute("href")).toBe("/things?kind=big&columns=name")
    expect(sent.find(({ method }) => method === "POST")?.body).toEqual({
      list: "things",
      name: "Big ones",
      search: "q=x&columns=name%2Ckind%2Cedit",
    })
    await user.click(screen.getByRole("button", { name: "Delete Big ones" }))
    await screen.findByText(/No saved views yet/)
  })
})
