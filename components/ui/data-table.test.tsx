import { fireEvent, screen, within } from "@testing-library/react"
import { useState } from "react"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { ColumnChoice } from "@/components/ui/column-choice"
import { DataTable, type DataTableProps } from "@/components/ui/data-table"
import { ColumnLayouts } from "@/components/ui/layouts"
import { renderUi } from "@/tools/testing/render-ui"
import { UnsavedLayouts } from "@/tools/testing/unsaved-layouts"

type Row = { id: string; owner: string }

const columns = [
  { id: "name", label: "Name", cell: (row: Row) => row.id, sortable: true, required: true },
  { id: "owner", label: "Owner", value: (row: Row) => row.owner },
  { id: "note", label: "Note", cell: () => "–", hidden: true },
]
const rows = Array.from({ length: 5 }, (_, index) => ({ id: `row-${index}`, owner: `owner-${index}` }))

function renderTable(more: Partial<DataTableProps<Row>> = {}) {
  return renderUi(<DataTable label="Things" rowKey={(row: Row) => row.id} {...{ columns, rows, ...more }} />)
}

function ClosableTable() {
  const [isOpen, setOpen] = useState(true)
  return (
    <>
      {isOpen && (
        <DataTable label="Things" tableId="things" rowKey={(row: Row) => row.id} {...{ columns, rows }} />
      )}
      <button type="button" onClick={() => setOpen(!isOpen)}>
        Close or open
      </button>
    </>
  )
}

/** The table next to its column picker, which is open. */
async function renderCustomTable() {
  const ui = renderUi(
    <UnsavedLayouts>
      <ColumnChoice tableId="things" columns={columns} />
      <ClosableTable />
    </UnsavedLayouts>,
  )
  await ui.user.click(screen.getByRole("button", { name: "Columns" }))
  await screen.findByRole("checkbox", { name: "Name" })
  return ui
}

// Without a layout nothing has a size, and a virtualized list without a height renders no rows.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
})

it("a cell too narrow for its text has the full text as its title", () => {
  renderTable()
  expect(screen.getByText("owner-3").getAttribute("title")).toBe("owner-3")
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

  it("shows exactly the selected columns and those that are required", async () => {
    const { user } = await renderCustomTable()
    await user.click(screen.getByRole("checkbox", { name: "Owner" }))
    await user.click(screen.getByRole("checkbox", { name: "Note" }))
    expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "Name" }).disabled).toBe(true)
    expect(heads()).toEqual(["Name", "Note"])
  })

  it("requests another order when the header of a sortable column is clicked", async () => {
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

  it("shows the empty state only when there are no rows and none are loading", () => {
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

describe("The columns of a table", () => {
  const head = (name: string) => screen.getByRole("columnheader", { name })
  const widthOf = (name: string) => {
    const index = heads().indexOf(name)
    return document.querySelectorAll<HTMLElement>("col")[index]?.style.width
  }
  const handle = (name: string) => {
    const handle = head(name).querySelector("[data-resize-handle]")
    if (!handle) throw new Error(`The column ${name} cannot be resized.`)
    return handle
  }
  const drag = (name: string, by: number) => {
    fireEvent.pointerDown(handle(name), { pointerId: 1, clientX: 100 })
    fireEvent.pointerMove(handle(name), { pointerId: 1, clientX: 100 + by })
    fireEvent.pointerUp(handle(name), { pointerId: 1 })
  }

  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(200)
    vi.spyOn(HTMLElement.prototype, "setPointerCapture").mockReturnValue(undefined)
  })

  it("follow the pointer that drags their edge, within limits, until it is released", async () => {
    await renderCustomTable()
    drag("Name", 60)
    expect(widthOf("Name")).toBe("260px")
    fireEvent.pointerMove(handle("Name"), { pointerId: 1, clientX: 900 })
    expect(widthOf("Name")).toBe("260px")
    drag("Name", -500)
    expect(widthOf("Name")).toBe("48px")
  })

  it("can be widened and narrowed in the picker", async () => {
    const { user } = await renderCustomTable()
    await user.click(screen.getByRole("button", { name: "Make Name wider" }))
    expect(widthOf("Name")).toBe("184px")
    await user.click(screen.getByRole("button", { name: "Make Name narrower" }))
    expect(widthOf("Name")).toBe("160px")
  })

  it("can be moved in the picker, except the one that links the row", async () => {
    const { user } = await renderCustomTable()
    await user.click(screen.getByRole("checkbox", { name: "Note" }))
    expect(heads()).toEqual(["Name", "Owner", "Note"])
    await user.click(screen.getByRole("button", { name: "Move Note left" }))
    expect(heads()).toEqual(["Name", "Note", "Owner"])
    const blocked = ["Move Name right", "Move Note left", "Move Owner right"]
    for (const name of blocked) expect(screen.getByRole("button", { name })).toHaveProperty("disabled", true)
  })

  it("move to where their header is dropped", async () => {
    const { user } = await renderCustomTable()
    await user.click(screen.getByRole("checkbox", { name: "Note" }))
    const data = new Map<string, string>()
    const dataTransfer = {
      setData: (type: string, value: string) => data.set(type, value),
      getData: (type: string) => data.get(type) ?? "",
      types: ["application/x-slipway-column"],
    }
    fireEvent.dragStart(head("Note"), { dataTransfer })
    fireEvent.drop(head("Owner"), { dataTransfer })
    expect(heads()).toEqual(["Name", "Note", "Owner"])
    expect(head("Name").getAttribute("draggable")).toBeNull()
  })

  it("outlive the table until the defaults are restored", async () => {
    const { user } = await renderCustomTable()
    await user.click(screen.getByRole("checkbox", { name: "Owner" }))
    drag("Name", 60)
    fireEvent.click(screen.getByRole("button", { name: "Close or open" }))
    fireEvent.click(screen.getByRole("button", { name: "Close or open" }))
    expect(heads()).toEqual(["Name"])
    expect(widthOf("Name")).toContain("260px")
    await user.click(screen.getByRole("button", { name: "Columns" }))
    await user.click(await screen.findByRole("button", { name: "Default columns" }))
    expect(heads()).toEqual(["Name", "Owner"])
  })

  it("are initially the user's saved columns", () => {
    const saved = { order: ["owner"], shown: { note: true, owner: false } }
    renderUi(
      <ColumnLayouts value={{ layouts: { other: saved }, change: () => undefined }}>
        <DataTable label="Others" tableId="other" rowKey={(row: Row) => row.id} {...{ columns, rows }} />
      </ColumnLayouts>,
    )
    expect(heads()).toEqual(["Name", "Note"])
  })
})
