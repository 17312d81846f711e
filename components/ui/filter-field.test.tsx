import { render, screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { FilterField } from "./filter-field"

it.each([true, false])("A filter field shows its / shortcut only if it has one: %s", (shortcut) => {
  const { container } = render(
    <FilterField label="Tags" value="" onValueChange={vi.fn()} shortcut={shortcut} />,
  )
  expect(screen.getByRole("searchbox", { name: "Tags" }).hasAttribute("data-filter-field")).toBe(shortcut)
  expect(container.textContent).toBe(shortcut ? "/" : "")
})
