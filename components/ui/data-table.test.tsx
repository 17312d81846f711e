import { fireEvent, screen, within } from "@testing-library/react"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { DataTable, type DataTableProps } from "@/components/ui/data-table"
import { renderUi } from "@/tools/testing/render-ui"

type Row = { id: string; owner: string }

const columns = [
  { id: "name", label: "Name", cell: (row: Row) => row.id, sortable: true, required: true },
  { id: "owner", label: "Owner", cell: (row: Row) => row.owner },
  { id: "note", label: "Note", cell: () => "–", hidden: true },
]
const rows = Array.from({ length: 5 }, (_, index) => ({ id: `row-${index}`, owner: `owner-${index}` }))

function renderTable(more: Partial<DataTableProps<Row>> = {}) {
  return renderUi(<DataTable label="Things" rowKey={(row: Row) => row.id} {...{ columns, rows, ...more }} />)
}

// Nothing has a size without a layout, and of a list without a height no row is in sight.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
})

const heads = () => screen.getAllByRole("columnheader").map((head) => head.textContent)
const rowHref = (row: Row) => `/things/${row.id}`

describe("DataTable", () => {
  it("shows the columns that are not hidden, with the cells of every row", () => {
    renderTable()
    expect(heads()).toEqual(["Name", "Owner"])
    const row = screen.getByRole("row", { name: /row-3/ })
    expect(within(row).getByText("owner-3")).toBeTruthy()
  })

  it("shows exactly the selected columns and those that are required", () => {
    renderTable({ visible: ["note"] })
    expect(heads()).toEqual(["Name", "Note"])
  })

  it("asks for another order when the head of a sortable column is pressed", async () => {
    const onSort = vi.fn()
    const { user } = renderTable({ onSort, sort: { columnId: "name", direction: "ascending" } })
    expect(screen.getByRole("columnheader", { name: /Name/ }).getAttribute("aria-sort")).toBe("ascending")
    await user.click(screen.getByRole("button", { name: /Name/ }))
    expect(onSort).toHaveBeenCalledExactlyOnceWith("name")
    expect(screen.queryByRole("button", { name: /Owner/ })).toBeNull()
  })

  it("has one tab stop, which the arrow keys move", async () => {
    const { user } = renderTable({ rowHref })
    await user.tab()
    await user.tab()
    expect(document.activeElement?.textContent).toContain("row-0")
    await user.keyboard("{ArrowDown}{ArrowDown}")
    await expect.poll(() => document.activeElement?.textContent).toContain("row-2")
    await user.keyboard("{Home}")
    await expect.poll(() => document.activeElement?.textContent).toContain("row-0")
    await user.keyboard("{End}")
    await expect.poll(() => document.activeElement?.textContent).toContain("row-4")
  })

  it("opens a row with a click, and leaves a click for a new tab to the browser", () => {
    const onOpenRow = vi.fn()
    renderTable({ rowHref, onOpenRow })
    const link = screen.getByRole("link", { name: "row-1" })
    expect(link.getAttribute("href")).toBe("/things/row-1")
    link.addEventListener("click", (event) => event.preventDefault(), { once: true })
    fireEvent.click(link, { ctrlKey: true })
    expect(onOpenRow).not.toHaveBeenCalled()
    fireEvent.click(link)
    expect(onOpenRow).toHaveBeenCalledExactlyOnceWith(rows[1])
  })

  it("loads more when the end is near, and not while more is loading", () => {
    const onLoadMore = vi.fn()
    renderTable({ hasMore: true, loadingMore: true, onLoadMore })
    expect(onLoadMore).not.toHaveBeenCalled()
    renderTable({ hasMore: true, onLoadMore })
    expect(onLoadMore).toHaveBeenCalledOnce()
  })

  it("shows what stands for no rows only when there are none and none are loading", () => {
    const { container } = renderTable({ rows: [], loading: true, children: "No things yet" })
    expect(container.textContent).not.toContain("No things yet")
    renderTable({ rows: [], children: "No things yet" })
    expect(screen.getByText("No things yet")).toBeTruthy()
  })

  it("announces that it is loading", () => {
    renderTable({ rows: [], loading: true })
    expect(screen.getByRole("table", { name: "Things" }).getAttribute("aria-busy")).toBe("true")
  })
})
