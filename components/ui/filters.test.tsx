import { screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { Filters } from "@/components/ui/filters"
import { renderUi } from "@/tools/testing/render-ui"

it("Of several searches of a list, / focuses the first", () => {
  renderUi(
    <Filters
      values={{ kind: null, name: null, by: null }}
      onChange={vi.fn()}
      filters={[
        { kind: "choice", name: "kind", label: "Type", options: [{ value: "release", label: "Release" }] },
        { kind: "search", name: "name", label: "Name" },
        { kind: "search", name: "by", label: "Actor" },
      ]}
    />,
  )
  const searches = screen.getAllByRole("searchbox")
  expect(searches.map((field) => field.hasAttribute("data-filter-field"))).toEqual([true, false])
})
