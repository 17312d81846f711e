import { screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { useChosenRows } from "@/components/ui/choose-rows"
import { DataTable } from "@/components/ui/data-table"
import { renderUi } from "@/tools/testing/render-ui"

// Without a layout nothing has a size, and a virtualized list without a height renders no rows.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
})

type Row = { id: string }
const rows: Row[] = [{ id: "a" }, { id: "b" }, { id: "running" }]

function Releases() {
  const { column, bar } = useChosenRows({
    rows,
    noun: "release",
    keyOf: ({ id }: Row) => id,
    nameOf: ({ id }: Row) => id,
    isChoosable: ({ id }: Row) => id !== "running",
    actions: () => null,
  })
  const columns = [column, { id: "name", label: "Name", value: ({ id }: Row) => id }]
  return (
    <>
      {bar}
      <DataTable label="Releases" columns={columns} rows={rows} rowKey={({ id }) => id} />
    </>
  )
}

const checkbox = (name: string) => screen.getByRole<HTMLInputElement>("checkbox", { name })
const selectAll = () => checkbox("Select all 2 shown")

describe("Selecting rows", () => {
  it("selects all rows that can be selected, and none again, from the header", async () => {
    renderUi(<Releases />)
    await userEvent.click(selectAll())
    screen.getByText("2 releases selected")
    expect([checkbox("Select a").checked, checkbox("Select b").checked]).toEqual([true, true])
    await userEvent.click(selectAll())
    expect(screen.queryByText(/selected/)).toBeNull()
  })

  it("shows in the header that only some are selected", async () => {
    renderUi(<Releases />)
    await userEvent.click(checkbox("Select a"))
    expect([selectAll().checked, selectAll().indeterminate]).toEqual([false, true])
    await userEvent.click(checkbox("Select b"))
    expect([selectAll().checked, selectAll().indeterminate]).toEqual([true, false])
  })
})
