import { screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import SortPicker from "@/components/ui/sort-picker"
import { renderUi } from "@/tools/testing/render-ui"

const columns = [
  { id: "name", label: "Name", sortable: true },
  { id: "note", label: "Note" },
  { id: "age", label: "Age", sortable: true },
]

it("offers the columns that sort, and the reverse order", async () => {
  const onSort = vi.fn()
  const sort = { columnId: "name", direction: "ascending" } as const
  const { user } = renderUi(<SortPicker {...{ columns, sort, onSort }} />)
  await user.click(screen.getByRole("button", { name: "Sort Name" }))
  expect(screen.queryByRole("menuitemradio", { name: "Note" })).toBeNull()
  await user.click(await screen.findByRole("menuitemradio", { name: "Age" }))
  expect(onSort).toHaveBeenLastCalledWith("age")
  await user.click(screen.getByRole("button", { name: "Reverse order" }))
  expect(onSort).toHaveBeenLastCalledWith("name")
})
